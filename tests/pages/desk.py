"""Every kind of page of the desk, found as somebody finds them: by following links."""

import html
import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

LEADS_AWAY = re.compile(r"/(logout|sign-out|jsi18n|static|media|originals|pictures)/")


def kind_of(path: str) -> str:
    """What the addresses of one kind of page have in common, whatever the record and however a list is filtered."""
    parts = urlsplit(path)
    place = re.sub(r"/[A-Z]{3}(_2D|-)\d+|/\d+(?=/|$)", "/*", parts.path)
    if "_popup" in parts.query:
        return f"{place} in a window of its own"
    return f"{place} filtered" if parts.query else place


def shape_of(path: str) -> str:
    """What the addresses of pages of one template have in common, whatever the kind of record."""
    return re.sub(r"(?<=/archive/)\w+(?=/)", "*", kind_of(path))


def crawl(archive, page, start: str, alike: Callable[[str], str]) -> dict[str, str]:
    """One address of each kind of page that links lead to from ``start``, with the page: address → HTML.

    Addresses of which ``alike`` says the same are of one kind. Whoever sits at ``page`` must have signed in.
    """
    within = (start, start.replace("/admin/", "/account/"))
    found, seen, waiting = {}, {alike(start)}, deque([start])
    while waiting:
        path = waiting.popleft()
        answer = page.request.get(archive.address + path)
        if not answer.ok or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found[path] = text = answer.text()
        for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', text):
            address = urlsplit(urldefrag(urljoin(archive.address + path, html.unescape(link))).url)
            further = f"{address.path}?{address.query}" if address.query else address.path
            ours = f"{address.scheme}://{address.netloc}" == archive.address and address.path.startswith(within)
            if ours and not LEADS_AWAY.search(further) and alike(further) not in seen:
                seen.add(alike(further))
                waiting.append(further)
    return found
