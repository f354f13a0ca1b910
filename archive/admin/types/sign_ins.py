from django.contrib import admin

from archive.models import SignIn


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    """The log of sign-ins, for administrators to read."""

    list_display = ("created_at", "user", "event", "actor")
    list_filter = ("event",)
    search_fields = ("user__username",)
    list_select_related = ("user", "actor")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
