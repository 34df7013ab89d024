"""Surnames (姓氏): what tells a person's name from the name of a place or a thing."""

import re
from typing import Final

_SINGLE: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛狄米贝明臧计成戴宋庞熊纪舒屈项祝董梁杜阮"
    "蓝闵席季麻强贾路江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄"
    "封储靳段焦巴谷车侯宁仇甘厉祖武符刘景詹束龙叶司郜黎薄印白蒲邰从鄂索赖卓屠蒙池乔阴闻党翟谭贡劳申扶冉宰桑牛尚农温庄晏柴瞿阎连"
    "习艾容向古易廖终步耿满匡国文寇广欧沃利越师巩聂辛简饶曾沙养丰关相查游权益桓公岳帅代付佟仝肖闫邸兰覃植冼银苟税青敖原付晋楚帖缪"
)
_COMPOUND: Final = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
)
_THING: Final = re.compile(
    r"(?:[村苑园城街桥坡镇乡县区庄湾湖山楼厦院校厂店站所局行号里坊段坝沟寨屯组队会社司部]|小区|花园|公馆|家园|广场|项目|工程)$"
)


def person(text: str) -> bool:
    """Whether a short text is built like a person's name (像人名): a surname, one or two characters, no ending of a place."""
    if _THING.search(text):
        return False
    if text.startswith(_COMPOUND):
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and text[0] in _SINGLE
