"""Is any locked dependency known to be vulnerable? `make audit`; exit 1 also if one was left out.

Looked up is every package of uv.lock: all groups, all Pythons, all systems. uv asks the database of
advisories, but says nothing of a package that it cannot look up there and takes an index that is
out of reach for calm; so it is asked first whether the index has every one of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
UV = ROOT / ".tools/bin/uv"
EXPORT = "export --frozen --all-groups --all-extras --no-emit-project --no-hashes --quiet"
PUBLISHED = "pip compile - --universal --no-deps --refresh --quiet --no-header"
AUDIT = "audit --frozen --output-format json --preview-features audit-command,json-output"
INDEX = "https://pypi.org/simple"

Package = dict[str, Any]


def locked(lock: str) -> list[Package]:
    """Every package of a uv.lock but the project itself."""
    packages: list[Package] = tomllib.loads(lock)["package"]
    return [package for package in packages if package["source"] != {"editable": "."}]


def unpublished(packages: list[Package]) -> list[str]:
    """Those that no advisory can be about, because they come from elsewhere than the index."""
    return [
        f"{package['name']} was left out: it comes from {package['source']}"
        for package in packages
        if package["source"] != {"registry": INDEX}
    ]


def judged(report: dict[str, Any], packages: list[Package]) -> list[str]:
    """What is wrong by uv's report: advisories, warnings of the index, packages left out."""
    found = [
        f"{one['dependency']['name']} {one['dependency']['version']}: {one['display_id']} "
        f"{one['summary'] or ''}, mended in {', '.join(one['fix_versions']) or 'no version'}"
        for one in report["vulnerabilities"]
    ]
    found += [f"the index warns: {json.dumps(one)}" for one in report["adverse_statuses"]]
    looked_up = report["summary"]["audited_packages"]
    if looked_up != len(packages):
        found.append(f"{len(packages) - looked_up} of {len(packages)} packages were left out")
    return found


def main() -> int:
    packages = locked((ROOT / "uv.lock").read_text(encoding="utf-8"))
    wrong = unpublished(packages) or _not_on_the_index() or _advisories(packages)
    for line in wrong:
        print(f"audit: {line}", file=sys.stderr)
    if not wrong:
        print(f"{len(packages)} locked packages, all looked up: no advisory, none left out")
    return 1 if wrong else 0


def _not_on_the_index() -> list[str]:
    asked = _uv(EXPORT)
    if asked.returncode == 0:
        asked = _uv(PUBLISHED, asked.stdout)
    return [] if asked.returncode == 0 else [f"nothing was looked up: {asked.stderr.strip()}"]


def _advisories(packages: list[Package]) -> list[str]:
    mirror = os.environ.get("ADVISORIES", "")
    asked = _uv(AUDIT + (f" --service-url {mirror}" if mirror else ""))
    try:
        report = json.loads(asked.stdout)
    except ValueError:
        return [f"nothing was looked up: {asked.stderr.strip()}"]
    return judged(report, packages)


def _uv(arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(UV), *arguments.split()]
    return subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, text=True, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
