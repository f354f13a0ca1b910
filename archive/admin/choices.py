"""The links that a form offers: what whoever opens it may know of."""


class SeenChoices:
    """A desk page, or an inline, whose links lead only to what is visible to whoever fills the form in."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != getattr(self.model, "hangs_on", ""):
            kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["queryset"] = db_field.related_model.objects.visible_to(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
