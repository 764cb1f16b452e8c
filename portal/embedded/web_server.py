"""How gunicorn serves the pages; each name is one of its settings."""

import os
from pathlib import Path

bind = f"unix:{os.environ['WEB_SOCKET']}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "sync"
preload_app = True  # loaded once, shared by the workers
timeout = 30
graceful_timeout = 3  # seconds; the run gives four
forwarded_allow_ips = "*"  # only the proxy can reach the socket
control_socket_disable = True
umask = 0o077
# The workers' sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
loglevel = "warning"
