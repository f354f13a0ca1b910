"""An archive that grew through every step has the tables that a new one begins with."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings

from archive.models import AUTHORITIES, PARTS, RECORDS

pytestmark = pytest.mark.once

BEFORE_THE_FIRST_RELEASE = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.loader.replace_migrations = False
executor.loader.build_graph()
others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "archive"]
executor.migrate([("archive", "0025_steward_changes"), *others])
"""


MIGRATE = ("manage.py", "migrate", "-v0")


def schema_after(folder, *commands: tuple[str, ...]) -> dict[str, tuple]:
    """By table of a new archive in ``folder``: its columns, what they refer to, its indexes and its rules."""
    folder.mkdir()
    inside = {"ARCHIVE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": ""}
    for command in commands:
        subprocess.run([sys.executable, *command], cwd=settings.BASE_DIR, env=os.environ | inside, check=True)
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:

        def rows(query: str) -> list[tuple]:
            return database.execute(query).fetchall()

        def index_of(name: str, unique: int, partial: int) -> tuple:
            columns = tuple(row[2] for row in rows(f"PRAGMA index_info({name})"))
            [[sql]] = rows(f"SELECT sql FROM sqlite_master WHERE name = '{name}'")  # noqa: S608 – names of our own
            return columns, unique, sql.partition(" WHERE ")[2] if partial else ""

        return {
            name: (
                {row[1:] for row in rows(f"PRAGMA table_info({name})")},
                {row[2:] for row in rows(f"PRAGMA foreign_key_list({name})")},
                {index_of(row[1], row[2], row[4]) for row in rows(f"PRAGMA index_list({name})")},
                set(re.findall(r'CONSTRAINT "\w+" CHECK .*?(?=, CONSTRAINT|\)$)', sql)),
            )
            for name, sql in rows("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'archive_%'")
        }


@pytest.mark.slow
def test_an_archive_from_before_the_first_release_is_upgraded_to_the_tables_of_a_new_one(tmp_path):
    upgraded = schema_after(tmp_path / "old", ("-c", BEFORE_THE_FIRST_RELEASE), MIGRATE)
    new = schema_after(tmp_path / "new", MIGRATE)
    assert upgraded == new
    assert {model._meta.db_table for model in (*RECORDS, *AUTHORITIES, *PARTS)} <= set(new)
