"""The rules and their runs."""
