"""Formulas that are wrong, and exactly what is said of each: code, span, sentence in Chinese and in English."""

BROKEN = [
    ("", [("ME-010", (0, 0), "公式是空的", "The formula is empty")]),
    ("  ", [("ME-010", (0, 2), "公式是空的", "The formula is empty")]),
    (
        "营收 +",
        [
            (
                "ME-015",
                (4, 4),
                "这里应是数字、名称或“(”，读到的是公式的结尾",
                "Expected a number, a name or “(” here, found the end of the formula",
            )
        ],
    ),
    (
        "+ ",
        [
            (
                "ME-015",
                (2, 2),
                "这里应是数字、名称或“(”，读到的是公式的结尾",
                "Expected a number, a name or “(” here, found the end of the formula",
            )
        ],
    ),
    (
        "(营收",
        [("ME-015", (3, 3), "这里应是“)”，读到的是公式的结尾", "Expected “)” here, found the end of the formula")],
    ),
    (
        "营收)",
        [
            (
                "ME-015",
                (2, 3),
                "这里应是运算符或公式的结尾，读到的是“)”",
                "Expected an operator or the end of the formula here, found “)”",
            )
        ],
    ),
    (
        "营收 营收",
        [
            (
                "ME-015",
                (3, 5),
                "这里应是运算符或公式的结尾，读到的是“营收”",
                "Expected an operator or the end of the formula here, found “营收”",
            )
        ],
    ),
    (
        "营收 > ",
        [
            (
                "ME-015",
                (5, 5),
                "这里应是数字、名称或“(”，读到的是公式的结尾",
                "Expected a number, a name or “(” here, found the end of the formula",
            )
        ],
    ),
    (
        "1 < 占比 < 2",
        [
            (
                "ME-013",
                (7, 8),
                "比较不能连写，请写成 a ≤ x 且 x ≤ b，或 x 在 [a, b]",
                "Comparisons are not chained: write a ≤ x and x ≤ b, or x in [a, b]",
            )
        ],
    ),
    ("营收 ＝＝ 1", [("ME-008", (3, 5), "相等只写一个等号“=”", "Write a single “=” for equality")]),
    ("营收 > 5000；drop", [("ME-001", (9, 10), "不认识的字符“；”", "Unknown character “；”")]),
    ("营收 & 1", [("ME-001", (3, 4), "不认识的字符“&”", "Unknown character “&”")]),
    ("营收 | 1", [("ME-001", (3, 4), "不认识的字符“|”", "Unknown character “|”")]),
    ("!上市", [("ME-001", (0, 1), "不认识的字符“!”", "Unknown character “!”")]),
    ("占比 ^ 2", [("ME-001", (3, 4), "不认识的字符“^”", "Unknown character “^”")]),
    ("占比 > 0.5#", [("ME-001", (8, 9), "不认识的字符“#”", "Unknown character “#”")]),
    (
        "营收\u200b > 1",
        [
            (
                "ME-002",
                (2, 3),
                "公式里有看不见的字符（ZERO WIDTH SPACE），请删去",
                "The formula holds an invisible character (ZERO WIDTH SPACE); delete it",
            )
        ],
    ),
    (
        "营收 > \xa01",
        [
            (
                "ME-002",
                (5, 6),
                "公式里有看不见的字符（NO-BREAK SPACE），请删去",
                "The formula holds an invisible character (NO-BREAK SPACE); delete it",
            )
        ],
    ),
    (
        "\ufeff营收",
        [
            (
                "ME-002",
                (0, 1),
                "公式里有看不见的字符（ZERO WIDTH NO-BREAK SPACE），请删去",
                "The formula holds an invisible character (ZERO WIDTH NO-BREAK SPACE); delete it",
            )
        ],
    ),
    ("@2026-02-30 > 注册日期", [("ME-004", (0, 11), "日期应写作 @2026-01-31", "Write a date as @2026-01-31")]),
    ("注册日期 > @2026", [("ME-004", (7, 8), "日期应写作 @2026-01-31", "Write a date as @2026-01-31")]),
    ("行业 = “材料", [("ME-007", (5, 8), "引号没有配对", "A quotation mark is never closed")]),
    ('行业 = "材料', [("ME-007", (5, 8), "引号没有配对", "A quotation mark is never closed")]),
    ("营收 > 5000万公里元", [("ME-006", (9, 13), "不认识的单位“万公里元”", "Unknown unit “万公里元”")]),
    ("营收 > 5人民币", [("ME-006", (6, 9), "不认识的单位“人民币”", "Unknown unit “人民币”")]),
    (
        "1234567890123456789012345678901 > 占比",
        [("ME-005", (0, 31), "数字超过 30 位", "A number has more than 30 digits")],
    ),
    (
        "营业收入 > 1",
        [
            (
                "ME-020",
                (0, 4),
                "没有名为“营业收入”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “营业收入”",
            )
        ],
    ),
    (
        "研发费 > 1",
        [
            (
                "ME-020",
                (0, 3),
                "没有名为“研发费”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “研发费”",
            )
        ],
    ),
    (
        "参数.下线 > 1",
        [
            (
                "ME-020",
                (0, 5),
                "没有名为“下线”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “下线”",
            )
        ],
    ),
    (
        "字段.营收入 > 1",
        [
            (
                "ME-020",
                (0, 6),
                "没有名为“营收入”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “营收入”",
            )
        ],
    ),
    (
        "rеvenue > 1",
        [
            (
                "ME-009",
                (0, 7),
                "名称“rеvenue”里混有形近的Cyrillic字母，请重新输入",
                "The name “rеvenue” mixes Latin with look-alike Cyrillic letters; type it again",
            )
        ],
    ),
    ("最大值班(营收, 1)", [("ME-021", (0, 4), "没有名为“最大值班”的函数", "There is no function named “最大值班”")]),
    ("读文件(“a”)", [("ME-021", (0, 3), "没有名为“读文件”的函数", "There is no function named “读文件”")]),
    ("分挡(营收, 分档表)", [("ME-021", (0, 2), "没有名为“分挡”的函数", "There is no function named “分挡”")]),
    ("eval(1)", [("ME-021", (0, 4), "没有名为“eval”的函数", "There is no function named “eval”")]),
    ("天数(注册日期)", [("ME-027", (0, 8), "天数 要 2 个参数，写了 1 个", "天数 takes 2 argument(s), 1 given")]),
    ("最大()", [("ME-027", (0, 4), "最大 要 ≥ 1 个参数，写了 0 个", "最大 takes ≥ 1 argument(s), 0 given")]),
    ("取整(占比)", [("ME-027", (0, 6), "取整 要 2 个参数，写了 1 个", "取整 takes 2 argument(s), 1 given")]),
    ("缺省(占比)", [("ME-027", (0, 6), "缺省 要 2 个参数，写了 1 个", "缺省 takes 2 argument(s), 1 given")]),
    (
        "如果(占比)",
        [("ME-015", (6, 6), "这里应是“则”，读到的是公式的结尾", "Expected “then” here, found the end of the formula")],
    ),
    (
        "营收 + 职工",
        [("ME-040", (0, 7), "“+”两边的单位不同：万元 与 人", "The sides of “+” differ in unit: 万元 and 人")],
    ),
    (
        "营收 > 职工",
        [("ME-040", (0, 7), "“>”两边的单位不同：万元 与 人", "The sides of “>” differ in unit: 万元 and 人")],
    ),
    (
        "营收 - 面积",
        [("ME-040", (0, 7), "“-”两边的单位不同：万元 与 亩", "The sides of “-” differ in unit: 万元 and 亩")],
    ),
    (
        "研发费用 ÷ 营收 > 职工",
        [
            (
                "ME-040",
                (0, 14),
                "“>”两边的单位不同：无单位的数 与 人",
                "The sides of “>” differ in unit: a plain number and 人",
            )
        ],
    ),
    (
        "注册日期 > 5",
        [
            (
                "ME-041",
                (0, 8),
                "“>”两边不能比较：左边是日期，右边是数值",
                "The sides of “>” cannot be compared: a date and a number",
            )
        ],
    ),
    ("行业 > “材料”", [("ME-044", (3, 4), "文字不能比大小，只能用 = 和 ≠", "Text has no order; use = or ≠")]),
    ("上市 > 真", [("ME-044", (3, 4), "是否不能比大小，只能用 = 和 ≠", "Yes or no has no order; use = or ≠")]),
    ("行业 = “钢铁”", [("ME-047", (5, 9), "“钢铁”不是“行业”允许的取值", "“钢铁” is no allowed value of “行业”")]),
    (
        "营收 = “材料”",
        [
            (
                "ME-041",
                (0, 9),
                "“=”两边不能比较：左边是数值[万元]，右边是文字",
                "The sides of “=” cannot be compared: a number [万元] and text",
            )
        ],
    ),
    ("上市 + 1", [("ME-042", (0, 2), "“+”要数值，这里是是否", "“+” needs a number; this is yes or no")]),
    ("非 营收", [("ME-042", (2, 4), "“非”要是否，这里是数值[万元]", "“非” needs yes or no; this is a number [万元]")]),
    (
        "营收 且 上市",
        [("ME-042", (0, 2), "“且”要是否，这里是数值[万元]", "“且” needs yes or no; this is a number [万元]")],
    ),
    ("上市 或 1", [("ME-042", (5, 6), "“或”要是否，这里是数值", "“或” needs yes or no; this is a number")]),
    ("-上市", [("ME-042", (1, 3), "“-”要数值，这里是是否", "“-” needs a number; this is yes or no")]),
    ("-行业", [("ME-042", (1, 3), "“-”要数值，这里是文字", "“-” needs a number; this is text")]),
    (
        "如果 营收 则 1 否则 2",
        [("ME-042", (3, 5), "“如果”要是否，这里是数值[万元]", "“如果” needs yes or no; this is a number [万元]")],
    ),
    (
        "如果 上市 则 1 否则 “甲”",
        [
            (
                "ME-043",
                (8, 16),
                "两个取值的类型或单位不同：数值、文字",
                "The two values differ in kind or unit: a number and text",
            )
        ],
    ),
    (
        "如果 上市 则 营收 否则 职工",
        [
            (
                "ME-043",
                (8, 16),
                "两个取值的类型或单位不同：数值[万元]、数值[人]",
                "The two values differ in kind or unit: a number [万元] and a number [人]",
            )
        ],
    ),
    (
        "如果 上市 则 1",
        [
            (
                "ME-015",
                (9, 9),
                "这里应是“否则”，读到的是公式的结尾",
                "Expected “else” here, found the end of the formula",
            )
        ],
    ),
    ("如果 上市 1 否则 2", [("ME-015", (6, 7), "这里应是“则”，读到的是“1”", "Expected “then” here, found “1”")]),
    ("占比 ÷ 0", [("ME-045", (5, 6), "除数是 0", "Division by zero")]),
    ("营收 ÷ (0)", [("ME-045", (6, 7), "除数是 0", "Division by zero")]),
    ("职工 在 [20, 10]", [("ME-046", (0, 13), "区间的下端大于上端", "The lower end is above the upper end")]),
    (
        "职工 在 10",
        [("ME-015", (5, 7), "这里应是“[”“(”或“{”，读到的是“10”", "Expected “[”, “(” or “{” here, found “10”")],
    ),
    ("职工 在 [1 2]", [("ME-015", (8, 9), "这里应是“,”，读到的是“2”", "Expected “,” here, found “2”")]),
    (
        "行业 在 {“材料”, “钢铁”}",
        [("ME-047", (12, 16), "“钢铁”不是“行业”允许的取值", "“钢铁” is no allowed value of “行业”")],
    ),
    (
        "职工 在 {“甲”}",
        [
            (
                "ME-041",
                (0, 10),
                "“=”两边不能比较：左边是数值[人]，右边是文字",
                "The sides of “=” cannot be compared: a number [人] and text",
            )
        ],
    ),
    (
        "分档表 > 1",
        [
            (
                "ME-022",
                (0, 3),
                "“分档表”是分档表，只能用在 分档(x, 分档表) 里",
                "“分档表” is a band table; use it as band(x, 分档表)",
            )
        ],
    ),
    ("分档(营收, 下限)", [("ME-023", (7, 9), "“下限”不是分档表", "“下限” is no band table")]),
    ("分档(营收, 没有的)", [("ME-023", (7, 10), "“没有的”不是分档表", "“没有的” is no band table")]),
    (
        "分档(占比, 两列.级)",
        [("ME-024", (7, 11), "分档表“两列”没有“级”这一列", "Band table “两列” has no column “级”")],
    ),
    (
        "分档(职工, 分档表)",
        [("ME-040", (0, 11), "“分档”两边的单位不同：人 与 万元", "The sides of “分档” differ in unit: 人 and 万元")],
    ),
    ("分档(行业, 分档表)", [("ME-042", (3, 5), "“分档”要数值，这里是文字", "“分档” needs a number; this is text")]),
    (
        "期(营收, 1)",
        [
            (
                "ME-033",
                (6, 7),
                "只能指当期或以前：期(x, 0)、期(x, -1)",
                "Only this period or earlier ones: period(x, 0), period(x, -1)",
            )
        ],
    ),
    (
        "期(营收, 占比)",
        [
            (
                "ME-031",
                (6, 8),
                "期数必须是写明的整数，如 期(x, -2)",
                "The shift must be a whole number written out, as in period(x, -2)",
            )
        ],
    ),
    (
        "期(营收, -1.5)",
        [
            (
                "ME-031",
                (6, 10),
                "期数必须是写明的整数，如 期(x, -2)",
                "The shift must be a whole number written out, as in period(x, -2)",
            )
        ],
    ),
    (
        "期(营收, -3)",
        [("ME-032", (2, 4), "“营收”只有 3 期，取不到前 3 期", "“营收” has 3 period(s); 3 back is not there")],
    ),
    (
        "上年(上年(上年(营收)))",
        [("ME-032", (9, 11), "“营收”只有 3 期，取不到前 3 期", "“营收” has 3 period(s); 3 back is not there")],
    ),
    (
        "上年(职工)",
        [("ME-032", (3, 5), "“职工”只有 1 期，取不到前 1 期", "“职工” has 1 period(s); 1 back is not there")],
    ),
    (
        "负债率 > 55",
        [("ME-050", (6, 8), "“负债率”是百分数，这里请写成 55%", "“负债率” is a percentage: write 55% here")],
    ),
    (
        "职工 ≥ 60%1",
        [
            (
                "ME-015",
                (8, 9),
                "这里应是运算符或公式的结尾，读到的是“1”",
                "Expected an operator or the end of the formula here, found “1”",
            )
        ],
    ),
    (
        "取整(占比, 职工)",
        [
            (
                "ME-049",
                (7, 9),
                "这个参数应是写明的整数，这里是别的",
                "This argument should be a whole number written out; this is something else",
            )
        ],
    ),
    ("开方(营收, 2)", [("ME-048", (0, 9), "单位“万元”不能开 2 次方", "The root of degree 2 of “万元” has no unit")]),
    (
        "几项(职工)",
        [("ME-042", (3, 5), "“几项”要是否，这里是数值[人]", "“几项” needs yes or no; this is a number [人]")],
    ),
    (
        "最大(营收, 职工)",
        [
            (
                "ME-043",
                (3, 9),
                "两个取值的类型或单位不同：数值[万元]、数值[人]",
                "The two values differ in kind or unit: a number [万元] and a number [人]",
            )
        ],
    ),
    (
        "缺省(营收, 职工)",
        [
            (
                "ME-043",
                (3, 9),
                "两个取值的类型或单位不同：数值[万元]、数值[人]",
                "The two values differ in kind or unit: a number [万元] and a number [人]",
            )
        ],
    ),
    ("合计(合计(营收))", [("ME-029", (3, 9), "汇总里不能再套汇总", "An aggregate inside an aggregate")]),
    (
        "天数(营收, 注册日期)",
        [("ME-042", (3, 5), "“天数”要日期，这里是数值[万元]", "“天数” needs a date; this is a number [万元]")],
    ),
    (
        "加天(注册日期, 面积)",
        [("ME-040", (0, 12), "“加天”两边的单位不同：天 与 亩", "The sides of “加天” differ in unit: 天 and 亩")],
    ),
    (
        "营收 > 1 其中 上市",
        [
            (
                "ME-015",
                (7, 9),
                "这里应是运算符或公式的结尾，读到的是“其中”",
                "Expected an operator or the end of the formula here, found “其中”",
            )
        ],
    ),
    (
        "最大(营收, 其中 上市)",
        [("ME-028", (0, 13), "“其中”和“按”只能用在汇总函数里", "“where” and “by” belong to aggregates only")],
    ),
    (
        "分位数(营收, 2)",
        [
            (
                "ME-049",
                (8, 9),
                "分位应是0 与 1 之间的数，这里是别的",
                "The share should be a number between 0 and 1; this is something else",
            )
        ],
    ),
    ("平均(行业)", [("ME-042", (3, 5), "“平均”要数值，这里是文字", "“平均” needs a number; this is text")]),
    (
        "计数(其中 营收)",
        [("ME-042", (6, 8), "“其中”要是否，这里是数值[万元]", "“其中” needs yes or no; this is a number [万元]")],
    ),
    (
        "平均(营收, 按 没有)",
        [
            (
                "ME-020",
                (9, 11),
                "没有名为“没有”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “没有”",
            )
        ],
    ),
    ("x + 1", [("ME-025", (0, 5), "计算成环：x → x", "A cycle: x → x")]),
    (
        "营收 > 5,000",
        [
            (
                "ME-015",
                (6, 7),
                "这里应是运算符或公式的结尾，读到的是“,”",
                "Expected an operator or the end of the formula here, found “,”",
            )
        ],
    ),
    (
        "年份(营收)",
        [("ME-042", (3, 5), "“年份”要日期，这里是数值[万元]", "“年份” needs a date; this is a number [万元]")],
    ),
    ("1 + “甲”", [("ME-042", (4, 7), "“+”要数值，这里是文字", "“+” needs a number; this is text")]),
    (
        "营收.明细 > 1",
        [
            (
                "ME-020",
                (0, 5),
                "没有名为“营收.明细”的字段、参数或中间量",
                "There is no field, parameter or intermediate named “营收.明细”",
            )
        ],
    ),
    (
        "真 > 1",
        [
            (
                "ME-041",
                (0, 5),
                "“>”两边不能比较：左边是是否，右边是数值",
                "The sides of “>” cannot be compared: yes or no and a number",
            )
        ],
    ),
]
