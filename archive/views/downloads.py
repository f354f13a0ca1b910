"""The results of a list as a file: the same records, with the columns of the public export, sources and pages."""

import json
from collections.abc import Iterable, Iterator
from itertools import tee

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from archive.exports import claims, notes, sources
from archive.facets.histogram import Bars
from archive.imports.files.tables import write_lines
from archive.imports.schema.cells import defuse
from archive.imports.schema.masked_states import masked_states
from archive.imports.schema.sheets import Sheet, lines_of
from archive.imports.types import SHEETS
from archive.models.access.viewers import viewer_for
from archive.models.archive_object import ArchiveObject
from archive.models.authorities.people import FOR_THE_DESK
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.fields import ImpreciseDateField
from archive.models.base.prefetching import prefetch_cached
from archive.models.base.states import WORKFLOW_FIELDS
from archive.models.log.mentions import in_words
from archive.views.lines import LANGUAGE_FIELDS, values_of
from archive.views.lists import ArchiveObjectList
from archive.views.sentences import sentence_of

NEVER_PUBLIC = {*FOR_THE_DESK, *WORKFLOW_FIELDS, *ArchiveObject.protection.guards}
EXTRA_COLUMNS = (
    "claims",
    "sources",
    "notes",
    "page",
)  # the columns of a table that the export has not, after the words of codes
LEFT_OUT_OF_NAMES = {"q", "exact", "sort", "size", "page", "view", "by"}
LONGEST_NAME = 80  # letters
LINES = (("notes", notes.in_one_line), ("sources", sources.in_one_line), ("claims", claims.in_one_line))
IN_WORDS = "_in_words"  # at the end of the name of a column that says in words what another has as a code
DOWNLOAD_FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class Download(ArchiveObjectList):
    """What a list finds, as whoever asks may see it, sent as it is read."""

    def get(self, request, *args, form: str, **kwargs):
        if form not in DOWNLOAD_FORMATS:
            raise Http404
        self.form = form
        return super().get(request, *args, **kwargs)

    def _page_problems(self) -> list[str]:
        """A file of more than what was asked for would mislead whoever counts in it."""
        template = _("“{typed}” is not a filter of this list.")
        return super()._page_problems() + [template.format(typed=name) for name in self._unknown]

    def render_to_response(self, context, **kwargs):
        counted = context["counted"]
        states = self._states(counted.page(0, counted.total))  # as they stand now, however long it takes to send them
        lines = self._csv(states) if self.form == "csv" else self._json(states, self._head(counted))
        response = StreamingHttpResponse(lines, content_type=DOWNLOAD_FORMATS[self.form])
        day = timezone.now().date().isoformat()
        name = "-".join(filter(None, [self.model.noun, _in_a_file_name(self.address.pairs()), day]))
        response["Content-Disposition"] = f'attachment; filename="{name}.{self.form}"'
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs):
        return {"counted": self.filters.counted((), bars=Bars.NONE)}

    @property
    def _sheet(self) -> Sheet:
        """The columns of the public export, without those that a stranger never finds filled."""
        whole = SHEETS[self.model.noun]
        if viewer_for(self.request.user).desk:
            return whole
        left_out = {*NEVER_PUBLIC, self.model.protection.substitute}
        return whole.limited_to(name for name in whole.names if name not in left_out)

    @property
    def _coded(self) -> list[str]:
        """The columns whose cells are codes, such as notations and references, and have words beside them."""
        return [column.name for column in self._sheet.columns if column.name != "reference" and _is_coded(column)]

    def _states(self, whole: list[str]) -> Iterator[dict]:
        sheet, user = self._sheet, self.request.user
        links = [name for name in self._coded if self.model._meta.get_field(name).is_relation]
        for start in range(0, len(whole), CHUNK_SIZE):
            references = whole[start : start + CHUNK_SIZE]
            rows = self.model.objects.filter(pk__in=references)
            found = {state["reference"]: self._in_words(state) for state in masked_states(sheet, rows, user)}
            seen = {row.pk: row for row in self.model.objects.seen_among(references, user)}
            prefetch_cached(list(seen.values()), links, {})
            cited, claimed = sources.sources_of(list(seen.values()), user), claims.claims_of(list(seen.values()), user)
            noted = notes.notes_of(list(seen.values()), user)
            for reference in references:
                if reference in found and reference in seen:
                    beside = {"claims": claimed.get(reference, []), "sources": cited.get(reference, [])}
                    beside["notes"] = noted.get(reference, [])
                    page = self.request.build_absolute_uri(f"{self._path}{reference}/")
                    yield found[reference] | self._words_of(seen[reference]) | beside | {"page": page}

    def _words_of(self, row) -> dict[str, str]:
        """What the page says for each code of ``row``."""
        shown = row.masked_for(self.request.user)
        words_of = {name: "; ".join(value.words for value in values_of(shown, row, name)) for name in self._coded}
        return {f"{name}{IN_WORDS}": words for name, words in words_of.items()}

    def _in_words(self, state: dict) -> dict:
        """With persons in texts called as the reader may know them: a reference would tell of somebody hidden."""
        user = self.request.user
        return {name: in_words(value, user) if isinstance(value, str) else value for name, value in state.items()}

    def _csv(self, states: Iterable[dict]) -> Iterator[str]:
        written: list[str] = []
        out = type("Out", (), {"write": staticmethod(written.append)})
        yield "\ufeff"
        for line in self._lines(states):
            write_lines(out, [line])
            yield written.pop()

    def _lines(self, states: Iterable[dict]) -> Iterator[list[str]]:
        states, again = tee(states)
        lines = lines_of(self._sheet, states)
        words = [f"{name}{IN_WORDS}" for name in self._coded]
        yield [*next(lines), *words, *EXTRA_COLUMNS]
        for line, state in zip(lines, again, strict=True):
            beside = [state["page"]]
            for name, one_line in LINES:
                beside.insert(0, "\n".join(defuse(one_line(said)) for said in state[name]))
            yield [*line, *(defuse(state[name]) for name in words), *beside]

    def _head(self, counted) -> dict:
        return {
            "sentence": sentence_of(self.filters, counted),
            "count": counted.total,
            "address": self.request.build_absolute_uri(self.address.at(self._path)),
            "read_at": timezone.now().isoformat(timespec="seconds"),
        }

    @staticmethod
    def _json(states: Iterable[dict], head: dict) -> Iterator[str]:
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "results": ['
        for n, state in enumerate(states):
            yield (",\n" if n else "\n") + json.dumps(state, ensure_ascii=False, default=str)
        yield "\n]}\n"


def _in_a_file_name(asked: Iterable[tuple[str, str]]) -> str:
    """What is asked for, as a file's name can say it; without the words that were sought, which may be somebody's."""
    said = (f"{name}-{slugify(value)}" for name, value in asked if name not in LEFT_OUT_OF_NAMES)
    return "-".join(said)[:LONGEST_NAME].strip("-")


def _is_coded(column) -> bool:
    field = column.model_field
    return (
        field.is_relation
        or bool(field.choices)
        or isinstance(field, ImpreciseDateField)
        or field.name in LANGUAGE_FIELDS
    )
