"""The generator gives the published words, in plain Python, in numpy and in machine code."""

import csv
from pathlib import Path

import numpy as np
import pytest

from bihuan.science.twin import philox
from bihuan.science.twin.blocks import uniforms

DATA = Path(__file__).parents[2] / "data" / "science" / "philox4x32_10_vectors.csv"
ROWS = list(csv.DictReader(DATA.read_text("utf-8").splitlines()))


def hexes(text):
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["counter_hex"])
def test_the_published_words_come_out_exactly(row):
    counter = tuple(np.uint64(x) for x in hexes(row["counter_hex"]))
    key = tuple(np.uint64(x) for x in hexes(row["key_hex"]))
    words = philox.philox(counter, key)
    assert [int(w) for w in words] == hexes(row["output_hex"])
    assert float(philox.uniform(words[0])) == float(row["uniform_from_word0"])


def test_the_vectors_hold_for_whole_arrays():
    for row in ROWS:
        counters = np.array([hexes(row["counter_hex"])], dtype=np.uint64)
        key = np.array(hexes(row["key_hex"]), dtype=np.uint64)
        assert philox.words(counters, key)[0].tolist() == hexes(row["output_hex"])


def test_machine_code_and_numpy_draw_the_same_numbers():
    fast = uniforms(1000, seed=5, draw=3)
    slow = philox.draws(np.arange(1000, dtype=np.uint64), philox.Purpose.SYNTHESIS, (5, 0), 3)
    assert np.array_equal(fast, slow)


def test_purposes_keep_their_published_numbers():
    assert [p.value for p in philox.Purpose] == list(range(1, 17))
    assert philox.Purpose.IMPORT == 12
