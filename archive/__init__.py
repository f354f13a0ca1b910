"""An archive of people held in a war, and of what is said about what was done to them."""

__version__ = "0.1.0"
