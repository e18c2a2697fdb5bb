"""Traditional and simplified script: which one a text is in, and its traditional characters read as simplified ones.

The table is one character to one and covers what administrative papers use; characters that stand for several simplified
ones are read in the sense those papers use them in. Nothing else changes, so every position stays.
"""

from __future__ import annotations

_TRADITIONAL = (
    "業務園區體發產標劃責檔創辦國際關應對點實現強優構術機類團總領導資東單戰學廣會場項達億網號時間開設備經濟進據為與動"
    "圍繞貫徹黨習綱組織環節財稅廳縣鎮鄉聯牽頭負監營賦勞農醫藥療衛飛電線層級規範質審統籌協調顯積極擴補鏈條歸納認證護衝劑頻讓"
    "見覺親觀視訊計訂討訓記訪評試詢該詳誠語誤說請諸論證識警譯議護讀變貝財貢貨販貫貯費貼貿賀賃資賓賞賠賢賣賦質賬賴購賽贈贏"
    "軌軍軟較載輔輕輛輝輪輸轄轉轎農達遠適遲遷選遺鄰釋鋁鋪錄錢錯鍋鍛鎖鏡鐵鑒長門閉閱闊隊階隨險隱難靈靜響頁頂順須預頓頗領頸題額"
    "願顧"
    "風飯飲館馬駐駕騎驗驅驟魚鮮鳥鳳鹽麗麥黃齊齒龍龐個來們倉側偉傑傳債傷僅僑價儀儲兒兩冊凍準減幾劇劍勝勢勵勻匯區卻參雙員問啟嗎"
    "嚴團圓圖執堅報塊塗墊墻壓壯壇夠夢奪奮獎婦媽孫宮寢寧寶將專尋層屬島嶺幣帶師幹庫廢廠廟廳張彈彎徑從復憑憲應懷懸戀戲戶挾捨掃採"
    "揚換損搖撥擇擊擔據擴擺攜攝攤敗敵數斷於曆書會條楊業樣樂樓橋機檢櫃權歐歲歷歸殘殺殼氣決沖況洩涼淚淨淵測渾湧準溝溫滅滾滿漁漢"
    "漲漸潔潛潤濕灣災為烏無煉煙煩熱燈燒營爭爺爾牆狀獨獲獵瑪環畝畫異當疊癒發盜盡監盤眾睜礎確碼禮禍稅種稱穩窮窩竄競筆節築範篩簡"
    "簽糧紀約紅級紛紙細終結絡給絕統綠維網緊線緩編緣練縣縮總績繁織繼續纖罰罷羅義翹聖聞聯聲聽職肅腦腳臉臨舉舊艦艱藍蘇蘭處虛蟲裝"
    "複規覆訊託註詞詢誌誤諾謝豐貧賠趕趙跡踐蹤軌輯載輩農過違遞邊郵鄭酬醞採鈔鉤銀銅銷鋼錦鍵鎢鏟閒閣闆關陣陸陽隸雜離霧頒頻類館駁"
    "駛驚鬆鬥鬧鮮點黨齡產啓爲峯羣衆裏綫讚爐獻覽竊闢遊迴週託幹臺颱灘濱瀏瀋淺"
    "佈併幫彙慶憂搶撐擬擁樹橫歡礦穀紮緒縱蓋藝觸許課諮謀講趨遙釐鐘鑄雲韌顆養騰並佔係傾儘厲嚮寬崗徵愛態揮晉棟榮樞欄畢瞭碩糾純紋"
    "紡絲綜莊華薦裡製訴診諧譜譽車軸這連運遼還針鋒闖陳陰餘後聰鍊鏽倫側偵測衡諜謙輯銳鎳鋰鈉鈷鈦銘鋁鍍銲櫥滯濫瀉攬攪據擱"
)
_SIMPLIFIED = (
    "业务园区体发产标划责档创办国际关应对点实现强优构术机类团总领导资东单战学广会场项达亿网号时间开设备经济进据为与动"
    "围绕贯彻党习纲组织环节财税厅县镇乡联牵头负监营赋劳农医药疗卫飞电线层级规范质审统筹协调显积极扩补链条归纳认证护冲剂频让"
    "见觉亲观视讯计订讨训记访评试询该详诚语误说请诸论证识警译议护读变贝财贡货贩贯贮费贴贸贺赁资宾赏赔贤卖赋质账赖购赛赠赢"
    "轨军软较载辅轻辆辉轮输辖转轿农达远适迟迁选遗邻释铝铺录钱错锅锻锁镜铁鉴长门闭阅阔队阶随险隐难灵静响页顶顺须预顿颇领颈题额"
    "愿顾"
    "风饭饮馆马驻驾骑验驱骤鱼鲜鸟凤盐丽麦黄齐齿龙庞个来们仓侧伟杰传债伤仅侨价仪储儿两册冻准减几剧剑胜势励匀汇区却参双员问启吗"
    "严团圆图执坚报块涂垫墙压壮坛够梦夺奋奖妇妈孙宫寝宁宝将专寻层属岛岭币带师干库废厂庙厅张弹弯径从复凭宪应怀悬恋戏户挟舍扫采"
    "扬换损摇拨择击担据扩摆携摄摊败敌数断于历书会条杨业样乐楼桥机检柜权欧岁历归残杀壳气决冲况泄凉泪净渊测浑涌准沟温灭滚满渔汉"
    "涨渐洁潜润湿湾灾为乌无炼烟烦热灯烧营争爷尔墙状独获猎玛环亩画异当叠愈发盗尽监盘众睁础确码礼祸税种称稳穷窝窜竞笔节筑范筛简"
    "签粮纪约红级纷纸细终结络给绝统绿维网紧线缓编缘练县缩总绩繁织继续纤罚罢罗义翘圣闻联声听职肃脑脚脸临举旧舰艰蓝苏兰处虚虫装"
    "复规覆讯托注词询志误诺谢丰贫赔赶赵迹践踪轨辑载辈农过违递边邮郑酬酝采钞钩银铜销钢锦键钨铲闲阁板关阵陆阳隶杂离雾颁频类馆驳"
    "驶惊松斗闹鲜点党龄产启为峰群众里线赞炉献览窃辟游回周托干台台滩滨浏沈浅"
    "布并帮汇庆忧抢撑拟拥树横欢矿谷扎绪纵盖艺触许课咨谋讲趋遥厘钟铸云韧颗养腾并占系倾尽厉向宽岗征爱态挥晋栋荣枢栏毕了硕纠纯纹"
    "纺丝综庄华荐里制诉诊谐谱誉车轴这连运辽还针锋闯陈阴余后聪炼锈伦侧侦测衡谍谦辑锐镍锂钠钴钛铭铝镀焊橱滞滥泻揽搅据搁"
)
_TABLE = {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if old != new}
_OLD = frozenset(map(chr, _TABLE))
_NEW = frozenset(new for new in _TABLE.values()) - _OLD
_ENOUGH = 12
_SAMPLE = 20_000


def is_traditional(text: str) -> bool:
    """Are there enough characters of traditional script alone, and more than twice as many as of simplified alone?"""
    sample = text[:_SAMPLE]
    traditional = sum(1 for char in sample if char in _OLD)
    return traditional >= _ENOUGH and traditional > 2 * sum(1 for char in sample if char in _NEW)


def to_simplified(text: str) -> str:
    """The text with each traditional character of the table read as its simplified one; the length stays."""
    return text.translate(_TABLE)
