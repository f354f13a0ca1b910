import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from archive.media import decoding, images, storage
from archive.processes import limited
from tests.made_up.pictures import picture


def refusal(content):
    with pytest.raises(ValidationError) as error:
        images.validate(content)
    return error.value.messages


@pytest.mark.parametrize("form", decoding.FORMATS)
def test_a_whole_picture_is_taken(form):
    assert images.validate(picture(form=form)) is None


def test_a_text_that_calls_itself_a_picture_is_refused():
    content = ContentFile(b"not a picture", "made-up.jpg")
    assert refusal(content) == ["This picture is incomplete or damaged. Expected JPEG, PNG, WEBP, TIFF."]


def test_a_picture_that_is_cut_off_is_refused():
    content = picture(size=(400, 400))
    cut = ContentFile(content.read()[:-200], "made-up.jpg")
    assert refusal(cut) == ["This picture is incomplete or damaged. Expected JPEG, PNG, WEBP, TIFF."]


def test_a_vector_picture_with_a_script_is_refused():
    content = ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "made-up.svg")
    assert refusal(content) == ["This picture is incomplete or damaged. Expected JPEG, PNG, WEBP, TIFF."]


def test_a_decompression_bomb_is_refused_before_it_is_opened():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    bomb = ContentFile(out.getvalue(), "made-up.png")
    assert bomb.size < 1_000_000
    assert refusal(bomb) == ["The picture is too large to open. Expected at most 60,000,000 pixels."]


def test_a_picture_of_too_many_pixels_is_refused_with_its_size():
    out = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    message = "The picture has 8000 × 8000 pixels. Expected at most 60,000,000 pixels in all."
    assert refusal(ContentFile(out.getvalue(), "made-up.png")) == [message]


def test_a_tiny_picture_is_refused():
    message = "The picture has 8 × 8 pixels. Expected at least 16 on each side."
    assert refusal(picture(size=(8, 8))) == [message]


def test_the_public_copy_has_no_metadata():
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DESCRIPTION"
    exif[0x8825] = {1: "N", 2: (40.0, 11.0, 0.0)}
    copy = images.public_copy(picture(exif=exif, comment=b"SECRET-COMMENT"), 480)
    with Image.open(io.BytesIO(copy)) as opened:
        assert dict(opened.getexif()) == {}
        assert set(opened.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SECRET" not in copy


def test_the_public_copy_of_a_png_has_no_text_in_it():
    info = PngInfo()
    info.add_text("Author", "SECRET-AUTHOR")
    assert b"SECRET" not in images.public_copy(picture(form="PNG", pnginfo=info), 480)


def test_the_public_copy_is_turned_upright_and_made_smaller():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    copy = images.public_copy(picture(size=(1000, 500), exif=exif), 100)
    with Image.open(io.BytesIO(copy)) as opened:
        assert opened.size == (100, 200)


def test_an_original_is_kept_under_its_checksum_once_and_for_good(settings, tmp_path):
    originals = storage.originals()
    first = originals.save("one.bin", ContentFile(b"bytes"))
    again = originals.save("two.bin", ContentFile(b"bytes"))
    digest = "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9"
    assert first == again == f"{digest[:2]}/{digest}.bin"
    with pytest.raises(OSError, match="keeps every byte"):
        originals.delete(first)
    with originals.open(first) as kept:
        assert kept.read() == b"bytes"


def test_what_lies_behind_a_see_through_part_is_not_in_the_public_copy():
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (200, 10, 10, 0)).save(out, "PNG")
    copy = images.public_copy(ContentFile(out.getvalue(), "made-up.png"), 480)
    with Image.open(io.BytesIO(copy)) as opened:
        assert opened.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("name", ["made-up.видео", "made-up.mp٤", "made-up", "made-up.MP4", "made-up.x/y"])
def test_every_original_has_a_name_by_which_it_is_found_again(name):
    originals = storage.originals()
    kept = originals.save(name.replace("/", ""), ContentFile(b"bytes"))
    assert storage.is_name(kept)
    assert originals.exists(kept)


def test_a_picture_that_takes_too_much_to_be_opened_is_refused(monkeypatch):
    monkeypatch.setattr(images, "BOUNDS", limited.Bounds("made-up", megabytes=20, seconds=10))
    told = "The picture takes too much memory or time to open. Expected one that most programs can open."
    large = picture(size=(4000, 3000), form="PNG")
    assert refusal(large) == [told]
    assert images.perceptual_hash(large) == ""


@pytest.mark.once
@pytest.mark.parametrize("mode", ["RGBA", "CMYK", "F", "I;16"])
def test_the_largest_picture_that_is_taken_keeps_within_its_bounds(mode):
    out = io.BytesIO()
    Image.new(mode, (10_000, 6_000)).save(out, "TIFF", compression="tiff_adobe_deflate")
    content = ContentFile(out.getvalue(), "made-up.tiff")
    assert images.validate(content) is None
    with Image.open(io.BytesIO(images.public_copy(content, 480))) as copy:
        assert copy.size == (480, 288)
    with Image.open(io.BytesIO(images.redacted(content, [(0, 0, 50, 50)]))) as copy:
        assert copy.size == (10_000, 6_000)


@pytest.mark.parametrize("work", [images.validate, lambda content: images.public_copy(content, 480)])
def test_a_picture_with_broken_exif_is_refused_before_it_is_kept(work):
    info = PngInfo()
    info.add_text("Raw profile type exif", "\nexif\n  4\nzzzz")
    with pytest.raises(ValidationError, match="This picture is incomplete or damaged"):
        work(picture(form="PNG", pnginfo=info))
    assert images.perceptual_hash(picture(form="PNG", pnginfo=info)) == ""


def test_a_side_that_no_copy_can_have_is_refused():
    out = io.BytesIO()
    Image.new("L", (16, 40_000)).save(out, "PNG")
    message = "The picture has 16 × 40000 pixels. Expected at most 30,000 on each side."
    assert refusal(ContentFile(out.getvalue(), "made-up.png")) == [message]


def test_whatever_is_done_with_a_picture_is_done_apart(monkeypatch):
    asked = []

    def run(work, *given, bounds):
        asked.append((work, bounds))
        return work(*given)

    monkeypatch.setattr(limited, "run", run)
    content = picture()
    images.validate(content)
    images.public_copy(content, 480)
    images.redacted(content, [])
    images.perceptual_hash(content)
    works = [decoding.validate, decoding.public_copy, decoding.redacted, decoding.perceptual_hash]
    assert asked == [(work, images.BOUNDS) for work in works]
