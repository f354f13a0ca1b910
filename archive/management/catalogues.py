"""The catalogues of the interface's languages (gettext): which strings there are, and how each is said.

Strings come from the code and the templates, and from libraries where these do not say in a language what they show.
Babel reads and writes the files, so that nobody needs the programs of GNU gettext; translators may use any editor for
``.po``.
"""

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from archive.management.borrowed import library_messages
from archive.management.strings import extract_messages

SPOKEN = ("archive/**/*.py", "config/*.py", "templates/**/*.html", "templates/**/*.txt")
LOCALE = Path("archive/locale")
HEAD = {
    "project": "the archive",
    "version": "",
    "charset": "utf-8",
    "fuzzy": False,
    "header_comment": "# The interface of the archive. See docs/translating.md.",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
}


@dataclass(frozen=True)
class Catalogue:
    """One language: its catalogue as it is written, and as Django reads it."""

    language: str

    @property
    def written(self) -> Path:
        return settings.BASE_DIR / LOCALE / self.language / "LC_MESSAGES" / "django.po"

    @property
    def compiled(self) -> Path:
        return self.written.with_suffix(".mo")

    def read(self) -> Catalog:
        if not self.written.exists():
            return Catalog(locale=self.language, **HEAD)
        with self.written.open("rb") as file:
            return read_po(file, locale=self.language)

    def bring_up_to_date(self) -> None:
        """Take in what is new, let go of what nobody says any more, and compile."""
        catalog = self.read()
        catalog.update(self.wanted(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        self.written.parent.mkdir(parents=True, exist_ok=True)
        with self.written.open("wb") as file:
            write_po(file, catalog, width=100, include_lineno=False, omit_header=False)
        self.compiled.write_bytes(self.as_compiled())

    def as_compiled(self) -> bytes:
        out = BytesIO()
        write_mo(out, self.read())
        return out.getvalue()

    def untranslated(self) -> list[str]:
        """The strings that have no translation, or not every form of one."""
        known = {_key(message): message for message in self.read() if message.id}
        return [str(one.id) for one in self.wanted() if one.id and not _is_said(known.get(_key(one)))]

    def wanted(self) -> Catalog:
        """Every string that is to be said in it: the archive's own, and what libraries leave to be said."""
        catalog = deepcopy(gathered())
        for library, message, comments, context in library_messages(self.language):
            catalog.add(message, None, [(library, 0)], auto_comments=comments, context=context)
        return catalog


def catalogues() -> list[Catalogue]:
    return [Catalogue(code) for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@cache
def gathered() -> Catalog:
    """Every string of the interface, in English."""
    catalog = Catalog(**HEAD)
    for pattern in SPOKEN:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            place = path.relative_to(settings.BASE_DIR).as_posix()
            for message, comments, context in extract_messages(path):
                catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def _key(message) -> tuple:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def _is_said(message) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)
