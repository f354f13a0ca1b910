"""What the archive's own pages say of a date, read back: the inverse of the words in `archive.dates.edtf`.

Each sentence in which a page tells a date is a template in the catalogue of its language; here it is a pattern. So what
is translated otherwise is read otherwise, and nothing is written down twice.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from babel import Locale
from babel.dates import get_month_names
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from archive.languages import locale
from archive.letters import fold

_CLDR = re.compile(r"'([^']*)'|(d+|M+|L+|y+)|(.)", re.DOTALL)
_PLACE = re.compile(r"\\?\{(\w+)\\?\}")
MAX_DATE_WORDS = 8  # words of one of two dates in a sentence
_SEASONS = {"spring {year}": 21, "summer {year}": 22, "autumn {year}": 23, "winter {year}": 24}
_SPANS = {
    "between {first} and {last}": "[{first}..{last}]",
    "from {first} to {last}": "{first}/{last}",
    "by {date}": "[..{date}]",
    "on or after {date}": "[{date}..]",
    "until {date}": "../{date}",
    "from {date}": "{date}/..",
}


def read_words(text: str) -> str | None:
    """The EDTF of ``text``, if it is what a page says of a date in one of the languages of the interface."""
    words = _plain(text)
    for language, _name in settings.LANGUAGES:
        if found := _words_of(language).date(words):
            return found
    return None


def _plain(text: str) -> str:
    return fold(text).replace(" ,", ",")


class _Words:
    """The words of dates in one language, as patterns."""

    def __init__(self, language: str):
        with override(language):
            self.months = _months(locale())
            self.days = [_cldr(pgettext("pattern of a date", "d MMMM y"))]
            self.month_years = [_cldr(pgettext("pattern of a date", "LLLL y"))]
            self.day_months = [_cldr(locale().datetime_skeletons["MMMMd"].pattern)]
            self.about, self.unsure = _template("about {date}"), _template("{date} (the source is unsure)")
            self.day_in_month, self.day_in_year = _template("a day in {month}"), _template("a day in {year}")
            self.month_in_year = _template("a month in {year}")
            self.decade, self.years = _template("the {decade}s"), _template("a year from {first} to {last}")
            self.no_year, self.open_year = _template("{date}, year not stated"), _template("{date} {year}")
            self.seasons = [(_template(template), number) for template, number in _SEASONS.items()]
            self.spans = [(_template(template), form) for template, form in _SPANS.items()]
            self.either = _plain(f"a{_(' or ')}b")[1:-1]

    def date(self, words: str) -> str | None:
        """The EDTF of a whole date."""
        if found := self.marked(words):
            return found
        parts = words.split(self.either)
        points = [point for part in parts if (point := self.marked(part))]
        if 1 < len(parts) == len(points):
            return f"[{','.join(points)}]"
        for pattern, form in self.spans:
            for match in _matches(pattern, words):
                ends = {name: self.marked(part) for name, part in match.items()}
                if all(ends.values()):
                    return form.format(**ends)
        return None

    def marked(self, words: str) -> str | None:
        """The EDTF of one point in time, with what the source says of its being sure."""
        for match in _matches(self.unsure, words):
            if (found := self.marked(match["date"])) and found[-1] not in "?%":
                return f"{found[:-1]}%" if found.endswith("~") else f"{found}?"
        for match in _matches(self.about, words):
            if found := self.point(match["date"]):
                return f"{found}~"
        return self.point(words)

    def point(self, words: str) -> str | None:
        for read in (self._day, self._month, self._season, self._part_of, self._year, self._day_without_year):
            if found := read(words):
                return found
        return None

    def _day(self, words: str) -> str | None:
        for match in self._named(self.days, words):
            return f"{match['year']}-{match['month']}-{int(match['day']):02}"
        return None

    def _month(self, words: str) -> str | None:
        for match in self._named(self.month_years, words):
            return f"{match['year']}-{match['month']}"
        for match in _matches(self.open_year, words):
            month, year = self.months.get(match["date"]), self._year(match["year"])
            if month and year and "X" in year:
                return f"{year}-{month:02}"
        return None

    def _season(self, words: str) -> str | None:
        for pattern, number in self.seasons:
            for match in _matches(pattern, words):
                if year := self._year(match["year"]):
                    return f"{year}-{number}"
        return None

    def _part_of(self, words: str) -> str | None:
        """A day of a month, or a day or a month of a year, that the source leaves open."""
        for match in _matches(self.day_in_month, words):
            if month := self._month(match["month"]):
                return f"{month}-XX"
        for pattern, ending in ((self.day_in_year, "-XX-XX"), (self.month_in_year, "-XX")):
            for match in _matches(pattern, words):
                if year := self._year(match["year"]):
                    return f"{year}{ending}"
        return None

    def _year(self, words: str) -> str | None:
        if re.fullmatch(r"[0-9]{3,4}", words) and int(words):  # of fewer digits, it may be a day
            return f"{int(words):04}"
        for match in _matches(self.decade, words):
            if re.fullmatch(r"[0-9]{1,3}0", match["decade"]):
                return f"{int(match['decade'][:-1]):03}X"
        for match in _matches(self.years, words):
            if match["first"].isdecimal() and match["last"].isdecimal():
                for digits in (2, 3):
                    first, last = int(match["first"]), int(match["last"])
                    if first % 10**digits == 0 and last == first + 10**digits - 1:
                        return f"{first:04}"[: 4 - digits] + "X" * digits
        return None

    def _day_without_year(self, words: str) -> str | None:
        for match in _matches(self.no_year, words):
            for named in self._named(self.day_months, match["date"]):
                return f"XXXX-{named['month']}-{int(named['day']):02}"
        for match in _matches(self.open_year, words):
            year = self._year(match["year"])
            for named in self._named(self.day_months, match["date"]):
                if year and "X" in year:
                    return f"{year}-{named['month']}-{int(named['day']):02}"
        return None

    def _named(self, patterns: list[re.Pattern[str]], words: str) -> Iterator[dict[str, str]]:
        """What each pattern finds, with the number of the month for its name."""
        for pattern in patterns:
            match = pattern.fullmatch(words)
            if match and (month := self.months.get(match["month"])):
                found = match.groupdict() | {"month": f"{month:02}"}
                if "year" in found:
                    found["year"] = f"{int(found['year']):04}"
                yield found


@cache
def _words_of(language: str) -> _Words:
    return _Words(language)


def _months(spoken: Locale) -> dict[str, int]:
    return {
        fold(name): number
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, spoken).items()
    }


def _template(template: str) -> list[re.Pattern[str]]:
    """What gettext makes of ``template`` as patterns, with each of its places as a group.

    Of two places, the first may have any number of words: one pattern has one, the next two, and so on.
    """
    words = re.escape(_plain(_(template)))
    names = _PLACE.findall(words)
    first = [rf"\S+(?: \S+){{{number}}}" for number in range(MAX_DATE_WORDS)] if len(names) > 1 else [".+"]
    found = []
    for one in first:
        places = {name: f"(?P<{name}>{one if name == names[0] else '.+'})" for name in names}
        found.append(re.compile(_PLACE.sub(partial(_group_of, places), words)))
    return found


def _group_of(places: dict[str, str], match: re.Match[str]) -> str:
    return places[match[1]]


def _cldr(pattern: str) -> re.Pattern[str]:
    """A pattern of CLDR (UTS 35, dates) as one of Python: day, month as a word, and year."""
    parts: dict[str, Callable[[], str]] = {
        "d": lambda: r"(?P<day>\d{1,2})",
        "M": lambda: r"(?P<month>[^\W\d]+)",
        "L": lambda: r"(?P<month>[^\W\d]+)",
        "y": lambda: r"(?P<year>\d{1,4})",
    }
    found = [
        parts[field[0]]() if field else re.escape(fold(literal or sign) or " ")
        for literal, field, sign in _CLDR.findall(pattern)
    ]
    return re.compile("".join(found))


def _matches(patterns: list[re.Pattern[str]], words: str) -> Iterator[dict[str, str]]:
    """What may stand in the places of a template, in each way in which it does."""
    for pattern in patterns:
        if match := pattern.fullmatch(words):
            yield match.groupdict()
