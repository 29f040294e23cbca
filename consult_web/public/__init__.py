"""Citizens' pages: read a draft, say something about a clause, see later what became of it. No account, no script needed."""

from consult_web.public.installing import install

__all__ = ["install"]
