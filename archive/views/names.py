from django.utils.translation import gettext_lazy as _

from archive.models import Name
from archive.views.part_tables import PartTable

NAMES = PartTable(
    Name,
    _("Names"),
    ((_("Name"), ("text",)), (_("Kind"), ("kind",)), (_("Language"), ("language",)), (_("Script"), ("script",))),
)
