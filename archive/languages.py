"""Languages by their codes (BCP 47), and those of the interface."""

import re
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language

ENGLISH = "en"
REVIEWED = frozenset({ENGLISH})  # the languages of the interface that a native reader has read and corrected
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_code(code: str) -> bool:
    return bool(_CODE.fullmatch(code))


def name_of(code: str) -> str:
    """What the language is called in that of the page, or the code itself where no name is known (CLDR)."""
    names = locale().languages
    return names.get(code.replace("-", "_")) or names.get(code.split("-", maxsplit=1)[0], code)


def script_name_of(code: str) -> str:
    """What a script (ISO 15924) is called in the language of the page; "" where no name is known."""
    return locale().scripts.get(code, "")


def locale() -> Locale:
    """How dates, numbers and names are written in the language of the page (CLDR)."""
    return _locale_of(get_language() or ENGLISH)


def language_of_records() -> str:
    """The language in which an archive writes its own words; "" on pages that speak it."""
    return "" if locale().language == ENGLISH else ENGLISH


def number_in_words(number: int) -> str:
    """A number with its digits grouped as the language of the page does (CLDR)."""
    return format_decimal(number, locale=locale())


def is_reviewed(language: str) -> bool:
    return language.split("-", maxsplit=1)[0] in REVIEWED


@lru_cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(language, sep="-")
