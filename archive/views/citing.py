"""Citing a page: the citation on it, what reference managers read of it, and the files that they take."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from archive.exports.citing import Cited
from archive.views.languages import in_language

CITATION_FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8", Cited.bibtex),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8", Cited.ris),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", Cited.csl_json),
}


def cited_of(request, shown, *, written=None, address: str = "", read=None, note: str = "") -> Cited:
    """The page of ``shown`` as it is cited today; or as it read on an earlier day, at ``address``, since ``written``.

    Its address is the one in no language of its own, the same for all who cite it. ``written`` is a day of the public
    log or of a version, for any other would tell of changes to what is not shown.
    """
    whole = request.build_absolute_uri(in_language(settings.LANGUAGE_CODE, address or shown.page))
    today = timezone.now().date()
    return Cited.of(shown, archive=settings.ARCHIVE_NAME, address=whole, written=written, read=read or today, note=note)


def file_of(cited: Cited, form: str) -> HttpResponse:
    if form not in CITATION_FORMATS:
        raise Http404
    _, kind, write = CITATION_FORMATS[form]
    response = HttpResponse(write(cited), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{cited.reference}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def linked_data(cited: Cited, description: str) -> str:
    """The page in the words of schema.org, for search engines, safe within a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "ArchiveComponent",
        "name": cited.title,
        "identifier": cited.reference,
        "url": cited.address,
        "isPartOf": {"@type": "Collection", "name": cited.archive},
        **({"description": description} if description else {}),
        **({"dateModified": cited.written.isoformat()} if cited.written else {}),
    }
    escapes = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    return json.dumps(data, ensure_ascii=False).translate(escapes)
