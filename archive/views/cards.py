"""A record as a card: in which context it stands, what it is called, and what it says in its first words.

The context has no labels: “told by a prisoner, to a news agency” explains itself. Which phrases make it up is declared
for each type in `card_layouts`.
"""

import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.exports.claims import shown_claims
from archive.exports.sources import kind_of
from archive.facets.filter_set import ArchiveObjectFacets
from archive.languages import capitalised, language_of_records
from archive.models import EditorialNote
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import TargetCache, prefetch_cached
from archive.models.log.mentions import resolve_mentions
from archive.models.log.public_feed import PublicPosition
from archive.models.records.record import Record
from archive.views.facet_links import narrowed_by
from archive.views.hits import Hit
from archive.views.kept_cards import KeptCards
from archive.views.languages import lang_span
from archive.views.lines import ClaimView, Value, said_claim, values_of
from archive.views.named_sources import in_one_sentence, source_in_words, sources_of
from archive.vocabularies import ClaimField, ContentWarning, Verification

SHORTEST_EXCERPT, LONGEST_EXCERPT = 40, 165  # characters: about two lines at most
END_OF_SENTENCE = re.compile(r"(?<=\w{4})[.!?։][”»\"’)]*(?= )")  # after a whole word, and not after “Dr.”
SAID_OF: dict[str, str] = {ClaimField.PLACE: "places", ClaimField.DATE: "date"}  # fields by what claims speak of
WARNED_OF = (ContentWarning.DESCRIBES, ContentWarning.SHOWS, ContentWarning.DEATH)
Claims = Sequence[tuple[str, ClaimView]]  # each with the field that it speaks of


@dataclass(frozen=True)
class Phrase:
    """How the context says the first of some fields that has a value, and what it says where none has."""

    names: tuple[str, ...]
    words: str | Promise = "{}"
    empty: str | Promise = ""

    def said(self, shown: MaskedRow, row: ArchiveObject, claims: Claims, noted: Collection[str] = ()) -> SafeString:
        """The phrase with its values, those that sources claim among them; "" where there is nothing to say.

        ``noted`` are the fields on which the editors remark something: of a date that they doubt, a list must not be
        surer than the page.
        """
        name, own = next(((name, values) for name in self.names if (values := values_of(shown, row, name))), ("", []))
        claimed = [attributed(claim) for field, claim in claims if SAID_OF.get(field) in self.names]
        if not own and not claimed:
            return conditional_escape(self.empty)
        said = in_a_row([*own, *map(Value, claimed)])
        return format_html(str(self.words), format_html(_("{value} (see note)"), value=said) if name in noted else said)


@dataclass(frozen=True)
class CardLayout:
    """What the cards of one type say."""

    context: tuple[Phrase, ...]
    excerpt: tuple[str, ...] = ("summary",)  # the fields whose words stand below the title
    tags: tuple[str, ...] = ()  # those whose values stand at its foot
    more: Callable[[list, Reader], dict[str, SafeString]] | None = None  # what else is told of rows, by reference

    @property
    def fields(self) -> list[str]:
        """All fields that a card reads."""
        return [*(name for phrase in self.context for name in phrase.names), *self.excerpt, *self.tags]


