"""Languages by their codes (BCP 47), and those of the interface."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.translation import get_language, get_language_from_path, override

ENGLISH = "en"
REVIEWED = frozenset({ENGLISH})  # the languages of the interface that a native reader has read and corrected
MAX_CODE_LENGTH = 12  # letters of a code
DOTTED = frozenset({"az", "tr"})  # languages in which i and ı are two letters
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_code(code: str) -> bool:
    return len(code) <= MAX_CODE_LENGTH and bool(_CODE.fullmatch(code))


def name_of(code: str) -> str:
    """What the language is called in that of the page, or the code itself where no name is known (CLDR)."""
    names: Mapping[str, str] = locale().languages
    return names.get(code.replace("-", "_")) or names.get(base_of(code), code)


def script_name_of(code: str) -> str:
    """What a script (ISO 15924) is called in the language of the page; "" where no name is known."""
    return str(locale().scripts.get(code, ""))


def locale() -> Locale:
    """How dates, numbers and names are written in the language of the page (CLDR)."""
    return _locale_of(get_language() or ENGLISH)


def language_of_records() -> str:
    """The language in which an archive writes its own words; "" on pages that speak it."""
    return beside_page(ENGLISH)


def beside_page(language: str) -> str:
    """``language``, as something on the page is to be marked with it; "" where that is the language of the page."""
    return "" if base_of(language) == locale().language else language


def number_in_words(number: int) -> str:
    """A number with its digits grouped as the language of the page does (CLDR)."""
    return format_decimal(number, locale=locale())


def capitalised(words: str) -> str:
    """``words`` with a capital at their beginning, as the language of the page writes it: i is İ in Azerbaijani."""
    return _first(words, {"i": "İ"}, str.upper)


def uncapitalised(words: str) -> str:
    """``words`` with a small letter at their beginning, for the middle of a sentence."""
    return _first(words, {"I": "ı", "İ": "i"}, str.lower)


def _first(words: str, dotted: dict[str, str], turned: Callable[[str], str]) -> str:
    words = str(words)
    first = words[:1]
    special = dotted.get(first) if locale().language in DOTTED else None
    return (special or turned(first)) + words[1:]


def base_of(language: str) -> str:
    """The language of a code without its region or script: "en" of "en-gb"."""
    return language.split("-", maxsplit=1)[0]


def in_language(language: str, path: str) -> str:
    """The address ``path`` of a page as it is in ``language``, one of those of the interface."""
    root = get_script_prefix()
    rest = path.removeprefix(root).lstrip("/")
    if get_language_from_path(f"/{rest}"):
        rest = rest.partition("/")[2].lstrip("/")
    return f"{root}{rest}" if language == settings.LANGUAGE_CODE else f"{root}{language}/{rest}"


def in_each_language(words: object) -> set[str]:
    """What ``words``, translated when they are read, are in each language of the interface."""
    said = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            said.add(str(words))
    return said


def is_reviewed(language: str) -> bool:
    return base_of(language) in REVIEWED


@lru_cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(language, sep="-")
