"""The page that explains who may do what, printed from the table itself."""

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.domain.permissions import PERMITTED, STEWARD_ONLY, VOCABULARIES
from archive.models.access.users import User
from archive.vocabularies import DeskAction, Role, State

TABLES = (
    (
        gettext_lazy("Records and authorities"),
        gettext_lazy("Everything that is not in the two tables below."),
        PERMITTED,
    ),
    (
        gettext_lazy("Restricted after publication"),
        gettext_lazy(
            "Records that were published and are restricted, or that protect somebody: a person who is "
            "not publicly named, or an account that may not be read in public. Anything that is not in "
            "this table, nobody may do."
        ),
        STEWARD_ONLY,
    ),
    (gettext_lazy("The vocabularies"), gettext_lazy("The terms that all records are sorted by."), VOCABULARIES),
)


def roles_page(request):
    roles = [(role, User._meta.get_field(role.flag).help_text) for role in Role]
    tables = [{"title": title, "about": about, "rows": list(_rows(table))} for title, about, table in TABLES]
    context = {**admin.site.each_context(request), "title": _("Who may do what"), "roles": roles, "tables": tables}
    return render(request, "admin/archive/roles.html", context)


def _rows(table):
    for action in DeskAction:
        for state in State:
            if allowed := table.get((action, state)):
                yield action, state, [allowed[role].label if role in allowed else "" for role in Role]
