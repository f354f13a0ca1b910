from archive.facets.few import MergedFacet
from archive.facets.filter_set import EntryFacets
from archive.facets.held import HeldFacet
from archive.facets.values import Column, OfHanging
from archive.models import CustodyStep, Person


class PersonFacets(EntryFacets):
    step = MergedFacet(
        OfHanging(CustodyStep, Column("step")),
        several=True,
        label="Documented step",
        phrase="with a documented step: {}",
    )
    surely_held = HeldFacet(surely=True, label="Surely held", phrase="surely held: {}")
    maybe_held = HeldFacet(surely=False, label="Perhaps held", phrase="perhaps held: {}")

    class Meta:
        model = Person
        fields = ()
