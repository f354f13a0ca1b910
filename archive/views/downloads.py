"""The results of a list as a file: the same records, with the columns of the public export, sources and pages."""

import json
from collections.abc import Iterable, Iterator
from itertools import tee

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone

from archive.exports.sources import in_one_line, sources_of
from archive.imports import SHEETS
from archive.imports.cells import defuse
from archive.imports.sheets import Sheet
from archive.imports.shown import shown_states
from archive.imports.tables import lines_of, write_lines
from archive.models.mentions import in_words
from archive.models.people import FOR_THE_DESK
from archive.models.visibility import sight_of
from archive.views.lists import EntryList
from archive.views.sentences import sentence_of

CHUNK = 500
NEVER_PUBLIC = {*FOR_THE_DESK, "access", "state", "embargo_until", "withdrawn_on", "withdrawn_because", "shown_as"}
BESIDE = ("sources", "page")  # the columns of a table that the export has not
FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class Download(EntryList):
    """What a list finds, as whoever asks may see it, sent as it is read."""

    def get(self, request, *args, form: str, **kwargs):
        if form not in FORMS:
            raise Http404
        self.form = form
        return super().get(request, *args, **kwargs)

    def render_to_response(self, context, **kwargs):
        counted = context["counted"]
        states = self._states(counted.page(0, counted.total))  # as they stand now, however long it takes to send them
        lines = self._csv(states) if self.form == "csv" else self._json(states, self._head(counted))
        response = StreamingHttpResponse(lines, content_type=FORMS[self.form])
        day = timezone.now().date().isoformat()
        response["Content-Disposition"] = f'attachment; filename="{self.model.noun}-{day}.{self.form}"'
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs):
        return {"counted": self.filters.counted((), drawn=False)}

    @property
    def _sheet(self) -> Sheet:
        """The columns of the public export, without those that a stranger never finds filled."""
        whole = SHEETS[self.model.noun]
        if sight_of(self.request.user).desk:
            return whole
        return Sheet(self.model, *(name for name in whole.names if name not in NEVER_PUBLIC))

    def _states(self, whole: list[str]) -> Iterator[dict]:
        sheet, user = self._sheet, self.request.user
        for start in range(0, len(whole), CHUNK):
            references = whole[start : start + CHUNK]
            rows = self.model.objects.filter(pk__in=references)
            found = {state["reference"]: self._in_words(state) for state in shown_states(sheet, rows, user)}
            said = sources_of(self.model.objects.seen_among(references, user), user)
            for reference in references:
                if reference in found:
                    page = self.request.build_absolute_uri(f"{self._path}{reference}/")
                    yield found[reference] | {"sources": said.get(reference, []), "page": page}

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
        yield [*next(lines), *BESIDE]
        for line, state in zip(lines, again, strict=True):
            yield [*line, "\n".join(defuse(in_one_line(said)) for said in state["sources"]), state["page"]]

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
