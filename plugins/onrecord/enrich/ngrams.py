"""Which of the languages that share a script is a text written in?

A naive Bayes classifier over all character n-grams (1 to 3) of the text, with the n-gram frequencies that the
langdetect package ships. Unlike langdetect it draws no random samples: it is exact, repeatable and quick.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

LONGEST = 3
FLOOR = 3e-5  # added to each probability: the profiles leave out what is rarer
RARE = 2e-5  # n-grams that no language has more often are left out
MAX_CHARS = 1500  # more text does not change the answer

# How much likelier a page of the web is in this language than in a rare one (natural logarithm). It only
# decides short texts.
PRIOR: Final = {
    "en": 4.0, "de": 2.0, "fr": 2.0, "es": 2.0, "pt": 2.0, "ru": 2.0, "ar": 2.0, "it": 1.5,
    "vi": 1.0, "nl": 1.0, "pl": 1.0, "tr": 1.0, "id": 1.0, "uk": 1.0, "hi": 1.0,
}  # fmt: skip
CAPITALISED = 0.3  # a capital often begins a name, and names belong to no language
INDEPENDENT = 0.35  # n-grams overlap: their evidence counts for about a third of its sum

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Model:
    """Log probabilities: a row for each n-gram, a column for each language."""

    rows: dict[str, int]
    weights: npt.NDArray[np.float32]
    priors: npt.NDArray[np.float32]


def rank(text: str, languages: tuple[str, ...]) -> tuple[str, float, float]:
    """The likeliest language, its probability among those given, and how usual its n-grams are there.

    The last is the mean log probability of an n-gram: low for a language that is not among them.
    """
    model = load(languages)
    likelihood, seen = np.zeros(len(languages), dtype=np.float64), 0.0
    for word in _WORD.findall(text[:MAX_CHARS]):
        evidence, grams = _evidence(word.lower(), languages)
        weight = CAPITALISED if word[0].isupper() else 1.0
        likelihood += weight * evidence
        seen += weight * grams
    if not seen:
        return languages[0], 0.0, -math.inf
    scores = INDEPENDENT * likelihood + model.priors
    best = int(scores.argmax())
    probability = 1.0 / float(np.exp(scores - scores[best]).sum())
    return languages[best], probability, float(likelihood[best] / seen)


@lru_cache(maxsize=16_384)  # words of a text recur, and those of other texts of its language
def _evidence(word: str, languages: tuple[str, ...]) -> tuple[npt.NDArray[np.float32], int]:
    """The summed log probabilities of a word's n-grams, and how many they are."""
    model = load(languages)
    padded = f" {word} "
    grams = [
        padded[start : start + size]
        for size in range(2, LONGEST + 1)
        for start in range(len(padded) - size + 1)
    ]
    rows = [row for gram in (*word, *grams) if (row := model.rows.get(gram)) is not None]
    unknown = len(word) + len(grams) - len(rows)
    return model.weights[rows].sum(axis=0) + unknown * math.log(FLOOR), len(word) + len(grams)


@cache
def load(languages: tuple[str, ...]) -> Model:
    """The model of these languages, made from langdetect's profiles once per process."""
    tables = [_frequencies(language) for language in languages]
    kept = sorted({gram for table in tables for gram, share in table.items() if share > RARE})
    weights = np.empty((len(kept), len(tables)), dtype=np.float32)
    for column, table in enumerate(tables):
        weights[:, column] = [math.log(table.get(gram, 0.0) + FLOOR) for gram in kept]
    priors = np.array([PRIOR.get(language, 0.0) for language in languages], dtype=np.float32)
    return Model({gram: row for row, gram in enumerate(kept)}, weights, priors)


def _frequencies(language: str) -> dict[str, float]:
    """The share of each n-gram among those of its length, by langdetect's profile, in small letters."""
    text = resources.files("langdetect").joinpath("profiles", language).read_text(encoding="utf-8")
    profile = json.loads(text)
    shares: dict[str, float] = defaultdict(float)
    for gram, number in profile["freq"].items():
        if len(small := gram.lower()) <= LONGEST and small != " ":  # İ becomes two characters
            shares[small] += number / profile["n_words"][len(gram) - 1]
    return shares
