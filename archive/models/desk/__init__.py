"""Working papers of the desk: no records, never public."""
