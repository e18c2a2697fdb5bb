"""Handing in a plan for review: Word, text in other encodings, long ones by a job; what cannot be read is refused with the way out."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile, File

from parkloop.apps.plan.actions import drop_review, start_review
from parkloop.apps.plan.actions.start_review import JOB
from parkloop.apps.plan.drafting import AT_ONCE_BYTES
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.models.drafts import MOST_CHARACTERS
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation import policy, working
from parkloop.foundation.acting import InvalidInput
from parkloop.foundation.models import Job, StoredFile
from tests.compiler.test_pdf import printed
from tests.plan.reviews import NOTICE, begun, word

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024)


def archive_without_text() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<w:document")
        made.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


def hand_in(person, data: bytes, name: str, **more) -> PlanDraft:
    return start_review(person, file=ContentFile(data, name=name), **more)


class Huge(File):
    """A file of 60 MB that would fail the test if it was read."""

    def __init__(self):
        super().__init__(None, name="方案.docx")
        self.size = 60 * 2**20

    def read(self, *args):
        raise AssertionError("it was read")


def test_a_word_document_is_read_and_kept_with_the_draft(world):
    data = word()
    draft = hand_in(world.officer, data, "培育方案.docx")
    assert (draft.source_format, draft.source_name) == ("docx", "培育方案.docx")
    assert [i.element.indicator for i in Review(draft).items if i.kind == "target"] == [
        "高新技术企业",
        "科技型中小企业",
    ]
    stored = StoredFile.objects.get(ref=f"plan.draft:{draft.pk}")
    assert (draft.source_file, stored.sha256) == (stored, draft.source_sha256)


def test_the_file_of_a_draft_is_the_officers_alone(world):
    draft = hand_in(world.officer, word(), "培育方案.docx")
    for who, sees in (("science", True), ("liuxi", False), ("enterprise", False), ("admin", False)):
        assert policy.rows(world.people[who], StoredFile).filter(pk=draft.source_file_id).exists() is sees, who


def test_a_pdf_with_text_is_read(world):
    draft = hand_in(world.officer, printed(NOTICE), "培育方案.pdf")
    assert draft.source_format == "pdf"
    assert "高新技术企业" in {i.element.indicator for i in Review(draft).items if i.kind == "target"}


def test_a_scan_and_a_protected_pdf_are_refused(world):
    for data, words in ((printed(""), "扫描"), (printed(NOTICE, encrypt="secret"), "密码")):
        with pytest.raises(InvalidInput, match=words):
            hand_in(world.officer, data, "方案.pdf")
    assert not PlanDraft.objects.exists()


def test_a_text_in_gb18030_is_read(world):
    draft = hand_in(world.officer, NOTICE.encode("gb18030"), "方案.txt")
    assert draft.source_text == NOTICE


def test_line_ends_of_a_browser_are_those_of_the_text(world):
    assert begun(world.officer, NOTICE.replace("\n", "\r\n")).source_text == NOTICE


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.docx", "空文件"),
        (b" \n \n", "空.txt", "是空的"),
        (ENCRYPTED, "加密.docx", "密码"),
        (OLD_WORD, "旧版.doc", "docx"),
        (word()[:-200], "损坏.docx", "损坏"),
        (archive_without_text(), "损坏.docx", "损坏"),
        (b"%PDF-1.7\n1 0 obj\n", "损坏.pdf", "损坏"),
        (b"MZ" + bytes(200), "方案.docx", "程序"),
        (word(), "方案.pdf", "docx"),
        ("今天天气很好，我们去公园散步。\n".encode(), "散文.txt", "没有方案"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(world, data, name, words):
    with pytest.raises(InvalidInput) as refused:
        hand_in(world.officer, data, name)
    assert words in str(refused.value)
    assert refused.value.field == "file"
    assert not PlanDraft.objects.exists()
    assert not StoredFile.objects.exists()


def test_sixty_megabytes_are_refused_unread(world):
    with pytest.raises(InvalidInput, match="20 MB"):
        start_review(world.officer, file=Huge())


def test_nothing_and_both_are_refused(world):
    with pytest.raises(InvalidInput) as nothing:
        start_review(world.officer)
    with pytest.raises(InvalidInput) as both:
        start_review(world.officer, file=ContentFile(word(), name="a.docx"), source_text=NOTICE)
    assert (nothing.value.field, both.value.field) == ("file", "source_text")


def test_a_text_without_a_plan_is_refused_at_its_field(world):
    with pytest.raises(InvalidInput) as refused:
        begun(world.officer, "这不是方案。")
    assert refused.value.field == "source_text"


def test_a_code_is_given_once(world):
    assert begun(world.officer, code="peiyu-2026").code == "peiyu-2026"
    for code in ("peiyu-2026", world.plan.code):
        with pytest.raises(InvalidInput) as refused:
            begun(world.officer, NOTICE + "\n附记。", code=code)
        assert refused.value.field == "code"


def long_text() -> str:
    """The notice with so much prose behind it that a job reads it."""
    prose = "县科技局会同有关部门做好服务保障工作，帮助企业解决实际困难。\n"
    return NOTICE + prose * (AT_ONCE_BYTES // len(prose.encode()) + 1)


def test_a_long_text_is_read_by_a_job_that_tells_how_far_it_is(world):
    draft = begun(world.officer, long_text())
    assert (draft.state, draft.job.kind) == (PlanDraft.State.READING, JOB)
    job = working.claim("worker")
    working.run(job)
    draft.refresh_from_db()
    job.refresh_from_db()
    assert (draft.state, job.state, job.total) == (PlanDraft.State.DRAFT, Job.State.DONE, 8)
    assert draft.label_zh == "澄川科创园企业培育行动方案（2026—2027年）"
    assert len(Review(draft).items) > 20


def test_a_job_that_runs_twice_reads_once(world):
    draft = begun(world.officer, long_text())
    working.run(working.claim("worker"))
    draft.refresh_from_db()
    version = draft.compiled
    again = Job.objects.create(
        kind=JOB, person=world.officer, arguments={"draft": draft.pk}, created_at=draft.started_at
    )
    working.run(working.claim("other"))
    again.refresh_from_db()
    draft.refresh_from_db()
    assert (again.state, draft.compiled) == (Job.State.DONE, version)


def test_a_long_file_that_cannot_be_read_says_so_and_can_be_given_up(world):
    prose = ("没有编号的长文。" * 40_000).encode()
    draft = hand_in(world.officer, prose, "长文.txt")
    working.run(working.claim("worker"))
    draft.refresh_from_db()
    assert draft.state == PlanDraft.State.UNREADABLE
    assert "没有方案" in draft.problem["zh"]
    assert "There is no plan" in draft.problem["en"]
    drop_review(world.officer, draft=draft, reason="传错了")
    assert draft.state == PlanDraft.State.DROPPED


def test_a_text_longer_than_a_page_can_show_is_refused(world):
    with pytest.raises(InvalidInput, match=str(MOST_CHARACTERS)):
        begun(world.officer, NOTICE + "文" * MOST_CHARACTERS)


def test_the_job_tells_each_step_of_reading(world, monkeypatch):
    from parkloop.apps.plan import drafting
    from parkloop.foundation import working

    told = []
    monkeypatch.setattr(drafting, "AT_ONCE_BYTES", 10)
    progress = working.Progress.__call__

    def heard(self, done, total, message="", **values):
        told.append((done, total, message))
        progress(self, done, total, message, **values)

    monkeypatch.setattr(working.Progress, "__call__", heard)
    begun(world.officer)
    working.work_off("test")
    assert [done for done, _, _ in told][:8] == list(range(8))
    assert {total for _, total, _ in told} == {8}
    assert [message.split(" are")[0].split(" is")[0] for _, _, message in told][1:7] == [
        "Lines", "Headings", "Goals", "Duties and deadlines", "Named things", "The text",
    ]  # fmt: skip


def test_a_job_that_is_cancelled_while_it_compiles_ends_at_the_next_step(world, monkeypatch):
    from parkloop.apps.plan import drafting
    from parkloop.foundation import working
    from parkloop.foundation.models import Job

    monkeypatch.setattr(drafting, "AT_ONCE_BYTES", 10)
    progress = working.Progress.__call__

    def cancelled(self, done, total, message="", **values):
        if message.startswith("Goals"):
            Job.objects.filter(pk=self.job.pk).update(is_cancel_asked=True)
        progress(self, done, total, message, **values)

    monkeypatch.setattr(working.Progress, "__call__", cancelled)
    draft = begun(world.officer)
    working.work_off("test")
    draft.refresh_from_db()
    assert (draft.state, draft.is_read) == ("reading", False)
    assert Job.objects.get(pk=draft.job_id).state == Job.State.CANCELLED
