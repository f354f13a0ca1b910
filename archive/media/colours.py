"""From whatever a picture file keeps to plain colours, as a viewer shows them: sRGB of 8 bits a channel, on white.

Whole numbers of 16 bits are scaled, colour profiles followed (ICC.1), floating-point numbers taken from 0, black, to 1,
white. A picture that keeps other numbers looks otherwise in each program; `require_known_range` refuses it.
"""

import io
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, TiffImagePlugin

_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
_WITHOUT_RANGE = ("I", "F")
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "Lab"}  # of profiles, by the mode that they speak of
_DOWN = [round(value / 257) for value in range(65_536)]
_STRIP = 256  # rows
_SRGB = ImageCms.createProfile("sRGB")
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC


def plain(image: Image.Image) -> Image.Image:
    """``image`` in RGB; what lies behind a part that lets through is nobody's to see, and white."""
    profile = image.info.get("icc_profile")
    image = _opaque(_in_eight_bits(image))
    if profile and (followed := _by_profile(image, profile)):
        return followed
    return image if image.mode == "RGB" else image.convert("RGB")


def require_known_range(image: Image.Image) -> None:
    """Raise `ValidationError` where nothing says which of the numbers in ``image`` is black, and which is white."""
    if image.mode == "I" or (image.mode == "F" and not _is_share(image)):
        raise ValidationError(
            _(
                "The picture has 32 bits a channel without saying which value is white. Expected 8 or 16 "
                "bits, or floating-point values from 0 to 1."
            )
        )


def _is_share(image: Image.Image) -> bool:
    lowest, highest = image.getextrema()
    return lowest >= 0 and highest <= 1


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """``image`` in a mode with at most 8 bits a channel."""
    turned = _is_white_zero(image)
    if image.mode in _SIXTEEN_BITS:
        return image.convert("I").point(_DOWN[::-1] if turned else _DOWN, "L")
    if image.mode in _WITHOUT_RANGE:
        lowest, highest = (0, 1) if image.mode == "F" and _is_share(image) else image.getextrema()
        spread = 255 / ((highest - lowest) or 1)
        grey = image.convert("F").point(lambda value: value * spread - lowest * spread + 0.5).convert("L")
        return grey.point(lambda value: 255 - value) if turned else grey
    return image


def _is_white_zero(image: Image.Image) -> bool:
    """Whether 0 is white: TIFF 6.0, PhotometricInterpretation, which Pillow minds in pictures of 8 bits alone."""
    return getattr(image, "tag_v2", {}).get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION) == 0


def _opaque(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        return _on_white(image, "L" if image.mode in ("L", "LA", "La") else "RGB")
    return image if image.mode in _SPACES else image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image, mode: str) -> Image.Image:
    """``image`` on white, in ``mode``; strip by strip, so that no more than the result is held beside it."""
    shown = Image.new(mode, image.size, "white")
    for top in range(0, image.height, _STRIP):
        strip = image.crop((0, top, image.width, min(top + _STRIP, image.height))).convert("RGBA")
        white = Image.new("RGBA", strip.size, "white")
        white.alpha_composite(strip)
        shown.paste(white.convert(mode), (0, top))
    return shown


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """``image`` in sRGB, as its colour ``profile`` says; `None` where that is broken, or speaks of other channels."""
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        converted = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if converted.profile.xcolor_space.strip() == _SPACES[image.mode]:
            return ImageCms.profileToProfile(image, converted, _SRGB, _INTENT, outputMode="RGB")
    return None
