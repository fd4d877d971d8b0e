"""The real process over a clinic, to be asked how it is."""

from tests.crash.conftest import clinic

__all__ = ["clinic"]
