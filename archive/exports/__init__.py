"""A record in the formats of others, through the two rules."""
