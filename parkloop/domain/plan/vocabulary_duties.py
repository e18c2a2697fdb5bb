"""Closed vocabularies of duties: labels, role verbs, endings of units, words that make a unit generic. Data only."""

from __future__ import annotations

from typing import Literal

from parkloop.domain.plan.model import Role

#: label before a list of units -> role; "person" and "deadline" labels name no unit
LABELS: dict[str, Role | Literal["person", "deadline"]] = {
    "牵头单位": "lead",
    "牵头部门": "lead",
    "牵头责任单位": "lead",
    "牵头责任部门": "lead",
    "牵头": "lead",
    "主要牵头单位": "lead",
    "牵头落实单位": "lead",
    "主办单位": "lead",
    "主办部门": "lead",
    "主责单位": "lead",
    "主责部门": "lead",
    "配合单位": "coop",
    "配合部门": "coop",
    "责任配合单位": "coop",
    "协同配合责任单位": "coop",
    "协同配合单位": "coop",
    "协同责任单位": "coop",
    "配合责任单位": "coop",
    "协助配合单位": "coop",
    "共同责任单位": "responsible",
    "主要责任单位": "responsible",
    "具体责任单位": "responsible",
    "责任落实单位": "responsible",
    "协同单位": "coop",
    "协同部门": "coop",
    "协办单位": "coop",
    "协办部门": "coop",
    "协作单位": "coop",
    "协助单位": "coop",
    "参与单位": "coop",
    "参加单位": "coop",
    "支持单位": "coop",
    "会同单位": "coop",
    "配合": "coop",
    "主办": "lead",
    "协办": "coop",
    "责任单位": "responsible",
    "责任部门": "responsible",
    "负责单位": "responsible",
    "负责部门": "responsible",
    "落实单位": "responsible",
    "承办单位": "responsible",
    "承担单位": "responsible",
    "实施单位": "responsible",
    "组织实施单位": "responsible",
    "责任分工": "responsible",
    "任务分工": "responsible",
    "责任股室": "responsible",
    "责任科室": "responsible",
    "责任处室": "responsible",
    "承办科室": "responsible",
    "责任主体": "owner",
    "实施主体": "owner",
    "建设主体": "owner",
    "建设单位": "owner",
    "运营主体": "owner",
    "业主单位": "owner",
    "项目单位": "owner",
    "统筹单位": "leader",
    "领导机构": "leader",
    "指导单位": "leader",
    "责任领导": "person",
    "牵头负责领导": "person",
    "牵头市领导": "person",
    "牵头区领导": "person",
    "包抓领导": "person",
    "挂钩领导": "person",
    "分工领导": "person",
    "牵头领导": "person",
    "分管领导": "person",
    "市领导": "person",
    "区领导": "person",
    "县领导": "person",
    "联系领导": "person",
    "责任人": "person",
    "牵头人": "person",
    "联系人": "person",
    "负责人": "person",
    "联系电话": "person",
    "完成时限": "deadline",
    "完成时间": "deadline",
    "完成期限": "deadline",
    "时间节点": "deadline",
    "时限要求": "deadline",
    "时间要求": "deadline",
    "进度安排": "deadline",
    "时间进度": "deadline",
    "进度要求": "deadline",
    "完成期": "deadline",
    "实施时间": "deadline",
    "推进时间": "deadline",
    "时限": "deadline",
}

#: heads of the columns that hold numbers and tasks
INDICATOR_HEADS = ("指标", "指标名称", "主要指标", "核心指标", "考核指标")
NUMBER_HEADS = ("序号", "编号", "序列", "序", "项次", "No.", "NO.")
TASK_HEADS = (
    "任务", "工作任务", "重点任务", "主要任务", "目标任务", "任务名称", "任务内容", "任务事项", "具体任务", "重点工作任务", "重点工作", "工作内容",
    "工作事项", "重点事项", "事项", "事项名称", "具体事项", "改革事项", "工作举措", "具体举措", "主要举措", "工作措施", "具体措施", "主要措施",
    "重点举措", "举措", "措施", "主要内容", "具体内容", "内容", "工作要求", "工作目标", "项目", "项目名称", "重点项目", "工程名称", "分解任务",
    "重点任务内容", "主要工作", "主要工作任务", "工作任务内容", "任务清单", "清单内容", "整改措施", "整改任务",
)  # fmt: skip

#: words after a list of units -> role
VERBS: dict[str, Role] = {
    "牵头负责": "lead",
    "牵头实施": "lead",
    "牵头落实": "lead",
    "牵头组织": "lead",
    "牵头推进": "lead",
    "牵头": "lead",
    "主办": "lead",
    "按照职责分工负责": "responsible",
    "按职责分工负责": "responsible",
    "按职责分工落实": "responsible",
    "按职能职责抓好落实": "responsible",
    "按职责分工抓好落实": "responsible",
    "按职责抓好落实": "responsible",
    "抓好落实": "responsible",
    "推进落实": "responsible",
    "组织落实": "responsible",
    "按职能分工负责": "responsible",
    "按分工负责": "responsible",
    "按职责负责": "responsible",
    "分别负责": "responsible",
    "共同负责": "responsible",
    "具体负责": "responsible",
    "负责落实": "responsible",
    "负责实施": "responsible",
    "组织实施": "responsible",
    "负责": "responsible",
    "落实": "responsible",
    "承办": "responsible",
    "按职责分工配合": "coop",
    "分工配合": "coop",
    "共同配合": "coop",
    "协同配合": "coop",
    "协助配合": "coop",
    "配合落实": "coop",
    "配合实施": "coop",
    "配合": "coop",
    "协办": "coop",
    "协同": "coop",
    "协助": "coop",
    "参与": "coop",
    "参加": "coop",
    "支持": "coop",
}

