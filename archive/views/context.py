"""What every page knows."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language

from archive.languages import is_reviewed, language_of_records
from archive.models import RECORDS
from archive.views.languages import tongues_of


def page(request) -> dict:
    names = [(reverse(f"{model.noun}-list"), capfirst(model.called_together())) for model in RECORDS]
    language = get_language()
    return {
        "archive_name": settings.ARCHIVE_NAME,
        "navigation": names,
        "language": language,
        "site": f"{request.scheme}://{request.get_host()}",
        "tongues": tongues_of(request),
        "written_in": language_of_records(),
        "unreviewed": not is_reviewed(language),
    }
