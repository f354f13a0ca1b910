"""The desk's pages that belong to no model, each behind the desk's own door."""

from django.contrib import admin
from django.http import Http404
from django.urls import path

from archive.admin.accounts import accounts_page, decide_on_account
from archive.admin.batches import (
    batch_file,
    batch_page,
    batch_progress,
    batch_refused,
    batch_step,
    import_template,
    imports_page,
)
from archive.admin.duplicates import likely_ones
from archive.admin.gazetteer import look_up_page
from archive.admin.kept_forms import drop_kept_form, kept_form_page
from archive.admin.pairs import merge_page, pair_page
from archive.admin.personal import drop_list, save_list, settings_page
from archive.admin.previews import preview_page
from archive.admin.queue import start_page
from archive.admin.redacting import redacting_page
from archive.admin.revisions import revision_page
from archive.admin.roles import roles_page
from archive.admin.typed_dates import read_date
from archive.admin.unsaved import drop_words, keep_words
from archive.admin.working_source import working_source_page

app_name = "desk"


def nothing(request, rest):
    """Django's shortcut from a type and a key to a page would tell which keys there are."""
    raise Http404


urlpatterns = [
    path("r/<path:rest>", nothing),
    path("", admin.site.admin_view(start_page), name="start"),
    # Django lets a browser keep this one; asked for again while a page is being left, "not modified" reaches no script
    path("jsi18n/", admin.site.admin_view(admin.site.i18n_javascript), name="words-of-scripts"),
    path("settings/", admin.site.admin_view(settings_page), name="settings"),
    path("lists/", admin.site.admin_view(save_list), name="save-list"),
    path("lists/<int:pk>/drop/", admin.site.admin_view(drop_list), name="drop-list"),
    path("accounts/", admin.site.admin_view(accounts_page), name="accounts"),
    path("accounts/<int:pk>/decide/", admin.site.admin_view(decide_on_account), name="decide-on-account"),
    path("kept/<int:pk>/", admin.site.admin_view(kept_form_page), name="kept-form"),
    path("kept/<int:pk>/drop/", admin.site.admin_view(drop_kept_form), name="drop-kept-form"),
    path("unsaved/", keep_words, name="keep-words"),  # also after a session ended, for whose it was
    path("unsaved/<int:pk>/drop/", admin.site.admin_view(drop_words), name="drop-words"),
    path("preview/<str:reference>/", admin.site.admin_view(preview_page), name="preview"),
    path("working-source/", admin.site.admin_view(working_source_page), name="working-source"),
    path("roles/", admin.site.admin_view(roles_page), name="roles"),
    path("dates/", admin.site.admin_view(read_date), name="read-date"),
    path("likely/", admin.site.admin_view(likely_ones), name="likely"),
    path("pairs/<str:first>/<str:second>/", admin.site.admin_view(pair_page), name="pair"),
    path("gazetteer/<str:reference>/", admin.site.admin_view(look_up_page), name="gazetteer"),
    path("redact/<str:reference>/", admin.site.admin_view(redacting_page), name="redact"),
    path("merges/<int:pk>/", admin.site.admin_view(merge_page), name="merge"),
    path("imports/", admin.site.admin_view(imports_page), name="imports"),
    path("imports/<int:pk>/", admin.site.admin_view(batch_page), name="batch"),
    path("imports/<int:pk>/step/", admin.site.admin_view(batch_step), name="batch-step"),
    path("imports/<int:pk>/progress/", admin.site.admin_view(batch_progress), name="batch-progress"),
    path("imports/files/<int:pk>/", admin.site.admin_view(batch_file), name="batch-file"),
    path("imports/files/<int:pk>/refused/", admin.site.admin_view(batch_refused), name="batch-refused"),
    path("imports/templates/<str:noun>.<str:kind>", admin.site.admin_view(import_template), name="import-template"),
    path("revisions/<int:pk>/", admin.site.admin_view(revision_page), name="revision"),
]
