"""Redaction: a new file with the hidden part destroyed, shown in the stead of the original, which stays at the desk."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from archive.domain.revisions import restore
from archive.media import images
from archive.models import Revision, VideoEvidence
from archive.models.log.changes import last_change
from archive.vocabularies import State
from tests import made_up

pytestmark = pytest.mark.django_db


def split_in_two(size=(320, 160)) -> ContentFile:
    """A picture that is red on the left and blue on the right."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return ContentFile(out.getvalue(), "made-up.png")


def colours(content: bytes) -> set[str]:
    """Which of the plain colours stand in a picture."""
    with Image.open(io.BytesIO(content)) as image:
        pixels = [rgb for _, rgb in image.convert("RGB").getcolors(maxcolors=1_000_000)]
    near = {"red": (255, 0, 0), "blue": (0, 0, 255), "black": (0, 0, 0)}
    return {
        name
        for name, rgb in near.items()
        if any(max(abs(a - b) for a, b in zip(rgb, p, strict=True)) < 40 for p in pixels)
    }


def recording(**values) -> VideoEvidence:
    row = made_up.video(content_warning="none", **values)
    row.still.save("made-up.png", split_in_two())
    return row


def redact(client, row, parts="50 0 50 100"):
    return client.post(reverse("desk:redact", args=[row.pk]), {"parts": parts})


def public_bytes(client, row) -> bytes:
    client.logout()
    answer = client.get(f"/pictures/videos/{row.pk}/still-large.jpg")
    return answer.content if answer.status_code == 200 else b""


def test_the_hidden_part_is_destroyed_and_the_rest_is_not():
    made = images.redacted(split_in_two(), [(50, 0, 50, 100)])
    assert (colours(split_in_two().read()), colours(made)) == ({"red", "blue"}, {"red", "black"})


def test_what_shines_through_at_the_edges_of_a_part_is_destroyed_with_it():
    with Image.open(io.BytesIO(images.redacted(split_in_two(), [(52, 3, 46, 94)]))) as image:
        assert image.getpixel((160, 0)) == image.getpixel((319, 159)) == (0, 0, 0)


def test_a_redacted_picture_is_shown_in_the_stead_of_the_original(client, colleague):
    row = recording(state=State.DRAFT, showing_ground="made up")
    client.force_login(colleague("curator"))
    redact(client, row)
    VideoEvidence.objects.update(state=State.PUBLISHED)
    assert colours(public_bytes(client, row)) == {"red", "black"}
    row.refresh_from_db()
    assert colours(row.still.open().read()) == {"red", "blue"}
    assert row.publicly_masked_fields() >= {"still"}


def test_without_a_ground_neither_is_shown(client, colleague):
    row = recording(state=State.DRAFT)
    client.force_login(colleague("curator"))
    redact(client, row)
    VideoEvidence.objects.update(state=State.PUBLISHED)
    assert public_bytes(client, row) == b""
    assert b"<img" not in client.get(row.get_absolute_url()).content


def test_of_a_published_record_the_redacted_picture_is_proposed(client, colleague):
    row = recording(showing_ground="made up")
    client.force_login(colleague("curator"))
    redact(client, row)
    assert colours(public_bytes(client, row)) == {"red", "blue"}
    revision = Revision.objects.get()
    client.force_login(colleague("reviewer"))
    client.post(
        reverse("desk:revision", args=[revision.pk]),
        {"token": revision.token(), "verdict still_redacted": "accept"},
    )
    assert colours(public_bytes(client, row)) == {"red", "black"}


def test_an_earlier_state_does_not_bring_the_original_back(client, colleague):
    row = recording(state=State.DRAFT, showing_ground="made up")
    before = last_change(row.pk)
    client.force_login(colleague("curator"))
    redact(client, row)
    restore(colleague("curator"), before, "put back")
    assert VideoEvidence.objects.get().still_redacted != ""


@pytest.mark.parametrize(
    "parts", ["", "1 2 3", "a b c d", "0 0 0 10", "-1 0 10 10", "0 0 101 10", "nan 0 1 1", "1 1 1 1\n" * 51]
)
def test_parts_that_are_none_are_refused_with_what_is_expected(client, colleague, parts):
    row = recording(state=State.DRAFT)
    client.force_login(colleague("curator"))
    page = redact(client, row, parts)
    assert page.status_code == 200
    assert page.context["form"].errors != {}
    assert VideoEvidence.objects.get().still_redacted == ""


def test_the_original_is_shown_to_whoever_asks_and_not_before(client, colleague):
    row = recording(state=State.DRAFT)
    client.force_login(colleague("curator"))
    address = reverse("desk:redact", args=[row.pk])
    assert [b"<img" in client.get(asked).content for asked in (address, f"{address}?show=1")] == [False, True]


def test_whoever_may_not_write_redacts_nothing(client, colleague):
    row = recording(state=State.DRAFT)
    for role in ("reviewer", "contributor", "administrator"):
        client.force_login(colleague(role))
        assert redact(client, row).status_code == 404
    client.force_login(colleague("curator"))
    assert redact(client, made_up.case()).status_code == 404
