"""Makes the Word forms of the plan anew (`parkloop/apps/plan/forms`): page and lines as of GB/T 9704, places for what is filled in.

Run: ``python tools/make_forms.py``. A form may be changed in Word afterwards; the places stay as they are written here.
"""

from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

FORMS = Path(__file__).parents[1] / "parkloop/apps/plan/forms"
BODY, TITLE = "仿宋", "黑体"


def document(*, wide: bool = False) -> docx.document.Document:
    """An empty A4 page with the margins of official papers."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    if wide:
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(26),
            Mm(22),
            Mm(22),
            Mm(22),
        )
    _font(made.styles["Normal"], BODY, 12 if wide else 14)
    return made


def _font(style: object, name: str, size: float) -> None:
    style.font.name, style.font.size = name, Pt(size)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)  # type: ignore[attr-defined]


def line(
    made: docx.document.Document, text: str, *, size: float = 0, bold: bool = False, centred: bool = False
) -> None:
    """One paragraph."""
    paragraph = made.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size, run.font.name = Pt(size), TITLE
        run._element.rPr.rFonts.set(qn("w:eastAsia"), TITLE)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def table(made: docx.document.Document, heads: list[str], loop: str, cells: list[str], widths: list[float]) -> None:
    """A ruled table whose second row is repeated for every item."""
    ruled = made.add_table(rows=4, cols=len(heads), style="Table Grid")
    for at, (head, cell, width) in enumerate(zip(heads, cells, widths, strict=True)):
        ruled.rows[0].cells[at].text = head
        ruled.rows[2].cells[at].text = cell
        for row in ruled.rows:
            row.cells[at].width = Cm(width)
    ruled.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    ruled.rows[3].cells[0].text = "{%tr endfor %}"


def letter() -> docx.document.Document:
    """任务书 of one task."""
    made = document()
    line(made, "{{ words.letter }}", size=22, bold=True, centred=True)
    line(made, "{{ plan }}", centred=True)
    line(made, "{{ words.task }}{{ words.colon }}{{ code }}　{{ title }}", bold=True)
    line(made, "{{ words.schedule }}{{ words.colon }}{{ schedule }}")
    line(made, "{{ words.duties }}", bold=True)
    table(
        made,
        ["{{ words.role }}", "{{ words.unit }}", "{{ words.origin }}"],
        "duty in duties",
        ["{{ duty.role }}", "{{ duty.unit }}", "{{ duty.origin }}"],
        [3, 8, 4.6],
    )
    line(made, "{{ words.targets }}", bold=True)
    line(made, "{%p for target in targets %}")
    line(made, "{{ target.code }}　{{ target.label }}{{ words.colon }}{{ target.goal }}")
    line(made, "{%p endfor %}")
    line(made, "{%p if not targets %}")
    line(made, "{{ words.no_targets }}")
    line(made, "{%p endif %}")
    line(made, "{{ words.milestones }}", bold=True)
    line(made, "{%p if milestones %}")
    table(
        made,
        ["{{ words.code }}", "{{ words.milestone }}", "{{ words.by }}", "{{ words.responsible }}"],
        "row in milestones",
        ["{{ row.code }}", "{{ row.name }}", "{{ row.due }}", "{{ row.unit }}"],
        [2.2, 6.8, 3, 3.6],
    )
    line(made, "{%p else %}")
    line(made, "{{ words.no_milestones }}")
    line(made, "{%p endif %}")
    line(made, "{{ words.clause }}", bold=True)
    line(made, "{%p for paragraph in clause %}")
    line(made, "{{ paragraph }}")
    line(made, "{%p endfor %}")
    line(made, "{{ made }}", size=10)
    return made


def tasks() -> docx.document.Document:
    """任务清单."""
    made = document(wide=True)
    line(made, "{{ title }}", size=18, bold=True, centred=True)
    heads = ["{{ words.code }}", "{{ words.task }}", "{{ words.lead }}", "{{ words.coop }}", "{{ words.due }}"]
    table(
        made,
        heads,
        "row in rows",
        ["{{ row.code }}", "{{ row.title }}", "{{ row.lead }}", "{{ row.coop }}", "{{ row.due }}"],
        [2.6, 9, 4.5, 6, 3],
    )
    line(made, "{{ made }}", size=10)
    return made


def duties() -> docx.document.Document:
    """责任清单."""
    made = document(wide=True)
    line(made, "{{ title }}", size=18, bold=True, centred=True)
    heads = ["{{ words.unit }}", "{{ words.role }}", "{{ words.task }}", "{{ words.origin }}", "{{ words.since }}"]
    table(
        made,
        heads,
        "row in rows",
        ["{{ row.unit }}", "{{ row.role }}", "{{ row.task }}", "{{ row.origin }}", "{{ row.since }}"],
        [5, 3, 10, 4, 3],
    )
    line(made, "{{ made }}", size=10)
    return made


def main() -> None:
    """Write the three forms."""
    FORMS.mkdir(parents=True, exist_ok=True)
    for name, made in (("task-letter", letter()), ("task-list", tasks()), ("duty-list", duties())):
        made.save(FORMS / f"{name}.docx")
        print(FORMS / f"{name}.docx")


if __name__ == "__main__":
    main()
