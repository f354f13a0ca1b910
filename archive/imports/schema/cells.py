"""The text of one cell: as it is compared and kept, several values in it, and what a spreadsheet would run."""

import re
import unicodedata

from archive.letters import without_invisible

_SIGNS = r"[=+\-@\t\r\n＝＋－＠]"
_RUNS = re.compile(f"'*{_SIGNS}")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)
_DEFUSED = re.compile(f"'+{_SIGNS}")


def defuse(text: str) -> str:
    """Put ``'`` before what a spreadsheet would run (OWASP, "CSV Injection"); `unescape_formula` takes it off again.

    A number below zero is nothing that is run, and stays a number.
    """
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def unescape_formula(text: str) -> str:
    return text[1:] if _DEFUSED.match(text) else text


def cleaned(text: str, *, is_running: bool = False) -> str:
    """``text`` in the one form in which the archive keeps what looks the same.

    Unicode NFC, without blanks and no-break spaces around it. Characters that no reader sees are dropped from names
    and codes; running text keeps them, since joiners are part of how some languages are spelt.
    """
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text if is_running else without_invisible(text)).strip()


def join(values: list[str]) -> str:
    """Several values in one cell, parted by ``;``; within a value ``\\;`` and ``\\\\`` stand for themselves."""
    return "; ".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def split(cell: str) -> list[str]:
    """The values in ``cell``, in order; what is empty between two ``;`` is no value."""
    if "\\" not in cell:
        return [value for part in cell.split(";") if (value := part.strip())]
    values, current, escaped = [], [], False
    for letter in cell:
        if escaped:
            current.append(letter)
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == ";":
            values.append("".join(current).strip())
            current = []
        else:
            current.append(letter)
    values.append("".join(current).strip())
    return [value for value in values if value]
