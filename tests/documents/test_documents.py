"""Files at the desk: who sees them, what people do with them, how they are handed out."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from parkloop.apps.documents.actions import rename, replace, upload, withdraw
from parkloop.apps.documents.public import files_of
from parkloop.foundation import files, journal, policy, refs
from parkloop.foundation.acting import InvalidInput, InvalidState, NotAllowed, StaleVersion
from parkloop.foundation.models import Organisation, Person, StoredFile
from parkloop.foundation.refs import Ref
from tests.support.cast import PASSWORD, Cast
from tests.support.samples import PDF, png

pytestmark = [pytest.mark.django_db, pytest.mark.db]


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: object) -> None:
    """Bytes go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"


def pdf(extra: bytes = b"", name: str = "计划.pdf") -> ContentFile:
    """An upload."""
    return ContentFile(PDF + extra + b"\n%%EOF", name=name)


def sees(person: Person) -> set[str]:
    """Names of the files the person sees."""
    return set(policy.rows(person, StoredFile).values_list("name", flat=True))


def test_an_upload_belongs_to_the_persons_own_organisation(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf(), note=" first draft ")
    assert (stored.organisation, stored.note, stored.uploaded_by) == (cast.town, "first draft", cast.town_officer)
    assert [e.action for e in journal.history(refs.ref_of(stored))] == ["documents.upload"]


def test_a_free_file_is_seen_by_those_who_reach_its_organisation(cast: Cast) -> None:
    upload(cast.town_officer, file=pdf(name="town.pdf"))
    upload(cast.other_town_officer, file=pdf(name="other.pdf"))
    assert sees(cast.town_officer) == {"town.pdf"}
    assert sees(cast.other_town_officer) == {"other.pdf"}
    assert sees(cast.district_officer) == sees(cast.auditor) == {"town.pdf", "other.pdf"}
    for person in (
        cast.enterprise_user,
        cast.expert,
        cast.stranger,
        cast.system_admin,
        cast.security_admin,
        cast.audit_admin,
    ):
        assert sees(person) == set()
    assert not policy.rows(None, StoredFile).exists()


def test_an_attached_file_follows_its_thing(cast: Cast) -> None:
    ref = refs.ref_of(cast.enterprise)
    upload(cast.park_operator, file=pdf(name="lease.pdf"), ref=str(ref))
    assert sees(cast.enterprise_user) == {"lease.pdf"}
    assert sees(cast.town_officer) == set()
    assert [f.name for f in files_of(cast.enterprise_user, ref)] == ["lease.pdf"]


def test_nothing_is_attached_to_what_the_person_does_not_see(cast: Cast) -> None:
    for ref in (str(refs.ref_of(cast.enterprise)), "directory.organisation:999999", "nothing", "no.kind:1"):
        with pytest.raises(InvalidInput) as refused:
            upload(cast.town_officer, file=pdf(), ref=ref)
        assert refused.value.field == "ref"
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("who", ["expert", "auditor", "system_admin", "security_admin", "audit_admin", "stranger"])
def test_those_who_change_nothing_upload_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        upload(getattr(cast, who), file=pdf())


