"""Forms do not outlive their office, as in the program."""

from tests.desktop.record.conftest import desk

__all__ = ["desk"]
