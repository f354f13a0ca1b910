"""How many rows are read or written at once, where nothing speaks for another number."""

CHUNK_SIZE = 500
