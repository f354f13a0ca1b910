"""The filters of the desk's lists: by what records still lack, and by links that whoever asks may know of."""

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.db.models import Exists, OuterRef, Q

from archive.models import Citation
from archive.models.conflicts import sources_differ
from archive.vocabularies import Verification

LACKS = (
    ("source", "a source", lambda model: ~Exists(Citation.objects.filter(subject=OuterRef("pk")))),
    ("date", "a date", lambda model: Q(date="")),
    ("place", "a place", lambda model: Q(places__isnull=True)),
    ("agreement", "agreement between sources", lambda model: sources_differ()),
    ("verification", "a verification", lambda model: Q(verification=Verification.UNVERIFIED)),
)


class Lacking(SimpleListFilter):
    """Records that lack a source, a date, a place, a verification, or on which sources differ."""

    title = "what is lacking"
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [(name, label) for name, label, _ in LACKS]

    def queryset(self, request, queryset):
        conditions = {name: condition for name, _, condition in LACKS}
        return queryset.filter(conditions[self.value()](queryset.model)) if self.value() in conditions else queryset


class SeenOnly(RelatedFieldListFilter):
    """A filter by a link, with the choices that whoever asks may know of."""

    def field_choices(self, field, request, model_admin):
        rows = field.related_model.objects.visible_to(request.user).in_order()
        return [(row.pk, row.shown_to(request.user).heading) for row in rows]
