"""The base of filed documents: search, each document with its validity over time and relations, downloads, the whole of it."""

from consult_web.desk.database.installing import install

__all__ = ["install"]
