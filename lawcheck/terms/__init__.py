"""Lexicons and their matcher."""
