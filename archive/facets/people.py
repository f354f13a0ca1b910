from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from archive.facets.few import MergedFacet
from archive.facets.filter_set import EntryFacets
from archive.facets.held import HeldFacet
from archive.facets.values import Column, OfHanging
from archive.models import CustodyStep, Person
from archive.models.lives import HELD


class PersonFacets(EntryFacets):
    step = MergedFacet(
        OfHanging(CustodyStep, Column("step")),
        several=True,
        label=_("Documented step"),
        phrase=_("with a documented step: {}"),
    )
    surely_held = HeldFacet(surely=True, label=_("Surely held"), phrase=_("surely held: {}"))
    maybe_held = HeldFacet(surely=False, label=_("Perhaps held"), phrase=_("perhaps held: {}"))

    @property
    def orders(self) -> dict[str, tuple]:
        """By what each is called in public: the name of who is named, the label of who is not."""
        called = Case(When(named_publicly=True, then="name"), default="title")
        return super().orders | {"title": (called, "accession__number")}

    def without_date(self) -> int:
        """How many persons have steps in custody, none of which bears a date."""
        held = self.index.facets
        in_custody = (having for step, having in held["step"].keys.items() if step in HELD)
        return len(BitMap().union(*in_custody) - held["maybe_held"].possible.stated)

    class Meta:
        model = Person
        fields = ()
