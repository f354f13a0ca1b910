"""An export that is made while others write is of one moment: it comes in elsewhere as a whole."""

import io
import json
import os
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from PIL import Image

from archive.imports.batch.loading import import_folder
from archive.imports.folders import EXPORT, MANIFEST, faults_of, write_folder
from archive.media import storage
from archive.models import Case, Citation, Source
from archive.models.base.snapshot import one_snapshot
from tests import made_up
from tests.drills import rounds

ROUNDS = rounds(2)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


class Writer(threading.Thread):
    """Writes pairs without a pause: a source, then a case that cites it; and takes pairs away again."""

    def __init__(self):
        super().__init__()
        self.ending, self.failed = threading.Event(), None

    def run(self):
        try:
            while not self.ending.is_set():
                with transaction.atomic():
                    source = made_up.source()
                    case = made_up.case("Another made-up case")
                    made_up.citation(case, source=source)
                with transaction.atomic():
                    gone = Citation.objects.order_by("pk").first()
                    if gone is not None:
                        gone.delete()
        except Exception as error:
            self.failed = error
        finally:
            connections.close_all()


@pytest.fixture
def writer():
    thread = Writer()
    thread.start()
    yield thread
    thread.ending.set()
    thread.join()
    assert thread.failed is None


def picture(colour):
    out = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(out, "PNG")
    return ContentFile(out.getvalue(), name="made-up.png")


def emptied():
    call_command("flush", interactive=False, verbosity=0)


def test_an_export_under_a_writer_is_of_one_moment(tmp_path, writer):
    """Each case is written with the source that it cites: an export with the one has the other."""
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        write_folder(folder, public=False)
        assert faults_of(folder) == ([], [])
        told = json.loads((folder / EXPORT).read_text())
        assert told["rows"]["cases"] == told["rows"]["sources"]
    writer.ending.set()
    writer.join()
    for number in range(ROUNDS):
        emptied()
        reports = import_folder(tmp_path / str(number))
        assert [refusal for report in reports for refusal in report.refusals] == []
        told = json.loads((tmp_path / str(number) / EXPORT).read_text())["rows"]
        assert (Case.objects.count(), Source.objects.count()) == (told["cases"], told["sources"])


def test_within_a_snapshot_nothing_that_others_write_is_seen():
    made_up.case("Before")
    seen = []

    def write():
        made_up.case("Meanwhile")
        connections.close_all()

    with one_snapshot():
        seen.append(Case.objects.count())
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        seen.append(Case.objects.count())
    assert (seen, Case.objects.count(), connection.in_atomic_block) == ([1, 1], 2, False)


def test_an_original_that_is_missing_is_listed_and_the_rest_is_written(tmp_path, capsys):
    pictures = [picture(colour) for colour in ("red", "blue")]
    kept, lost = (made_up.video(still=picture) for picture in pictures)
    os.unlink(storage.originals().path(lost.still.name))
    with pytest.raises(CommandError) as error:
        call_command("export_records", all=tmp_path / "out")
    assert str(error.value).startswith("1 originals are missing. All else is in ")
    told = json.loads((tmp_path / "out" / EXPORT).read_text())
    assert (told["missing"], told["originals"]) == ([f"{lost.still.name}: No such file or directory"], 1)
    assert (tmp_path / "out" / "files" / kept.still.name).exists()
    assert "videos.csv" in (tmp_path / "out" / MANIFEST).read_text()


def test_an_export_of_which_a_file_is_gone_is_not_taken_in(tmp_path):
    made_up.case()
    write_folder(tmp_path / "out", public=False)
    (tmp_path / "out" / "cases.csv").unlink()
    with pytest.raises(CommandError, match=r"is not whole. Missing: cases.csv."):
        call_command("import_records", all=tmp_path / "out")


def test_a_public_export_tells_nothing_of_how_much_goes_on_at_the_desk(tmp_path):
    made_up.case(state="draft")
    write_folder(tmp_path / "out", public=True)
    told = json.loads((tmp_path / "out" / EXPORT).read_text())
    assert ("last_change" in told, told["rows"]["cases"]) == (False, 0)
