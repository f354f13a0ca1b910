from django.contrib import admin

from archive.models import Accession
from archive.models.access.users import roles_of


@admin.register(Accession)
class AccessionAdmin(admin.ModelAdmin):
    """The register, for looking references up; nobody writes in it by hand."""

    search_fields = ("reference__istartswith",)
    ordering = ("noun", "number")

    def has_module_permission(self, request):
        return False

    def get_queryset(self, request):
        return Accession.objects.visible_to(request.user).order_by(*self.ordering)

    def has_view_permission(self, request, obj=None):
        return bool(roles_of(request.user))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
