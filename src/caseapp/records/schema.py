"""The version of the tables, and the way to it from an older one.

The version is a number in the database itself, written by `vault.upgrade` in the transaction of the migrations. It is
compared before Alembic is imported, because that costs a tenth of a second at every start and is needed at one in a
hundred.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

from sqlalchemy import Connection

CURRENT = 12
"""The version that the models describe: the number of the newest migration."""

_FILE = re.compile(r"m(\d{4})_\w+")


def current_version(connection: Connection) -> int:
    """The version of the tables in this store; 0 for an empty one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(connection: Connection) -> None:
    """Run every migration above the store's version, inside the caller's transaction. The caller writes the version."""
    version = current_version(connection)
    if version >= CURRENT:
        return
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    with Operations.context(MigrationContext.configure(connection)):
        for number, module in migrations():
            if number > version:
                module.upgrade()


def upgrade(connection: Connection) -> None:
    """`migrate`, and write the version: for tools and tests; the program goes through `vault.upgrade`."""
    migrate(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {CURRENT}")


def migrations() -> Iterator[tuple[int, ModuleType]]:
    """Each migration's number and module, in order. RuntimeError when the numbers are not 1, 2, 3 …"""
    package = importlib.import_module("caseapp.records.migrations")
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    for expected, name in enumerate(names, 1):
        found = _FILE.fullmatch(name)
        if not found or int(found[1]) != expected:
            raise RuntimeError(f"a migration with an unexpected name: {name}")
        yield expected, importlib.import_module(f"{package.__name__}.{name}")
