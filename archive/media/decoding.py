"""What is done with the bytes of a picture, in a process of its own; `archive.media.images` has it done."""

import io
import math
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from archive.media import colours

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
MAX_PIXELS = 60_000_000
SHORTEST_SIDE, MAX_SIDE = 16, 30_000  # pixels; a JPEG has at most 65,535
FEWEST_EDGES = 6  # bits of each sort in a hash that tells a picture from others
BLOCK = 16  # pixels
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def validate(content: bytes) -> None:
    """Raise `ValidationError` unless ``content`` is a whole picture of a kind and size that is expected."""
    with _opened(content) as image:
        image.load()
        colours.require_known_range(image)
        _upright(image)


def public_copy(content: bytes, width: int) -> bytes:
    """A new JPEG of the picture, at most ``width`` pixels wide, turned upright and without any metadata."""
    with _opened(content) as image:
        image.draft("RGB", (2 * width, 8 * width))  # a JPEG is decoded no larger than it takes
        upright = _upright(image)
    upright.thumbnail((width, width * 4))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def redacted(content: bytes, parts: Iterable[tuple[float, float, float, float]]) -> bytes:
    """A new JPEG of the picture, upright and without metadata, in which ``parts`` are black.

    Each part is left, top, width and height in percent of the picture. Parts are drawn outwards to the blocks of 16
    pixels that JPEG works in, so that nothing of what they cover shines through at their edges.
    """
    with _opened(content) as image:
        upright = _upright(image)
    width, height = upright.size
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    for left, top, wide, high in parts:
        across, down = _blocks(left, wide, width), _blocks(top, high, height)
        bare.paste("black", (across[0], down[0], across[1], down[1]))
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()


def _blocks(start: float, length: float, side: int) -> tuple[int, int]:
    """From percents of a ``side`` to pixels, outwards to whole blocks."""
    first, last = start * side / 100, (start + length) * side / 100
    return math.floor(first / BLOCK) * BLOCK, min(side, math.ceil(last / BLOCK) * BLOCK)


def perceptual_hash(content: bytes) -> str:
    """The perceptual hash of the picture, 16 hexadecimal digits; "" where it is too plain to tell from others.

    Each bit says whether one of 8 × 8 fields is darker than its neighbour on the right (dHash, N. Krawetz 2013), so
    that other sizes, formats and qualities of one picture differ in few bits.
    """
    with _opened(content) as image:
        image.draft("RGB", (256, 256))
        grey = _upright(image).convert("L").resize((9, 8), Image.Resampling.BOX)
    at = grey.load()
    bits = "".join("1" if at[x, y] < at[x + 1, y] else "0" for y in range(8) for x in range(8))
    plain = bits.count("1") < FEWEST_EDGES or bits.count("0") < FEWEST_EDGES
    return "" if plain else f"{int(bits, 2):016x}"


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, until it is done with; raise `ValidationError` for whatever is wrong with it till then."""
    try:
        with _image_in(content) as image:
            yield image
    except (ValidationError, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        template = _("The picture is too large to open. Expected at most {most:,} pixels.")
        raise ValidationError(template.format(most=MAX_PIXELS)) from error
    except Exception as error:  # Pillow raises many kinds for broken files; all of them mean "not a picture"
        template = _("This picture is incomplete or damaged. Expected {formats}.")
        raise ValidationError(template.format(formats=", ".join(FORMATS))) from error


@contextmanager
def _image_in(content: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _require_size(*image.size)
            yield image


def _upright(image: Image.Image) -> Image.Image:
    """A picture in plain colours, turned as its EXIF says (CIPA DC-008, Orientation)."""
    image.load()
    turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation))
    shown = colours.plain(image)
    return shown if turn is None else shown.transpose(turn)


def _require_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        template = _("The picture has {width} × {height} pixels. Expected at most {most:,} pixels in all.")
        raise ValidationError(template.format(width=width, height=height, most=MAX_PIXELS))
    if max(width, height) > MAX_SIDE:
        template = _("The picture has {width} × {height} pixels. Expected at most {most:,} on each side.")
        raise ValidationError(template.format(width=width, height=height, most=MAX_SIDE))
    if min(width, height) < SHORTEST_SIDE:
        template = _("The picture has {width} × {height} pixels. Expected at least {least} on each side.")
        raise ValidationError(template.format(width=width, height=height, least=SHORTEST_SIDE))
