"""What records speak of: people, places, organisations, sources, terms, collections, pages."""
