"""The eight types of record, and what they share."""
