"""The form that chooses a day or a span of time."""

from archive.facets.plain_filters import DateBoundFormField, SpanForm


class SpanOfTime(SpanForm):
    """Two ends, each of which may be left open."""

    since = DateBoundFormField(side="earliest", required=False)
    until = DateBoundFormField(side="latest", required=False)
