"""References held against the library."""
