"""The page explains a summary in the same words as Python."""

import json
from pathlib import Path

import pytest
import yaml

from lstm_docs import explaining
from lstm_docs.explaining.classes import rules
from lstm_docs.ground.errors import LstmDocsError

from ..js.modules import modules

VECTORS = yaml.safe_load((Path(__file__).parents[1] / "golden/summaries.yml").read_text(encoding="utf-8"))
ASKED = """(() => {
  try {
    return explained(text, rules).map((one) => ({
      heading: heading(one.line), readings: one.readings.map(({ says, sum }) => [says, sum]),
      note: one.note, failed: one.failed,
    }));
  } catch (error) {
    if (error instanceof NoSummary) return error.message;
    throw error;
  }
})()"""


def in_python(text):
    try:
        return [
            {
                "heading": it.heading,
                "readings": [[one.says, one.sum] for one in it.readings],
                "note": it.note,
                "failed": it.failed,
            }
            for it in explaining.summary(text)
        ]
    except LstmDocsError as error:
        return str(error)


def in_the_page(text):
    return modules().call(ASKED, text=text, rules=json.loads(json.dumps(rules())))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda it: it["name"])
def test_a_summary_of_the_shared_vectors(vector):
    explained = in_python(vector["text"])
    told = (
        explained
        if isinstance(explained, str)
        else [(it["readings"][0][0] if it["readings"] else it["note"]) for it in explained]
    )
    assert told == vector["told"]
    assert in_the_page(vector["text"]) == explained


@pytest.mark.parametrize("kind", ["keras_summary", "torchinfo_summary", "printed_module", "printed_tensors"])
def test_what_is_printed_now(kind):
    from . import printed_models

    for seed in range(6):
        text = getattr(printed_models, kind)(seed)[0]
        assert in_the_page(text) == in_python(text), text


def test_what_is_hostile():
    from .test_summaries import HOSTILE, OLD_KERAS

    for text in (*HOSTILE, OLD_KERAS, OLD_KERAS.replace("4464", "4465"), "", "x" * 500_001, "\n" * 3000):
        assert in_the_page(text) == in_python(text), text[:100]
