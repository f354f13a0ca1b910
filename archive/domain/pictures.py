"""Which records have a picture, and which file of it may be shown: the redacted one, where there is one."""

PICTURED = {"videos": "still", "people": "portrait"}


def shown_picture(shown):
    """The file that is shown to whoever reads ``shown``; ``None`` where there is none, or none for them."""
    name = PICTURED[shown.noun]
    return getattr(shown, f"{name}_redacted") or getattr(shown, name) or None


def has_picture(row) -> bool:
    return row.noun in PICTURED and bool(getattr(row, PICTURED[row.noun]))
