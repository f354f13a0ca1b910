"""The form that chooses a day or a span of time."""

from archive.facets.filter_set import BoundField, SpanForm


class SpanOfTime(SpanForm):
    """Two ends, each of which may be left open."""

    since = BoundField(side="earliest", required=False)
    until = BoundField(side="latest", required=False)
