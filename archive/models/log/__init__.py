"""The audit log, and what is written from each of its entries."""
