"""An archive of people held in a war, and of what is said about what was done to them."""
