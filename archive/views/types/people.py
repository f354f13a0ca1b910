from django.utils.translation import gettext_lazy as _

from archive.facets.types.people import PersonFacets
from archive.models import CustodyStep, Person, Relation
from archive.views.cards import note_of_what_is_told
from archive.views.lists import ArchiveObjectList
from archive.views.lives import life_of
from archive.views.names import NAMES
from archive.views.part_tables import PartTable
from archive.views.pictures import still_of
from archive.views.records import ArchiveObjectDetail


class PersonList(ArchiveObjectList):
    facets = PersonFacets
    title = _("People")
    intro = _(
        "People who were held, who gave testimony or who made statements. People who have not chosen "
        "to be public appear without their names."
    )
    columns = ("office", "affiliation")


class PersonDetail(ArchiveObjectDetail):
    model = Person
    title = _("People")
    template_name = "records/people.html"
    facts_title = _("About this person")
    lines = ("name", "sex", "born", "affiliation", "office")
    parts = (
        PartTable(
            CustodyStep,
            _("Captivity, step by step"),
            (
                (_("Step"), ("step",)),
                (_("When"), ("date",)),
                (_("Where"), ("place",)),
                (_("What the source says"), ("note",)),
            ),
            stands_first=True,
        ),
        NAMES,
        PartTable(
            Relation,
            _("Related people"),
            (
                (_("How"), ("kind",)),
                (_("Related to"), ("other",)),
                (_("Certainty"), ("certainty",)),
                (_("Note"), ("note",)),
            ),
        ),
    )

    def may_be_indexed(self, shown) -> bool:
        """A person's page is offered to search engines only if they are publicly named."""
        return shown.named_publicly

    def content_note(self, shown, row, related, opening):
        """That of what is recorded of a person, for their steps tell of the same."""
        return note_of_what_is_told(related.cards if related else ())

    def opening(self, row, sayings, notes):
        user = self.request.user
        return {"still": still_of(row.masked_for(user), asked=True), "life": life_of(row, user)}
