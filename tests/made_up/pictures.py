"""Plainly made-up pictures."""

import io

from django.core.files.base import ContentFile
from PIL import Image


def picture(size=(64, 48), form="JPEG", colour="grey", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return ContentFile(out.getvalue(), f"made-up.{form.lower()}")
