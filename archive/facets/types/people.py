from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from archive.domain.custody_timelines import HELD
from archive.facets.filter_set import Orders
from archive.facets.held import HeldFacet
from archive.facets.letters import FirstLetter, LetterFacet, NameLetters
from archive.facets.small_counts import SmallCountFacet
from archive.facets.small_groups import SmallGroupFacets
from archive.facets.values import Claimed, Linked, OwnColumn, PartValues
from archive.models import CustodyStep, Person
from archive.vocabularies import ClaimField

CALLED = Case(When(Person.protection.where_shown("name"), then="name"), default="title")  # in public


class PersonFacets(SmallGroupFacets):
    place = SmallCountFacet(
        PartValues(CustodyStep, Linked("place")), several=True, label=_("Place"), phrase=_("with a step in {}")
    )
    step = SmallCountFacet(
        PartValues(CustodyStep, OwnColumn("step")),
        several=True,
        label=_("Documented step"),
        phrase=_("with a documented step: {}"),
    )
    standing = SmallCountFacet(Claimed(ClaimField.STANDING), label=_("Standing"), phrase=_("said to be {}"))
    affiliation = SmallCountFacet(Linked("affiliation"), label=_("Affiliation"), phrase=_("of {}"))
    sex = SmallCountFacet(OwnColumn("sex"), label=_("Sex"), phrase=_("of sex: {}"))
    collection = SmallCountFacet(Linked("collection"), label=_("Collection"), phrase=_("in the collection {}"))
    outcome = SmallCountFacet(Claimed(ClaimField.OUTCOME), label=_("Outcome"), phrase=_("with the outcome: {}"))
    letter = LetterFacet(
        FirstLetter(CALLED), NameLetters(), several=True, label=_("First letter"), phrase=_("beginning with {}")
    )
    surely_held = HeldFacet(surely=True, label=_("Confirmed held"), phrase=_("confirmed held: {}"))
    maybe_held = HeldFacet(surely=False, label=_("Possibly held"), phrase=_("possibly held: {}"))

    @property
    def orders(self) -> Orders:
        """By what each is called in public: the name of who is named, the label of who is not."""
        return super().orders | {"title": (CALLED, "accession__number")}

    def without_date(self) -> int:
        """How many persons have steps in custody, none of which bears a date."""
        postings = self.index.facets
        in_custody = (having for step, having in postings["step"].keys.items() if step in HELD)
        return len(BitMap().union(*in_custody) - postings["maybe_held"].possible.stated)

    class Meta:
        model = Person
        fields = ()
