"""How long the workbench takes to open a document of 100 articles with 200 findings: ``python -m benchmarks.review_workbench``.

A site on SQLite (or ``--database``, an empty one) with a made-up review answers over HTTP; times are by the clock, ``cpu_ms`` is
processor time of server and client together, since machines are shared. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from werkzeug.serving import make_server

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "consult_web"))

from filing_stands import make_county
from review_stands import under_review
from site_stands import DATA_KEY, Site

from consult_web.settings import Settings
from consult_web.site import create_site
from consult_web.storage import upgrade

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import in_words  # noqa: E402  (a script: only its own folder is on the path)


@in_words()
def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--findings", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{folder}/consult.db"
        settings = Settings(Path(folder), url, "s" * 40, (DATA_KEY,), secure=False)
        database = settings.open_database()
        upgrade(database)
        database.close()
        site = Site(create_site(settings), settings)
        county = make_county(site)
        number = under_review(site, county, articles=asked.articles, findings=asked.findings)
        figures = _measure(site, county, f"/desk/reviewing/{number}", asked.rounds)
        site.database.close()
    print(json.dumps({"articles": asked.articles, "findings": asked.findings, **figures}))


def _measure(site: Site, county: Any, address: str, rounds: int) -> dict[str, float]:
    browser = site.app.test_client()
    site.log_in(browser, county.users["reviewer"])
    cookie = browser.get_cookie("consult")
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    request = Request(f"http://127.0.0.1:{server.server_port}{address}", headers={"Cookie": f"consult={cookie.value}"})  # type: ignore[union-attr]
    walls, cpus, size = [], [], 0
    for _ in range(rounds + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        with urlopen(request) as answer:
            size = len(answer.read())
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    server.shutdown()
    return {
        "first_ms": round(walls[0]),
        "median_ms": round(statistics.median(walls[1:])),
        "p95_ms": round(sorted(walls[1:])[int(0.95 * (len(walls) - 1))]),
        "worst_ms": round(max(walls[1:])),
        "cpu_ms": round(statistics.median(cpus[1:])),
        "page_kb": round(size / 1024),
    }


if __name__ == "__main__":
    main()
