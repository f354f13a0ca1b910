"""What libraries say on pages of the archive, where they do not say it in a language of the interface themselves."""

import gettext
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from archive.management.strings import extract_messages

# Of each library: where its own catalogues lie, and the files whose strings are shown.
SHOWN_OF = {
    "django.contrib.admin": (
        "django.contrib.admin",
        "templates/admin/a*.html",
        "templates/admin/base.html",
        "templates/admin/change_*.html",
        "templates/admin/color_theme_toggle.html",
        "templates/admin/date_hierarchy.html",
        "templates/admin/delete_*.html",
        "templates/admin/filter.html",
        "templates/admin/nav_sidebar.html",
        "templates/admin/pagination.html",
        "templates/admin/popup_response.html",
        "templates/admin/search_form.html",
        "templates/admin/submit_line.html",
        "templates/admin/*/*.html",
        "templatetags/*.py",
        "views/main.py",
        "actions.py",
        "filters.py",
        "forms.py",
        "helpers.py",
        "options.py",
        "utils.py",
        "widgets.py",
    ),
    "django.contrib.auth": ("django.contrib.auth", "password_validation.py"),
    "django": ("django.conf", "core/validators.py", "forms/*.py", "db/models/base.py", "db/models/constraints.py"),
    "allauth": (
        "allauth",
        "account/adapter.py",
        "account/fields.py",
        "account/forms.py",
        "mfa/adapter.py",
        "mfa/**/forms.py",
        "templates/account/base_reauthenticate.html",
        "templates/account/account_inactive.html",
        "templates/account/logout.html",
        "templates/account/password_*.html",
        "templates/account/reauthenticate.html",
        "templates/account/messages/logged_*.txt",
        "templates/account/messages/password_*.txt",
        "templates/account/email/base_*.txt",
        "templates/account/email/password_*.txt",
        "templates/account/email/unknown_account_*.txt",
        "templates/mfa/*authenticate.html",
        "templates/mfa/**/snippets/*.html",
        "templates/mfa/*/*.html",
        "templates/mfa/*/*.txt",
    ),
    "import_export": ("import_export", "templates/admin/import_export/change_list_*_item.html"),
}
WORDS = re.compile(r"[a-z]{2}")
FILLED_IN = re.compile(r"%\([a-z_]+\)[a-z]|\{[a-z_]*\}")


def library_messages(language: str) -> Iterator[tuple]:
    """Each such string, after the library that it is of: see `extract_messages`."""
    for library, (home, *patterns) in SHOWN_OF.items():
        own = gettext.translation("django", _folder(home) / "locale", [language], fallback=True)
        for pattern in patterns:
            for path in sorted(_folder(library).glob(pattern)):
                for message, comments, context in extract_messages(path):
                    if not _is_said(own, message, context):
                        yield library, message, comments, context


def _folder(library: str) -> Path:
    return Path(import_module(library).__file__).parent


def _is_said(own: gettext.NullTranslations, message: str | tuple[str, str], context: str | None) -> bool:
    """Whether the library says it, or it is signs and figures in every language."""
    if isinstance(message, tuple):
        return own.ngettext(*message, 2) != message[1]
    said = own.pgettext(context, message) if context else own.gettext(message)
    return said != message or not WORDS.search(FILLED_IN.sub("", message))
