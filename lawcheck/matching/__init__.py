"""Clause ↔ higher clause."""
