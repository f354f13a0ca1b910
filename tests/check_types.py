"""Check types: mypy over the whole tree, and a list of modules that are not clean yet, which only shrinks.

The list stands in ``tests/types.toml``, with how many ``type: ignore`` there are, how often ``Any`` or ``Anything`` is
written, and of how many expressions mypy knows no type. A module that is not listed has no error; one that is clean is
taken off the list; and no figure grows. ``python -m tests.check_types
--write`` writes the file anew where all of it has shrunk.
"""

import io
import re
import sys
import tempfile
import tokenize
import tomllib
from pathlib import Path

from mypy import api

HERE = Path(__file__).parent
BASELINE = HERE / "types.toml"
ROOMS = ("archive", "config")


def main(*, write: bool) -> int:
    """Return 0 where the baseline holds; print what does not, and return 1, where it doesn't."""
    baseline = tomllib.loads(BASELINE.read_text())
    with tempfile.TemporaryDirectory() as folder:
        output, problems, _ = api.run(["--any-exprs-report", folder])
        *_, total = (Path(folder) / "any-exprs.txt").read_text().split("Total")
    errors = [line for line in output.splitlines() if ": error: " in line]
    found = {
        "unclean": sorted({line.split(":")[0] for line in errors}),
        "ignores": _count(r"type: ignore", tokenize.COMMENT),
        "any": _count(r"Any|Anything", tokenize.NAME),
        "untyped": int(total.split()[0]),
    }
    new = [line for line in errors if line.split(":")[0] not in baseline["unclean"]]
    grown = [name for name in ("ignores", "any", "untyped") if found[name] > baseline[name]]
    if problems or new or grown:
        print("\n".join([problems, *new, *(f"{name}: {found[name]}, at most {baseline[name]}" for name in grown)]))  # noqa: T201
        return 1
    if found != baseline | {"untyped": found["untyped"]} or write:
        if write:
            _write(found)
            return 0
        clean = sorted(set(baseline["unclean"]) - set(found["unclean"]))
        told = f"Less than tests/types.toml says ({', '.join(clean) or found}): python -m tests.check_types --write"
        print(told)  # noqa: T201
        return 1
    print(f"{len(errors)} errors left in {len(found['unclean'])} modules, none in the others")  # noqa: T201
    return 0


def _count(pattern: str, kind: int) -> int:
    """How many tokens of ``kind`` in the code match ``pattern``; of names, the import of it is one, too."""
    count = 0
    for room in ROOMS:
        for path in sorted((HERE.parent / room).rglob("*.py")):
            if "migrations" not in path.parts:
                tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
                whole = pattern if kind == tokenize.NAME else f".*{pattern}.*"
                count += sum(token.type == kind and bool(re.fullmatch(whole, token.string)) for token in tokens)
    return count


def _write(found: dict) -> None:
    modules = "".join(f'    "{module}",\n' for module in found["unclean"])
    head = "# What `python -m tests.check_types` allows; each figure only shrinks.\n"
    figures = "".join(f"{name} = {found[name]}\n" for name in ("ignores", "any", "untyped"))
    BASELINE.write_text(f"{head}{figures}unclean = [\n{modules}]\n")


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv))
