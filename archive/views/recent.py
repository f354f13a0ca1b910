"""What came into the archive last, for anyone: on the way in, and as a feed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from archive.languages import capitalised
from archive.models import RECORDS, Issue, Person
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject, by_model
from archive.views.cards import content_note_of, excerpt_of
from archive.vocabularies import IssueKind

IN_A_FEED = 50  # entries
LOOKED_THROUGH = 10  # issues for each entry that is wanted: some are of places, bodies and words


@dataclass(frozen=True)
class Addition:
    """One record, and the day since which anyone may read it."""

    shown: MaskedRow
    row: ArchiveObject
    day: date

    @property
    def note(self) -> str:
        return content_note_of(self.shown, self.row)


def recently_added(user: Reader, most: int) -> list[Addition]:
    """The records, and the people who are publicly named, that were opened last; at most ``most``."""
    opened = Issue.objects.filter(what=IssueKind.OPENED).order_by("-number")[: most * LOOKED_THROUGH]
    days: dict[str, date] = {}
    for issue in reversed(opened):
        days.pop(issue.subject_id, None)  # what was opened again stands where it was last
        days[issue.subject_id] = issue.day
    found: list[Addition] = []
    for model, references in by_model(days).items():
        if model in RECORDS or model is Person:
            rows = model.objects.seen_among(references, user)
            found += [Addition(row.masked_for(user), row, days[row.pk]) for row in rows if _may_be_told(row)]
    order = {reference: n for n, reference in enumerate(days)}
    return sorted(found, key=lambda one: order[one.row.pk], reverse=True)[:most]


def _may_be_told(row: ArchiveObject) -> bool:
    """Whether anyone may be told of ``row`` unasked: who is protected is not even called by a label."""
    return row.is_public() and not (isinstance(row, Person) and row.is_protected())


class RecentlyAdded(Feed):
    """The records that came in last, as Atom (RFC 4287), in the language of the address."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Recently added")

    def link(self) -> str:
        return reverse("home")

    def items(self) -> list[Addition]:
        return recently_added(None, IN_A_FEED)

    def item_title(self, item: Addition) -> str:
        return _in_xml(f"{capitalised(item.row.label())}: {item.shown.heading}")

    def item_description(self, item: Addition) -> str:
        told = excerpt_of(item.shown, item.row)
        note = f"{_('Content note:')} {item.note}." if item.note else ""
        return escape(_in_xml(" ".join(filter(None, [note, told]))))

    def item_link(self, item: Addition) -> str:
        return item.shown.page

    def item_pubdate(self, item: Addition) -> datetime:
        return datetime.combine(item.day, time(), UTC)

    def item_updateddate(self, item: Addition) -> datetime:
        return self.item_pubdate(item)


def _in_xml(text: str) -> str:
    """``text`` without the control characters that XML has no room for."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)
