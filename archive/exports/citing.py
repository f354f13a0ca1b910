"""How to cite a page of the archive: as text, and for programs that keep references.

What is cited is the page, which the archive wrote, and not the source that it rests on; that one is named on the page,
and in the note that a reference carries.
"""

import json
from dataclasses import dataclass
from datetime import date

import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import BibliographyData, Entry

from archive.models.access.masking import MaskedRow


class Ris(rispy.RisWriter):
    """RIS as programs read it, without a number before each entry."""

    def set_header(self, count: int) -> str:
        return ""


STYLE = "harvard-cite-them-right"  # of those that come with citeproc-py


@dataclass(frozen=True)
class Cited:
    """One page as it is cited: what it is called, where it stands, and when it was read."""

    reference: str
    title: str
    archive: str
    address: str
    written: date | None  # since when it reads as it does, where that is known
    read: date
    note: str = ""  # what the page rests on

    @classmethod
    def of(
        cls, shown: MaskedRow, *, archive: str, address: str, written: date | None, read: date, note: str = ""
    ) -> "Cited":
        return cls(shown.reference, shown.heading, archive, address, written, read, note)

    def __post_init__(self):
        """A title is one line, and so is a note: in RIS another one would be another field."""
        for name in ("title", "note"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))

    def csl(self) -> dict:
        """The item in CSL-JSON (citationstyles.org, schema 1.0)."""
        item = {
            "id": self.reference,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": self.archive}],
            "archive": self.archive,
            "archive_location": self.reference,
            "URL": self.address,
            "accessed": _csl_day(self.read),
            **({"note": self.note} if self.note else {}),
        }
        return item | ({"issued": _csl_day(self.written)} if self.written else {})

    def text(self) -> str:
        """The citation in words, in the style "Harvard – Cite Them Right"."""
        style = CitationStylesStyle(STYLE, validate=False, locale="en-GB")
        bibliography = CitationStylesBibliography(style, CiteProcJSON([self.csl()]), formatter.plain)
        bibliography.register(Citation([CitationItem(self.reference)]))
        return " ".join(str(bibliography.bibliography()[0]).split())

    def csl_json(self) -> str:
        return json.dumps([self.csl()], ensure_ascii=False, indent=2)

    def bibtex(self) -> str:
        fields = [
            ("title", _braced(self.title)),
            ("author", _braced(self.archive)),
            ("number", self.reference),
            *([("year", str(self.written.year)), ("date", self.written.isoformat())] if self.written else []),
            ("url", self.address),
            ("urldate", self.read.isoformat()),
            *([("note", _braced(self.note))] if self.note else []),
        ]
        return BibliographyData({self.reference: Entry("misc", fields)}).to_string("bibtex")

    def ris(self) -> str:
        obj = {
            "type_of_reference": "ELEC",
            "title": self.title,
            "authors": [f"{self.archive},"],
            "accession_number": self.reference,
            "urls": [self.address],
            "access_date": f"{self.read:%Y/%m/%d/}",
            **({"notes": [self.note]} if self.note else {}),
        }
        return rispy.dumps([obj | ({"date": f"{self.written:%Y/%m/%d/}"} if self.written else {})], implementation=Ris)


def _braced(text: str) -> str:
    """``text`` as BibTeX leaves it, between braces; braces of its own would not be balanced by all that read it."""
    return f"{{{text.translate(str.maketrans('{}', '()'))}}}"


def _csl_day(day: date) -> dict:
    return {"date-parts": [[day.year, day.month, day.day]]}
