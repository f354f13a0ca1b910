from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.admin.gazetteer import chosen, citation_of, fill_in
from archive.admin.inlines import STATEMENT_INLINES, CitationInline, NameInline
from archive.models import Place


@admin.register(Place)
class PlaceAdmin(ArchiveObjectAdmin):
    """The form of a place; it can be filled in from the gazetteer, and is saved as any other."""

    columns = ("kind",)
    inlines = [NameInline, *STATEMENT_INLINES]

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is not None and (place := chosen(request)):
            fill_in(row, place)
        return row

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, CitationInline) and (place := chosen(request)):
            return kwargs | {"initial": [citation_of(place)]}
        return kwargs

    def get_formsets_with_inlines(self, request, obj=None):
        """With a line for the citation of the gazetteer, where the form is filled in from it."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if isinstance(inline, CitationInline) and chosen(request):
                formset.extra = 1
            yield formset, inline
