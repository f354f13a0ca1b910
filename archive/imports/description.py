"""The import format in words, made from the sheets themselves."""

from archive.imports import SHEETS
from archive.imports.sheets import Sheet

HEAD = """# The import format

One CSV file for each kind, in UTF-8, with commas or semicolons. The first row names the columns; their order is free.
Rows are matched by `reference`: one that is known is changed, one that is new is made. A column left out is left alone,
or takes its default in a new row. An empty cell empties the field.

- **Several values** in one cell are parted by `;`. A literal one is written `\\;`, and a literal backslash `\\\\`.
- **Links** are references, or, for terms, their notation; places, organisations, sources and collections are found by
  their exact title too, where it is unique. Nothing is created on the side.
- **Dates** are EDTF (ISO 8601-2), as in `2020-11-10`, `2020-10~`, `[2020-10-09..2020-10-15]`, `XXXX-12-10`.
- **Formulas**: a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is exported with `'` before it,
  which is taken off again on import.
- **Pictures and recordings** are named by the checksum under which the archive keeps them; `--all FOLDER` carries them
  along in `FOLDER/files`.

One bad row means that nothing is written; every bad row is named. `manage.py import_records KIND FILE --dry-run` checks
without writing. This page is made from the code by `manage.py describe_import_format`.
"""


def describe() -> str:
    return "\n".join([HEAD, *(_section(sheet) for sheet in SHEETS.values())])


def _section(sheet: Sheet) -> str:
    rows = [
        f"| `{c.name}` | {'yes' if c.required else ''} | {_cell(c.meaning)} | {_cell(c.allowed)} |"
        for c in sheet.columns
    ]
    table = "\n".join(["| column | required | meaning | allowed |", "|---|---|---|---|", *rows])
    return f"## {sheet.noun}\n\n{sheet.model.__doc__.splitlines()[0]}\n\n{table}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
