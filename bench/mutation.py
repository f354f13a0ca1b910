"""Break lines of the archive at random, one at a time, and tell which the tests catch.

Which lines is decided by a seed, the hash of a commit of November 2026, so that two runs of one tree break the same.
Decorators and annotations, which say nothing that runs, are left alone. Each line is broken in a clone of the last
commit; whether it asks for a migration is looked at first, as `make test` does, then the tests of the room in which it
stands are run, then the quick ones, until something fails. 40 lines take
about an hour on two cores:

    .venv/bin/python -m bench.mutation --first 0 --number 40
"""

import argparse
import ast
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SEED = 0x71477D7
TOO_LONG = 20 * 60  # seconds, of tests that take a quarter of it
OTHER = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


@dataclass(frozen=True)
class Break:
    """One piece of a file, and what is put in its place."""

    path: str
    line: int
    start: int  # byte in the file
    end: int
    new: str


def breaks_in(path: Path) -> Iterator[Break]:
    """Each way to break one line of the file at ``path``."""
    text = path.read_bytes()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(text)
    silent = set(_silent_in(tree))
    for node in ast.walk(tree):
        if node not in silent and (broken := _broken(node)) is not None:
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            yield Break(str(path.relative_to(HERE)), node.lineno, start, end, ast.unparse(broken))


def _silent_in(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of decorators and annotations."""
    for node in ast.walk(tree):
        told = [getattr(node, name, None) for name in ("annotation", "returns")]
        for one in (*told, *getattr(node, "decorator_list", ())):
            yield from ast.walk(one) if one is not None else ()


def _broken(node: ast.AST) -> ast.AST | None:
    """``node`` saying something else; ``None`` where nothing here makes it do so."""
    other = deepcopy(node)
    match other:
        case ast.Compare(ops=[one]) if type(one) in OTHER:
            other.ops = [OTHER[type(one)]()]
        case ast.BoolOp() | ast.BinOp() if type(other.op) in OTHER:
            other.op = OTHER[type(other.op)]()
        case ast.UnaryOp(op=ast.Not()):
            return other.operand
        case ast.Constant(value=bool()):
            other.value = not other.value
        case ast.Constant(value=int()):
            other.value += 1
        case ast.Return(value=ast.expr()) if not isinstance(other.value, ast.Constant):
            other.value = ast.Constant(None)
        case ast.Expr(value=ast.Call()):
            return ast.Pass()
        case _:
            return None
    return other


def chosen(number: int) -> list[Break]:
    """The first ``number`` lines that the seed chooses, each in another place."""
    found: dict[tuple[str, int], list[Break]] = {}
    for path in sorted((HERE / "archive").rglob("*.py")):
        if "migrations" not in path.parts:
            for one in breaks_in(path):
                found.setdefault((one.path, one.line), []).append(one)
    chance = random.Random(SEED)
    return [chance.choice(found[place]) for place in chance.sample(sorted(found), number)]


def is_caught(one: Break, clone: Path) -> bool:
    """Whether a test fails once ``one`` is broken in ``clone``."""
    path = clone / one.path
    text = path.read_bytes()
    path.write_bytes(text[: one.start] + one.new.encode() + text[one.end :])
    parts = Path(one.path).parts
    room = clone / "tests" / parts[1]
    quick = ("-m", "not browser and not slow")
    try:
        return _asks_for_a_migration(clone) or any(
            _fails(clone, *tests, *quick) for tests in (*([(str(room),)] if room.is_dir() else []), ())
        )
    finally:
        path.write_bytes(text)


def _asks_for_a_migration(clone: Path) -> bool:
    return _run(clone, "manage.py", "makemigrations", "--check", "--dry-run") != 0


def _fails(clone: Path, *arguments: str) -> bool:
    tests = _run(clone, "-m", "pytest", "-x", "-q", "-n", "auto", "-p", "no:cacheprovider", *arguments)
    return tests not in (0, 5)  # 5: there was no test


def _run(clone: Path, *arguments: str) -> int:
    """How Python ends that is given ``arguments`` in the clone."""
    environment = os.environ | {"ARCHIVE_DATA": str(clone / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(HERE / ".venv/bin/python"), *arguments]
    try:
        run = subprocess.run(command, cwd=clone, env=environment, capture_output=True, check=False, timeout=TOO_LONG)
    except subprocess.TimeoutExpired:
        return 1  # such as a loop that no longer ends
    return run.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--number", type=int, default=40)
    asked = parser.parse_args()
    places = chosen(asked.first + asked.number)[asked.first :]
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(HERE), str(clone)], check=True)  # noqa: S607
        missed = 0
        for number, one in enumerate(places, asked.first + 1):
            caught = is_caught(one, clone)
            missed += not caught
            was = (HERE / one.path).read_bytes()[one.start : one.end].decode()
            told = f"{number:>3} {'caught' if caught else 'MISSED'} {one.path}:{one.line}: {was!r} → {one.new!r}\n"
            sys.stdout.write(told[:400])
            sys.stdout.flush()
        sys.stdout.write(f"{len(places) - missed} of {len(places)} caught\n")


if __name__ == "__main__":
    main()
