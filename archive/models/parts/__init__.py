"""What belongs to one record or authority, and is seen only with it."""
