"""The curators' desk. Importing the room registers its pages."""

from archive.admin import types

__all__ = ["types"]
