"""An office's own professional database as a further source of texts; off unless the office switches it on."""

from lawcheck.laws.sources.caching import CachedSource
from lawcheck.laws.sources.http import HttpSource
from lawcheck.laws.sources.model import LawSource, SourceHit, SourceLaw
from lawcheck.laws.sources.opening import GROUP, configured_sources, open_source

__all__ = [
    "GROUP",
    "CachedSource",
    "HttpSource",
    "LawSource",
    "SourceHit",
    "SourceLaw",
    "configured_sources",
    "open_source",
]
