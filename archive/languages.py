"""Languages by their codes (BCP 47)."""

import re

from django.conf.locale import LANG_INFO

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def is_code(code: str) -> bool:
    return bool(_CODE.fullmatch(code))


def name_of(code: str) -> str:
    """The English name of the language, or the code itself where none is known."""
    info = LANG_INFO.get(code) or LANG_INFO.get(code.split("-", maxsplit=1)[0]) or {}
    return info.get("name", code)