#: endings that a unit's name may have
UNIT_ENDINGS = (
    "政府", "委员会", "管委会", "党工委", "工委", "办公室", "办公厅", "办事处", "领导小组", "指挥部", "专班", "联席会议",
    "有限公司", "公司", "集团", "银行", "分行", "支行", "大学", "学院", "研究院", "研究所", "实验室", "中心", "监会", "联合会", "总会", "促进会",
    "协会", "学会", "联盟", "商会",
    "基金会", "法院", "检察院", "组织部", "宣传部", "统战部", "政法委", "编办", "委办", "总工会", "工会", "团委", "妇联", "科协",
    "工商联", "侨联", "残联", "文联", "社联", "贸促会", "人行", "海关", "税务", "街道", "街镇", "园区", "单位", "部门", "委办局",
    "局", "委", "办", "厅", "署", "部", "司", "院", "处", "股", "科", "镇", "乡", "区", "县", "市", "旗", "站", "所", "队", "室", "社", "台", "馆",
    "城投", "国投", "交投", "科投", "金控", "平台", "属地", "村", "高新区", "开发区", "经开区", "各地",
)  # fmt: skip

#: endings of bureaus, to which an elided prefix passes on
BUREAU_ENDINGS = (
    "局", "委", "办", "厅", "委员会", "办公室", "部", "署", "税务", "供销社", "贸促会",
    "科协", "残联", "文联", "侨联", "团委", "妇联", "工商联", "总工会", "法院", "检察院",
)  # fmt: skip

#: prefixes that pass on in a list: 市A局、B局
PREFIXES = ("自治区", "自治州", "示范区", "管委会", "省", "市", "区", "县", "州", "盟", "旗", "镇")

#: prefixes of a park's own offices, which pass on to bureaus only: 开发区经发局、科创局
PARK_PREFIXES = (
    "经济技术开发区",
    "经济开发区",
    "高新技术产业开发区",
    "开发区",
    "高新区",
    "经开区",
    "自贸区",
    "新区",
    "保税区",
    "度假区",
)

#: what a bureau of a local government is named by; such a name takes the prefix even where it looks like a field office
BUREAU_WORDS = (
    "市场监督",
    "市场监管",
    "市场",
    "城市",
    "城管",
    "政务",
    "行政",
    "机关事务",
    "应急",
    "水务",
    "园林",
    "林业",
    "绿化",
    "公积金",
    "知识产权",
    "医疗",
    "药品",
    "食品",
    "数据",
    "大数据",
    "金融",
    "地方金融",
    "邮政",
    "粮食",
    "能源",
    "房产",
    "住房",
    "公共资源",
    "投资",
    "综合",
    "退役",
    "国有资产",
)

#: provinces and municipalities: a name that begins so has its own place
PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "内蒙古", "广西", "西藏", "宁夏", "新疆",
)  # fmt: skip

#: beginnings of a collective phrase, which stays whole and takes no prefix
COLLECTIVES = ("各", "有关", "相关", "全区", "全市", "全县", "其他", "属地", "涉及", "沿线", "所在", "辖区")

#: a prose subject ending so is a kind of body, no unit
GENERIC_ENDINGS = (
    "企业", "高校", "院所", "机构", "团队", "专家", "人才", "领导", "负责人", "同志", "干部", "需求", "主体", "资本", "部门负责",
    "链主", "社会力量",
)  # fmt: skip

#: 和 inside names that is no conjunction
INNER_AND = (
    "发展和改革", "工业和信息化", "经济和信息化", "规划和自然资源", "住房和城乡", "人力资源和社会保障", "文化和旅游", "卫生和计划",
    "自然资源和规划", "规划和国土", "建设和", "交通和", "商务和", "科学和", "水务和", "农业和", "教育和", "投资和", "金融和",
    "政务服务和", "机关事务和", "城乡和", "统计和", "信访和", "国防和", "海洋和", "林业和", "审批和", "大数据和", "科技和",
)  # fmt: skip

#: ministries and departments of party committees, whose names end on 部 or 委 alone
MINISTRIES = (
    "发展改革委", "发改委", "国资委", "卫生健康委", "国家民委", "科技部", "教育部", "财政部", "工业和信息化部", "公安部", "民政部", "司法部", "商务部",
    "人力资源社会保障部", "自然资源部", "生态环境部", "环境保护部", "住房城乡建设部", "交通运输部", "水利部", "农业农村部", "农业部", "文化和旅游部",
    "应急管理部", "组织部", "宣传部", "统战部", "中央网信办", "人民银行", "科学技术部", "住房和城乡建设部", "人力资源和社会保障部", "退役军人部",
)  # fmt: skip
