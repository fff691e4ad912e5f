"""The recovery key on paper: typed as people type, and a slip of the finger is found."""

from __future__ import annotations

import contextlib
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.vault.recovery_key import (
    ALPHABET,
    RecoveryKey,
    check_symbol,
    decode,
    encode,
    new_recovery_key,
    parse_recovery_key,
)
from caseapp.vault.trouble import RecoveryKeyMistyped

numbers = st.integers(min_value=0, max_value=2**170 - 1)
keys = st.builds(lambda start: new_recovery_key(iter_from(start)), numbers)


def iter_from(start: int):  # type: ignore[no-untyped-def]  # a stand-in for secrets.randbits
    counter = [start]

    def draw(bits: int) -> int:
        counter[0] += 1
        return counter[0] % (1 << bits)

    return draw


@given(numbers)
def test_what_is_encoded_decodes_to_the_same_number(number: int) -> None:
    assert decode(encode(number)) == number
    assert len(encode(number)) == 34


@given(keys)
def test_a_key_stands_in_seven_groups_of_five_and_reads_back(key: RecoveryKey) -> None:
    assert [len(group) for group in key.groups] == [5] * 7
    assert parse_recovery_key(str(key)) == key


@given(keys, st.randoms(use_true_random=False))
def test_case_width_blanks_hyphens_and_lookalikes_are_forgiven(key: RecoveryKey, random: Random) -> None:
    typed = ""
    for symbol in str(key):
        choices = [symbol, symbol.lower()]
        choices += {"0": ["O", "o"], "1": ["I", "i", "l", "L"], "-": ["", " ", " ", "ー", "−", "--"]}.get(symbol, [])
        if symbol.isalnum():
            choices.append(chr(ord(symbol) + 0xFEE0))
        typed += random.choice(choices)
    assert parse_recovery_key(f"\n {typed} ") == key


@given(keys, st.integers(0, 34), st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_found(key: RecoveryKey, place: int, wrong: str) -> None:
    symbols = key.secret + check_symbol(key.secret)
    if symbols[place] == wrong:
        return
    with pytest.raises(RecoveryKeyMistyped):
        parse_recovery_key(symbols[:place] + wrong + symbols[place + 1 :])


@given(keys, st.integers(0, 33))
def test_every_exchange_of_two_neighbours_is_found(key: RecoveryKey, place: int) -> None:
    symbols = key.secret + check_symbol(key.secret)
    swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
    if swapped == symbols:
        return
    with pytest.raises(RecoveryKeyMistyped):
        parse_recovery_key(swapped)


@pytest.mark.parametrize("typed", ["", "-", "ABCDE", "0" * 34, "0" * 36, "復旧キー", "0" * 33 + "UU", "*~$=U" * 7])
def test_what_is_no_key_at_all_is_refused(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        parse_recovery_key(typed)


@given(st.text(max_size=60))
def test_any_text_is_either_a_key_or_refused(typed: str) -> None:
    with contextlib.suppress(RecoveryKeyMistyped):
        parse_recovery_key(typed)


def test_keys_are_random_and_never_shown_by_accident() -> None:
    one, two = new_recovery_key(), new_recovery_key()
    assert one != two
    assert one.secret not in repr(one)
    assert decode("Z" * 34).bit_length() == 170


def test_no_key_needs_a_check_symbol_that_is_hard_to_type() -> None:
    hard = next(n for n in range(100) if n % 37 >= 32)
    drawn = iter([hard, hard + 37, 5])
    assert decode(new_recovery_key(lambda _: next(drawn)).secret) == 5
