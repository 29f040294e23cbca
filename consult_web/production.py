"""Settings of gunicorn for a real site: ``gunicorn -c python:consult_web.production consult_web.wsgi:app``.

CONSULT_BIND (default ``127.0.0.1:8000``; ``unix:/run/…`` for a socket), CONSULT_PROCESSES (default one a processor, from 2
to 8) and CONSULT_THREADS (default 8) may be set; all else that can be set is in :mod:`consult_web.settings`.
"""

from __future__ import annotations

import os
from pathlib import Path

from consult_web.settings import whole_number

__all__: list[str] = []  # gunicorn reads the names below, nobody imports them

bind = os.environ.get("CONSULT_BIND") or "127.0.0.1:8000"
workers = whole_number(os.environ, "CONSULT_PROCESSES", min(max(os.cpu_count() or 2, 2), 8), 1, 64)
threads = whole_number(os.environ, "CONSULT_THREADS", 8, 1, 64)
worker_class = "gthread"
# Loaded once, then forked: a process that was killed is replaced at once, and what is only read is shared.
preload_app = True
timeout = 60  # for a process that says nothing at all; a thread may take longer
graceful_timeout = 30  # what was begun is finished before a stop
keepalive = 75  # longer than the proxy keeps its connections (60), so that it never sends into a closed one
limit_request_line = 8190  # a search for Chinese words takes nine characters for each
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (its own files; a disk may be slow)
umask = 0o007  # a socket is for this user and its group, to which the proxy belongs
control_socket_disable = True  # one thing less that listens
accesslog = None  # the proxy keeps the log, without receipt codes (deploy/nginx.conf)
errorlog = "-"
