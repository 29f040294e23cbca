"""What a WSGI server loads: ``gunicorn -c python:consult_web.production consult_web.wsgi:app``; settings come from the
environment. What keeps the site from starting is told in one paragraph."""

from __future__ import annotations

import gc

from flask import Flask

from consult_web.operating import production_settings, told
from consult_web.site import create_site


def _site() -> Flask:
    try:
        return create_site(production_settings())
    except Exception as error:
        words = told(error)
        if words is None:
            raise
        raise SystemExit(str(words)) from error


app = _site()
app.extensions["database"].close()  # the server forks now, and a connection belongs to one process
for name in app.jinja_env.list_templates(extensions=["html"]):
    app.jinja_env.get_template(name)  # read once for all processes; the first visitor of each would wait for it
# What is loaded stays: the collector need not walk over a million things again and again (a quarter of a second each time),
# and the processes go on sharing their memory.
gc.collect()
gc.freeze()
