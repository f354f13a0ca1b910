"""All that `make test` does, in order: form, structure, migrations, and the suite on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres, tools

BIN = Path(sys.executable).parent
SUITE = (sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal")


def step(title: str, *command: str, **environment: str) -> None:
    print(f"\n== {title}", flush=True)  # noqa: T201
    finished = subprocess.run(command, env={**os.environ, **environment}, check=False)
    if finished.returncode:
        sys.exit(f"{title}: failed")


def main(*, fast: bool) -> None:
    with ExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="archive-tests-"))
        os.environ["ARCHIVE_DATA"] = data
        os.environ.pop("DATABASE_URL", None)
        step("Form", BIN / "ruff", "format", "--check", ".")
        step("Lint", BIN / "ruff", "check", ".")
        step("Structure", BIN / "lint-imports", "--no-cache")
        step("Types", sys.executable, "-m", "tests.check_types")
        step("Migrations", sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")
        if fast:
            quick = ("-m", "not browser and not slow")
            step("Tests on SQLite, the quick ones", *SUITE, *quick)
            return
        step("Tests on SQLite", *SUITE)
        programs = tools.postgres()
        if programs:
            address = stack.enter_context(postgres.server(programs))
            # what looks at pages, and not at the database, was run above
            step("Tests on PostgreSQL", *SUITE, "-m", "not once", DATABASE_URL=address)
        elif tools.STRICT:
            sys.exit("There is no PostgreSQL on this machine, and CI needs it.")
        else:
            print("\nThere is no PostgreSQL on this machine: the tests on it are skipped.")  # noqa: T201


if __name__ == "__main__":
    main(fast="--fast" in sys.argv)
