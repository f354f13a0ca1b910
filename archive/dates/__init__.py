"""Imprecise dates: read, bounded, put into words, and typed by people."""
