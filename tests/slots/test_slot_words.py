from itertools import chain

import pytest

from lawcheck.errors import RulePackError
from lawcheck.slots import load_words, read_slots

ROWS = [("penalties", row) for row in load_words().penalties] + [("measures", row) for row in load_words().measures]
HITS = list(chain.from_iterable([(name, row.name, words) for words in row.hit] for name, row in ROWS))
MISSES = list(chain.from_iterable([(name, row.name, words) for words in row.miss] for name, row in ROWS))


@pytest.mark.parametrize(("slot", "name", "words"), HITS)
def test_each_example_of_a_wording_is_found(slot: str, name: str, words: str) -> None:
    assert name in {value.kind for value in getattr(read_slots(words), slot)}


@pytest.mark.parametrize(("slot", "name", "words"), MISSES)
def test_each_counterexample_is_not(slot: str, name: str, words: str) -> None:
    assert name not in {value.kind for value in getattr(read_slots(words), slot)}


def test_a_wrong_word_list_names_file_and_field(tmp_path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("modality:\n- {name: 应当, pattern: '('}\n", encoding="utf-8")
    with pytest.raises(RulePackError, match="modality"):
        load_words(path)
