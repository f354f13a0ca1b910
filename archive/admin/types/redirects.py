from django.contrib import admin

from archive.admin.base import PartAdmin
from archive.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(PartAdmin):
    columns = ("old",)
    search_text_fields = ("old",)

    def has_import_permission(self, request):
        """Records are merged one pair at a time; a file of redirects is taken in on the command line alone."""
        return False
