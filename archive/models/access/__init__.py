"""Who may see which rows and which values."""
