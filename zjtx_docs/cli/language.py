"""Which language the command line speaks, and how the click library is made to speak it too."""

from __future__ import annotations

import contextlib
import gettext
import sys
from collections.abc import Iterator, Mapping, Sequence

from zjtx_docs.report.catalogue import LANGS, Lang, library_words

_OPTION = "--lang"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose(args: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language that ``--lang`` names, before or after the command, else the one of the locale: English or Chinese.

    Read before click parses anything, because help texts and errors need it. The first of LC_ALL, LC_MESSAGES and LANG
    that is set decides; what does not begin with ``en`` (C and POSIX too) is Chinese.
    """
    named = None
    for number, word in enumerate(args):
        if word == "--":
            break
        if word == _OPTION and number + 1 < len(args):
            named = args[number + 1]
        elif word.startswith(_OPTION + "="):
            named = word.removeprefix(_OPTION + "=")
    if named in LANGS:
        return named
    locale = next((environ[name] for name in _LOCALE if environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh"


@contextlib.contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Inside, what click says (Usage, Options, its errors) is in ``lang``.

    click asks gettext, which would need compiled catalogues and the right locale on every system; its modules are
    given our catalogue in gettext's place instead, and get gettext back afterwards.
    """
    if lang == "en":
        yield
        return
    table = library_words()

    def one(message: str) -> str:
        return table.get(message, message)

    def many(message: str, messages: str, number: int) -> str:
        return one(message if number == 1 else messages)

    ours = {gettext.gettext: one, gettext.ngettext: many}
    changed = []
    for name, module in list(sys.modules.items()):
        if name.startswith("click.") and module is not None:
            for word in ("_", "ngettext"):
                known = vars(module).get(word)
                if known in (gettext.gettext, gettext.ngettext):
                    changed.append((module, word, known))
                    setattr(module, word, ours[known])
    try:
        yield
    finally:
        for module, word, known in changed:
            setattr(module, word, known)
