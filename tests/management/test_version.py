"""Which version this is, told at the command line, on each page and in exports."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from archive import __version__
from archive.imports.folders import write_folder

pytestmark = pytest.mark.once


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_the_command_line_tells_the_version(asked):
    told = subprocess.run(
        [sys.executable, "manage.py", asked], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith(f"archive {__version__}, Django ")


def test_each_page_tells_the_version(client, db):
    assert f"Version {__version__} of the software" in client.get("/").content.decode()


def test_an_export_tells_the_version(db, tmp_path):
    write_folder(tmp_path, public=True)
    assert json.loads((tmp_path / "export.json").read_text())["software"] == __version__
