"""Pictures: checked before they are taken in, and copied anew, without metadata, before they are shown.

Each is decoded in a process of its own (`archive.processes.limited`), by what stands in `archive.media.decoding`.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from archive.media import decoding
from archive.processes import limited

LARGEST_FILE = 40 * 1024 * 1024  # bytes
WIDTHS = {"small": 480, "large": 1280}
# What the largest picture that is taken needs: 60 million pixels of 4 bytes, some of them two or three times over
BOUNDS = limited.Bounds("pictures", megabytes=900, seconds=10)


def validate(content: File) -> None:
    """Raise `ValidationError` unless ``content`` is a whole picture of a kind and size that is expected."""
    if content.size > LARGEST_FILE:
        template = _("The file has {size:,} bytes. Expected at most {most:,}.")
        raise ValidationError(template.format(size=content.size, most=LARGEST_FILE))
    try:
        _done(decoding.validate, content)
    except limited.Busy as error:
        raise ValidationError(_("Other pictures are being checked now. Try again in a moment.")) from error


def public_copy(content: File, width: int) -> bytes:
    """See `decoding.public_copy`; raise `ValidationError` where it can't be opened, `limited.Busy` where it waits."""
    return _done(decoding.public_copy, content, width)


def redacted(content: File, parts: Iterable[tuple[float, float, float, float]]) -> bytes:
    """See `decoding.redacted`; raise `ValidationError` where it can't be opened, `limited.Busy` where it waits."""
    return _done(decoding.redacted, content, list(parts))


def perceptual_hash(content: File) -> str:
    """See `decoding.perceptual_hash`; "" where the picture can't be opened."""
    try:
        return _done(decoding.perceptual_hash, content)
    except (ValidationError, limited.Busy, OSError):
        return ""


def hamming_distance(one: str, other: str) -> int:
    """In how many of 64 bits two hashes of `perceptual_hash` differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _done(work, content: File, *given):
    """What ``work`` makes of the picture in ``content``, read from its beginning and left there."""
    content.seek(0)
    picture = content.read()
    content.seek(0)
    try:
        return limited.run(work, picture, *given, bounds=BOUNDS)
    except limited.TooCostly as error:
        message = _("The picture takes too much memory or time to open. Expected one that most programs can open.")
        raise ValidationError(message) from error
