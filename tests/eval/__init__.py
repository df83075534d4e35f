"""How good the records and comparisons are, measured against texts annotated by hand."""
