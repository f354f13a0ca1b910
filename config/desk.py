"""The desk: where curators sign in and work."""

from django.apps import apps
from django.contrib.admin import AdminSite

GROUPS = {"Records": "RECORDS", "Authorities": "AUTHORITIES", "What hangs on records": "HANGING"}


class ArchiveAdminSite(AdminSite):
    """Django's admin, with the archive's nouns in the groups and the order that `archive.models` gives them."""

    site_header = site_title = "The desk"
    index_title = "The desk"

    def has_permission(self, request):
        """The desk is open to whoever holds a role."""
        return bool(getattr(request.user, "roles", ()))

    def get_app_list(self, request, app_label=None):
        listed = super().get_app_list(request, app_label)
        if app_label:
            return listed
        models = {entry["model"]: entry for app in listed for entry in app["models"]}
        groups = []
        for title, name in GROUPS.items():
            wanted = getattr(apps.get_app_config("archive").models_module, name)
            if entries := [models.pop(model) for model in wanted if model in models]:
                groups.append({"name": title, "app_label": "archive", "app_url": "", "models": entries})
        accounts = {"name": "Accounts", "app_label": "auth", "app_url": "", "models": list(models.values())}
        return [*groups, accounts] if models else groups
