"""Measures: which stretches of a text act, and in which stance.

A measure is one sentence that acts, or the clause of a sentence with its own act, amount or aim. Clauses that say how,
for whom or to what end (通过…, 推动…) stay with the act they belong to; a bare ceiling (最高500万元) never stands alone.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from zjtx_docs.lexicon import Terms, rows
from zjtx_docs.parsers.clauses import ITSELF
from zjtx_docs.parsers.figure_context import Figure
from zjtx_docs.parsers.recipients import recipient_class
from zjtx_docs.parsers.sentences import Sentence


class Cut(NamedTuple):
    """A measure's stretch ``chars[a:b]`` and the verb that opens it."""

    a: int
    b: int
    action: str | None


_CONNECTOR = re.compile(
    r"^(?:同时|并且|且|再|另|还|也|同步|一并|一是|二是|三是|四是|五是|六是|首先|其次|再次|最后|此外|另外|如有可能|条件成熟时|有条件的话|"
    r"进一步|积极|大力|继续|切实|着力|不断|持续|全面|深入|扎实|第[一二三四五六七八九十],?|建议|希望|应当?|要|可以?|可考虑|考虑|每年|每月|定期|及时|尽快|率先|探索|由区政府|由市政府)+"
)
_ADJUNCT = re.compile(
    r"^(?:通过|以|围绕|按照?|根据|结合|针对|依托|在|为|面向|随着|经|用于|包括|其中|即|如|例如|比如|特别是|尤其是|重点(?:是|用于)|与|和|同|对(?!接)|凡|如(?!有可能)|若|当|除|自|从)"
)
_ALONG = re.compile(r"^(?:并|同时给|从而|进而|以便|使|让|确保|改[为成由]|转为|而|则|单[个一家户项]|同一|每[家户个人])")
_GOVERNING = re.compile(r"^(?:进一步|积极|大力|重点)*(?:支持|鼓励|引导|推动|组织|指导|帮助|推进)")
# 补贴期限不超过3年, 奖励资金由…承担: a noun that speaks of the support before, no act.
_TERM = re.compile(
    r"(?:补贴|补助|奖励|资助|支持|扶持|贴息|奖补)(?:期|标准|资金|对象|比例|总额|额|金|范围|政策|年限|方式|费用|工作)"
)
# First letters of the patterns above: a look at one letter spares most clauses the engine.
_ALONG_LETTERS = frozenset("并同从进以使让确改转而则单每")
_TERM_LETTERS = frozenset("补奖资支扶贴")
_CONNECTOR_LETTERS = frozenset(
    "同并且再另还也步一二三四五六首其最此如条有进积大继切着不持全深扎第建希应当要可考每定及尽率探由"
)
_STEP = re.compile(r"(?:提高|增加|提|上调|放宽|延长|降低?|扩大|缩短|调整)(?:至|到|为)")
_SUBJECT = re.compile(
    r"^(?:由|各|区|市|县|本|政府)?[^,。;:、的]{0,14}?(?:部门|局|委|办|单位|机构|公司|基金|银行|政府|园区|乡镇|街道|协会|商会)(?:要|应|可|须|应当)?(?=[一-龥]{2,})"
)
_OUTCOME = re.compile(r"^(?:形成|实现|从而|进而|以此|真正|切实|让|使|做到|达到[^\d]{0,12}目的)")
# Sentences about the document itself, and the preamble that names its grounds: no measures.
_OF_ITSELF = re.compile(
    r"^(?:为(?:了|深入|全面|进一步|贯彻|落实|加快|促进|推动|充分)?[^。]{0,400}?"
    r"(?:(?:制定|制订|出台|提出|印发)了?(?:本|以下|如下|此|该|《|[^,。]{0,8}(?:措施|办法|意见|规定)$)|特[制此提作]|现[将就]|如下)"
    r"|(?:根据|按照|依据)[^。]{4,300}?(?:制定|制订|结合[^。]{0,30}(?:实际|制定)))"
    rf"|^(?=本){ITSELF}[^。]{{0,20}}?"
    r"(?:自(?!申报|审核|收到|受理)|由|适用|所称|有效|中所|未尽|与|具体|施行|解释|涉及|最终|将)"
    r"|^(?:《[^》]{2,60}》)?(?:已?经)[^。]{2,40}(?:同意|批准|通过|研究),现(?:予以?)?印发(?:给你们|你们|,|$)"
    r"|^(?:经[^。,]{2,30}(?:同意|批准|通过|研究),)?现(?:将|就)[^。]{2,120}(?:如下|印发(?:给你们|你们))"
    r"|^(?:此前|以往|原有?)[^。]{0,40}(?:不一致|以本|废止)|(?:以本(?:政策|措施|办法|意见)为准)|^(?:以上|上述)(?:所称|均|包括)"
)
_PREAMBLE = re.compile(
    r"为(?:了|深入|进一步|全面|认真|贯彻|落实|加快|促进|推动|规范|充分|大力|更好|切实|扎实|积极|有效|加强|激发)"
)
_ITSELF_LETTERS = frozenset("为根按依本此以原上经现已《")
@functools.cache
def _actions() -> Terms[str]:
    return Terms((row["word"], row["value"]) for row in rows("actions"))


