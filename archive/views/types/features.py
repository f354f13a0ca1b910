"""Features: what the curators tell of the collection, with the records that it rests on."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.domain.pictures import PICTURED
from archive.facets.types.features import FeatureFacets
from archive.languages import base_of
from archive.models import Feature, Passage, Person, ReportedFigure
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject, archive_object_of
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import Card, cards_of, content_note_of, note_of_what_is_told
from archive.views.lines import RecordAnnotations
from archive.views.list_cuts import ListCut, cut_of
from archive.views.lists import ArchiveObjectList
from archive.views.lives import Life, life_of
from archive.views.markup import html_of
from archive.views.notes import NoteReference, Notes
from archive.views.other_languages import others_in_languages
from archive.views.pictures import Still, still_of
from archive.views.records import ArchiveObjectDetail


class FeatureList(ArchiveObjectList):
    facets = FeatureFacets
    title = _("Features")
    intro = _("Stories from the collection by its editors, each paragraph with its source.")
    columns = ("summary", "language")


@dataclass(frozen=True)
class Embedded:
    """What a passage shows of a record: a figure as a sentence, a life as its steps, all else as a card."""

    card: Card | None = None
    figure: MaskedRow | None = None
    life: Life | None = None
    still: Still | None = None


@dataclass(frozen=True)
class ToldPassage:
    """One paragraph as the page tells it, with what it shows."""

    anchor: str
    subheading: str
    language: str
    html: SafeString
    references: list[NoteReference]
    shows: Embedded
    cut: ListCut | None


class FeatureDetail(ArchiveObjectDetail):
    model = Feature
    title = _("Features")
    template_name = "records/features.html"

    def opening(self, row, sayings, notes):
        user, today = self.request.user, row.historical_parts is None
        passages = row.visible_parts(Passage, user, "record")
        return {
            "passages": [self._told(passage, today, sayings, notes) for passage in passages],
            "languages": others_in_languages(row, user, Feature.get_absolute_url) if today else [],
            "topic": cut_of(row.list_address, "", user) if row.list_address and today else None,
        }

    def _told(self, passage: Passage, today: bool, sayings: RecordAnnotations, notes: Notes) -> ToldPassage:
        user, shown = self.request.user, passage.masked_for(self.request.user)
        citation = sayings.citations.get(passage.citation_id)
        return ToldPassage(
            anchor=passage.reference,
            subheading=shown.subheading or "",
            language=passage.language_of("text"),
            html=html_of(shown.text or ""),
            references=notes.refer([citation] if citation else []),
            shows=_embedded(archive_object_of(passage.record), user) if passage.record else Embedded(),
            cut=cut_of(shown.list_address, shown.view, user) if shown.list_address and today else None,
        )

    def content_note(self, shown, row, related, opening):
        passages, topic = opening["passages"], opening["topic"]
        cuts = [passage.cut for passage in passages] + [topic]
        shown_cards = [passage.shows.card for passage in passages if passage.shows.card]
        return note_of_what_is_told([*shown_cards, *(card for cut in cuts if cut for card in cut.cards)])

    def related(self, row, user):
        return None


def _embedded(record: ArchiveObject, user: Reader) -> Embedded:
    if not record.is_visible_to(user):
        return Embedded()
    shown = record.masked_for(user)
    if isinstance(record, ReportedFigure):
        return Embedded(figure=shown)
    (card,) = cards_of([record], LAYOUTS[type(record)], user, with_kind=True)
    still = still_of(shown, not content_note_of(shown, record)) if record.noun in PICTURED else None
    life = life_of(record, user) if isinstance(record, Person) else None
    return Embedded(card=card, life=life, still=still if still and not still.covered else None)


def first_feature(user: Reader) -> MaskedRow | None:
    """The feature that curators placed first, in the language that is read as far as may be."""
    found = Feature.objects.visible_to(user).best_in(base_of(get_language()))
    return found[0].masked_for(user) if found else None
