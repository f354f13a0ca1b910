"""Checks on single values that more than one model makes; each message says what is expected."""

import re

from django.core.exceptions import ValidationError

from archive.languages import is_code


def validate_language(code: str) -> None:
    if not is_code(code):
        raise ValidationError(f"“{code}” is not a language code. Expected BCP 47, such as hy, az, ru, en or hy-Latn.")


def validate_sha256(digest: str) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise ValidationError("Expected a SHA-256 checksum: 64 digits from 0 to f, in small letters.")
