"""Every fault of the measure language by code: what is wrong and what to do, in Chinese and English. Codes never change."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # reading
    "ME-001": ("不认识的字符“{c}”", "Unknown character “{c}”"),
    "ME-002": ("公式里有看不见的字符（{name}），请删去", "The formula holds an invisible character ({name}); delete it"),
    "ME-003": ("公式超过 {most} 字，请拆成中间量", "The formula has more than {most} characters; split it into intermediates"),
    "ME-004": ("日期应写作 @2026-01-31", "Write a date as @2026-01-31"),
    "ME-005": ("数字超过 {most} 位", "A number has more than {most} digits"),
    "ME-006": ("不认识的单位“{unit}”", "Unknown unit “{unit}”"),
    "ME-007": ("引号没有配对", "A quotation mark is never closed"),
    "ME-008": ("相等只写一个等号“=”", "Write a single “=” for equality"),
    "ME-009": (
        "名称“{name}”里混有形近的{script}字母，请重新输入",
        "The name “{name}” mixes Latin with look-alike {script} letters; type it again",
    ),
    # syntax
    "ME-010": ("公式是空的", "The formula is empty"),
    "ME-011": ("括号或条件嵌套超过 {most} 层", "Nested more than {most} deep"),
    "ME-012": ("公式超过 {most} 个成分，请拆成中间量", "The formula has more than {most} parts; split it into intermediates"),
    "ME-013": (
        "比较不能连写，请写成 a ≤ x 且 x ≤ b，或 x 在 [a, b]",
        "Comparisons are not chained: write a ≤ x and x ≤ b, or x in [a, b]",
    ),
    "ME-014": ("分支超过 {most} 个，请改用分档表", "More than {most} branches; use a band table"),
    "ME-015": ("这里应是{wanted_zh}，读到的是{found_zh}", "Expected {wanted_en} here, found {found_en}"),
    # names
    "ME-016": ("{zh}", "{en}"),
    # names
    "ME-020": ("没有名为“{name}”的字段、参数或中间量", "There is no field, parameter or intermediate named “{name}”"),
    "ME-021": ("没有名为“{name}”的函数", "There is no function named “{name}”"),
    "ME-022": ("“{name}”是分档表，只能用在 分档(x, {name}) 里", "“{name}” is a band table; use it as band(x, {name})"),
    "ME-023": ("“{name}”不是分档表", "“{name}” is no band table"),
    "ME-024": ("分档表“{table}”没有“{name}”这一列", "Band table “{table}” has no column “{name}”"),
    "ME-025": ("计算成环：{path}", "A cycle: {path}"),
    "ME-026": ("“{name}”同时是{a}和{b}，请改名", "“{name}” is both {a} and {b}; rename one"),
    "ME-027": ("{name} 要 {wanted} 个参数，写了 {given} 个", "{name} takes {wanted} argument(s), {given} given"),
    "ME-028": ("“其中”和“按”只能用在汇总函数里", "“where” and “by” belong to aggregates only"),
    "ME-029": ("汇总里不能再套汇总", "An aggregate inside an aggregate"),
    "ME-031": ("期数必须是写明的整数，如 期(x, -2)", "The shift must be a whole number written out, as in period(x, -2)"),
    "ME-032": ("“{name}”只有 {periods} 期，取不到前 {wanted} 期", "“{name}” has {periods} period(s); {wanted} back is not there"),
    "ME-033": ("只能指当期或以前：期(x, 0)、期(x, -1)", "Only this period or earlier ones: period(x, 0), period(x, -1)"),
    # types and units
    "ME-040": ("“{op}”两边的单位不同：{a_zh} 与 {b_zh}", "The sides of “{op}” differ in unit: {a_en} and {b_en}"),
    "ME-041": ("“{op}”两边不能比较：左边是{a_zh}，右边是{b_zh}", "The sides of “{op}” cannot be compared: {a_en} and {b_en}"),
    "ME-042": ("“{op}”要{wanted_zh}，这里是{found_zh}", "“{op}” needs {wanted_en}; this is {found_en}"),
    "ME-043": ("两个取值的类型或单位不同：{a_zh}、{b_zh}", "The two values differ in kind or unit: {a_en} and {b_en}"),
    "ME-044": ("{kind_zh}不能比大小，只能用 = 和 ≠", "{kind_en} has no order; use = or ≠"),
    "ME-045": ("除数是 0", "Division by zero"),
    "ME-046": ("区间的下端大于上端", "The lower end is above the upper end"),
    "ME-047": ("“{name}”不是“{field}”允许的取值", "“{name}” is no allowed value of “{field}”"),
    "ME-048": ("单位“{unit}”不能开 {degree} 次方", "The root of degree {degree} of “{unit}” has no unit"),
    "ME-049": ("{what_zh}应是{wanted_zh}，这里是{found_zh}", "{what_en} should be {wanted_en}; this is {found_en}"),
    "ME-050": ("“{name}”是百分数，这里请写成 {example}%", "“{name}” is a percentage: write {example}% here"),
    "ME-051": ("“{name}”属于单个主体，要放进汇总函数里", "“{name}” belongs to single subjects; put it inside an aggregate"),
    "ME-052": ("“{name}”只能用在规则和评分里", "“{name}” is for rules and scores only"),
    # definitions
    "ME-060": ("参数“{name}”在 {on} 没有值（最早从 {first} 起）", "Parameter “{name}” has no value on {on} (the first is of {first})"),
    "ME-061": ("分档有空档：{low} 与 {high} 之间没有覆盖", "The bands leave a hole between {low} and {high}"),
    "ME-062": ("分档有重叠：{at} 同时属于两档", "The bands overlap at {at}"),
    "ME-063": ("权重合计应为 100，现在是 {total}", "The weights must sum to 100; they sum to {total}"),
    "ME-064": ("读不懂这一档“{text}”，应如 ≥ 5%、[0, 5)、其余", "Cannot read the band “{text}”; write ≥ 5%, [0, 5) or else"),
    "ME-065": ("“其余”只能是最后一档", "“else” must be the last band"),
    "ME-066": ("分档次序不对：≥ 的界从大到小，≤ 的界从小到大", "Bands out of order: bounds of ≥ fall, bounds of ≤ rise"),
    "ME-067": ("每一档应有 {wanted} 个值，这里有 {given} 个", "Each band has {wanted} value(s), this one {given}"),
    "ME-068": ("等级的界应从小到大且在 0 与 1 之间", "Shares of grades must rise and lie between 0 and 1"),
    "ME-069": ("缺少“{key}”", "“{key}” is missing"),
    "ME-070": ("不认识的键“{key}”，可用：{known}", "Unknown key “{key}”; known here: {known}"),
    "ME-071": ("“{key}”应是{wanted_zh}", "“{key}” should be {wanted_en}"),
    "ME-072": ("没有写依据（source）或状态（status）", "The source or the status is not given"),
    "ME-073": ("依据状态只能是 verified 或 unverified", "The status is verified or unverified"),
    "ME-074": ("“{id}”定义了两次", "“{id}” is defined twice"),
    "ME-075": ("没有条件名为“{name}”", "There is no condition named “{name}”"),
    "ME-076": ("at_least 应在 1 与条件数 {count} 之间", "at_least must lie between 1 and the {count} conditions"),
    "ME-077": ("生效日期晚于失效日期", "It begins after it ends"),
    "ME-078": ("同一族规则“{family}”在 {on} 有两个版本有效：{a}、{b}", "Two versions of “{family}” are in force on {on}: {a} and {b}"),
    # tests and inputs
    "ME-080": ("测试用到了定义里没有的输入“{name}”", "The test gives an input “{name}” that the definition never uses"),
    "ME-081": ("测试没有通过：{name} 应为 {wanted}，算得 {found}", "A test fails: {name} should be {wanted}, it is {found}"),
    "ME-082": ("没有名为“{name}”的输出", "There is no output named “{name}”"),
    "ME-083": ("输入“{name}”应是{wanted_zh}，给的是 {found}", "Input “{name}” should be {wanted_en}, given {found}"),
    "ME-084": ("没有名为“{name}”的输入", "There is no input named “{name}”"),
    "ME-085": ("“{name}”在 {on} 没有有效的版本", "“{name}” has no version in force on {on}"),
}  # fmt: skip

HINTS: dict[str, tuple[str, str]] = {
    "&": ("写“且”", "write “and”"),
    "|": ("写“或”", "write “or”"),
    "!": ("写“非”或“≠”", "write “not” or “≠”"),
    "^": ("用 开方 或连乘", "use root, or multiply"),
    ";": ("一个公式只算一个值", "one formula gives one value"),
}
