"""What a message is written in: Chinese, Latin letters, English, or a language that has no content."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import Any

from bot.catalog.chinese import mostly_han

ENGLISH = "en"
READ_FIRST = 500
KANA = re.compile("[\u3040-\u306d\u306f-\u30ff]")  # without の, which Chinese people write for 的
KANA_SHARE = 0.2  # of the letters
LATIN = ("de", "es", "fr", "id", "it", "ms", "nl", "pl", "pt", "ro", "sw", "tl", "tr", "vi")
NOT_ENGLISH = 0.07  # a probability of English below this; of our 1,700 English phrasings and questions one has less
# The likeliest language of a few words has at least this probability: "no visa" is a bit like five of them. So one pair
# of words in a hundred from our English questions is taken for another language, not four.
FEW, SURE = 3, 0.45
MALAY = ("id", "ms")  # to py3langid two languages, each with half of what is said in either
# Which vowels each initial takes; "o" mostly before "ng" only. "ya no quiero vivir" is none: no "no", no "qui".
SYLLABLES = (
    ("[bpmf]", "iao|ai|ei|ao|ou|ia|ie|iu|a|o|e|i|u"),
    ("[dt]", "iao|ai|ei|ao|ou|ia|ie|iu|uo|ui|ua|a|e|i|u|o(?=ng)"),
    ("[nl]", "iao|ai|ei|ao|ou|ia|ie|iu|uo|ua|ue|üe|ve|a|e|i|u|ü|v|o(?=ng)"),
    ("[gkh]", "uai|ai|ei|ao|ou|uo|ui|ua|a|e|u|o(?=ng)"),
    ("[jqx]", "iao|ia|ie|iu|io(?=ng)|ue|ua|i|u"),
    ("[zcs]h|[zcsr]", "uai|ai|ei|ao|ou|uo|ui|ua|a|e|i|u|o(?=ng)"),
    ("y", "ao|ou|ue|ua|a|e|o|i|u"),
    ("w", "ai|ei|a|o|e|u"),
    ("", "ai|ei|ao|ou|er|a|o|e"),
)
# A consonant between two vowels begins the second syllable. Atomic: a syllable once read stays read, or a hostile run
# of vowels would be split in every way there is.
ENDING = "(?:ng(?![aeiouvü])|[nr](?![aeiouvü]))?"
PINYIN = re.compile(
    "(?>" + "|".join(f"(?:{initial})(?:{vowels}){ENDING}" for initial, vowels in SYLLABLES) + r"|[\s\d.,!?'])++"
)


def script(text: str) -> str | None:
    """Return "zh" for mostly Han text, "en" for Latin, None where the letters tell nothing (or there are none)."""
    letters = [char for char in text[:READ_FIRST] if char.isalpha()]
    if not letters:
        return None
    if len(KANA.findall("".join(letters))) >= KANA_SHARE * len(letters):
        return None
    if mostly_han("".join(letters)):
        return "zh"
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return "en" if latin > len(letters) // 2 else None


def pinyin(text: str) -> bool:
    """Tell whether a text can be read as Chinese in Latin letters; a short English word ("can", "me") can as well."""
    return PINYIN.fullmatch(text.strip().lower()) is not None


def foreign(text: str) -> bool:
    """Tell whether a text is in a language that no answer is written in: Thai, Korean, Arabic, Spanish, Malay ...

    In Latin letters it takes two words and little doubt: bad English is English, and one word could be anything.
    """
    if not any(char.isalpha() for char in text[:READ_FIRST]):
        return False
    return script(text) is None or (_unlike_english(text) and not _unsure(text))


def uncertain(text: str) -> bool:
    """Tell whether a few words may be in another language, and no language is likely: "no visa", "cuu em voi"."""
    return _unsure(text) and _unlike_english(text)


def _unlike_english(text: str) -> bool:
    worded = script(text) == ENGLISH and len(text.split()) > 1 and not pinyin(text)
    return worded and _likely(text)[ENGLISH] < NOT_ENGLISH


def _unsure(text: str) -> bool:
    if len(text.split()) > FEW:
        return False
    likely = _likely(text)
    return max(sum(likely[code] for code in MALAY), *likely.values()) < SURE


def _likely(text: str) -> dict[str, float]:
    return dict(_languages().rank(text[:READ_FIRST]))


@cache
def _languages() -> Any:  # noqa: ANN401 - py3langid has no types
    """Load py3langid (Lui and Baldwin 2012) for the languages that people near this work write in Latin letters."""
    langid = import_module("py3langid.langid")  # half a second, which only a question in Latin letters needs
    languages = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    languages.set_languages([ENGLISH, *LATIN])
    return languages
