"""Which encoding a text was written in: Unicode, or one of those that people in and around Armenia still have."""

import codecs
import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SAMPLE_BYTES = 256 * 1024  # bytes beyond ASCII by which the alphabet is told

NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": gettext_lazy("UTF-16, little-endian"),
    "utf-16-be": gettext_lazy("UTF-16, big-endian"),
    "cp1251": gettext_lazy("Windows-1251 (Cyrillic)"),
    "cp1252": gettext_lazy("Windows-1252 (Western European)"),
    "cp1254": gettext_lazy("Windows-1254 (Turkish)"),
    "armscii-8": gettext_lazy("ARMSCII-8 (Armenian)"),
    "mac-roman": gettext_lazy("Mac Roman"),
    "koi8-r": gettext_lazy("KOI8-R (Cyrillic)"),
    "cp866": gettext_lazy("CP866 (Cyrillic, of DOS)"),
}
_TURKISH = b"\xd0\xdd\xde\xf0\xfd\xfe"  # Ğ İ Ş ğ ı ş, in whose place Windows-1252 has letters of Icelandic
_NOT_WINDOWS = b"\x81\x8d\x8f\x90\x9d"  # no letters of Windows-1252; those of Mac Roman: Å ç è ê ù
UNICODE = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
BLOCK = 1024 * 1024  # bytes that are read at once
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Mixed(ValueError):
    """A text of which some lines are in one encoding and some in another; the message says which."""


def recognise(file: IO[bytes]) -> str:
    """The name, among `NAMES`, of the encoding that ``file`` is most likely in; it is left at its beginning.

    Unicode is known for certain, the others by which bytes stand beside each other. Raise `Mixed` where some lines
    are UTF-8 and others can't be.
    """
    start = file.read(4096)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for name, silent in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) >= 4 and silent.count(0) > len(silent) * 0.4:
            return name
    if _is_utf8(file):
        return "utf-8-sig"
    return _by_its_bytes(file)


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _by_its_bytes(file: IO[bytes]) -> str:
    """Letters of another alphabet stand beside each other, accented ones alone; small Armenian ones are odd bytes."""
    high = beside = odd = turkish = mac = 0
    unicode_line = other_line = 0
    for number, line in enumerate(_lines(file), 1):
        if line.isascii():
            continue
        if _decodes(line):
            unicode_line = unicode_line or number
        else:
            other_line = other_line or number
        if unicode_line and other_line:
            break
        if high > SAMPLE_BYTES:
            continue  # the alphabet is told; whether another encoding follows is not
        mac += any(letter in _NOT_WINDOWS for letter in line)
        for before, letter, after in zip(b" " + line, line, line[1:] + b" ", strict=False):
            if letter >= 0xA0:
                high += 1
                beside += before >= 0xA0 or after >= 0xA0
                odd += letter & 1
                turkish += letter in _TURKISH
    file.seek(0)
    if unicode_line and other_line:
        raise Mixed(
            _("line {unicode_line} is UTF-8, and line {other_line} can't be").format(
                unicode_line=unicode_line, other_line=other_line
            )
        )
    if beside < high * 0.7 or (not high and mac):
        if mac:
            return "mac-roman"
        return "cp1254" if turkish > high * 0.2 else "cp1252"
    return "armscii-8" if odd > high * 0.85 else "cp1251"


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(BLOCK):
        yield line


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# ARMSCII-8 (AST 34.002): signs from A2, then each letter, large and small.
_SIGNS = "և։)(»«—.՝,-֊…՜՛՞"
_LETTERS = "".join(chr(0x531 + n) + chr(0x561 + n) for n in range(38))
_TABLE = "".join(map(chr, range(0xA1))) + "\ufffe" + _SIGNS + _LETTERS + "՚" + "\ufffe"
_MAP = codecs.charmap_build(_TABLE)


class _Decoder(codecs.IncrementalDecoder):
    def decode(self, data: "ReadableBuffer", final: bool = False) -> str:
        return codecs.charmap_decode(data, self.errors, _TABLE)[0]


class _Encoder(codecs.IncrementalEncoder):
    def encode(self, text: str, final: bool = False) -> bytes:
        return codecs.charmap_encode(text, self.errors, _MAP)[0]


def _armscii(name: str) -> codecs.CodecInfo | None:
    if name.replace("-", "_") != "armscii_8":
        return None
    return codecs.CodecInfo(
        encode=lambda text, errors="strict": codecs.charmap_encode(text, errors, _MAP),
        decode=lambda data, errors="strict": codecs.charmap_decode(data, errors, _TABLE),
        incrementalencoder=_Encoder,
        incrementaldecoder=_Decoder,
        name="armscii-8",
    )


codecs.register(_armscii)


def unescaped(text: str) -> str:
    """``text`` of a workbook with the letters that it writes as ``_x000D_`` (ECMA-376, ST_Xstring)."""
    return _ESCAPED.sub(_letter, text)


def _letter(escaped: re.Match[str]) -> str:
    """The letter that ``_x0041_`` stands for; half of a surrogate pair is none, and stays as it was written."""
    number = int(escaped[1], 16)
    return escaped[0] if 0xD800 <= number <= 0xDFFF else chr(number)
