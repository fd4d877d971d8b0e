"""Mutation testing of the rules: `python -m tests.mutants response pain`, or all without a name.

Works on a copy in a temporary folder, so nothing is left behind; needs the group `mutation`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
COPIED = ("bot/__init__.py", "bot/model", "bot/rules", "tests/__init__.py", "tests/rules")
TESTS = (
    "test_cases.py",
    "test_timing.py",
    "test_questionnaire.py",
    "test_properties.py",
    "test_promises.py",
)
"""Tests of the rules that need nothing but nouns and rules, the sharpest first."""

EXAMPLES = "3"
"""Stories a property tries on each mutant; the cases do most of the work."""

CONFIG = """
[tool.mutmut]
source_paths = ["bot/"]
only_mutate = [{modules}]
also_copy = ["tests/"]
do_not_mutate_patterns = []
pytest_add_cli_args_test_selection = [{tests}]
pytest_add_cli_args = ["-x", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]

[tool.pytest.ini_options]
asyncio_mode = "auto"
asyncio_default_fixture_loop_scope = "function"
"""


def main(names: list[str]) -> int:
    with TemporaryDirectory(prefix="mutants-") as folder:
        copy(Path(folder), [f"bot/rules/{name}.py" for name in names] or ["bot/rules/*.py"])
        mutmut = [sys.executable, "-m", "mutmut"]
        few = {**os.environ, "KNEECHECK_EXAMPLES": EXAMPLES}
        ended = subprocess.run([*mutmut, "run"], cwd=folder, env=few, check=False)
        if ended.returncode:
            return ended.returncode
        told = subprocess.run(
            [*mutmut, "results"], cwd=folder, check=False, capture_output=True, text=True
        )
        alive = [line.split(":")[0].strip() for line in told.stdout.splitlines() if ":" in line]
        for name in alive:
            subprocess.run([*mutmut, "show", name], cwd=folder, check=False)
        sys.stdout.write(f"{len(alive)} mutants live.\n")
    return 0


def copy(folder: Path, modules: list[str]) -> None:
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=unwanted)
        else:
            shutil.copy(source, target)
    quoted = [f'"{name}"' for name in modules]
    tests = [f'"tests/rules/{name}"' for name in TESTS]
    text = CONFIG.format(modules=", ".join(quoted), tests=", ".join(tests))
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
