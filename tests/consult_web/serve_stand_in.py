"""A program that serves the site with the stand-in reviewer, for tests that need a real process: HOME PORT."""

from __future__ import annotations

import sys
from pathlib import Path

from stand_in import InProcess

from consult_web.serving import serve
from lawcheck.errors import LawcheckError

if __name__ == "__main__":
    home, port = Path(sys.argv[1]), int(sys.argv[2])
    config = {"REVIEWER": InProcess(home.parent)}
    try:
        serve("127.0.0.1", port, home, False, say=lambda text: print(text, flush=True), config=config)
    except LawcheckError as error:
        sys.exit(error.text("en"))
