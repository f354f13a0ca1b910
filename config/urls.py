from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("archive.admin.urls")),
    path("admin/", admin.site.urls),
    path("account/", include("archive.accounts.urls")),
    path("", include("archive.urls")),
]

handler400 = "archive.views.site.bad_request"
handler403 = "archive.views.site.forbidden"
handler404 = "archive.views.site.not_found"
