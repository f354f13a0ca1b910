"""The desk: where curators sign in and work."""

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

GROUPS = (
    (gettext_lazy("Records"), "RECORDS"),
    (gettext_lazy("Authorities"), "AUTHORITIES"),
    (gettext_lazy("Linked details"), "PARTS"),
)


class ArchiveAdminSite(AdminSite):
    """Django's admin, with the archive's nouns in the groups and the order that `archive.models` gives them."""

    site_header = site_title = index_title = gettext_lazy("The desk")
    site_url = reverse_lazy("home")

    def has_permission(self, request):
        """The desk is open to whoever holds a role."""
        return bool(getattr(request.user, "roles", ()))

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what is of this archive: roles are no groups, and secrets of second factors are nobody's to see."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label == "archive"]
        super().register(ours, admin_class, **options)

    def login(self, request, extra_context=None):
        """There is one place to sign in, which asks for the second factor too."""
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("account_login"))

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def get_app_list(self, request, app_label=None):
        listed = super().get_app_list(request, app_label)
        if app_label:
            return listed
        models = {entry["model"]: entry for app in listed for entry in app["models"]}
        groups = []
        for title, name in GROUPS:
            wanted = getattr(apps.get_app_config("archive").models_module, name)
            if entries := [models.pop(model) for model in wanted if model in models]:
                groups.append({"name": title, "app_label": "archive", "app_url": "", "models": entries})
        accounts = {"name": _("Accounts"), "app_label": "auth", "app_url": "", "models": list(models.values())}
        return [*groups, accounts] if models else groups
