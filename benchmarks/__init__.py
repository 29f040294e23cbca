"""Measurements: one command each, data as an argument, one line of JSON at the end."""
