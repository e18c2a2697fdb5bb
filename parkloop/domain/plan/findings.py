"""The findings of a compilation: every code with its severity and its sentence in both languages.

error: must be settled before the plan is confirmed; warning: check against the sealed paper; info: how it was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parkloop.domain.plan.model import Finding, Severity, Span

#: code -> (severity, Chinese sentence, English sentence); placeholders are filled per finding.
CODES: dict[str, tuple[Severity, str, str]] = {
    "NO-PLAN": (
        "error",
        "没有找到方案：既无标题也无编号的章节。请确认上传的是行动方案正文。",
        "No plan found: there is neither a title nor a numbered heading. Check that this is the text of an action plan.",
    ),
    "TITLES-TWO": (
        "info",
        "有两个标题：通知“{notice}”与方案“{plan}”。两个都已保留，方案以后者命名。",
        "There are two titles: the notice “{notice}” and the plan “{plan}”. Both are kept; the plan is named by the latter.",
    ),
    "TITLE-DIFFERS": (
        "warning",
        "通知所引方案名“{quoted}”与方案自身标题“{plan}”不一致。请确认以哪个为准。",
        "The notice quotes the plan as “{quoted}”, its own title is “{plan}”. Decide which one holds.",
    ),
    "DATES-TWO": (
        "warning",
        "有两个日期：印发 {issued}，落款 {drafted}。时限以印发日期起算，请确认。",
        "There are two dates: issued {issued}, signed {drafted}. Terms count from the date of issue; please confirm.",
    ),
    "DATE-DAMAGED": (
        "error",
        "日期“{text}”缺字，未作猜测。请对照盖章件补全。",
        "The date “{text}” has lost characters and was not guessed. Complete it from the sealed paper.",
    ),
    "DATE-IMPOSSIBLE": (
        "error",
        "日期“{text}”不存在。请对照盖章件更正。",
        "There is no such date as “{text}”. Correct it from the sealed paper.",
    ),
    "DOCNO-DAMAGED": (
        "error",
        "发文字号“{text}”不完整，未作猜测。请对照盖章件补全。",
        "The document number “{text}” is incomplete and was not guessed. Complete it from the sealed paper.",
    ),
    "PERIOD-INFERRED": (
        "warning",
        "标题未写明实施期，按正文推定为 {first}—{last} 年。请确认。",
        "The title states no period; {first}–{last} was inferred from the text. Please confirm.",
    ),
    "PERIOD-NONE": (
        "warning",
        "未找到实施期，未写年份的目标没有年份。请补充实施期。",
        "No period was found, so goals without a year have none. Add the period.",
    ),
    "PARA-CUT": (
        "warning",
        "“{left}／{right}”被分页截断，已按语义接续。请对照盖章件。",
        "The paragraph is cut at “{left}/{right}”; it was joined because the sentence goes on. Compare with the sealed paper.",
    ),
    "PARA-OPEN": (
        "warning",
        "“{text}”处句子没有写完，后文另起编号。请对照盖章件是否缺字。",
        "The sentence at “{text}” does not end before the next heading. Compare with the sealed paper for lost text.",
    ),
    "LINE-WRAP": (
        "info",
        "全文按约 {width} 字折行，已按语义接续成段。",
        "The text is wrapped at about {width} characters; lines were joined to paragraphs.",
    ),
    "PAGE-NUMBER": ("info", "页码“{text}”已略去。", "The page number “{text}” was left out."),
    "BOLD-CUT": (
        "warning",
        "加粗标记“{text}”被截断；加粗不作为结构，文字已保留。",
        "The bold mark at “{text}” is cut in half; bold is not structure and the words are kept.",
    ),
    "TOKEN-ALIEN": (
        "warning",
        "“{text}”夹杂外文，原文不改。请对照盖章件确定应为何字。",
        "A stray foreign word in “{text}”; the text is left as it is. Find the right word in the sealed paper.",
    ),
    "NUM-SPACE": (
        "info",
        "“{text}”数字旁有空格，已按“{read}”读取。",
        "There is a blank beside the number in “{text}”; it was read as “{read}”.",
    ),
    "NUM-SPLIT": (
        "error",
        "“{text}”数字中间有空格，未合并。请对照盖章件确定数值。",
        "A blank divides the number “{text}”; it was not merged. Find the value in the sealed paper.",
    ),
    "WORD-SPACE": (
        "info",
        "“{text}”词语中间有空格，已连读。",
        "There is a blank inside the words “{text}”; they were read as one.",
    ),
    "TITLE-DERIVED": (
        "info",
        "第 {label} 项没有标题，取首句“{title}”作标题。",
        "Item {label} has no title; its first clause “{title}” serves as one.",
    ),
    "NUM-GAP": (
        "warning",
        "编号不连续：“{text}”之前应为“{expected}”。请核对是否缺项。",
        "The numbering jumps: “{expected}” should come before “{text}”. Check whether an item is lost.",
    ),
    "NUM-REPEAT": (
        "warning",
        "编号“{text}”在同一级重复出现，路径加了后缀。请核对。",
        "The number “{text}” occurs twice on one level; the path got a suffix. Please check.",
    ),
    "TOC-DROPPED": (
        "info",
        "目录 {count} 行与正文标题重复，已略去。",
        "A contents list of {count} lines repeats the headings and was left out.",
    ),
    "DUTY-NONE": (
        "error",
        "{count} 项任务原文未载明责任单位（{labels}）。附责任清单或逐项指定，系统不代填。",
        "{count} tasks name no responsible unit ({labels}). Attach the duty list or assign each; nothing is filled in.",
    ),
    "DUTY-ROLE-OPEN": (
        "warning",
        "“{text}”列出多个单位而未说明谁牵头，均记为责任单位。请指定牵头单位。",
        "“{text}” lists several units without saying who leads; all are recorded as responsible. Name the leading unit.",
    ),
    "DUTY-RULE": (
        "info",
        "按文中规则“{text}”确定牵头单位。",
        "Leading units were taken by the document's own rule “{text}”.",
    ),
    "TGT-APPROX": (
        "error",
        "“{text}”没有容差。请选择容差口径，写入目标版本。",
        "“{text}” states no tolerance. Choose how it is judged; it becomes part of the target.",
    ),
    "TGT-YEAR-INFERRED": (
        "warning",
        "“{text}”未写年份，按方案期推定为 {year} 年。请确认。",
        "“{text}” states no year; {year} was inferred from the period of the plan. Please confirm.",
    ),
    "TGT-YEAR-NONE": (
        "warning",
        "“{text}”没有年份，方案期也未知。请补充。",
        "“{text}” has no year and the period of the plan is unknown. Add one.",
    ),
    "TGT-UNIT": (
        "warning",
        "“{text}”的单位“{unit}”按行业习惯读作“{read}”。请确认。",
        "The unit “{unit}” in “{text}” is read as “{read}” by custom. Please confirm.",
    ),
    "TGT-ZIP": (
        "error",
        "“{text}”中“分别”前后项数不等，未生成目标。请逐项补录。",
        "In “{text}” the lists around 分别 differ in length; no goal was made. Enter them one by one.",
    ),
    "TGT-RATIO": (
        "warning",
        "“{text}”是比例关系，不能作为单个数值，未生成目标。请按“甲÷乙”补录一项指标。",
        "“{text}” is a ratio and no single value; no goal was made. Enter an indicator of one part divided by the other.",
    ),
    "TGT-NO-INDICATOR": (
        "warning",
        "“{text}”有数值而找不到指标名，未生成目标。请补录或判定不是目标。",
        "“{text}” has a value but no indicator; no goal was made. Add it or mark it as none.",
    ),
    "NUM-BROKEN": (
        "error",
        "“{text}”中的数字混入了别的字符或缺了一段，未作猜测，未生成目标。请对照盖章件补录。",
        "The number in “{text}” has foreign or missing characters; it was not guessed and gives no goal. Enter it from the sealed paper.",
    ),
    "NUM-LOST": (
        "error",
        "“{text}”有单位而没有数值，未生成目标。请对照盖章件补录。",
        "“{text}” has a unit but no number; no goal was made. Enter it from the sealed paper.",
    ),
    "NUM-CUT": (
        "error",
        "“{text}”之后的文字缺失，数值或口径可能不全。请对照盖章件核对。",
        "The words behind “{text}” are missing; value or comparator may be incomplete. Compare with the sealed paper.",
    ),
    "UNIT-LOST": (
        "error",
        "“{text}”有数值而没有单位，未生成目标。请补上单位。",
        "“{text}” has a number but no unit; no goal was made. Add the unit.",
    ),
    "UNIT-ODD": (
        "error",
        "“{text}”的单位无法识别，未生成目标。请对照盖章件确认单位。",
        "The unit in “{text}” is not known; no goal was made. Find the unit in the sealed paper.",
    ),
    "YEAR-BROKEN": (
        "error",
        "年份“{text}”有误，未作猜测，相关目标没有年份。请对照盖章件更正。",
        "The year “{text}” is damaged and was not guessed; the goals concerned have no year. Correct it from the sealed paper.",
    ),
    "TGT-SHARE-OVER": (
        "warning",
        "“{text}”的占比超过 100%。请核对数值。",
        "The share in “{text}” is above 100%. Check the value.",
    ),
    "DUTY-ROW": (
        "error",
        "表格行“{text}”的格数与表头不符，未读取责任单位。请对照原表补录。",
        "The table row “{text}” has another number of cells than its header; no duty was read. Enter it from the table.",
    ),
    "TGT-ROW": (
        "error",
        "表格行“{text}”的格数与表头不符，未生成目标。请对照原表补录。",
        "The table row “{text}” has another number of cells than its header; no goal was made. Enter it from the table.",
    ),
    "MOJIBAKE": (
        "error",
        "“{text}”是乱码，其中内容未编译。请换一份编码正确的文件。",
        "“{text}” is garbled and was not compiled. Use a file with the right encoding.",
    ),
    "MARKUP": (
        "warning",
        "“{text}”是泄漏的排版标记，已略去。",
        "“{text}” is leaked markup and was left out.",
    ),
    "PINYIN": (
        "warning",
        "“{text}”夹有注音，读取时已略去注音。请对照原文核对。",
        "“{text}” carries ruby pinyin, which was left out when reading. Compare with the paper.",
    ),
    "TRADITIONAL": (
        "warning",
        "全文为繁体，已按对照表逐字读作简体；名称以简体列出，位置仍指向原文。请核对名称与数字。",
        "The text is in traditional script; it was read character by character through a table. Names are listed in simplified script; check them."
        " Places point at the printed text.",
    ),
    "BRACKET-OPEN": (
        "warning",
        "“{text}”处括号或引号没有闭合。请对照盖章件是否缺字。",
        "A bracket or quotation mark at “{text}” is not closed. Compare with the sealed paper for lost text.",
    ),
    "TEXT-ENDS": (
        "error",
        "全文在“{text}”处中断。请提供完整文件。",
        "The text breaks off at “{text}”. Provide the complete file.",
    ),
    "TABLE-GLUED": (
        "error",
        "表格行“{text}”的各格只隔空格，且与表头对不齐，未读取责任与目标。请对照原表补录。",
        "The cells of the table row “{text}” are divided by blanks and do not match the header; no duty or goal was read. Enter it from the table.",
    ),
    "TABLE-EXPLODED": (
        "warning",
        "自“{text}”起像是被拆成一格一行的表格。责任与目标请对照原表。",
        "From “{text}” on this looks like a table exploded to one cell a line. Compare duties and goals with the table.",
    ),
}


@dataclass(slots=True)
class Findings:
    """Collects findings while a text is compiled; ends as an ordered tuple."""

    items: list[Finding] = field(default_factory=list)

    def add(self, code: str, span: Span, **values: object) -> None:
        """Record one finding; ``values`` fill the placeholders of its sentence."""
        severity, chinese, english = CODES[code]
        message = {"zh": chinese.format(**values), "en": english.format(**values)}
        self.items.append(Finding(code, severity, message, span, code))

    def done(self) -> tuple[Finding, ...]:
        """All findings by place, then by code."""
        return tuple(sorted(self.items, key=lambda f: (f.span, f.code)))