@functools.cache
def _by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """First letter -> (verb, class), the longest first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows("actions"), key=lambda row: -len(row["word"])):
        table.setdefault(row["word"][0], []).append((row["word"], row["value"]))
    return {letter: tuple(verbs) for letter, verbs in table.items()}


def opening_verb(text: str) -> tuple[str, str] | None:
    """(verb, class) that opens a clause after its connectors; class ``act`` or ``purpose``; None where it opens
    otherwise."""
    lead = _CONNECTOR.match(text) if text[:1] in _CONNECTOR_LETTERS else None
    at = lead.end() if lead else 0
    for verb, kind in _by_first().get(text[at : at + 1], ()):
        if text.startswith(verb, at):
            return verb, kind
    return None


def action_of(text: str) -> str | None:
    """The verb that a measure turns on, as written: the opening one; after 按…, 对… the giving one; else the first."""
    opening = opening_verb(text)
    for clause in text.split(","):
        verb = opening_verb(clause) if not _ADJUNCT.match(clause) else None
        if verb is not None and verb[0] not in _IN_PASSING:
            return verb[0]
    giving = _GIVING.search(text)
    if giving:
        return giving[0]
    bare = _QUOTED.sub("", text)
    verbs = [bare[hit.start : hit.end] for hit in _actions().find(bare) if hit.end - hit.start > 1]
    telling = [verb for verb in verbs if verb not in _TOGETHER] or verbs
    if telling or opening:
        return telling[0] if telling else opening[0]  # type: ignore[index]
    pledged = _PLEDGED.search(bare)
    return next((word for word in pledged.groups() if word), None) if pledged else None


# What is promised without a verb of support: 5个工作日内办结, 用电执行农业生产用电价格, 可以采取弹性年期出让方式供应, 国有企业应当拿出适合的岗位,
# 由市财政统一投保, 早晚高峰外全天通行, 委托专业机构上门为企业做体检.
_PLEDGED = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)个?(?:工作日|小时|分钟|自然日|天|日)(?:之?内|以内)[^,。;]{0,8}"
    r"(办结|答复|响应|清偿|付清|结清|到账|出具|完成|支付|拨付|反馈|审结|处理|受理|送达|修复|解决)"
    r"|用(?:水|电|气|热)[^。;]{0,12}(执行)[^,。;]{2,14}(?:价格|电价|水价)"
    r"|(?:可以|可)(采取|采用|提取|先|从|以|按|于每|通过|参照)[^,。;]{4,}"
    r"|(?:国有企业|机关|部门|政府|银行|医院|学校)[^,。;]{0,8}(?:应当?|须|必须)(?!如实|配合|依法|接受|遵守)([一-龥]{2})"
    r"|由[^,。;]{0,6}财政[^,。;]{0,6}(投保|出资|购买|代缴|垫付)"
    r"|(?:一律|应当?|须|必须)(存入|纳入|具备|配备|设置|公示|公开|开放|接入|安装|配建|预留|保留)(?!申报|申请|材料)[^,。;]{2,}"
    r"|(?:^|,)(委托)[^,。;的]{2,20}?(?:上门|为[^,。;]{2,16}(?:企业|单位)|对[^,。;]{2,16}(?:企业|单位))"
    r"|(延至|延长至)(?:次日)?\d+[时点]|(间隔)不超过\d|(全天通行|不限行|不限号)|[时班间次](不[早晚]于|不少于)\d"
)


# 三级联动建立培育库，实行动态管理: these tell the act where no other does.
_IN_PASSING = frozenset({"实行", "减半", "减收"})
_QUOTED = re.compile(r"“[^”]{1,30}”|《[^》]{1,60}》")
_GIVING = re.compile(r"给[予与以]|予以|发放|奖励|补助|补贴|资助")
_TOGETHER = frozenset({"会同", "联合", "协同", "配合", "积极", "进一步", "大力", "每年", "重点", "优先"})


def cut_measures(sentence: Sentence, figures: list[Figure], asked: bool = False) -> list[Cut]:
    """The measures of one sentence, none where it does not act (under 建议 every sentence asks, whatever its verb).
    Together they cover the sentence from first to last clause."""
    text = sentence.text
    if text[0] == "为" and not sentence.block.path and _PREAMBLE.match(text):
        return []
    if len(text) < 4 or (text[0] in _ITSELF_LETTERS or "以本" in text) and _OF_ITSELF.search(text):
        return []
    starts = [0]
    for number in range(1, len(sentence.clauses)):
        if _opens(sentence, figures, starts[-1], number) or asked and _adds_ask(sentence, starts[-1], number):
            starts.append(number)
    cuts = []
    for n, first in enumerate(starts):
        last = (starts[n + 1] if n + 1 < len(starts) else len(sentence.clauses)) - 1
        a, b = sentence.clauses[first][0], sentence.clauses[last][1]
        words = sentence.chars[a:b]
        action = action_of(words)
        figured = any(a <= f.quantity.start < b and f.role in ("money", "target") for f in figures)
        if action is not None or figured or (asked and len(words) >= 8):
            cuts.append(Cut(a, b, action))
    return cuts


def _opens(sentence: Sentence, figures: list[Figure], first: int, number: int) -> bool:
    """Whether clause ``number`` opens a measure of its own after the one that began at clause ``first``."""
    chars = sentence.chars
    a, b = sentence.clauses[number]
    start = sentence.clauses[first][0]
    text = chars[a:b]
    if text.startswith("另一方面") and number > first:
        return True
    if text[0] in "并再" and _REACHES_ON.match(text) and _acts(sentence, first, number):
        return True
    if len(text) < 5 or (text[0] in _ALONG_LETTERS and _ALONG.match(text) and not text.startswith("并对")):
        return False
    if text[0] in _TERM_LETTERS and _TERM.match(text) and not _STEP.search(text):
        return False
    roles_here = {f.role for f in figures if a <= f.quantity.start < b}
    roles_before = {f.role for f in figures if start <= f.quantity.start < a}
    if "target" in roles_here and "target" in roles_before:
        return True
    if sentence.quantities and _STEP.search(text) and _STEP.search(chars, start, a):
        return True
    if text.startswith("并对"):  # …每平方米奖励20元，并对…的贷款给予贴息
        return "money" in roles_here and "money" in roles_before
    if _is_object(sentence, first, number):
        return False
    if _FOR_WHOM.fullmatch(chars, *sentence.clauses[number - 1]) and text[0] in "将把" and number - 1 > first:
        return False  # 向市里争取，对前沿项目，将上限提高到300万元: the clause before says for whom
    if text.startswith(("对", "凡", "如果", "若", "如发生", "如出现")):
        if _FOR_WHOM.fullmatch(text) and chars[b + 1 : b + 2] in ("将", "把") and _acts(sentence, first, number):
            return True
        return _settled(sentence, roles_before, start, a) and _gives_later(sentence, number)
    lead = _CONNECTOR.match(text)
    if _describes_body(chars[slice(*sentence.clauses[number - 1])], text):
        return False
    if lead and _BESIDES.match(text) and _acts(sentence, first, number) and _actions().find(text[lead.end() :]):
        return True
    if _PLACED.match(text) and "money" not in roles_before and _acts(sentence, first, number):
        return True
    if _ADJUNCT.match(text[lead.end() :] if lead else text) or not _acts(sentence, first, number):
        return False
    opening = opening_verb(text)
    if opening is not None:
        return opening[1] == "act" and not (
            "money" in roles_here
            and "money" not in roles_before
            and _gives_at_once(text[lead.end() :] if lead else text)
        )
    subject = _SUBJECT.match(text)
    if subject is None or chars[start:a].rstrip(",").endswith(("的", "、")):
        return False
    rest = text[subject.end() :]
    return bool(_actions().find(rest)) or "money" in roles_here and "money" in roles_before or "target" in roles_here


def _adds_ask(sentence: Sentence, first: int, number: int) -> bool:
    """Whether a clause of an ask asks for another thing: …有个聚会的地方，并支持商会到本区设分会."""
    text = sentence.chars[slice(*sentence.clauses[number])]
    return _AND_ASKS.match(text) is not None and _acts(sentence, first, number)


_AND_ASKS = re.compile(
    r"^并(?:积极|大力|进一步)*(?:支持|鼓励|引导|推动|组织|开展|举办|建立|设立|建设|搭建|选派)[^,。;]{8,}|^并[把将][^,。;]{2,12}的[^,。;]{2,12}[纳列]入"
)
# 同时对采购文件开展全面清理: another act, on another matter.
_BESIDES = re.compile(r"^(?:同时|此外|另外)(?:,|应当?|要|建议|还)*(?:对|将|把|由)[^,。;]{2,}")
# 引导专业市场统一结算，在商贸城和灯具市场各建一处直播基地: a place where something else is set up.
_PLACED = re.compile(
    r"^在[^,。;的]{2,18}?(?:各|分别|新|再|增)?(?:建设?|设立|设置|增设|开设|布设|新建|建成|开辟)[一二两三四五六七八九十几\d][个处座家间条批所]"
)
_FOR_WHOM = re.compile(r"对于?[^,。;]{2,40}(?:项目|企业|单位|机构|平台|人才|产品|园区|主体)")
# 每年留出名额，并把这项照顾延伸到公办初中: what stands is to reach further.
_REACHES_ON = re.compile(r"^[并再](?:逐步)?(?:把|将)[^,。;]{2,20}(?:延伸|扩大|拓展|放宽|推广|提高|延长|提前|下放|降低?)[至到]")
_BODY_AT_END = re.compile(r"(?:平台|中心|队伍?|专班|机构|系统|专区|数据库|联盟|小组|驿站|服务站|热线|联合会|协会|商会|学会|委员会)$")
_FUNCTION = re.compile(r"^(?:集中|统一|实时|专门|专职|专人|负责|及时|承担|履行)")


def _describes_body(before: str, text: str) -> bool:
    """搭建海外仓信息平台，集中发布仓位和价格: what the body that the clause before sets up is for."""
    return _FUNCTION.match(text) is not None and _BODY_AT_END.search(before) is not None


def _is_object(sentence: Sentence, first: int, number: int) -> bool:
    """鼓励各园区，打造特色园: a comma between the one who is encouraged and what he is to do."""
    if number != first + 1:
        return False
    a, b = sentence.clauses[first]
    text = sentence.chars[a:b]
    match = _GOVERNING.match(text)
    if match is None or len(text) - match.end() > 24:
        return False
    return recipient_class(text[match.end() :]) is not None and not _actions().find(text[match.end() :])


def _gives_at_once(text: str) -> bool:
    """给予最高500万元补贴: the amount of the act before it, not an act of its own."""
    return text.startswith(("给", "予以", "奖励", "补助", "补贴", "每年给", "一次性", "按", "资助", "分别"))


# 国有企业采购首台（套）产品时; 由商户、金融机构共同参与; 周末的外摆经营时段; 办厂的老一辈眼看要退了: what follows is about it.
_LEADS_IN = re.compile(
    r"(?:(?<![及小临按])时|时候|之?后|以后|期间|过程中|(?<!完)了)$"
    r"|^由[^,。;]{2,40}(?:参与|参加|牵头|负责|主导|组织|出面|联合|会同)$"
    r"|(?:时段|时间|标准|比例|期限|年限|额度|[上下]限|范围|门槛|金额|限额|次数|数量|规模|名额|频次|价格|费率|待遇|年龄|面积|比重)$"
    r"|的(?:子女|孩子|家属|配偶)$|^不受[^,。;]{2,8}限制$|[^,。;]{4,}的(?:支持|扶持|补贴|补助|奖励|政策|优惠|资助)$"
)
_WISHED = re.compile(r"^(?:应当?(?![用急对届])|建议|希望|请|要(?![求素])|最好|盼|能不能|能否|可否|不妨|必?须|不得)")


def _acts(sentence: Sentence, first: int, number: int) -> bool:
    """The clauses from ``first`` up to ``number`` already hold an act, not only a means, a condition or what is
    wrong (鹭江街区去年获评，应尽快拨付奖励)."""
    wished = _WISHED.match(sentence.chars[slice(*sentence.clauses[number])]) is not None
    for a, b in sentence.clauses[first:number]:
        text = sentence.chars[a:b]
        lead = _CONNECTOR.match(text)
        if _ADJUNCT.match(text[lead.end() :] if lead else text) or text.endswith("的"):
            continue
        if _LEADS_IN.search(text) and opening_verb(text) is None:
            continue
        if "的" in text and opening_verb(text) is None and any(hit.end == b for hit in sentence.heads):
            continue  # 网上年销售额做到1000万元的小电商，也应当…: only who is meant
        if opening_verb(text) or _SUBJECT.match(text) or len(text) >= 10 and not wished:
            return True
    return False


def _settled(sentence: Sentence, roles: set[str | None], start: int, a: int) -> bool:
    """What stands before already gives something or is complete, so that 对… begins anew."""
    if "money" in roles:
        return True
    return (
        any(hit.value.kind == "give" and start <= hit.start < a for hit in sentence.cues)
        or sentence.chars[a : a + 1] in "如若"
    )


def _gives_later(sentence: Sentence, number: int) -> bool:
    a = sentence.clauses[number][0]
    return any(hit.start >= a and hit.value.kind in ("give", "verb", "weak") for hit in sentence.cues)


def continues_last(sentence: Sentence) -> bool:
    """A sentence that only names the outcome of the one before (形成…工作体系)."""
    return bool(_OUTCOME.match(sentence.text)) and not sentence.quantities
