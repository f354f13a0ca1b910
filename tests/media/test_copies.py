"""The public copies of pictures: made once, kept, and gone with their original."""

import pytest
from django.core.files.base import ContentFile

from archive.domain.erasing import erase
from archive.media import copies, images
from archive.models import VideoEvidence
from archive.processes import limited
from archive.views import request_lock
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db

SHOWN = {"showing_ground": "A made-up ground", "content_warning": "none"}


@pytest.fixture
def video():
    row = made_up.video(**SHOWN)
    row.still.save("made-up.jpg", ContentFile(picture(size=(900, 600)).read()))
    return row


def addresses(row):
    return [f"/pictures/videos/{row.pk}/still-{size}.jpg" for size in images.WIDTHS]


def test_a_copy_is_made_once_however_often_it_is_asked_for(client, video, monkeypatch):
    made = []
    decode = images.public_copy
    monkeypatch.setattr(images, "public_copy", lambda *given: made.append(given[1]) or decode(*given))
    first = [client.get(address) for address in addresses(video)]
    again = [client.get(address) for address in addresses(video)]
    assert made == list(images.WIDTHS.values())
    assert [one.content for one in first] == [one.content for one in again]
    unchanged = client.get(addresses(video)[0], headers={"if-none-match": first[0]["ETag"]})
    assert (unchanged.status_code, made) == (304, list(images.WIDTHS.values()))


def test_no_answer_tells_the_checksum_of_the_original(client, video):
    digest = video.still.name.split("/")[1].split(".")[0]
    for address in addresses(video):
        assert digest not in str(client.get(address).headers)


def test_a_copy_that_is_kept_is_shown_to_nobody_who_may_not_see_it(client, video):
    address = addresses(video)[0]
    assert client.get(address).status_code == 200
    VideoEvidence.objects.filter(pk=video.pk).update(state="draft")
    assert client.get(address).status_code == 404


def test_a_picture_that_is_erased_leaves_no_copy(client, video, settings, django_capture_on_commit_callbacks):
    for address in addresses(video):
        client.get(address)
    kept = settings.ARCHIVE_DATA / "copies"
    assert len(list(kept.glob("*.jpg"))) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erase(video.pk, "a made-up decision")
    assert list(kept.glob("*.jpg")) == []


def test_copies_may_be_thrown_away(client, video, settings):
    first = client.get(addresses(video)[0]).content
    for path in (settings.ARCHIVE_DATA / "copies").glob("*.jpg"):
        path.unlink()
    assert client.get(addresses(video)[0]).content == first


def test_the_folder_of_copies_is_its_owners_alone(client, video, settings):
    client.get(addresses(video)[0])
    assert copies._path(video.still.name, "small").parent == settings.ARCHIVE_DATA / "copies"
    assert (settings.ARCHIVE_DATA / "copies").stat().st_mode & 0o777 == 0o700


def test_a_picture_that_is_erased_leaves_no_copy_that_was_made_by_an_earlier_version(
    client, video, settings, monkeypatch, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as before:
        before.setattr(copies, "VERSION", 1)
        client.get(addresses(video)[0])
    with django_capture_on_commit_callbacks(execute=True):
        erase(video.pk, "a made-up decision")
    assert list((settings.ARCHIVE_DATA / "copies").glob("*.jpg")) == []


def test_a_copy_takes_the_place_of_that_of_an_earlier_version(client, video, settings, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(copies, "VERSION", 1)
        client.get(addresses(video)[0])
    client.get(addresses(video)[0])
    kept = [path.name for path in (settings.ARCHIVE_DATA / "copies").glob("*.jpg")]
    assert [name.split("-", 1)[1] for name in kept] == [f"small-{copies.VERSION}.jpg"]


def test_others_are_answered_while_a_copy_is_made_or_waited_for(client, video, monkeypatch):
    held = []
    decode = images.public_copy

    def slow(*given):
        held.append(request_lock._lock.locked())
        return decode(*given)

    monkeypatch.setattr(images, "public_copy", slow)
    assert client.get(addresses(video)[0]).status_code == 200
    assert held == [False]


def test_a_copy_that_has_to_wait_for_long_is_asked_for_again(client, video, monkeypatch):
    def busy(*given):
        raise limited.Busy

    monkeypatch.setattr(images, "public_copy", busy)
    answer = client.get(addresses(video)[0])
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
