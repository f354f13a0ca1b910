from django.contrib import admin

from archive.models import Request
from archive.models.access.users import roles_of
from archive.models.desk.requests import HANDLING


@admin.register(Request)
class RequestAdmin(admin.ModelAdmin):
    """What readers ask, and what came of it. What they wrote is nobody's to change."""

    list_display = ("received_at", "kind", "subject", "part", "status", "put_aside", "handled_by")
    list_filter = ("status", "kind", "put_aside")
    search_fields = ("receipt", "subject__pk__istartswith")
    fields = (
        "received_at",
        "receipt",
        "subject",
        "part",
        "kind",
        "text",
        "contact",
        "status",
        "outcome",
        "handled_by",
    )
    readonly_fields = ("received_at", "receipt", "subject", "part", "kind", "text", "contact", "handled_by")

    def get_queryset(self, request):
        return Request.objects.visible_to(request.user).order_by("-received_at")

    def has_module_permission(self, request):
        return bool(roles_of(request.user) & HANDLING)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.handled_by = request.user
        super().save_model(request, obj, form, change)
