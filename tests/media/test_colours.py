"""What is shown of a picture is what a viewer shows of it, in whatever way its file keeps it."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageStat

from archive.media import decoding, images
from tests.media.kinds import KINDS, KNOWN, UNKNOWN, as_libvips_shows, coloured

pytestmark = pytest.mark.once
NEAR = 6  # of 255: what a JPEG may differ in, on the average of a channel


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def difference(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def given(content: bytes) -> ContentFile:
    return ContentFile(content, "made-up")


def require_shown_as(seen: Image.Image, content: bytes) -> None:
    """The public copy, a redacted one, and the likeness of ``content`` are those of what is ``seen``."""
    images.validate(given(content))
    assert difference(shown(images.public_copy(given(content), 480)), seen) < NEAR
    assert difference(shown(images.redacted(given(content), [])), seen) < NEAR
    out = io.BytesIO()
    seen.save(out, "PNG")
    hashes = images.perceptual_hash(given(content)), images.perceptual_hash(given(out.getvalue()))
    assert hashes == ("", "") or images.hamming_distance(*hashes) < decoding.FEWEST_EDGES


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_each_kind_is_shown_as_a_second_decoder_shows_it(kind):
    content = KINDS[kind]()
    require_shown_as(as_libvips_shows(content), content)


@pytest.mark.parametrize("kind", KNOWN)
def test_a_picture_whose_numbers_are_known_is_shown_as_it_was(kind):
    make, seen = KNOWN[kind]
    require_shown_as(seen(), make())


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_picture_that_does_not_say_what_is_white_is_refused(kind):
    with pytest.raises(ValidationError) as error:
        images.validate(given(UNKNOWN[kind]()))
    assert error.value.messages == [
        "The picture has 32 bits a channel without saying which value is white. Expected 8 or "
        "16 bits, or floating-point values from 0 to 1."
    ]


def test_one_that_was_taken_in_before_is_shown_from_its_darkest_to_its_lightest():
    content = UNKNOWN["TIFF, floating point to 255"]()
    dark, light = shown(images.public_copy(given(content), 480)).convert("L").getextrema()
    assert (dark, light) == (pytest.approx(0, abs=4), pytest.approx(255, abs=4))


@pytest.mark.parametrize("profile", [b"made up, and no profile", "CMYK"])
def test_a_profile_that_is_broken_or_of_other_channels_changes_nothing(profile):
    if profile == "CMYK":
        profile = Image.open(io.BytesIO(KINDS["JPEG, CMYK with a profile"]())).info["icc_profile"]
    out = io.BytesIO()
    coloured().save(out, "PNG", icc_profile=profile)
    require_shown_as(coloured(), out.getvalue())
