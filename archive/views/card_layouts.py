"""What the cards of each type say: the phrases of their context, the words of their excerpt, and their tags."""

from django.utils.translation import gettext_lazy as _

from archive.models import (
    Case,
    Collection,
    DiplomaticStatement,
    Event,
    Feature,
    LegalProceeding,
    Organisation,
    Page,
    Person,
    Place,
    Repatriation,
    ReportedFigure,
    Source,
    Term,
    Testimony,
    VideoEvidence,
)
from archive.models.archive_object import ArchiveObject
from archive.views.cards import CardLayout, Phrase
from archive.views.lives import told_in_short

DATE = Phrase(("date",), empty=_("no date"))
PLACES = Phrase(("places",))

LAYOUTS: dict[type[ArchiveObject], CardLayout] = {
    Person: CardLayout((Phrase(("office",)), Phrase(("affiliation",))), more=told_in_short),
    Case: CardLayout((Phrase(("kind",)), DATE, PLACES), tags=("acts",)),
    Testimony: CardLayout(
        (
            Phrase(("told_by", "told_by_label"), _("told by {}")),
            Phrase(("collected_by",), _("to {}")),
            Phrase(("date",), _("collected: {}"), _("no date of collection")),
            PLACES,
        ),
        tags=("acts",),
    ),
    VideoEvidence: CardLayout(
        (
            Phrase(("first_seen",), _("first seen: {}")),
            Phrase(("date",), _("filmed: {}"), _("no date of filming")),
            PLACES,
            Phrase(("platform",)),
            Phrase(("extent",)),
        ),
        tags=("acts",),
    ),
    DiplomaticStatement: CardLayout(
        (Phrase(("form",)), Phrase(("speaker", "speaker_label")), Phrase(("issuer",)), DATE), tags=("positions",)
    ),
    Repatriation: CardLayout(
        (DATE, Phrase(("number",), _("{} handed over")), Phrase(("mediators",), _("mediated by {}")), PLACES),
        tags=("counted_as",),
    ),
    LegalProceeding: CardLayout((Phrase(("kind",)), Phrase(("forum",)), DATE, PLACES), tags=("outcome",)),
    ReportedFigure: CardLayout(
        (
            Phrase(("measure",)),
            Phrase(("date",), _("as of {}"), _("no date")),
            Phrase(("reported_by",), _("published by {}")),
        ),
        excerpt=("value", "counted"),
    ),
    Event: CardLayout((Phrase(("kind",)), DATE, PLACES), tags=("organisers",)),
    Organisation: CardLayout((Phrase(("kind",)), Phrase(("country",)), Phrase(("part_of",), _("part of {}")))),
    Place: CardLayout((Phrase(("kind",)), Phrase(("part_of",), _("in {}")))),
    Source: CardLayout((Phrase(("kind",)), Phrase(("publisher",)), DATE, Phrase(("language",)))),
    Term: CardLayout((Phrase(("scheme",)), Phrase(("broader",), _("narrower than {}")))),
    Collection: CardLayout((Phrase(("given_by",), _("given by {}")), Phrase(("date",)))),
    Feature: CardLayout(()),
    Page: CardLayout((Phrase(("language",)),)),
}