@dataclass(frozen=True)
class Card:
    """One record as a list tells it, for one reader."""

    row: ArchiveObject
    shown: MaskedRow
    layout: CardLayout
    claims: Claims
    more: str = ""  # what the layout tells besides, escaped
    sources: Sequence[MaskedRow] = ()  # that it rests on, where the page has no other place to name them
    hit: Hit | None = None  # where words were sought
    with_kind: bool = False  # whether it says of which type it is
    noted: Collection[str] = ()  # the fields on which the editors remark something
    _drawn: dict[tuple[bool, bool], SafeString] = field(default_factory=dict, repr=False)  # as it was drawn before

    @cached_property
    def note(self) -> str:
        return content_note_of(self.shown, self.row)

    @property
    def drawn(self) -> SafeString:
        """The card as an item of a list. A page has up to 100: a template takes ten times as long for them."""
        return self.drawn_without()

    def drawn_without(self, *, note: bool = False, sources: bool = False) -> SafeString:
        """The card in a list that says its content note, or its sources, once for all."""
        if (note, sources) not in self._drawn:
            self._drawn[note, sources] = self._draw(note=note, sources=sources)
        return self._drawn[note, sources]

    def _draw(self, *, note: bool, sources: bool) -> SafeString:
        shown, hit = self.shown, self.hit
        heading = lang_span(shown.heading_language, hit.marked if hit else shown.heading)
        parts = [
            self._line_above,
            content_note_line(self.note) if self.note and not note else "",
            f'<h3><a href="{escape(shown.page)}">{heading}</a></h3>',
            (hit.passages if hit else "") or self._excerpt,
            *(f'<p class="more-of-it">{one}</p>' for one in (*self._further_claims(), self.more) if one),
            f'<p class="foot"><span>{self._tags}</span><span>{escape(shown.reference)}</span></p>',
            self._rests_on if self.sources and not sources else "",
            hit.list_of_leads if hit else "",
        ]
        return mark_safe(f"<li>{''.join(parts)}</li>")  # noqa: S308 (all of it is escaped, here or below)

    @property
    def _line_above(self) -> str:
        kind = [escape(capitalised(self.row.label()))] if self.with_kind else []
        context = " · ".join([*kind, *context_of(self.shown, self.row, self.layout, self.claims, self.noted)])
        verification = verification_of(self.shown, self.row, self.claims, self.noted)
        return f'<p class="eyebrow"><span>{context}</span>{verification}</p>' if context or verification else ""

    @property
    def _excerpt(self) -> str:
        values = [value for name in self.layout.excerpt for value in values_of(self.shown, self.row, name)]
        said = " ".join(lang_span(value.language, _cut(value.words)) for value in values)
        return f'<p class="say">{said}</p>' if said else ""

    @property
    def _rests_on(self) -> SafeString:
        return format_html('<p class="rests">{}: {}</p>', _("Rests on"), in_one_sentence(self.sources))

    @property
    def _tags(self) -> SafeString:
        """Each leads to the list of what has it, where that list has such a filter."""
        tags = []
        for name in self.layout.tags:
            address = narrowed_by(type(self.row), name)
            for value in values_of(self.shown, self.row, name):
                words = lang_span(value.language, value.words)
                leads = address(value.linked) if address and value.linked else ""
                tags.append(f'<a href="{escape(leads)}" rel="nofollow">{words}</a>' if leads else words)
        return mark_safe(" · ".join(tags))  # noqa: S308 (escaped, each)

    def _further_claims(self) -> list[SafeString]:
        """What sources claim of fields that the context says nothing of."""
        told: dict[str, list[Value]] = {}
        names = {name for phrase in self.layout.context for name in phrase.names}
        for about, claim in self.claims:
            if SAID_OF.get(about) not in names:
                told.setdefault(about, []).append(Value(attributed(claim)))
        labels = {about: capitalised(str(ClaimField(about).label)) for about in told}
        return [format_html("{}: {}", labels[about], in_a_row(said)) for about, said in told.items()]


kept: KeptCards[Card] = KeptCards()


def rows_of(filters: ArchiveObjectFacets, references: Sequence[str]) -> list[ArchiveObject]:
    """The records of ``references``, read through the rule of rows once more, in their order."""
    found = {row.pk: row for row in filters.Meta.model.objects.seen_among(references, filters.user)}
    return [found[reference] for reference in references if reference in found]


def cards_of(
    rows: Sequence[ArchiveObject],
    layout: CardLayout,
    user: Reader,
    *,
    hits: Sequence[Hit | None] = (),
    known: TargetCache | None = None,
    with_kind: bool = False,
    with_sources: bool = False,
    as_of: PublicPosition | None = None,
) -> list[Card]:
    """The cards of ``rows``, which are of one type and such as ``user`` may see.

    Where `as_of_for` said ``as_of`` before ``rows`` were read, cards are taken from those that are kept. In which words
    something was found is told anew each time, and so is what a layout tells of other records.
    """
    known = {} if known is None else known
    if as_of is None or hits or layout.more:
        return _made(rows, layout, user, known, hits, with_kind=with_kind, with_sources=with_sources)
    return kept.or_made(
        rows,
        (get_language(), with_kind, with_sources),
        as_of,
        lambda missing: _made(missing, layout, user, known, with_kind=with_kind, with_sources=with_sources),
    )


def _made(
    rows: Sequence[ArchiveObject],
    layout: CardLayout,
    user: Reader,
    known: TargetCache,
    hits: Sequence[Hit | None] = (),
    *,
    with_kind: bool,
    with_sources: bool,
) -> list[Card]:
    prefetch_cached(rows, layout.fields, known)
    resolve_mentions(rows, layout.excerpt, user)
    claims = {pk: [said_claim(*pair) for pair in pairs] for pk, pairs in shown_claims(rows, user, known).items()}
    more = layout.more(list(rows), user) if layout.more else {}
    sources = sources_of(rows, user, known) if with_sources else {}
    noted = noted_fields(rows, user)
    found = dict(zip((row.pk for row in rows), hits, strict=False))
    return [
        Card(
            row,
            row.masked_for(user),
            layout,
            claims.get(row.pk, []),
            more=more.get(row.pk, ""),
            hit=found.get(row.pk),
            with_kind=with_kind,
            sources=sources.get(row.pk, ()),
            noted=noted.get(row.pk, ()),
        )
        for row in rows
    ]


