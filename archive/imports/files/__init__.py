"""Files as they come: formats, encodings, ZIPs. Nothing here knows what a record is."""
