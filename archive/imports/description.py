"""The import format in words, made from the sheets themselves."""

from archive.imports.schema.sheets import SHEETS, Sheet

HEAD = """# The import format

One table for each kind: CSV, TSV or XLSX, or a ZIP of several, named after their kinds, with the pictures and
recordings that their cells name. The first row names the columns; their order is free. At the desk the headings may be
anybody's: what they mean, how the file is read, and which words stand for which, is shown and confirmed there, and can
be kept as a named mapping. On the command line they are the names below, or those of a mapping (`--mapping`), in UTF-8
or UTF-16.

Rows are matched by `reference`: one that is known is changed, one that is new is made. A row without a reference is
given the next one that is free; sent again in the same words, or under the same own number by the same named mapping,
it is known again. A column left out is left alone, or takes its default in a new row. An empty cell empties the field.

- **Several values** in one cell are parted by `;`. A literal one is written `\\;`, and a literal backslash `\\\\`.
- **Links** are references, or, for terms, their notation; everything else is found by its title or another name, too,
  where that is unique: as it is spelt or, where nothing is spelt so, as the search reads it, without regard to
  accents, large letters and blanks. They may lead to rows of the same batch, further down or in another file, by
  reference, title or number.
- **Dates** are EDTF (ISO 8601-2), as in `2020-11-10`, `2020-10~`, `[2020-10-09..2020-10-15]`, `XXXX-12-10`; or as
  people type them: `10.11.2020`, `Nov 2020`, `xx.10.2020`, `c. 2020`, `between 9 and 15 October 2020`. What can mean
  two days, as `03/04/2021`, is refused until somebody says which comes first.
- **Choices** are taken by their value or by their words.
- **Texts** are kept in Unicode's NFC, without blanks around them; marks that nobody sees are dropped from titles, names
  and codes, and kept in running text.
- **Formulas**: a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is exported with `'` before it,
  which is taken off again on import. A cell of XLSX that holds a formula is refused: what it came to is not known.
- **Pictures and recordings** are named by the checksum under which the archive keeps them, or by their name in the
  ZIP; `--all FOLDER` carries them along in `FOLDER/files`.

What comes in is kept as a batch, row by row, and touches nothing until it is applied, as a whole. On the command line
one bad row means that nothing is written; every bad row is named. `manage.py import_records KIND FILE --dry-run` checks
without writing; `--batch N --undo` takes a batch back. How a file is read can be said there, too: `--encoding`,
`--separator`, `--quote`, `--sheet`, `--headings N`, and `--set COLUMN=VALUE` for what a column says where it says
nothing. `--json` prints an object for each row, with `file`, `row`, `outcome`, `reference`, `values` and `problems`
(each with `column`, `value`, `expected` and `nearest`), and one for the batch last. This page is made from the code by
`manage.py describe_import_format`.
"""


def describe() -> str:
    return "\n".join([HEAD, *(_section(sheet) for sheet in SHEETS.values())])


def _section(sheet: Sheet) -> str:
    rows = [
        f"| `{c.name}` | {'yes' if c.required else ''} | {_cell(c.widget.meaning)} | {_cell(c.widget.allowed)} |"
        for c in sheet.columns
    ]
    table = "\n".join(["| column | required | meaning | allowed |", "|---|---|---|---|", *rows])
    return f"## {sheet.noun}\n\n{sheet.model.__doc__.splitlines()[0]}\n\n{table}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
