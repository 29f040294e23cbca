"""What a WSGI server loads: ``granian --interface wsgi consult_web.wsgi:app``; the settings come from the environment."""

from __future__ import annotations

from consult_web.settings import read_settings
from consult_web.site import create_site

app = create_site(read_settings())
