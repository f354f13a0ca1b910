"""What somebody typed into the box, read: words, phrases, what must not be there, and nothing else.

There is no other syntax. A word may be written any way; “quotes” of any kind keep words side by side; a minus before a
word or a phrase leaves out what says it; signs within a word (an address, a reference) keep its parts side by side.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.letters import words_in
from archive.models.base.accessions import reference_for

MAX_WORDS = 12
MAX_NAME_WORDS = 2  # words of one piece that may be a name
_REFERENCE = re.compile(r"(?<![^\W_])([A-Z]{3})-([0-9]{1,9})(?![^\W_])")  # zeros may be left out
_QUOTES = '"“”„«»‟〝〞＂'
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)[-−–])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?P<word>[^\s{_QUOTES}]+))"
)


class TooLong(ValueError):
    """More words than the box takes; the message says how many it takes."""


@dataclass(frozen=True)
class Piece:
    """Words side by side, folded; a single one may have other forms, unless it was quoted."""

    words: tuple[str, ...]
    quoted: bool = False
    written: str = ""  # as it was typed, with accents

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1 or self.quoted

    @property
    def may_be_a_name(self) -> bool:
        """Whether it may be spelt in other ways: a word, or two with a sign between, as in Ter-Minasyan."""
        return len(self.words) <= MAX_NAME_WORDS and not self.quoted


@dataclass(frozen=True)
class Query:
    """What must be said, what must not be, and the references that stand in it.

    ``exact`` leaves out other forms and spellings; ``typing`` is the last word, where somebody may still be typing it.
    """

    text: str
    wanted: tuple[Piece, ...]
    unwanted: tuple[Piece, ...]
    references: tuple[str, ...]
    exact: bool = False

    @property
    def typing(self) -> str:
        """The word that may go on, as somebody may still be typing it."""
        last = self.wanted[-1] if self.wanted else None
        if last is None or last.is_phrase or self.exact or self.text[-1:].isspace():
            return ""
        return last.words[0] if len(last.words[0]) > 1 else ""


def read(text: str, *, exact: bool = False) -> Query:
    """Read what was typed; raise `TooLong` where it is more than the box takes."""
    wanted: list[Piece] = []
    unwanted: list[Piece] = []
    asked_for: list[str] = []
    for match in _PIECE.finditer(text.replace("\x00", " ")):
        words = tuple(words_in(match["phrase"] if match["phrase"] is not None else match["word"]))
        if words:
            piece = Piece(words, match["phrase"] is not None, match["word"] or "")
            (unwanted if match["minus"] else wanted).append(piece)
            asked_for += [] if match["minus"] else [match[0]]
    count = sum(len(piece.words) for piece in (*wanted, *unwanted))
    if count > MAX_WORDS:
        template = _("The search takes at most {most} words; you entered {number}.")
        raise TooLong(template.format(most=MAX_WORDS, number=count))
    found = (_REFERENCE.finditer(said.upper()) for said in asked_for)
    references = dict.fromkeys(reference_for(match[1], int(match[2])) for matches in found for match in matches)
    return Query(text, tuple(dict.fromkeys(wanted)), tuple(unwanted), tuple(references), exact)
