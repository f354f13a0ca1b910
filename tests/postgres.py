"""A throw-away PostgreSQL server: its own folder, a socket in it, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Start a server as an unprivileged user, and yield the address of its first database for ``DATABASE_URL``."""
    folder = Path(tempfile.mkdtemp(prefix="archive-postgres-"))
    who = {}
    if os.geteuid() == 0:  # initdb refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **who)

    run("initdb", "-D", str(data), "-U", "archive", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
    # what is lost with the machine, and what only a long life needs, is not waited for
    given = {"listen_addresses": "''", "unix_socket_directories": f"'{folder}'"}
    given |= dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit"), "off")
    options = " ".join(f"-c {name}={value}" for name, value in given.items())
    run("pg_ctl", "-D", str(data), "-w", "-s", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgres://archive@{quote(str(folder), safe='')}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)
