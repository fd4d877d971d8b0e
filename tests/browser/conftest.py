"""Collected only when asked for: `make test-browser` sets KNEECHECK_BROWSER to Chromium's path."""

from __future__ import annotations

import os

collect_ignore_glob = [] if os.environ.get("KNEECHECK_BROWSER") else ["*"]
