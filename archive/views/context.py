"""What every page knows."""

from django.conf import settings
from django.urls import reverse

from archive.models import RECORDS


def page(request) -> dict:
    names = [(reverse(f"{model.noun}-list"), str(model._meta.verbose_name_plural).capitalize()) for model in RECORDS]
    return {"archive_name": settings.ARCHIVE_NAME, "navigation": names}
