"""One made-up picture in every way in which a file may keep it, and how a second decoder, libvips, shows each."""

import io

import pyvips
from PIL import Image

SIZE = WIDTH, HEIGHT = 96, 64


def coloured() -> Image.Image:
    """No side of it looks like another, nor like itself turned."""
    image = Image.new("RGB", SIZE)
    for x in range(WIDTH):
        for y in range(HEIGHT):
            image.putpixel((x, y), (255 * x // WIDTH, 255 * y // HEIGHT, 255 if x < 32 and y < 24 else 60))
    return image


def grey() -> Image.Image:
    return coloured().convert("L")


def clear() -> Image.Image:
    """The same, the more of it to be seen the further down."""
    image = coloured().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(SIZE).point(lambda value: 64 + value * 3 // 4))
    return image


def _saved(image: Image.Image, form: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _vips(image: Image.Image) -> pyvips.Image:
    bands = len(image.getbands())
    made = pyvips.Image.new_from_memory(image.tobytes(), *SIZE, bands, "uchar")
    return made.copy(interpretation="b-w" if bands < len("RGB") else "srgb")


def _sixteen(image: Image.Image) -> pyvips.Image:
    eight = _vips(image)
    made = (eight.cast("ushort") * 257).cast("ushort")
    return made.copy(interpretation="grey16" if eight.bands < len("RGB") else "rgb16")


def _sixteen_from_white() -> bytes:
    """16 bits a pixel, of which 0 is white."""
    turned = b"".join(((255 - value) * 257).to_bytes(2, "little") for value in grey().tobytes())
    return _saved(Image.frombytes("I;16", SIZE, turned), "TIFF", tiffinfo={262: 0})


def _of_floats(image: pyvips.Image) -> bytes:
    return image.tiffsave_buffer()


def _turned(form: str, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"tiffinfo": {0x0112: orientation}} if form == "TIFF" else {"exif": exif}
    return _saved(coloured(), form, **options | ({"quality": 95} if form == "JPEG" else {}))


KINDS = {
    "JPEG, grey": lambda: _saved(grey(), "JPEG", quality=95),
    "JPEG, CMYK with a profile": lambda: _vips(coloured()).icc_export(output_profile="cmyk").jpegsave_buffer(Q=95),
    "JPEG, wide colours": lambda: _vips(coloured()).icc_transform("p3").jpegsave_buffer(Q=95),
    "PNG, 16 bits, grey": lambda: _sixteen(grey()).pngsave_buffer(bitdepth=16),
    "PNG, 16 bits, colours": lambda: _sixteen(coloured()).pngsave_buffer(bitdepth=16),
    "PNG, 16 bits, grey, alpha": lambda: _sixteen(clear().convert("LA")).pngsave_buffer(bitdepth=16),
    "PNG, 16 bits, alpha": lambda: _sixteen(clear()).pngsave_buffer(bitdepth=16),
    "PNG, 16 bits, wide colours": lambda: (
        _sixteen(coloured()).icc_transform("p3", depth=16).pngsave_buffer(bitdepth=16)
    ),
    "PNG, palette": lambda: _saved(coloured().quantize(200), "PNG"),
    "PNG, palette of 4 bits": lambda: _saved(coloured().quantize(16), "PNG", bits=4),
    "PNG, palette with alpha": lambda: _saved(coloured().quantize(64), "PNG", transparency=bytes(range(0, 256, 4))),
    "PNG, 1 bit": lambda: _saved(grey().convert("1"), "PNG"),
    "PNG, one grey lets through": lambda: _saved(grey().point(lambda v: v // 32 * 32), "PNG", transparency=96),
    "PNG, alpha": lambda: _saved(clear(), "PNG"),
    "PNG, grey, alpha": lambda: _saved(clear().convert("LA"), "PNG"),
    "PNG, wide colours": lambda: _vips(coloured()).icc_transform("p3").pngsave_buffer(),
    "TIFF, 16 bits, grey": lambda: _sixteen(grey()).tiffsave_buffer(),
    "TIFF, 16 bits, grey, packed": lambda: _sixteen(grey()).tiffsave_buffer(compression="lzw", predictor="horizontal"),
    "TIFF, 16 bits, grey from white": _sixteen_from_white,
    "TIFF, 8 bits, grey from white": lambda: _vips(grey()).tiffsave_buffer(miniswhite=True),
    "TIFF, 16 bits, colours": lambda: _sixteen(coloured()).tiffsave_buffer(),
    "TIFF, 16 bits, alpha": lambda: _sixteen(clear()).tiffsave_buffer(),
    "TIFF, alpha counted in": lambda: _vips(clear()).tiffsave_buffer(premultiply=True),
    "TIFF, CMYK with a profile": lambda: _vips(coloured()).icc_export(output_profile="cmyk").tiffsave_buffer(),
    "TIFF, palette": lambda: _saved(coloured().quantize(200), "TIFF"),
    "TIFF, 1 bit, fax": lambda: _saved(grey().convert("1"), "TIFF", compression="group4"),
    "TIFF, JPEG within": lambda: _vips(coloured()).tiffsave_buffer(compression="jpeg", Q=95),
    "WebP": lambda: _saved(coloured(), "WEBP", lossless=True),
    "WebP, alpha": lambda: _saved(clear(), "WEBP", lossless=True),
    "WebP, wide colours": lambda: _vips(coloured()).icc_transform("p3").webpsave_buffer(lossless=True),
    **{
        f"{form}, turned as {orientation}": lambda form=form, orientation=orientation: _turned(form, orientation)
        for form in ("JPEG", "PNG", "TIFF", "WEBP")
        for orientation in range(1, 9)
    },
}

# Of these libvips shows numbers as they are, or by a profile of its own; what they show is known without it
KNOWN = {
    "JPEG, CMYK": (lambda: _saved(coloured().convert("CMYK"), "JPEG", quality=95), coloured),
    "TIFF, CMYK": (lambda: _saved(coloured().convert("CMYK"), "TIFF"), coloured),
    "TIFF, floating point": (lambda: _of_floats(_vips(grey()).cast("float") / 255), grey),
}

# Nothing in these says which number is white
UNKNOWN = {
    "TIFF, floating point to 255": lambda: _of_floats(_vips(grey()).cast("float")),
    "TIFF, 32 bits": lambda: (_vips(grey()).cast("uint") * 257).cast("uint").tiffsave_buffer(),
}


def as_libvips_shows(content: bytes) -> Image.Image:
    """Turned as its EXIF says, in sRGB, on white."""
    image = pyvips.Image.new_from_buffer(content, "").autorot()
    if image.get_typeof("icc-profile-data"):
        image = image.icc_transform("srgb")
    image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=[255, 255, 255])
    if image.bands == 1:
        image = image.bandjoin([image, image])
    return Image.frombytes("RGB", (image.width, image.height), image.cast("uchar").write_to_memory())
