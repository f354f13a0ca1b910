"""Who says it: the sources of records, as files tell them that are taken out of the archive."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from archive.models import Citation
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.prefetching import prefetch_cached
from archive.models.base.states import plain
from archive.models.log.mentions import in_words
from archive.vocabularies import SourceKind

Said = dict[str, str]


def sources_of(rows: Sequence[ArchiveObject], user: Reader) -> dict[str, list[Said]]:
    """By reference, the citations of ``rows`` that ``user`` may see, in the order of their numbers.

    The rows are of one type, and such as ``user`` may see. A citation is told by ``reference`` and ``source`` of what
    is cited, and, where they are known and shown, its ``nature`` (what it is, who published it and when), its
    ``address``, the ``field`` that rests on it (the whole record, if none is told), the ``locator`` within it, the
    ``quotation``, and who ``reported`` it first, and when (``reported_on``, EDTF).
    """
    if not rows:
        return {}
    known = {row.pk: row for row in rows}
    citations = Citation.objects.children_of(list(known), type(rows[0]), user)
    prefetch_cached(citations, ("source", "reported_by"), {})
    sources: dict[str, list[Said]] = defaultdict(list)
    for citation in citations:
        citation.known_object = known[citation.subject_id]
        sources[citation.subject_id].append(_said(citation.masked_for(user), user))
    return sources


def kind_of(source: MaskedRow) -> str:
    """What kind of publication ``source`` is; "" where that says nothing."""
    return source.choice("kind") if source.kind != SourceKind.OTHER else ""


def nature_of(source: MaskedRow) -> str:
    """What ``source`` is, who published or wrote it and when; that none of it is known, where it is not."""
    kind = kind_of(source)
    by: str = source.publisher or source.authors or ""
    date: str = source.date.words if source.date else ""
    if kind and not by and not date:
        return _("{kind} without author, publisher or date").format(kind=kind)
    return ", ".join(filter(None, [kind, by if by != source.heading else "", date]))


def in_words_of(said: Said) -> str:
    """The source of one citation, and what it is."""
    return f"{said['source']} ({said['nature']})" if "nature" in said else said["source"]


def in_one_line(said: Said) -> str:
    """One citation in words, without a line break that would make two of it."""
    of_whom = _("reported by {}").format(said["reported_by"]) if "reported_by" in said else ""
    place = ", ".join(filter(None, [in_words_of(said), said.get("locator"), said.get("address")]))
    whole = "; ".join(filter(None, [place, of_whom]))
    return " ".join((f"{said['field']}: {whole}" if "field" in said else whole).split())


def _said(shown: MaskedRow, user: Reader) -> Said:
    source, reporter = shown.source, shown.reported_by
    statement = {
        "reference": source.reference,
        "source": source.heading,
        "nature": nature_of(source),
        "address": source.address,
        "field": shown.field,
        "locator": shown.locator,
        "quotation": shown.quotation,
        "reported_by": reporter.heading if reporter else "",
        "reported_on": plain(shown.reported_on),
    }
    return {name: in_words(value, user) for name, value in statement.items() if value}
