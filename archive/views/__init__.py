"""The reader's door: a request comes in, a page goes out."""
