"""How long 10,000 children take from an Excel-made CSV into the store: `python -m tests.benchmarks.bench_import`.

Index, history and audit included; then the look at 10,000 changed rows, their reading in, and the undoing of both. The
bare operation beside it: the same file parsed and its rows inserted as plain tuples into one table of the same
encrypted store, in the same run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text

from caseapp.casework import import_choices, import_preview, import_undo, importing, office
from caseapp.casework.import_choices import Choices
from caseapp.exchange import tables
from caseapp.rules.clock import TOKYO, stopped
from caseapp.vault.kdf import FAST_KDF_VARIABLE

T = TypeVar("T")
WORDS = "みどりの ながぐつ あるく 三日月"
HEAD = "児童番号,姓,名,姓カナ,名カナ,生年月日,性別,住所,電話番号,受給者番号,疾患群,疾病名"
COUNT = 10_000


def sheet(children: int, *, house: str = "12-5") -> bytes:
    """The file."""
    line = "R8-{n:05},高瀬,陽菜乃,タカセ,ヒナノ,H26.8.3,女,汐見市緑が丘3丁目{h},0000-34-{m:04},{c},4,単心室症"
    rows = [line.format(n=n, m=n % 10_000, c=1_000_000 + n, h=house) for n in range(children)]
    return "\r\n".join([HEAD, *rows, ""]).encode("utf-8-sig")


def timed(words: str, do: Callable[[], T]) -> tuple[float, T]:
    """Wall-clock seconds and what came of it; prints also those of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = do()
    taken, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sys.stdout.write(f"{words}: {taken:.2f} s ({cpu:.2f} s of the processor)\n")
    return taken, found


def main() -> None:
    """Print each, and the ratio."""
    os.environ[FAST_KDF_VARIABLE] = "1"
    clock = stopped(datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO))
    content = sheet(COUNT)
    with tempfile.TemporaryDirectory() as place:
        made, _key = office.create(
            Path(place) / "vault", office_name="汐見保健所", user_name="村井 志保", passphrase=WORDS, clock=clock
        )
        with made as opened:

            def bare() -> None:
                rows = [tuple(line.split(",")) for line in content.decode("utf-8-sig").splitlines()[1:]]
                names = [f"c{n}" for n in range(len(rows[0]))]
                with opened.vault.engine.begin() as connection:
                    connection.execute(text(f"CREATE TABLE bare ({', '.join(names)})"))
                    insert = text(f"INSERT INTO bare VALUES ({', '.join(':' + name for name in names)})")
                    connection.execute(insert, [dict(zip(names, row, strict=True)) for row in rows])
                    connection.execute(text("DROP TABLE bare"))

            least, _none = timed("bare parse and insert", bare)
            _wall, read = timed("reading the file", lambda: tables.read(content, "children"))
            wall, _done = timed(f"{COUNT:,} new children", lambda: importing.run(opened, read, kind="children"))
            sys.stdout.write(f"ratio {wall / least:.0f}\n")
            other = tables.read(sheet(COUNT, house="7"), "children")
            _wall, looked = timed("a look at as many changed rows", lambda: import_preview.look(opened, other))
            lines = frozenset(row.line for row in looked.rows)
            _wall, done = timed("reading these in", lambda: import_choices.apply(opened, looked, Choices(lines)))
            timed("undoing these", lambda: import_undo.undo(opened, done.batch_id))
            timed("a look that changes nothing", lambda: import_preview.look(opened, read))


if __name__ == "__main__":
    main()
