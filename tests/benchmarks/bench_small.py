"""What happens between two keystrokes, each beside the bare operation of the same run.

    python -m tests.benchmarks.bench_small

Prints milliseconds of processor time, the best of several rounds, and the ratio. No target: a look for what grew.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from caseapp.vault.passphrase import strength_of
from caseapp.words import codes, diseases, postal, resources

ROUNDS = 9


def main() -> int:
    """Print the table."""
    listed = resources.path(f"data/diseases-nando-{diseases.LIST_VERSION}.tsv")
    coded = resources.path("codes.toml")
    text = "みどりの ながぐつ あるく 三日月 " * 10
    postal.codes_of("港区芝公園")  # unpacked by the first question
    _row("list of diseases, loaded", _fresh(diseases.load), lambda: listed.read_text("utf-8").splitlines())
    _row("a code list, loaded", _fresh(codes.load, "topic"), lambda: coded.read_text("utf-8").splitlines())
    _row("an address to its codes", lambda: postal.codes_of("京都市中京区笹屋町"), lambda: text.count("京都市"))
    _row("a long passphrase judged", lambda: strength_of(text, ["森下 由佳"]), lambda: set(text))
    return 0


def _fresh(load: Callable[..., object], *given: str) -> Callable[[], object]:
    bare = getattr(load, "__wrapped__", load)
    return lambda: bare(*given)


def _row(what: str, ours: Callable[[], object], bare: Callable[[], object]) -> None:
    mine, plain = _best(ours), _best(bare)
    sys.stdout.write(f"{what:28} {mine * 1000:8.2f} ms   bare {plain * 1000:8.3f} ms   ratio {mine / plain:8.1f}\n")


def _best(job: Callable[[], object]) -> float:
    job()
    taken = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        job()
        taken.append(time.process_time() - begun)
    return max(min(taken), 1e-7)


if __name__ == "__main__":
    sys.exit(main())
