"""What is done many times over. `make drills` sets `DRILL_ROUNDS`; `make test` does a small sample."""

import os

AT_LENGTH = "DRILL_ROUNDS" in os.environ


def rounds(sample: int) -> int:
    """How often a drill is done: ``sample`` times in `make test`."""
    return int(os.environ.get("DRILL_ROUNDS", sample))
