"""What a WSGI server loads: ``gunicorn -c python:consult_web.production consult_web.wsgi:app``; settings come from the
environment."""

from __future__ import annotations

import gc

from consult_web.settings import read_settings
from consult_web.site import create_site

app = create_site(read_settings())
app.extensions["database"].close()  # the server forks now, and a connection belongs to one process
for name in app.jinja_env.list_templates(extensions=["html"]):
    app.jinja_env.get_template(name)  # read once for all processes; the first visitor of each would wait for it
# What is loaded stays: the collector need not walk over a million things again and again (a quarter of a second each time),
# and the processes go on sharing their memory.
gc.collect()
gc.freeze()
