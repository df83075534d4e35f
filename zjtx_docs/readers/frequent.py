"""How much a decoded text looks like Chinese: the measure that tells one legacy encoding from another.

A text read in the wrong legacy encoding still decodes, to characters that nobody writes. The few hundred commonest
characters make up three quarters of any Chinese text and three per cent of a wrongly decoded one.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

# The commonest characters of modern Chinese and those of official documents, then both in traditional script.
_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最"
    "立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根"
    "论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联"
    "什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米"
    "整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近千周委素技备半办青"
    "省列习响约支般史感劳便团往历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状"
    "育厂京识适属包火住调满县局照参红细引听该铁价严"
    "企创策措施促励奖补贴扶额财税融贷款银投项园镇村街责牵配督落健升推协供服评审监贯彻署神龙池培梯贸仓港链链智慧字绿碳"
    "若附申请核拨付购租房损险担债券股购销售费用户籍才校医疗卫乡振兴旅游城乡乎"
)
_TRADITIONAL = (
    "這為個國時來們對會發動過說產種後學經進電裡實兩體機當點從業應開還無義間樣與關線數質氣變條沒結問題軍將組見計別論運農幾"
    "區強決戰則據處隊給門規熱領東導壓濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話許廣記極織裝眾書複復兒"
    "須際驗連斷難備辦習響約勞團歷構稱準號維劃選標寫親養層狀廠識適屬調滿縣參紅細聽該鐵價嚴"
    "創勵獎補貼額財稅融貸銀項園鎮責牽審監貫徹龍貿倉鏈綠撥購損險擔債銷費戶醫療衛鄉興遊於並總圖設級統較話員幣灣臺台環舊頭邊"
    "黨現廳檢務訊"
)
_MARKS = "　，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·％～－０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩○●□■※→"


def _row(codec: str, first: int, last: int) -> set[str]:
    """Every character that ``codec`` keeps between the two-byte codes ``first`` and ``last``."""
    codes = (code.to_bytes(2, "big").decode(codec, "ignore") for code in range(first, last + 1))
    return {text for text in codes if len(text) == 1 and text >= "\u3400"}


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Character to weight: the commonest 1, Chinese marks 0.8, the everyday rows of GB 2312 and Big5 0.4."""
    weights = dict.fromkeys(_row("gb2312", 0xB0A1, 0xD7F9) | _row("big5", 0xA440, 0xC67E), 0.4)
    weights.update(dict.fromkeys(_MARKS, 0.8))
    weights.update(dict.fromkeys(_SIMPLIFIED + _TRADITIONAL, 1.0))
    return weights


def _other(char: str) -> float:
    """The weight of a character outside the table."""
    if "\u4e00" <= char <= "\u9fff":
        return 0.1
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f":
        return -1.0
    if char.isalpha() or not char.isprintable():
        return -0.3
    return 0.0


def plausibility(sample: str) -> float:
    """From -1 to 1, the mean weight of the characters beyond ASCII, 0 where there is none. Chinese is above 0.6."""
    counts = Counter(sample)
    weights = _weights()
    total = 0
    score = 0.0
    for char, count in counts.items():
        if char > "\x7f":
            total += count
            weight = weights.get(char)
            score += count * (_other(char) if weight is None else weight)
    return score / total if total else 0.0


def readable_share(sample: str) -> float:
    """From 0 to 1, the share of characters that are printable ASCII, white space or Chinese; 0 for an empty sample."""
    weights = _weights()
    good = sum(n for char, n in Counter(sample).items() if " " <= char <= "~" or char in "\t\r\n" or char in weights)
    return good / len(sample) if sample else 0.0
