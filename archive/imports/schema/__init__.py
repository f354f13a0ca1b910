"""From headings to fields, and from cells to values."""
