"""lawcheck: filing review of Chinese normative documents and analysis of public consultation."""

__version__ = "0.1.0"
