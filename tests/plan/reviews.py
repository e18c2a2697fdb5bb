"""An invented notice for the tests of the review, and the ways in which they work on it."""

import io

from docx import Document

from parkloop.apps.plan.actions import accept_rest, settle_draft_finding, start_review, submit_review
from parkloop.apps.plan.actions.add_element import ElementKind
from parkloop.apps.plan.models import PlanDraft
from parkloop.apps.plan.reviewing import Review
from parkloop.foundation.acting import AlreadyDone

NOTICE = """澄川县人民政府办公室关于印发《澄川科创园企业培育行动方案（2026—2027年）》的通知

澄府办发〔2026〕8号

各乡镇人民政府，县政府各部门：

《澄川科创园企业培育行动方案（2026—2027年）》已经县政府同意，现印发给你们，请认真组织实施。

澄川县人民政府办公室
2026年3月2日

澄川科创园企业培育行动方案（2026—2027年）

一、主要目标

到2027年，高新技术企业达到60家，科技型中小企业突破200家，企业创新能力显著提升。

二、重点任务

（一）建立培育库。县科技局每季度更新培育名单，为入库企业提供诊断服务。（牵头单位：县科技局，配合单位：县工信局）

（二）设立概念验证资金。2026年年底前设立概念验证资金，支持早期项目，服务费按成本价的八折收取。（牵头单位：县工信局）

（三）办好园区开放日。每年举办开放日活动，帮助企业对接场景。

三、组织保障

（一）加强统筹。县科技局牵头，每半年通报一次进展。
"""

TASK = "（{n}）办好第{c}章第{n}件事。每年举办活动{c}场，新增企业{c}{d}家，2026年年底前完成。（牵头单位：县科技局，配合单位：县工信局）\n\n"
NUMBERS = "一二三四五六七八九"


def long_text(chapters: int = 9, rounds: int = 4) -> str:
    """The invented notice with chapters behind it: some 1,500 elements."""
    made = [NOTICE]
    for index in range(chapters * rounds):
        tens, ones = divmod(index + 4, 10)
        number = f"{NUMBERS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{NUMBERS[ones - 1] if ones else ''}"
        tasks = "".join(TASK.format(n=n, c=index % 9 + 1, d=d) for d, n in enumerate(NUMBERS, 1))
        made.append(f"{number}、更多任务之{index}\n\n{tasks}")
    return "".join(made)


def word(text: str = NOTICE) -> bytes:
    """A Word document with one paragraph per line."""
    document, out = Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def begun(person, text=NOTICE, **more) -> PlanDraft:
    """A draft of the text."""
    return start_review(person, source_text=text, **more)


def settle_all(person, draft: PlanDraft) -> None:
    """Accept every element and settle every finding that must be settled."""
    for kind in ElementKind:
        try:
            accept_rest(person, draft=draft, kind=kind)
        except AlreadyDone:
            continue
    for problem in Review(draft).problems:
        if problem.blocks:
            settle_draft_finding(person, draft=draft, finding=problem.key, state="waived", reason="会上已明确")


def submitted(person, draft: PlanDraft | None = None, **more) -> PlanDraft:
    """A draft on which everything is decided, handed on."""
    draft = draft or begun(person)
    settle_all(person, draft)
    return submit_review(person, draft=draft, **more)


def items(draft: PlanDraft, kind: str):
    """Elements of a kind as they stand."""
    return [item for item in Review(draft).items if item.kind == kind]


def key_of(draft: PlanDraft, kind: str, words: str) -> str:
    """The key of the one element of a kind whose text holds the words."""
    review = Review(draft)
    found = [item.key for item in review.items if item.kind == kind and words in review.words_of(item)]
    assert len(found) == 1, (kind, words, found)
    return found[0]
