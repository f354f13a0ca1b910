from django.utils.translation import gettext_lazy as _

from archive.facets.types.people import PersonFacets
from archive.models import CustodyStep, Person, Relation
from archive.views.custody_lines import custody_chart_of
from archive.views.lists import ArchiveObjectList
from archive.views.names import NAMES
from archive.views.part_tables import PartTable
from archive.views.pictures import still_of
from archive.views.records import ArchiveObjectDetail


class PersonList(ArchiveObjectList):
    facets = PersonFacets
    title = _("People")
    intro = _("Those who were held, who tell and who speak. Who did not choose to be public is called by a label.")
    card = ("office", "affiliation")


class PersonDetail(ArchiveObjectDetail):
    model = Person
    title = _("People")
    lines = ("name", "sex", "born", "affiliation", "office")
    parts = (
        PartTable(
            CustodyStep,
            _("Documented steps of captivity"),
            ((_("Step"), ("step",)), (_("When"), ("date",)), (_("Where"), ("place",)), (_("Note"), ("note",))),
        ),
        NAMES,
        PartTable(
            Relation,
            _("Tied to others"),
            (
                (_("How"), ("kind",)),
                (_("To whom"), ("other",)),
                (_("How sure"), ("certainty",)),
                (_("Note"), ("note",)),
            ),
        ),
    )

    def may_be_indexed(self, shown) -> bool:
        """A person's page is offered to search engines only if they are publicly named."""
        return shown.named_publicly

    def get_context_data(self, row, **kwargs):
        context = super().get_context_data(row=row, **kwargs)
        timeline = custody_chart_of(row, self.request.user)
        return context | {"still": still_of(context["record"], asked=True), "timeline": timeline}
