"""How long 10,000 children take from an Excel-made CSV into the store: `python -m tests.benchmarks.bench_import`.

Index, history and audit included. The bare operation beside it: the same file parsed and its rows inserted as plain
tuples into one table of the same encrypted store, in the same run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from caseapp.casework import importing, office
from caseapp.exchange import tables
from caseapp.rules.clock import TOKYO, stopped
from caseapp.vault.kdf import FAST_KDF_VARIABLE

WORDS = "みどりの ながぐつ あるく 三日月"
HEAD = "児童番号,姓,名,姓カナ,名カナ,生年月日,性別,住所,電話番号,受給者番号,疾患群,疾病名"


def sheet(children: int) -> bytes:
    """The file."""
    line = "R8-{n:05},高瀬,陽菜乃,タカセ,ヒナノ,H26.8.3,女,汐見市緑が丘3丁目12-5,0000-34-{m:04},{c},4,単心室症"
    rows = [line.format(n=n, m=n % 10_000, c=1_000_000 + n) for n in range(children)]
    return "\r\n".join([HEAD, *rows, ""]).encode("utf-8-sig")


def seconds(do: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Print both, and the ratio."""
    os.environ[FAST_KDF_VARIABLE] = "1"
    clock = stopped(datetime(2026, 11, 20, 10, 12, tzinfo=TOKYO))
    content = sheet(10_000)
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

            bare_wall, _bare_cpu = seconds(bare)
            read = tables.read(content, "children")
            wall, cpu = seconds(lambda: importing.run(opened, read, kind="children"))
    sys.stdout.write(f"10,000 children: {wall:.1f} s ({cpu:.1f} s of the processor)\n")
    sys.stdout.write(f"bare parse and insert: {bare_wall:.2f} s; ratio {wall / bare_wall:.0f}\n")


if __name__ == "__main__":
    main()
