"""Spreadsheet row ↔ record: files read, headings mapped, cells checked, batches applied and undone."""
