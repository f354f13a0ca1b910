"""Whether a stranger can tell by the clock that the desk wrote: `python -m bench.clock`, with a number of turns.

Two archives of the same records are served as `make run` serves them, each with its worker. In each turn a draft is
saved in one of them, chosen at random, and after a moment the same pages are asked of the first one and timed. A page
that is slower, or faster, after a draft was saved in the archive that shows it than after one was saved in the other
tells when the desk writes. Told is, for each page, the median of both and the two-sided p of a Mann–Whitney test.
Beside it stands what the same test says of a public record that was changed: that must be told
apart, or the test has no teeth.
"""

import json
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.serving import served

SIZE = 2_000
TURNS = 300
SAVED_ELSEWHERE, DRAFT, PUBLIC = "a draft elsewhere", "a draft here", "a public record here"
PAGES = {
    "a kept list": "/testimonies/",
    "a kept record": "/testimonies/TES-0007/",
    "a kept page in Armenian": "/hy/testimonies/",
    "a list made anew": "/testimonies/?act=made-up-act-{turn}&page={turn}",
    "a search": "/search/?q=sometimes",
    "a record that never was": "/testimonies/TES-9999999/",
}
CERTAIN = 0.01 / len(PAGES)  # Bonferroni: of as many pages, one is below it by chance once in a hundred runs


def main(turns: int) -> int:
    chance = random.Random(1)
    times: dict[str, dict[str, list[float]]] = {page: {DRAFT: [], SAVED_ELSEWHERE: [], PUBLIC: []} for page in PAGES}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as running:
        here, elsewhere = (
            running.enter_context(served(Path(folder) / name, SIZE, "bench.clock")) for name in ("here", "elsewhere")
        )
        for turn in range(turns):
            what = chance.choice([DRAFT, DRAFT, SAVED_ELSEWHERE, SAVED_ELSEWHERE, PUBLIC])
            for address in PAGES.values():
                here.ask(address.format(turn=-1 - turn % 2))  # whatever was changed before has been seen
            (elsewhere if what == SAVED_ELSEWHERE else here).tell_desk("public" if what == PUBLIC else "draft")
            time.sleep(chance.random() * 0.8)  # the worker looks twice a second
            pages = list(PAGES.items())
            chance.shuffle(pages)
            for page, address in pages:
                began = time.perf_counter()
                here.ask(address.format(turn=turn))
                times[page][what].append(time.perf_counter() - began)
    return _tell(times)


def _tell(times: dict[str, dict[str, list[float]]]) -> int:
    told_apart = seen = 0
    print("| page | after a draft elsewhere, ms | after a draft here, ms | p | after a public change, ms | p |")
    print("|---|---|---|---|---|---|")
    for page, taken in times.items():
        medians = {what: 1000 * statistics.median(taken[what]) for what in taken}
        hidden, public = (mann_whitney(taken[SAVED_ELSEWHERE], taken[what]) for what in (DRAFT, PUBLIC))
        told_apart += hidden < CERTAIN
        seen += public < CERTAIN
        print(
            f"| {page} | {medians[SAVED_ELSEWHERE]:.3f} | {medians[DRAFT]:.3f} | {hidden:.3f} | "
            f"{medians[PUBLIC]:.3f} | {public:.1e} |"
        )
    print(f"{told_apart} of {len(times)} pages tell of a draft, {seen} of a public change (p < {CERTAIN:.4f})")
    return int(told_apart > 0 or not seen)


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """The two-sided p that ``one`` and ``other`` are of one distribution, by the normal approximation."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(one), len(other)
    mean, deviation = n * (n + m + 1) / 2, math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(ranks - mean) / deviation / math.sqrt(2))


def desk() -> None:
    """Save what is asked for on each line, and say so."""
    import django

    django.setup()
    from archive.models import Testimony
    from archive.vocabularies import State
    from tests import made_up

    draft = made_up.testimony("A made-up draft", state=State.DRAFT)
    public = Testimony.objects.get(pk="TES-0009")
    for line in sys.stdin:
        row = draft if line.strip() == "draft" else public
        row.title = f"A made-up account {random.random()}"
        row.save()
        print(json.dumps(row.pk), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--desk"]:
        desk()
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS))
