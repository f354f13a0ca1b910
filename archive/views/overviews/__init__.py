"""Pages at a glance: a table, the picture that is drawn from it, and both as files."""
