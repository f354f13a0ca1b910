"""Running text with headings, lists and links (CommonMark) as HTML. Nothing written in it can be a tag or a picture."""

import re
from itertools import chain

from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from archive.views.languages import in_language

_MARKUP = MarkdownIt("js-default", {"html": False, "linkify": False}).disable("image")


def html_of(text: str) -> SafeString:
    """``text`` below the heading of its page; its links within the archive lead to the language that is read."""
    tokens = _MARKUP.parse(text)
    for token in chain(tokens, *(token.children for token in tokens if token.children)):
        if token.tag == "h1":
            token.tag = "h2"
        if token.type == "link_open":
            token.attrSet("href", _leading(str(token.attrGet("href") or "")))
    return mark_safe(_MARKUP.renderer.render(tokens, _MARKUP.options, {}))  # noqa: S308 (escaped by the renderer)


def _leading(address: str) -> str:
    """Where a link leads: a page of the archive in the language that is read, all else as it was written."""
    if not address.startswith("/") or address.startswith("//"):
        return address
    path, asked = re.fullmatch(r"/([^?#]*)(.*)", address, re.DOTALL).groups()
    root = get_script_prefix()
    here = f"{root}{path}"
    spoken = in_language(get_language(), here)
    try:
        resolve(f"/{spoken.removeprefix(root)}")
    except Resolver404:
        return here + asked
    return spoken + asked
