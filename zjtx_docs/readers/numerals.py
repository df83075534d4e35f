"""The numbers that a word processor or browser counts by itself, written out: 一、（一）1. ① 甲 IV."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千", ten: str = "十") -> str:
    """一, 十二, 二十, 一百零五, 一千 … up to 9999; the decimal number beyond. ``ten`` is how ten to nineteen begin."""
    if not 0 < number < 10_000:
        return str(number)
    out = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return ten + out[2:] if 10 <= number < 20 else out


def roman(number: int) -> str:
    """I, II, IV …; the decimal number outside 1 to 3999."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def letters(number: int) -> str:
    """A … Z, AA, BB … as word processors go on."""
    return chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _from_block(first: str, count: int, number: int) -> str:
    """The ``number``-th character of a run of ready-made numerals, the decimal number beyond its end."""
    return chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def write_number(number: int, style: str) -> str:
    """``number`` in one of the number formats of Office Open XML (``w:numFmt``); an unknown format is decimal."""
    match style:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02d}"
        case "upperRoman":
            return roman(number)
        case "lowerRoman":
            return roman(number).lower()
        case "upperLetter":
            return letters(number)
        case "lowerLetter":
            return letters(number).lower()
        case (
            "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand"
            | "japaneseCounting" | "koreanCounting" | "ideographDigital" | "taiwaneseDigital"
        ):  # fmt: skip
            return chinese(number)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return chinese(number, _LEGAL, "拾佰仟", "壹拾")
        case "ideographTraditional":
            return _STEMS[number - 1] if 0 < number <= 10 else str(number)
        case "ideographZodiac":
            return _BRANCHES[number - 1] if 0 < number <= 12 else str(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _from_block("①", 20, number)
        case "decimalEnclosedParen":
            return _from_block("⑴", 20, number)
        case "decimalEnclosedFullstop":
            return _from_block("⒈", 20, number)
        case "ideographEnclosedCircle":
            return _from_block("㊀", 10, number)
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
        case _:
            return str(number)
