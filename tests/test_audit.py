"""The audit of the dependencies says no when it has found something, or has left something out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests import audit

LOCK = """
[[package]]
name = "kneecheck"
source = { editable = "." }

[[package]]
name = "aiohttp"
version = "3.14.5"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "numpy"
version = "2.4.6"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "numpy"
version = "2.5.5"
source = { registry = "https://pypi.org/simple" }
"""
FROM_ELSEWHERE = """
[[package]]
name = "borrowed"
version = "1.0"
source = { git = "https://example.org/borrowed?rev=1" }
"""
PACKAGES = audit.locked(LOCK)


def report(*vulnerabilities: Any, audited: int = 3, statuses: tuple[Any, ...] = ()) -> Any:
    """As `uv audit --output-format json` prints it."""
    return {
        "summary": {"audited_packages": audited},
        "vulnerabilities": vulnerabilities,
        "adverse_statuses": statuses,
    }


VULNERABLE = {
    "dependency": {"name": "aiohttp", "version": "3.14.5"},
    "display_id": "PYSEC-2026-1",
    "summary": "reads too far",
    "fix_versions": ["3.14.6"],
}


def test_every_version_of_the_lock_is_looked_up_but_not_the_project_itself() -> None:
    assert [one["version"] for one in PACKAGES] == ["3.14.5", "2.4.6", "2.5.5"]
    assert not audit.unpublished(PACKAGES)
    assert not audit.judged(report(), PACKAGES)


def test_an_advisory_is_told_with_the_version_that_mends_it() -> None:
    assert audit.judged(report(VULNERABLE), PACKAGES) == [
        "aiohttp 3.14.5: PYSEC-2026-1 reads too far, mended in 3.14.6"
    ]


def test_a_package_left_out_of_the_audit_fails_it() -> None:
    assert audit.judged(report(audited=2), PACKAGES) == ["1 of 3 packages were left out"]


def test_a_package_from_elsewhere_than_the_index_fails_the_audit() -> None:
    (line,) = audit.unpublished(audit.locked(LOCK + FROM_ELSEWHERE))
    assert line.startswith("borrowed was left out")


def test_a_project_its_index_warns_of_fails_the_audit() -> None:
    statuses = ({"name": "numpy", "status": "quarantined"},)
    assert len(audit.judged(report(statuses=statuses), PACKAGES)) == 1


def test_the_lock_of_this_project_can_be_audited_whole() -> None:
    packages = audit.locked((Path(__file__).parents[1] / "uv.lock").read_text(encoding="utf-8"))
    assert len(packages) > 50
    assert not audit.unpublished(packages)
