from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from archive.models import User
from archive.vocabularies import Role

ROLES = ("is_researcher", *(role.flag for role in Role))


class NewAccountForm(forms.ModelForm):
    """An account without a password: whoever it is for chooses one themselves."""

    class Meta:
        model = User
        fields = ("username", "full_name", "email", *ROLES)

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)

    def save_m2m(self):
        """An account has no links to several."""


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts. Whoever has written in the log of changes can be made inactive, and is never removed."""

    add_form = NewAccountForm
    fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "is_active")}),
        ("Roles", {"fields": ROLES}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email")}),
        ("Roles", {"fields": ROLES}),
    )
    list_display = ("username", "full_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", *ROLES)
    search_fields = ("username", "full_name", "email")
    filter_horizontal = ()

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(role.label for role in Role if getattr(user, role.flag)) or "reads"

    def has_delete_permission(self, request, obj=None):
        return False
