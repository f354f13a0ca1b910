from django.utils.translation import gettext_lazy as _

from archive.facets.types.testimonies import TestimonyFacets
from archive.models import Testimony
from archive.views.lists import ArchiveObjectList
from archive.views.records import ArchiveObjectDetail


class TestimonyList(ArchiveObjectList):
    facets = TestimonyFacets
    title = _("Testimonies")
    intro = _(
        "Each testimony is one account. Several accounts may be by the same person, and one may be given by several; "
        "accounts are not counted as people."
    )
    columns = ("told_by", "told_by_label", "collected_by", "acts", "places")


class TestimonyDetail(ArchiveObjectDetail):
    model = Testimony
    title = _("Testimonies")
    facts_title = _("About this account")
    lines = (
        "told_by",
        "told_by_label",
        "collected_by",
        "date",
        "places",
        "medium",
        "original_language",
        "acts",
        "cases",
        "may_be_same_as",
    )
    texts = ("text", "translation")
