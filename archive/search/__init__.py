"""From words in any script to the records that say them, and back."""
