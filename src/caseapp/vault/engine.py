"""The SQLAlchemy engine over the encrypted file: one connection, real transactions, no values in error texts.

pysqlite's own idea of when a transaction begins breaks DDL and lets two writers deadlock. So the connection is in
autocommit mode and every SQLAlchemy transaction begins with `BEGIN IMMEDIATE`: schema changes roll back like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import LRUCache

from caseapp.vault.cipher import RawConnection, connect
from caseapp.vault.environment import trouble_of

_POOL_WAIT_SECONDS = 10

# A dialect of its own for each engine would keep every locked engine's statements in the mappers' caches for ever.
_DIALECTS: dict[str, Dialect] = {}
_STATEMENTS: LRUCache[Any, Any] = LRUCache(500)


def make_engine(
    path: Path, key: Callable[[], bytes], *, opened: list[RawConnection], module: ModuleType = sqlcipher
) -> Engine:
    """An engine for the store at `path`; `key` is asked at each connect, so that a dropped key opens nothing.

    Every raw connection it makes is added to `opened`, so that locking can close one that a session still holds.
    Troubles of the environment come out as `VaultTrouble`; other database errors without any bound value. All engines
    of a process share what SQLAlchemy made of the statements: it holds no values, and the next unlocking is quicker.
    """
    engine = create_engine(
        "sqlite://",
        module=module,
        creator=lambda: connect(path, key(), module=module),
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_POOL_WAIT_SECONDS,
        execution_options={"compiled_cache": _STATEMENTS},
    )
    engine.dialect = _DIALECTS.setdefault(module.__name__, engine.dialect)
    event.listen(engine, "connect", lambda raw, _record: opened.append(raw))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _name_trouble)
    return engine


def in_use(engine: Engine) -> bool:
    """Whether a session holds the connection at this moment."""
    return isinstance(engine.pool, QueuePool) and engine.pool.checkedout() > 0


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _name_trouble(context: ExceptionContext) -> None:
    trouble = trouble_of(context.original_exception)
    if trouble is not None:
        raise trouble from context.original_exception
