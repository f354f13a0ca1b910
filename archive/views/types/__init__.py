"""The pages of each type."""
