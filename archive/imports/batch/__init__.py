"""A batch: handed in, checked, applied, undone."""