def test_nobody_uploads_for_a_foreign_organisation(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        upload(cast.town_officer, file=pdf(), organisation=cast.other_town)


def test_a_refused_upload_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        upload(cast.town_officer, file=ContentFile(b"MZ program", name="tool.pdf"))
    assert (StoredFile.objects.count(), journal.JournalEntry.objects.count()) == (0, 0)


def test_a_file_is_renamed_but_keeps_an_ending_of_its_kind(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    rename(cast.town_officer, stored=stored, name="年度计划.PDF", note="", version=stored.version)
    assert stored.name == "年度计划.PDF"
    for wrong in ("plan.docx", "plan"):
        with pytest.raises(InvalidInput) as refused:
            rename(cast.town_officer, stored=stored, name=wrong)
        assert refused.value.field == "name"


def test_two_people_renaming_the_same_file_lose_nothing(cast: Cast) -> None:
    mine = upload(cast.town_officer, file=pdf())
    theirs = StoredFile.objects.get(pk=mine.pk)
    rename(cast.town_officer, stored=mine, name="a.pdf", version=1)
    with pytest.raises(StaleVersion):
        rename(cast.district_officer, stored=theirs, name="b.pdf", version=1)
    assert StoredFile.objects.get().name == "a.pdf"


def test_a_replaced_file_keeps_its_earlier_checksum_in_the_journal_and_its_earlier_bytes(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    earlier = stored.sha256
    replace(cast.town_officer, stored=stored, file=ContentFile(png(), name="plan.png"), reason="a picture now")
    entry = journal.history(refs.ref_of(stored)).first()
    assert (entry.before["sha256"], entry.after["sha256"]) == (earlier, stored.sha256)
    assert (stored.name, stored.media_type) == ("plan.png", "image/png")
    assert files.path_of(earlier).exists()
    with pytest.raises(InvalidInput, match=r"byte for byte|完全相同"):
        replace(cast.town_officer, stored=stored, file=ContentFile(png(), name="plan.png"))


def test_a_withdrawn_file_stays_listed_but_opens_no_more(cast: Cast) -> None:
    stored = withdraw(cast.town_officer, stored=upload(cast.town_officer, file=pdf()), reason="wrong year")
    assert sees(cast.town_officer) == {"计划.pdf"}
    with pytest.raises(InvalidState):
        files.open_for(cast.town_officer, stored)
    with pytest.raises(InvalidState):
        withdraw(cast.town_officer, stored=stored, reason="again")


def test_another_town_may_not_touch_it(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    for act in (
        lambda: rename(cast.other_town_officer, stored=stored, name="x.pdf"),
        lambda: replace(cast.other_town_officer, stored=stored, file=pdf(b"x")),
        lambda: withdraw(cast.other_town_officer, stored=stored, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def signed_in(person: Person) -> Client:
    """A browser of the person."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_download_is_an_attachment_that_no_browser_guesses_at(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    answer = signed_in(cast.town_officer).get(f"/documents/file/{stored.pk}/download/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert b"".join(answer.streaming_content) == PDF + b"\n%%EOF"


def test_a_foreign_download_is_not_found(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    assert signed_in(cast.other_town_officer).get(f"/documents/file/{stored.pk}/download/").status_code == 404
    assert Client().get(f"/documents/file/{stored.pk}/download/").status_code == 302


def test_scopes_of_an_attached_file_are_those_of_its_thing(cast: Cast) -> None:
    stored = upload(cast.park_operator, file=pdf(), ref=str(refs.ref_of(cast.enterprise)))
    terms = policy.rules_of(StoredFile).scopes(stored)
    assert f"person:{cast.park_operator.pk}" in terms
    rules = policy.rules_of(Organisation)
    if rules.scopes:
        assert rules.scopes(cast.enterprise) <= terms


def test_a_reference_that_is_no_number_never_breaks_the_list(cast: Cast) -> None:
    files.store(cast.system, data=PDF, name="odd.pdf", ref=Ref("foundation.park", "sample"))
    assert sees(cast.town_officer) == set()
    assert PASSWORD


def test_a_file_is_uploaded_through_the_form(cast: Cast) -> None:
    browser = signed_in(cast.town_officer)
    page = browser.get("/documents/file/new/")
    assert page.status_code == 200
    assert b'type="file"' in page.content
    assert b"multipart/form-data" in page.content
    answer = browser.post("/documents/file/new/", {"file": pdf(), "note": "from the form"})
    assert answer.status_code in (302, 303, 200), answer.content.decode()[:2000]
    stored = StoredFile.objects.get()
    assert (stored.note, stored.organisation) == ("from the form", cast.town)


def test_a_refused_file_is_told_at_its_field_and_nothing_is_kept(cast: Cast) -> None:
    answer = signed_in(cast.town_officer).post(
        "/documents/file/new/", {"file": ContentFile(b"MZ program", name="tool.pdf")}
    )
    assert answer.status_code == 422
    assert "tool.pdf" in answer.content.decode()
    assert StoredFile.objects.count() == 0


def test_the_page_of_a_file_shows_its_checksum_and_offers_the_download(cast: Cast) -> None:
    stored = upload(cast.town_officer, file=pdf())
    page = signed_in(cast.town_officer).get(f"/documents/file/{stored.pk}/").content.decode()
    assert stored.sha256 in page
    assert f"/documents/file/{stored.pk}/download/" in page
