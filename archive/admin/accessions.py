from django.contrib import admin

from archive.models import Accession


@admin.register(Accession)
class AccessionAdmin(admin.ModelAdmin):
    """The register, for looking references up; nobody writes in it by hand."""

    search_fields = ("reference__istartswith",)
    ordering = ("noun", "number")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
