"""Which records match, and how many there are in each choice."""
