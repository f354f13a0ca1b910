"""Checks on single values that more than one model makes; each message says what is expected."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.drawings.outlines import countries
from archive.languages import is_code


def validate_language(code: str) -> None:
    if not is_code(code):
        raise ValidationError(
            _("“{code}” is not a language code. Expected BCP 47, such as hy, az, ru, en or hy-Latn.").format(code=code)
        )


def validate_sha256(digest: str) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValidationError(_("Expected a SHA-256 checksum: 64 digits from 0 to f, in small letters."))


def validate_list_address(address: str) -> None:
    """Raise `ValidationError` unless ``address`` may be that of a list of the archive, with its filters."""
    if not re.fullmatch(r"/[a-z-]+/(\?[^#\s]*)?", address):
        raise ValidationError(
            _("Expected the address of a list of this archive, with its filters: /testimonies/?act=beating.")
        )


def validate_country(code: str) -> None:
    if code not in countries():
        raise ValidationError(
            _("“{code}” is not a country with an outline. Expected three digits (ISO 3166-1), such as 051.").format(
                code=code
            )
        )
