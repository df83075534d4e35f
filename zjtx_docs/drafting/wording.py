"""What a finding says: its message and its advice, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zjtx_docs.comparison.records import ReplyStatus
from zjtx_docs.comparison.wording import say as say_in_chinese
from zjtx_docs.drafting.records import FindingCode

Wording = Callable[..., str]


def message(code: FindingCode, values: dict[str, str], say: Wording = say_in_chinese) -> str:
    """What was found, in one sentence."""
    return say(f"found.{code}", **values)


def particulars(values: dict[str, str], answer: ReplyStatus | None = None, say: Wording = say_in_chinese) -> list[str]:
    """What helps with this very finding: words to go by, the bodies in charge, what the reply said before."""
    said = [say(f"advise.{name}", **values) for name in ("model", "departments") if name in values]
    return said + ([say("advise.answered", status=say(f"status.{answer}"))] if answer is not None else [])


def finding_words(code: FindingCode, values: dict[str, str], answer: ReplyStatus | None = None) -> dict[str, Any]:
    """The fields of a finding that hold words."""
    return {
        "code": code,
        "message": message(code, values),
        "advice": "".join([say_in_chinese(f"advice.{code}"), *particulars(values, answer)]),
        "values": values,
        "answer": answer,
    }
