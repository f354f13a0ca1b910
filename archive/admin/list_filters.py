"""The filters of the desk's lists: by what records still lack, and by links that whoever asks may know of."""

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from archive.domain.conflicts import sources_differ
from archive.models import Citation, Place
from archive.vocabularies import Verification

COMPLETENESS_CHECKS = (
    ("source", gettext_lazy("a source"), lambda model, user: ~Q(_cited(user))),
    ("date", gettext_lazy("a date"), lambda model, user: Q(date="")),
    ("place", gettext_lazy("a place"), lambda model, user: ~Q(pk__in=_placed(model, user))),
    ("agreement", gettext_lazy("agreement between sources"), lambda model, user: sources_differ(user)),
    ("verification", gettext_lazy("a verification"), lambda model, user: Q(verification=Verification.UNVERIFIED)),
)


def _cited(user) -> Exists:
    return Exists(Citation.objects.visible_to(user).filter(subject=OuterRef("pk")))


def _placed(model, user):
    return model.objects.filter(places__in=Place.objects.visible_to(user).values("pk")).order_by().values("pk")


class IncompleteFilter(SimpleListFilter):
    """Records that lack a source, a date, a place, a verification, or on which sources differ."""

    title = gettext_lazy("incomplete records")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [(name, label) for name, label, _ in COMPLETENESS_CHECKS]

    def queryset(self, request, queryset):
        conditions = {name: condition for name, _, condition in COMPLETENESS_CHECKS}
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition(queryset.model, request.user)) if condition else queryset


class VisibleRelatedFilter(RelatedFieldListFilter):
    """A filter by a link, with the choices that whoever asks may know of."""

    def field_choices(self, field, request, model_admin):
        rows = field.related_model.objects.visible_to(request.user).in_order()
        return [(row.pk, row.masked_for(request.user).heading) for row in rows]