def noted_fields(rows: Sequence[ArchiveObject], user: Reader) -> dict[str, set[str]]:
    """By reference, the fields of ``rows``, which are of one type, on which a note says something to ``user``."""
    if not rows:
        return {}
    owners = {row.pk: row for row in rows}
    found: dict[str, set[str]] = {}
    for note in EditorialNote.objects.children_of(list(owners), type(rows[0]), user):
        note.known_object = owners[note.subject_id]
        if note.field and not note.masked_for(user).masked_fields:
            found.setdefault(note.subject_id, set()).add(note.field)
    return found


def context_of(
    shown: MaskedRow, row: ArchiveObject, layout: CardLayout, claims: Claims, noted: Collection[str] = ()
) -> list[SafeString]:
    """The phrases that say in which context a record stands, each once."""
    phrases = (phrase.said(shown, row, claims, noted) for phrase in layout.context)
    return list(dict.fromkeys(said for said in phrases if said))


def content_note_of(shown: MaskedRow, row: ArchiveObject) -> str:
    """What a reader should know before they read on; what nobody has assessed yet is treated as hard to bear."""
    if not isinstance(row, Record) or shown.content_warning == ContentWarning.NONE:
        return ""
    return shown.choice("content_warning") or _("not assessed yet")


def note_of_what_is_told(cards: Iterable[Card]) -> str:
    """What a reader should know before a page that tells of ``cards``, though it has no content note of its own."""
    return "; ".join(dict.fromkeys(card.note for card in cards if _is_warned_of(card)))


def _is_warned_of(card: Card) -> bool:
    return isinstance(card.row, Record) and card.shown.content_warning in WARNED_OF


def content_note_line(note: str) -> SafeString:
    return format_html('<p class="warning"><strong>{}</strong> {}.</p>', _("Content note:"), note)


def verification_of(shown: MaskedRow, row: ArchiveObject, claims: Claims, noted: Collection[str] = ()) -> SafeString:
    """How well it is supported, where that is recorded of its type; of what is disputed, what it is that differs.

    Where no claims differ, a note may say it: else a whole recording is read as doubtful for a part of what it shows.
    """
    if not isinstance(row, Record):
        return SafeString()
    words = shown.choice("verification")
    if shown.verification != Verification.DISPUTED:
        return format_html('<span class="state">{}</span>', words)
    differing = ", ".join(str(ClaimField(field).label) for field in _differing(claims))
    said = _("{disputed}: {fields}").format(disputed=words, fields=differing) if differing else words
    said = _("{disputed} (see note)").format(disputed=words) if not differing and "verification" in noted else said
    return format_html('<span class="state disputed">{}</span>', said)


def _differing(claims: Claims) -> list[str]:
    """The fields of which sources claim more than one thing."""
    told: dict[str, set[str]] = {}
    for about, claim in claims:
        told.setdefault(about, set()).add(claim.value.words)
    return [about for about, values in told.items() if len(values) > 1]


def shared_note(cards: Sequence[Card]) -> str:
    """The content note of all ``cards``, which is said once for all of them; "" where they differ."""
    notes = {card.note for card in cards}
    return notes.pop() if len(cards) > 1 and len(notes) == 1 else ""


def shared_sources(cards: Sequence[Card]) -> SafeString:
    """The sources of all ``cards``, which are named once for all of them; "" where they differ."""
    shared = {tuple(source.reference for source in card.sources) for card in cards}
    return in_one_sentence(cards[0].sources) if len(cards) > 1 and len(shared) == 1 else SafeString()


def attributed(said: ClaimView) -> SafeString:
    """One claim with who says so, each marked with its language; whether that was read there, or in another source."""
    value = lang_span(said.value.language, said.value.words)
    if said.of_whom:
        value = format_html("{} ({})", value, lang_span(language_of_records(), said.of_whom))
    if said.citation.reported_by:
        who = lang_span(said.by.heading_language, said.by.heading)
        return format_html(_("{value}, according to {who}, as another source reports"), value=value, who=who)
    return format_html(_("{value}, according to {who}"), value=value, who=source_in_words(said.by, kind_of(said.by)))


def in_a_row(values: Sequence[Value]) -> SafeString:
    """``values`` one after the other, with semicolons where one of them has a comma of its own."""
    sign = "; " if any("," in value.words for value in values) else ", "
    return mark_safe(sign.join(lang_span(value.language, value.words) for value in values))  # noqa: S308 (escaped)


def excerpt_of(shown: MaskedRow, row: ArchiveObject) -> str:
    """The first words of what its summary says, as plain text."""
    return _cut(shown.summary) if shown.summary else ""


def _cut(text: str) -> str:
    """The beginning of ``text``: up to the end of a sentence where one is near, else of a word."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_EXCERPT:
        return text
    ends = [found.end() for found in END_OF_SENTENCE.finditer(text, SHORTEST_EXCERPT, LONGEST_EXCERPT)]
    if whole := [end for end in ends if not text[end + 1].islower()]:
        return f"{text[: whole[-1]]} …"
    cut = textwrap.shorten(text, LONGEST_EXCERPT, placeholder=" …")
    return cut if cut != "…" else f"{text[:LONGEST_EXCERPT]}…"
