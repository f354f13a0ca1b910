from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from archive import urls

urlpatterns = [
    *urls.files,
    *i18n_patterns(
        path("admin/", include("archive.admin.urls")),
        path("admin/", admin.site.urls),
        path("account/", include("archive.accounts.urls")),
        *urls.pages,
        prefix_default_language=False,
    ),
]

handler400 = "archive.views.site.bad_request"
handler403 = "archive.views.site.forbidden"
handler404 = "archive.views.site.not_found"
