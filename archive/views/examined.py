"""Who examined a recording: what each of them concluded, question by question, and what they found in words."""

from dataclasses import dataclass, field

from archive.models import Assessment, VideoEvidence
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.views.lines import Value
from archive.views.notes import NoteReference, Notes


@dataclass
class Examination:
    """One assessment, as the page tells it."""

    anchor: str
    shown: MaskedRow
    language: str  # of its findings
    citations: list[MaskedRow]
    references: list[NoteReference] = field(default_factory=list)

    @property
    def by(self) -> MaskedRow:
        return self.shown.assessor


@dataclass(frozen=True)
class Conclusion:
    """One conclusion, and for each examination in turn whether it came to it, with the notes that say so."""

    value: Value
    cells: list[tuple[Examination, bool, list[NoteReference]]]


@dataclass(frozen=True)
class Examined:
    examinations: list[Examination]
    conclusions: list[Conclusion]


def examined(video: VideoEvidence, user: Reader, citations: dict[str, MaskedRow], notes: Notes) -> Examined:
    """The assessments of ``video`` in the alphabetical order of who made them; none stands first for another reason."""
    parts = video.visible_parts(Assessment, user, "video", "assessor")
    shown = [(part, part.masked_for(user)) for part in parts]
    shown.sort(key=lambda pair: pair[1].assessor.heading.casefold() if pair[1].assessor else "")
    examinations = [_examination(part, row, citations) for part, row in shown]
    terms = dict.fromkeys(term for one in examinations for term in one.shown.conclusions)
    conclusions = [_conclusion(term, examinations, notes) for term in terms]
    for one in examinations:
        one.references = notes.refer(one.citations)
    return Examined(examinations, conclusions)


def _examination(part: Assessment, shown: MaskedRow, citations: dict[str, MaskedRow]) -> Examination:
    citation = citations.get(part.citation_id)
    return Examination(part.reference, shown, part.language_of("findings"), [citation] if citation else [])


def _conclusion(term: MaskedRow, examinations: list[Examination], notes: Notes) -> Conclusion:
    reached = [(one, term in one.shown.conclusions) for one in examinations]
    cells = [(one, came_to_it, notes.refer(one.citations) if came_to_it else []) for one, came_to_it in reached]
    return Conclusion(Value(term.heading, term, term.heading_language), cells)
