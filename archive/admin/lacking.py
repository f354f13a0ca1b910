"""The filter of the desk's lists by what records still lack."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q

from archive.models import Citation
from archive.vocabularies import Verification

LACKS = (
    ("source", "a source", lambda model: ~Exists(Citation.objects.filter(subject=OuterRef("pk")))),
    ("date", "a date", lambda model: Q(date="")),
    ("place", "a place", lambda model: Q(places__isnull=True)),
    ("verification", "a verification", lambda model: Q(verification=Verification.UNVERIFIED)),
)


class Lacking(SimpleListFilter):
    """Records that lack a source, a date, a place or a verification."""

    title = "what is lacking"
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [(name, label) for name, label, _ in LACKS]

    def queryset(self, request, queryset):
        conditions = {name: condition for name, _, condition in LACKS}
        return queryset.filter(conditions[self.value()](queryset.model)) if self.value() in conditions else queryset
