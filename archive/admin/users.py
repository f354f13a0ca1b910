from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from archive.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts. Whoever has written in the log of changes can be made inactive, and is never removed."""

    fieldsets = (*DjangoUserAdmin.fieldsets, ("Reading", {"fields": ("is_researcher",)}))
    list_display = ("username", "email", "is_active", "is_staff", "is_researcher", "last_login")

    def has_delete_permission(self, request, obj=None):
        return False
