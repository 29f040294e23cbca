"""Checkers by rule id (rules that compute) and by trigger kind (rules that are data alone)."""

from __future__ import annotations

from collections.abc import Callable

from lawcheck.checks.pack import Rule
from lawcheck.checks.reporting import Outcome, Reporter

__all__ = ["Checker", "checker_for", "for_rule", "for_trigger", "own_checker"]

Checker = Callable[[Reporter], Outcome]

_by_rule: dict[str, Checker] = {}
_by_trigger: dict[str, Checker] = {}


def for_rule(*rule_ids: str) -> Callable[[Checker], Checker]:
    """Register a function as the checker of ``rule_ids``."""

    def register(checker: Checker) -> Checker:
        _by_rule.update(dict.fromkeys(rule_ids, checker))
        return checker

    return register


def for_trigger(kind: str) -> Callable[[Checker], Checker]:
    """Register a function for every rule with this trigger kind that has no checker of its own."""

    def register(checker: Checker) -> Checker:
        _by_trigger[kind] = checker
        return checker

    return register


def own_checker(rule: Rule) -> Checker | None:
    """The checker made for ``rule`` alone."""
    return _by_rule.get(rule.id)


def checker_for(rule: Rule) -> Checker | None:
    """The checker of ``rule``: its own, else the one of its trigger kind, else None."""
    return _by_rule.get(rule.id) or _by_trigger.get(rule.trigger.kind)
