"""A picture in SVG: on a page, where the table above says all of it in words, and as a file that carries its source."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape as escaped

from django.utils.safestring import SafeString, mark_safe

from archive.drawings.scale import Scale

STYLE = """
svg { background: #fbf9f5; }
text { font: 12px system-ui, "Noto Sans", "Noto Sans Armenian", sans-serif; fill: #22262a; }
.soft { fill: #565d63; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.axis { stroke: #d9d4ca; stroke-width: 1; fill: none; }
.mark { fill: #26485f; }
.may { fill: #26485f; fill-opacity: 0.35; }
.open { fill: none; stroke: #26485f; stroke-width: 1.5; }
.area { fill: #26485f; fill-opacity: 0.12; stroke: #26485f; stroke-width: 1; stroke-dasharray: 4 3; }
.step { fill: none; stroke: #26485f; stroke-width: 2; }
.country { fill: #26485f; fill-opacity: 0.12; fill-rule: evenodd; stroke: none; }
.coast { fill: none; stroke: #8a8f93; stroke-width: 1; }
.border { fill: none; stroke: #8a8f93; stroke-width: 0.8; stroke-dasharray: 2 3; }
.whole { fill: transparent; }
"""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FOOT = 18  # units of a line below the picture, in the file


@dataclass(frozen=True)
class Drawing:
    """Some shapes on a plane of ``width`` by ``height``: each is SVG in which everything from outside is escaped."""

    title: str
    width: int
    height: int
    shapes: tuple[str, ...]

    @property
    def inline(self) -> SafeString:
        """As it stands on a page. Whoever hears the page, or walks it by keyboard, has the table instead."""
        box = f"0 0 {self.width} {self.height}"
        svg = f'<svg viewBox="{box}" aria-hidden="true" focusable="false">{"".join(self.shapes)}</svg>'
        return mark_safe(svg)  # noqa: S308 (escaped, each)

    def file(self, source: list[str], root: str) -> str:
        """As a file of its own, with each line of ``source`` written below it; its links begin with ``root``."""
        shapes = "".join(self.shapes).replace('<a href="/', f'<a href="{root}/')
        height = self.height + 40 + FOOT * len(source)
        lines = [words(16, self.height + 50 + FOOT * n, line, "soft") for n, line in enumerate(source)]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -10 {self.width} {height}" width="{self.width}" '
            f'height="{height}" role="img" aria-labelledby="title source">'
            f'<title id="title">{escape(self.title)}</title>'
            f'<desc id="source">{escape(" ".join(source))}</desc><style>{STYLE}</style>'
            f"{words(16, 12, self.title)}"
            f'<g transform="translate(0 20)">{shapes}</g>{"".join(lines)}</svg>'
        )


def escape(text: str) -> str:
    """``text`` as it may stand in XML, which has no room for most control characters, however escaped."""
    return escaped(_NOT_IN_XML.sub("\ufffd", text))


def words(x: float, y: float, text: str, kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{_class(kind)}>{escape(text)}</text>'


def bar(x: float, y: float, width: float, height: float, kind: str = "mark") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{_class(kind)}/>'


def dot(x: float, y: float, radius: float, kind: str = "mark") -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{_class(kind)}/>'


def line(points: Iterable[tuple[float, float]], kind: str = "axis") -> str:
    return f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"{_class(kind)}/>'


def filled(rings: Iterable[Iterable[tuple[float, float]]], kind: str) -> str:
    """An area of one or more rings; a ring within another is a hole."""
    paths = "".join(f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in ring)}Z" for ring in rings)
    return f'<path d="{paths}"{_class(kind)}/>'


def time_of(
    scale: Scale,
    left: float,
    top: float,
    bottom: float,
    *,
    below: bool = False,
    leads: Callable[[str], str] | None = None,
) -> list[str]:
    """The days, months or years of ``scale``: a line for each from ``top`` to ``bottom``, and its name above or below.

    ``leads`` gives the address that a name leads to, by its EDTF.
    """
    y = bottom + 18 if below else top - 8
    ticks = list(scale.ticks())
    lines = [line([(left + tick.x, top), (left + tick.x, bottom)]) for tick in ticks]
    names = [(tick, words(left + tick.x, y, tick.label, "soft middle")) for tick in ticks]
    return lines + [leading(leads(tick.key), tick.label, name) if leads else name for tick, name in names]


def leading(address: str, title: str, *shapes: str) -> str:
    """``shapes`` as one link, with what it says when pointed at."""
    return f'<a href="{escape(address)}" tabindex="-1"><title>{escape(title)}</title>{"".join(shapes)}</a>'


def titled(title: str, *shapes: str) -> str:
    """``shapes`` with what they say when pointed at."""
    return f"<g><title>{escape(title)}</title>{''.join(shapes)}</g>"


def turned(x: float, y: float, text: str) -> str:
    """Words that rise from where they begin, to stand close beside others."""
    return f'<g transform="translate({x:.1f} {y:.1f}) rotate(-45)">{words(0, 0, text)}</g>'


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters; the table has all of it."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
