"""The files that lie in a ZIP beside its tables, found by the names that cells give them.

A ZIP says of a name whether it is UTF-8; many programs leave that out, and write UTF-8 (macOS) or the code page of
their machine (Windows: CP866 for Russian, CP437). Python reads such a name as CP437; here it counts in each reading.
"""

import unicodedata
from collections import defaultdict
from functools import cached_property
from pathlib import Path, PurePosixPath

MAX_LISTED = 10  # names that a refusal lists


class BundledFiles:
    """The files in one folder, by their names as people and programs write them."""

    def __init__(self, folder: Path):
        self.folder = folder

    def find(self, name: str) -> list[str]:
        """The paths, within the folder, of the files that ``name`` may mean: none, one, or several of one bare name.

        A whole path is looked for first, then a bare name; as it is written, then in letters of any case.
        """
        for key in (_as_written, _in_any_case):
            by_path, by_name = self._by(key)
            wanted = key(name)
            if found := by_path.get(wanted) or by_path.get(f"files/{wanted}"):
                return sorted(found)
            if "/" not in wanted and (found := by_name.get(wanted)):
                return sorted(found)
        return []

    def opened(self, path: str):
        return (self.folder / path).open("rb")

    def listed(self, paths: list[str] | None = None) -> str:
        """Some of ``paths``, or of all files, as a person would read their names."""
        shown = sorted(_likeliest(path) for path in (self._paths if paths is None else paths))
        return ", ".join(shown[:MAX_LISTED]) + (", …" if len(shown) > MAX_LISTED else "")

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def _known(self) -> dict:
        return {}

    def _by(self, key) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        if key not in self._known:
            by_path, by_name = defaultdict(set), defaultdict(set)
            for path in self._paths:
                for reading in readings_of(path):
                    by_path[key(reading)].add(path)
                    by_name[PurePosixPath(key(reading)).name].add(path)
            self._known[key] = by_path, by_name
        return self._known[key]


def readings_of(name: str) -> list[str]:
    """What a name in a ZIP may have been: as Python read it, and as UTF-8 or CP866 where it may not have been told."""
    found = [name]
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return found
    for encoding in ("utf-8", "cp866"):
        try:
            found.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return list(dict.fromkeys(found))


def _likeliest(name: str) -> str:
    """The reading of a name with most letters: signs for drawing boxes are in no name."""
    return max(
        readings_of(name), key=lambda reading: sum(one.isalnum() or one in "/._- " for one in reading) / len(reading)
    )


def _as_written(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).removeprefix("./")


def _in_any_case(name: str) -> str:
    return _as_written(name).casefold()
