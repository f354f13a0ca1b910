"""Batches on the same records at the same time, each with a worker of its own; and a disk with no room left."""

import errno
from functools import partial
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from archive.imports.batch import batches, working
from archive.imports.batch.progress import Progress
from archive.media import storage
from archive.models import Batch, BatchRow, Case, Change
from archive.vocabularies import BatchStatus, State
from tests import made_up
from tests.made_up.batches import applied, checked, received
from tests.made_up.files import HEAD
from tests.models.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = "Nothing was written. Check the batch again."


def both(ones, status=BatchStatus.APPLYING):
    """Ask for ``ones`` to be worked on, and let a worker of its own do each; return how they stand then."""
    for batch in ones:
        who = {"undone_by": batch.user} if status == BatchStatus.UNDOING else {"applied_by": batch.user}
        working.enqueue(batch, status, **who)
    at_once(*(partial(working.run, batch.pk, Progress()) for batch in ones))
    told = []
    for batch in ones:
        batch.refresh_from_db()
        told.append((batch.status, batch.message))
    return sorted(told)


@pytest.mark.parametrize("time", range(3))
def test_of_two_batches_that_change_the_same_records_one_is_told(curator, time):
    rows = [made_up.case(f"case {n}", "killing", state=State.DRAFT) for n in range(20)]
    first, second = (
        checked(HEAD + "".join(f"\n{row.pk},{word},killing" for row in rows), user=curator) for word in ("one", "two")
    )
    moved = f"{rows[0].pk}, in row 2 of made-up.csv, was changed since the batch was checked. {AGAIN}"
    assert both([first, second]) == [("applied", ""), ("ready", moved)]
    assert len(set(Case.objects.values_list("title", flat=True))) == 1
    assert Change.objects.filter(reason="import of made-up.csv").count() == 20


def test_of_two_batches_that_bring_the_same_reference_one_is_told(curator):
    ones = [checked(f"{HEAD}\nCAS-0001,{word},killing\n", user=curator) for word in ("one", "two")]
    given = f"CAS-0001, in row 2 of made-up.csv, was used for another record since the batch was checked. {AGAIN}"
    assert both(ones) == [("applied", ""), ("ready", given)]


def test_of_two_batches_with_the_same_rows_without_references_one_is_told(curator):
    ones = [checked("title,kind\nMade up,killing\n", user=curator) for _ in range(2)]
    taken = f"Row 2 of made-up.csv was imported with another batch since this one was checked. {AGAIN}"
    assert both(ones) == [("applied", ""), ("ready", taken)]
    assert Case.objects.count() == 1


def test_two_batches_with_other_rows_are_both_applied_with_references_of_their_own(curator):
    ones = [
        checked("title,kind" + "".join(f"\n{word} {n},killing" for n in range(50)), user=curator)
        for word in ("one", "two")
    ]
    assert both(ones) == [("applied", ""), ("applied", "")]
    assert Case.objects.count() == Change.objects.count() == 100
    for batch in ones:
        mine = Change.objects.filter(sequence__gte=batch.first_change, sequence__lte=batch.last_change)
        assert set(mine.values_list("batch", flat=True)) == {str(batch)}


def test_two_workers_never_do_the_same_batch(curator):
    batch = checked(HEAD + "".join(f"\nCAS-{n:04},made up {n},killing" for n in range(1, 200)), user=curator)
    working.enqueue(batch, BatchStatus.APPLYING, applied_by=curator)
    at_once(*[partial(working.run, batch.pk, Progress())] * 2)
    assert Case.objects.count() == Change.objects.count() == 199


def test_two_batches_are_undone_at_once(curator):
    ones = [
        applied(checked("title,kind" + "".join(f"\n{word} {n},killing" for n in range(20)), user=curator))
        for word in ("one", "two")
    ]
    assert both(ones, BatchStatus.UNDOING) == [("undone", ""), ("undone", "")]
    assert Case.objects.count() == 0


# A disk with no room left


@pytest.fixture
def full_disk():
    """A database that can grow by a few pages more, as on a disk that is full."""
    if connection.vendor != "sqlite":
        pytest.skip("a full disk is made with a setting of SQLite")

    def fill():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # nothing that earlier rows left free
            cursor.execute("PRAGMA page_count")
            [pages] = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages + 8}")

    def free():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000000")

    yield fill, free
    free()


def test_a_disk_that_is_full_while_rows_are_applied_leaves_nothing_and_the_batch_goes_on(curator, full_disk):
    fill, free = full_disk
    batch = checked(HEAD + "".join(f"\nCAS-{n:04},made up {n},killing" for n in range(1, 2000)), user=curator)
    fill()
    told = applied(batch)
    assert (told.status, told.message) == (
        BatchStatus.READY,
        "The disk is full. Nothing was written. Free some space, then start it again.",
    )
    assert (Case.objects.count(), Change.objects.count()) == (0, 0)
    free()
    assert (applied(batch).status, Case.objects.count()) == (BatchStatus.APPLIED, 1999)


def test_a_disk_that_is_full_while_rows_are_checked_leaves_those_that_were(curator, full_disk):
    fill, free = full_disk
    batch = received(
        HEAD + "".join(f"\nCAS-{n:04},made up {n},killing" for n in range(1, 4000)), noun="cases", user=curator
    )
    batches.confirm(batch)
    fill()
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    assert batch.message == "The disk is full. Nothing was written. Free some space, then start it again."
    free()
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    assert BatchRow.objects.count() == 3999


def test_a_disk_that_is_full_while_a_file_is_handed_in_is_told_of(client, curator, monkeypatch):
    saved = storage.OriginalsStorage.save

    def full(self, name, content):
        if name == "second.csv":
            raise OSError(errno.ENOSPC, "No space left on device")
        return saved(self, name, content)

    monkeypatch.setattr(storage.OriginalsStorage, "save", full)
    client.force_login(curator)
    given = [SimpleUploadedFile(name, f"{HEAD}\n".encode()) for name in ("first.csv", "second.csv")]
    page = client.post("/admin/imports/", {"files": given}).content.decode()
    assert "The disk of the archive is full. Tell the operator, and upload the file again when there is space." in page
    [batch] = Batch.objects.all()  # what was kept is known to the archive
    assert (batch.status, [table.name for table in batch.files.all()]) == (BatchStatus.STOPPED, ["first.csv"])


def test_half_a_file_is_not_left_behind(settings):
    class Content(ContentFile):
        def chunks(self, size=None):
            yield b"made up"
            if self.tell() is not None and self.full:
                raise OSError(errno.ENOSPC, "No space left on device")

    content = Content(b"made up")
    content.full = False
    with content:
        name = storage.uploads().save("made-up.csv", content)
    content = Content(b"made up otherwise")
    content.full = True
    with pytest.raises(OSError, match="No space left"):
        storage.uploads()._save("ab/other.csv", content)
    folder = Path(storage.uploads().location)
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()] == [name]
