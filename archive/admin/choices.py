"""The links that a form offers: what whoever opens it may know of."""

from archive.admin.mixins import FormMixin
from archive.admin.pickers import Picker, PickerOfMany
from archive.admin.typed_dates import TypedDateField, TypedDateInput
from archive.models.base.fields import ImpreciseDateField


class SeenChoices(FormMixin):
    """A desk page, or an inline, whose links lead only to what is visible to whoever fills the form in."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ImpreciseDateField):
            kwargs.update(form_class=TypedDateField, widget=TypedDateInput)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != getattr(self.model, "parent_field", ""):
            kwargs["queryset"] = _seen(request, db_field.related_model)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = _seen(request, db_field.related_model)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickerOfMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _seen(request, model):
    """What of ``model`` is visible to whoever asks: the query is put together once for the many links of a form."""
    queries = request.__dict__.setdefault("seen_choices", {})
    if model not in queries:
        queries[model] = model.objects.visible_to(request.user)
    return queries[model].all()
