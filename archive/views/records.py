"""The page of one record, which every noun has."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from archive.domain.versions import version_on, versions_of
from archive.exports.citing import Cited
from archive.exports.sources import in_words_of, sources_of
from archive.facets.broader import WIDER, has_any_under
from archive.languages import capitalised
from archive.models import Erasure, Issue, Redirect
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import is_reference
from archive.models.base.prefetching import prefetch_cached
from archive.models.records.record import Record
from archive.views.card_layouts import LAYOUTS
from archive.views.cards import content_note_of, context_of, verification_of
from archive.views.citing import CITATION_FORMATS as CITED_AS
from archive.views.citing import cited_of, file_of, linked_data
from archive.views.lines import RecordAnnotations, lines_of, refer_to_sources, values_of
from archive.views.named_sources import in_one_sentence
from archive.views.names import spellings_of
from archive.views.notes import Notes
from archive.views.page_cache import CachedPageMixin
from archive.views.related import RelatedRecords, related_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ArchiveObjectDetail(CachedPageMixin, TemplateView):
    """The page of one record: what is known, said by whom, and what it is linked with."""

    template_name = "record_detail.html"
    http_method_names = ["get", "head", "options"]
    model: type[ArchiveObject]
    title: "StrOrPromise" = ""
    facts_title: "StrOrPromise" = _("Facts")
    lines: tuple[str, ...] = ()
    parts: tuple = ()  # the tables of its parts, each a `PartTable`
    texts: tuple[str, ...] = ()  # long fields, printed as running text
    heading_field = ""  # the field that the heading of the page states
    lists_versions = False  # whether the page tells of its versions, and not of the record

    def rests_on_the_public_log(self, day: str = "", **kwargs) -> bool:
        return not (day or self.lists_versions)  # earlier states can be closed, which changes nothing of today's

    def get(self, request, reference: str, day: str = "", form: str = "", **kwargs):
        if not is_reference(reference):
            raise Http404
        row = self._row(reference)
        if row is None:
            gone = self.model.objects.tombstones_for(request.user).filter(pk=reference).first()
            return self._moved(reference) or self._tombstone(gone)
        if self.lists_versions:
            return self.response_class(request, "versions.html", self._versions(row))
        if day:
            return self._as_of(day, row)
        written = Issue.objects.days_of_change([reference]).get(reference)
        cited = self._cited(row, written=written, note=self._rests_on(row) if form else "")
        response = (
            file_of(cited, form) if form else self.render_to_response(self.get_context_data(row=row, cited=cited))
        )
        if written is not None:
            response.headers["Last-Modified"] = http_date(datetime.combine(written, time(), UTC).timestamp())
        return response

    def _versions(self, row: ArchiveObject) -> dict[str, object]:
        versions = versions_of(row, self.request.user)
        listed = [(version, self._address_as_of(row, version.last)) for version in versions]
        shown = row.masked_for(self.request.user)
        context = {"record": shown, "title": self.title, "noun": row.noun, "robots": "noindex"}
        yesterday = timezone.now().date() - timedelta(days=1)
        example = max([yesterday, *(version.first for version in versions[-1:])])  # on which there was a page
        return context | {"versions": listed, "example": example}

    def _address_as_of(self, row: ArchiveObject, day: date | None) -> str:
        return reverse(f"{row.noun}-as-of", args=[row.pk, day.isoformat()]) if day else row.get_absolute_url()

    def _as_of(self, day: str, row: ArchiveObject) -> HttpResponse:
        """The page as it read at the end of ``day``."""
        version = version_on(_day(day), row, self.request.user)
        if version is None:
            context = {"record": row.masked_for(self.request.user), "title": self.title, "noun": row.noun}
            context |= {"day": _day(day), "robots": "noindex"}
            return self.response_class(self.request, "no_version.html", context, status=404)
        address = self._address_as_of(row, _day(day))
        cited = self._cited(version.row, written=version.first, address=address, read=_day(day))
        context = self.get_context_data(row=version.row, cited=cited)
        context |= {"still": None, "robots": "noindex", "day": _day(day), "version": version, "linked_data": ""}
        context["cite_files"] = []  # which would be those of today
        return self.render_to_response(context | {"today": row.get_absolute_url()})

    def previewed(self, row: ArchiveObject, words: str) -> HttpResponse:
        """The page of ``row``, which is not saved; ``words`` say so on top of it."""
        context = self.get_context_data(row=row, cited=self._cited(row))
        context |= {"still": None, "robots": "noindex", "linked_data": "", "cite_files": [], "preview": words}
        return self.render_to_response(context)

    def _moved(self, reference: str) -> HttpResponse | None:
        """The way to what ``reference`` was merged into, for whoever may see that or know that it is gone."""
        led = Redirect.objects.filter(old=reference).values("subject")
        for rows in (
            self.model.objects.visible_to(self.request.user),
            self.model.objects.tombstones_for(self.request.user),
        ):
            if row := rows.filter(pk__in=led).first():
                return HttpResponseRedirect(row.get_absolute_url())
        return None

    def _tombstone(self, row: ArchiveObject | None) -> HttpResponse:
        """The page (410) at the address of ``row``, which was withdrawn; without one, see `_erased_or_not_found`."""
        if row is None:
            return self._erased_or_not_found()
        context = {"reference": row.reference, "singular": row.label(), "noun": row.noun}
        context |= {"title": self.title, "day": row.withdrawn_on, "ground": row.get_withdrawn_because_display()}
        return self.response_class(self.request, "tombstone.html", context | {"robots": "noindex"}, status=410)

    def _erased_or_not_found(self) -> HttpResponse:
        """The page (410) at the address of a record that was public and was erased. Raise `Http404` elsewhere."""
        receipt = Erasure.objects.filter(subject=self.kwargs["reference"], subject__noun=self.model.noun).last()
        if receipt is None or not receipt.was_public:
            raise Http404
        context = {"reference": receipt.subject_id, "singular": self.model.label(), "noun": self.model.noun}
        context |= {"title": self.title, "day": receipt.created_at.date(), "erased": True, "robots": "noindex"}
        return self.response_class(self.request, "tombstone.html", context, status=410)

    def get_context_data(self, row, cited, **kwargs):
        user = self.request.user
        shown = row.masked_for(user)
        sayings, notes = RecordAnnotations(row, user), Notes()
        lines, texts = lines_of(shown, row, self.lines, sayings), self._texts(shown, row, sayings)
        disputed, noted = [line for line in lines if line.differs], {note.field for note in sayings.notes}
        in_heading = notes.refer(one for line in lines if line.name == self.heading_field for one in line.citations)
        for line in (*texts, *disputed):
            refer_to_sources([line], notes)
        opening, related = self.opening(row, sayings, notes), self._related_today(row, user)
        first = [part.context(row, user, sayings.citations, notes) for part in self.parts if part.stands_first]
        rests_on = refer_to_sources([line for line in lines if not line.differs], notes)
        parts = [part.context(row, user, sayings.citations, notes) for part in self.parts if not part.stands_first]
        for citation in sayings.citations.values():
            notes.add(citation)
        shown_fields = {name for line in lines for name in row.combined_fields.get(line.name, (line.name,))}
        return super().get_context_data(
            record=shown,
            title=self.title,
            singular=row.label(),
            description=shown.summary or f"{capitalised(row.label())} {row.reference}: {shown.heading}",
            noun=row.noun,
            context=[] if in_heading else context_of(shown, row, LAYOUTS[self.model], sayings.claims, noted),
            verification=verification_of(shown, row, sayings.claims, noted),
            warning=self.content_note(shown, row, related, opening),
            facts_title=self.facts_title,
            spellings=spellings_of(row, user) if self.model.has_alternative_names else (),
            lines=[line for line in lines if not line.differs],
            disputed=disputed,
            rests_on=rests_on,
            texts=texts,
            titles=sayings.translations_of("title"),
            first_parts=first,
            parts=parts,
            heading_references=in_heading,
            related=related,
            gathers=self.model in WIDER and has_any_under(row, user),
            notes=sayings.general_notes(shown_fields | {*self.texts, "summary"}),
            sources=list(notes),
            named_sources=in_one_sentence(_each_source(sayings.citations.values())),
            is_record=isinstance(row, Record),
            **opening,
            robots="" if self.may_be_indexed(shown) else "noindex",
            linked_data=linked_data(cited, shown.summary or "") if self.may_be_indexed(shown) else "",
            cited=cited,
            cite_files=[
                (label, reverse(f"{row.noun}-cite", args=[row.pk, form])) for form, (label, _, _) in CITED_AS.items()
            ],
            **kwargs,
        )

    def _cited(self, row: ArchiveObject, **options: object) -> Cited:
        return cited_of(self.request, row.masked_for(self.request.user), **options)

    def _rests_on(self, row: ArchiveObject) -> str:
        """Each source that it cites and what that is, for a file that goes without its page."""
        cited = sources_of([row], self.request.user).get(row.pk, [])
        named = dict.fromkeys(in_words_of(said) for said in cited)
        return f"Rests on: {'; '.join(named)}" if named else ""

    def _row(self, reference: str) -> ArchiveObject | None:
        """The record of that reference with what its lines link to, if the reader may see it."""
        rows = self.model.objects.seen_among([reference], self.request.user)
        fields = (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)
        prefetch_cached(rows, [field.name for field in fields if field.name in self.lines], {})
        return rows[0] if rows else None

    def _texts(self, shown, row, sayings):
        names = [name for name in ("summary", *self.texts) if getattr(shown, name)]
        return [sayings.line(name, row.label_of(name), values_of(shown, row, name)) for name in names]

    def _related_today(self, row: ArchiveObject, user: Reader) -> RelatedRecords | None:
        """What refers to it; a page of another day leaves that out, for it would be what refers to it today."""
        return self.related(row, user) if row.historical_parts is None else None

    def content_note(
        self, shown: MaskedRow, row: ArchiveObject, related: RelatedRecords | None, opening: dict[str, object]
    ) -> str:
        """What a reader should know before they read on; a type whose pages tell of others' records has theirs."""
        return content_note_of(shown, row)

    def related(self, row: ArchiveObject, user: Reader) -> RelatedRecords | None:
        return related_to(row, user)

    def opening(self, row, sayings: RecordAnnotations, notes: Notes) -> dict[str, object]:
        """What the page of this type leads with besides its texts, for its template."""
        return {}

    def may_be_indexed(self, shown: MaskedRow) -> bool:
        return True


def _each_source(citations: Iterable[MaskedRow]) -> list[MaskedRow]:
    """The sources that are cited, each once."""
    return list(dict.fromkeys(citation.source for citation in citations if citation.source))


def _day(text: str) -> date:
    """The day in an address; raise `Http404` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
