"""Letters of any script, folded so that one spelling finds another."""

import unicodedata

_JOINED = str.maketrans({"ё": "е", "և": "եւ", "ı": "i", "ə": "e", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Return ``text`` in the one form that is used for both index and query.

    Unicode NFKC, case folded, accents stripped, and the letters that never meet by themselves joined
    (ё and е, և and եւ, the Azerbaijani ı and ə with i and e). White space becomes single blanks.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_JOINED)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(bare.translate(_JOINED).split())
