"""Plainly made-up files to be imported, whole and spoilt."""

import io
import struct
import zipfile

from archive.imports.files.workbooks import write

HEAD = "reference,title,kind"  # of a table of cases


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folded:
        for name, content in files.items():
            folded.writestr(name, content)
    return out.getvalue()


def workbook(*lines):
    out = io.BytesIO()
    write(out, {"cases": lines or [HEAD.split(","), ["CAS-0001", "Made up", "killing"]]})
    return out.getvalue()


def with_parts(data, **changed):
    """The ZIP ``data`` with some parts made otherwise, by what their names end in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            for ending, change in changed.items():
                content = change(content) if part.filename.endswith(f"{ending}.xml") else content
            new.writestr(part.filename, content)
    return out.getvalue()


def spoilt(data, name):
    """The ZIP ``data`` with the packed bytes of ``name`` written over."""
    with zipfile.ZipFile(io.BytesIO(data)) as folded:
        part = folded.getinfo(name)
    head = part.header_offset
    names, extra = struct.unpack("<HH", data[head + 26 : head + 30])
    start = head + 30 + names + extra
    return data[:start] + b"\xff" * part.compress_size + data[start + part.compress_size :]
