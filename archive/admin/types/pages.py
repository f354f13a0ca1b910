from django.contrib import admin

from archive.admin.base import EntryAdmin
from archive.models import Page


@admin.register(Page)
class PageAdmin(EntryAdmin):
    columns = ("slug", "language", "position")
