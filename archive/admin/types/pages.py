from django.contrib import admin

from archive.admin.base import ArchiveObjectAdmin
from archive.models import Page


@admin.register(Page)
class PageAdmin(ArchiveObjectAdmin):
    columns = ("slug", "language", "position")
