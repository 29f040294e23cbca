"""Hostile inputs with a fixed seed to one route after the other: refused, or kept as words."""

from __future__ import annotations

from pathlib import Path

from benchmarks.site_fuzzing import Fuzzer, make_site
from consult_web.audit import verify

INPUTS = 250


def test_hostile_inputs_are_refused_or_kept_as_words(tmp_path: Path) -> None:
    app, browsers, known = make_site(tmp_path)
    app.config |= {"PROPAGATE_EXCEPTIONS": False, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
    fuzzer = Fuzzer(app, browsers, known, 20261122)
    found = fuzzer.run(INPUTS)
    assert found.faults == []
    assert found.routes == {str(rule) for rule in fuzzer.rules[:INPUTS]}
    assert any(status < 400 for status in found.statuses)
    with app.extensions["database"].reading() as session:
        assert verify(session).fault is None
    app.extensions["database"].close()
