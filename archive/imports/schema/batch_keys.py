"""What a delivery brings itself: by which references, numbers and titles its rows are linked to from its other rows."""

from collections import defaultdict

from archive.letters import fold
from archive.models.base.accessions import REFERENCE
from archive.models.base.registry import registered_models

MAX_MEANT = 6  # rows that one name is remembered to mean: more than one is too many already
MAX_NEAREST = 1000  # names of one batch that are not known, for which something close is looked for
HIGHEST = 9_999_999  # number in a reference that a file may bring; what is given out goes on from there


class BatchKeys:
    """The rows of all tables of a batch, as far as other rows may link to them.

    References are kept as one bit each, so that a million of them take a megabyte; names and own numbers as they are.
    """

    def __init__(self):
        self._noun_of = {model.prefix: model.noun for model in registered_models()}
        self._hanging = {model.noun for model in registered_models() if model.parent_field}
        self._bits: dict[str, bytearray] = {}
        self._called: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self._alike: dict[str, dict[str, list[str]]] = {}
        self.in_the_archive: dict[type, dict[str, list[str]]] = {}  # what `LinkResolver` reads there once for all rows
        self.nearest_left = MAX_NEAREST
        self.twice: set[str] = set()  # references that more than one row has

    def add_reference(self, reference: str) -> None:
        """Note that a row has ``reference``."""
        match = REFERENCE.fullmatch(reference)
        if not match or match[1] not in self._noun_of or int(match[2]) > HIGHEST:
            return
        if match[1] not in self._bits:
            self._bits[match[1]] = bytearray(HIGHEST // 8 + 1)
        bits = self._bits[match[1]]
        place, bit = divmod(int(match[2]), 8)
        if bits[place] >> bit & 1:
            self.twice.add(reference)
        bits[place] |= 1 << bit

    def register_key(self, noun: str, key: str, meant: str) -> None:
        """Note that other rows may call ``meant``, a reference or the placeholder of a row, by ``key``."""
        if not key:
            return
        known = self._called[noun].setdefault(key, [])
        if len(known) < MAX_MEANT and meant not in known:
            known.append(meant)

    def lookup(self, noun: str, key: str) -> list[str]:
        """What ``key`` means among the rows of ``noun``, or for "" of all that others may belong to.

        References, or what stands for new rows.
        """
        if not self._bits and not self._called:
            return []
        if self._has(noun, key):
            return [key]
        nouns = (noun,) if noun else self._called.keys() - self._hanging
        return [found for one in nouns for found in self._called.get(one, {}).get(key, ())]

    def find_alike(self, noun: str, key: str) -> list[str]:
        """What those rows of ``noun`` mean whose names fold as ``key`` does (`archive.letters.fold`)."""
        nouns = (noun,) if noun else self._called.keys() - self._hanging
        return [found for one in nouns for found in self._folded(one).get(fold(key), ())]

    def _folded(self, noun: str) -> dict[str, list[str]]:
        """What rows of ``noun`` are called, folded; asked for once all of them are known."""
        if noun not in self._alike:
            self._alike[noun] = folded = {}
            for key, meant in self._called.get(noun, {}).items():
                alike = folded.setdefault(fold(key), [])
                alike += [one for one in meant if one not in alike and len(alike) < MAX_MEANT]
        return self._alike[noun]

    def _has(self, noun: str, reference: str) -> bool:
        if reference[:3] not in self._bits:
            return False
        match = REFERENCE.fullmatch(reference)
        own = self._noun_of[match[1]] if match else ""
        if not match or (own != noun if noun else own in self._hanging):
            return False
        number = int(match[2])
        return number <= HIGHEST and bool(self._bits[match[1]][number // 8] >> number % 8 & 1)
