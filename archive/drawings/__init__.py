"""Pictures drawn from plain values: lines, marks and words as SVG, for a page and as a file of their own."""
