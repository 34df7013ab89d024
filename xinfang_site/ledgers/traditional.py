"""Traditional characters (繁体字): ledgers in Big5 known by their bytes, their headings and words read as ours."""

from typing import Final

_PAIRS: Final = (
    "編编號号訪访話话電电內内單单結结辦办滿满經经處处類类領领導导備备證证務务區区鎮镇鄉乡級级轉转時时間间報报訴诉請请議议員员"
    "數数機机關关復复問问題题屬属來来錄录記记狀状態态稱称業业責责聯联係系書书長长發发應应進进協协調调補补熱热線线網网絡络郵邮"
    "寫写舉举檢检詢询職职農农勞劳動动環环遷迁縣县門门個个體体現现實实詳详細细項项總总計计簽签閱阅評评價价續续師师戶户產产歸归"
    "說说無无東东龍龙慶庆壩坝橋桥連连絕绝論论過过後后從从會会們们這这為为與与對对還还樣样種种學学國国開开當当點点兩两見见頭头"
    "義义資资質质權权決决設设認认識识據据標标準准場场廠厂車车達达運运邊边遠远選选適适遲迟醫医養养險险陳陈陽阳隊队階阶際际隨随"
    "難难雙双離离顧顾願愿風风飯饭館馆驗验魚鱼鳥鸟黃黄齊齐變变讓让護护讀读貨货費费貼贴買买賣卖賠赔贈赠趙赵車车軍军輕轻輛辆輪轮"
    "農农劉刘劃划劇剧勝胜華华萬万葉叶蘇苏術术衛卫裝装親亲觀观觸触討讨訓训許许該该誤误課课談谈諾诺謝谢警警貧贫貿贸賬账賀贺贊赞"
    "壓压壞坏塊块墳坟壯壮夠够夢梦奪夺婦妇媽妈孫孙寧宁寶宝審审將将專专尋寻層层岡冈島岛嚴严幣币幫帮庫库廣广張张強强彎弯彙汇徑径"
    "憂忧懷怀戰战戲戏擔担擾扰據据擴扩斷断於于晉晋暫暂曉晓條条楊杨極极樓楼樹树歡欢歲岁歷历殘残氣气沒没淨净減减溝沟滅灭漲涨潔洁"
    "災灾煙烟營营爭争牆墙獎奖獨独獲获環环產产畢毕異异療疗監监盤盘礦矿禮礼穩稳窮穷競竞筆笔節节範范築筑簡简糧粮紀纪約约紅红納纳"
    "紙纸級级終终組组給给統统維维緊紧緒绪緩缓績绩縮缩織织繳缴罰罚羅罗義义習习聖圣聞闻聲声聽听肅肃腳脚臨临舊旧艱艰莊庄處处號号"
)
_SIMPLIFIED: Final = dict(zip(map(ord, _PAIRS[::2]), _PAIRS[1::2], strict=True))
_SHARED: Final = (
    "的一是不了人在有我他中上大和地到以要就出可也你生能而子那得下自之年作里用道行所然家成方多去法如都同日者意力把十民第公此已工使"
    "情明性知全三又正外由很最重并物手向文政美相被利什二等新己制身果加月合回特代信表化老位次度任常先海通教原提立及比解水名真走各入"
    "口平活更打女四神安少才反受目太再感建接必管期市直德命山金指部保至形社便空治科基眼非界光放式色路南品住告求程北交取定看面分主理"
    "收姓址日期承果意件容士先生路街社村居小王李周徐朱林何高郭宋曹彭曾田范方石白毛江史黎付丁男女"
)
_OURS: Final = frozenset(_SHARED + _PAIRS[1::2])
_THEIRS: Final = frozenset(_SHARED + _PAIRS[::2])
_SAMPLE: Final = 64 * 1024
_FIRST_IDEOGRAPH: Final = "\u2e80"
_LEAST_SHARE: Final = 0.15
_TIMES: Final = 2.0


def simplified(text: str) -> str:
    """A heading or a code word in simplified characters (转简体); for comparing only, texts stay as they are."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def eastern_encoding(data: bytes) -> tuple[str, str]:
    """GB18030 or Big5 (编码判断), and a remark: nearly all bytes are valid in both, so common characters decide.

    Args:
        data: text that is not UTF-8.
    """
    sample = data[:_SAMPLE]
    ours, theirs = _share(sample, "gb18030", _OURS), _share(sample, "big5hkscs", _THEIRS)
    if theirs >= _LEAST_SHARE and theirs > _TIMES * ours:
        return "big5", "文字按 Big5（繁体）编码读取，如有乱码请换一种编码，或者另存为 xlsx 再导入"
    doubtful = ours < _LEAST_SHARE and theirs > ours
    return (
        "gb18030",
        "文字的编码不能确定，按 GB18030 读取，如有乱码请换一种编码，或者另存为 xlsx 再导入"
        if doubtful
        else "",
    )


def _share(sample: bytes, encoding: str, common: frozenset[str]) -> float:
    """How many of the characters are common ones, when the bytes are read so."""
    found = [each for each in sample.decode(encoding, "replace") if each >= _FIRST_IDEOGRAPH]
    return sum(each in common for each in found) / len(found) if found else 0.0
