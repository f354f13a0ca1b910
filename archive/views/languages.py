"""The language of a page, which its address alone decides: no cookie, and nothing that a browser says of its reader."""

from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString

from archive.languages import base_of, in_language
from archive.models.authorities.term_titles import request_scope


class LanguageMiddleware:
    """Speaks the language that the address begins with; that of the archive, where it begins with none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        for_anyone = settings.SESSION_COOKIE_NAME not in request.COOKIES
        with translation.override(language), request_scope(for_anyone=for_anyone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


@dataclass(frozen=True)
class LanguageLink:
    """One language of the interface: its code, its own name, and the address of a page in it."""

    code: str
    name: str
    address: str
    current: bool


def language_links(request) -> list[LanguageLink]:
    """The page of ``request`` in each language."""
    asked = request.META.get("QUERY_STRING", "")
    return tongues_at(request.path, f"?{asked}" if asked else "")


def tongues_at(path: str, asked: str = "") -> list[LanguageLink]:
    """The page at ``path``, with what is ``asked`` of it, in each language."""
    spoken = translation.get_language()
    return [
        LanguageLink(code, name, in_language(code, path) + asked, code == spoken) for code, name in settings.LANGUAGES
    ]


def interface_code(language: str) -> str:
    """The code under which the interface speaks ``language``; "" where it does not, or not that form of it."""
    return next((code for code, _ in settings.LANGUAGES if language in (code, base_of(code))), "")


def lang_span(language: str, words: str) -> SafeString:
    """``words`` as an element of their language; as they are where it is "", that of the page."""
    written = words if isinstance(words, SafeString) else SafeString(escape(str(words)))
    return SafeString(f'<span lang="{escape(language)}">{written}</span>') if language else written
