"""Which words are an article's own, and which organisations, products and models does it name?

Keywords are TF-IDF terms: how often a term stands here, against how many other documents have it. Before
there is a corpus, jieba's own list says how usual a Chinese word is. Terms are in simplified characters and
small letters, so that both writings of Chinese share one vocabulary; words that keep standing side by side
become one term.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from statistics import median

import jieba

from onrecord.enrich import lexicon, matching
from onrecord.enrich.stopwords import STOPWORDS
from onrecord.models import Document, Keyword, Keywords, Mention, Reading

VERSION = "2"

MOST = 15  # keywords of an article
MIN_COUNT = 2  # a word said once is no keyword of a longer text …
SHORT_TERMS = 120  # … of more candidate terms than this
PHRASE_COUNT = 3  # two words side by side so often, …
PHRASE_SHARE = 0.5  # … in this share of the rarer one's places, are a phrase
CORPUS_TRUST = 200  # documents: a corpus of that size weighs as much as the word list
LATIN_IDF = 6.0  # of a Latin word with no corpus: jieba's list has none; a usual word has 5, a rare one 12
MIN_LETTERS = 2
MOST_CANDIDATES = 300  # of a document, the most frequent ones: what the corpus grows by is bounded
LONGEST = 60  # characters of a term

_TERM = re.compile(r"[a-z][a-z0-9+#']*|[一-鿿]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_NAME_BREAK = re.compile(r"[\s·•・,，、]+")
_IDEOGRAPH = re.compile(r"[一-鿿]")


@dataclass(frozen=True)
class Corpus:
    """How many documents there are, and in how many of them each term is a candidate."""

    documents: int
    frequencies: Mapping[str, int] = field(default_factory=dict)


def extract(document: Document, reading: Reading, corpus: Corpus | None = None) -> Keywords:
    """The keywords, best first and without the names of who speaks; and what is mentioned, with places."""
    names = _names(document, reading)
    known, terms = candidates(document), _terms(document.text)
    counts = {term: terms[term] for term in sorted(known) if not names.have(term)}
    total = sum(terms.values())
    scores = {term: count * _idf(term, corpus) / total for term, count in counts.items()}
    whole = sum(scores.values())
    ranked = sorted(scores, key=lambda term: (-scores[term], term))[:MOST]
    found = tuple(
        Keyword(term, round(scores[term] / whole, 5), counts[term]) for term in ranked if scores[term] > 0
    )
    return Keywords(found, mentions(document.text))


def candidates(document: Document) -> frozenset[str]:
    """The terms that a document's keywords are chosen from: what the corpus counts of it."""
    counts = _terms(document.text)
    least = _least(counts)
    ranked = sorted((-count, term) for term, count in counts.items() if count >= least)
    return frozenset(term for _, term in ranked[:MOST_CANDIDATES] if len(term) <= LONGEST)


def mentions(text: str) -> tuple[Mention, ...]:
    """The organisations, products and models of config/entities.yml in a text, most often named first."""
    known = lexicon.entities()
    hits = matching.find(known.matcher, matching.plain(text))
    everywhere = {hit.term for hit in hits}
    starts = matching.line_starts(text)
    near: dict[int, set[str]] = defaultdict(set)
    for hit in hits:
        near[matching.line_of(starts, hit.start_char)].add(hit.term)
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for hit in matching.longest(hit for hit in hits if hit.term in known.aliases):
        line = near[matching.line_of(starts, hit.start_char)]
        for entity_id in _meant(known, hit, text[hit.start_char : hit.end_char]):
            rule = known.by_id[entity_id].rule
            if (not rule.needs or not rule.needs.isdisjoint(everywhere)) and rule.unless.isdisjoint(line):
                places[entity_id].append((hit.start_char, hit.end_char))
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Mention(entity_id, known.by_id[entity_id].name, known.by_id[entity_id].kind, tuple(found))
        for entity_id, found in ranked
    )


def _least(counts: Mapping[str, int]) -> int:
    """How often a term must stand in a text to be a candidate."""
    return MIN_COUNT if sum(counts.values()) > SHORT_TERMS else 1


@lru_cache(maxsize=8)  # a document's candidates are asked for beside its keywords
def _terms(text: str) -> Mapping[str, int]:
    """How often each term stands in a text: words, and pairs of words that belong together."""
    words = _segment(_ADDRESS.sub("/", matching.plain(text)))
    counts = Counter(word for word in words if word)
    pairs = Counter((left, right) for left, right in pairwise(words) if left and right)
    phrases: Counter[str] = Counter()
    for (left, right), count in pairs.items():
        if (
            left != right
            and count >= PHRASE_COUNT
            and count >= PHRASE_SHARE * min(counts[left], counts[right])
        ):
            phrases[_joined(left, right)] = count
            counts[left] -= count
            counts[right] -= count
    return {term: count for term, count in (counts + phrases).items() if count > 0}


def _segment(plain_text: str) -> Sequence[str]:
    """The words of a text in order; an empty string where a stopword or a mark keeps its neighbours apart."""
    words: list[str] = []
    end = 0
    for match in _TERM.finditer(plain_text):
        if plain_text[end : match.start()].strip(" ") or not words:
            words.append("")
        end = match.end()
        run = match.group()
        parts: Iterable[str] = _jieba().cut(run) if _IDEOGRAPH.match(run) else (run.removesuffix("'s"),)
        words.extend(word if len(word) >= MIN_LETTERS and word not in STOPWORDS else "" for word in parts)
    return words


def _joined(left: str, right: str) -> str:
    """Two words as one term: Latin ones apart, Han ones together."""
    return left + right if _IDEOGRAPH.match(left) and _IDEOGRAPH.match(right) else f"{left} {right}"


def _idf(term: str, corpus: Corpus | None) -> float:
    """How unusual a term is: jieba's word list first, the corpus the more, the larger it is."""
    listed = _listed_idf(term)
    if corpus is None or corpus.documents <= 0:
        return listed
    counted = math.log((corpus.documents + 1) / (corpus.frequencies.get(term, 0) + 1)) + 1
    trust = corpus.documents / (corpus.documents + CORPUS_TRUST)
    return trust * counted + (1 - trust) * listed


def _listed_idf(term: str) -> float:
    """How unusual a term is by jieba's list; unlisted Chinese words are as unusual as its middle one."""
    table, middle = _idf_table()
    return table.get(term, middle if _IDEOGRAPH.match(term) else LATIN_IDF)


@dataclass(frozen=True, slots=True)
class _Names:
    """Plain names that are no keywords: those of people, whose parts are none either, and all others."""

    people: frozenset[str]
    others: frozenset[str]

    def have(self, term: str) -> bool:
        """Is a term one of the names, part of a person's, or a phrase with such a part?"""
        if term in self.others or any(word in self.people for word in (term, *term.split(" "))):
            return True
        return bool(_IDEOGRAPH.match(term)) and any(
            term in name or (len(name) > 1 and name in term) for name in self.people
        )


def _names(document: Document, reading: Reading) -> _Names:
    """The names of all who speak or are credited; of people also the words that a name is made of."""
    people: set[str | None] = set()
    others: set[str | None] = {document.byline, document.translator}
    others.update(credit.name for credit in (*document.credits, *reading.credits))
    for speaker in reading.speakers:
        kind = people if speaker.kind == "person" else others
        kind.update({speaker.name, speaker.name_latin, speaker.label, *speaker.labels})
    whole = {matching.plain(name).strip() for name in people if name}
    words = {word for name in whole for word in _NAME_BREAK.split(name) if len(word) > 1}
    return _Names(
        frozenset(whole | words), frozenset(matching.plain(name).strip() for name in others if name)
    )


def _meant(known: lexicon.Entities, hit: matching.Hit, quote: str) -> list[str]:
    """The entities that an alias, as it is written here, may mean: names like words need a capital."""
    has_capital = any(map(str.isupper, quote))
    meant = (
        entity_id for entity_id, alias in known.aliases[hit.term] if has_capital or not _like_a_word(alias)
    )
    return list(dict.fromkeys(meant))


def _like_a_word(alias: str) -> bool:
    """Would an alias in small letters be some other word (Meta, BLOOM), unlike ChatGPT or GPT-4?"""
    return alias.isascii() and (alias.istitle() or alias.isupper()) and not any(map(str.isdigit, alias))


@cache
def _jieba() -> jieba.Tokenizer:
    """The segmenter with the Chinese names of our topics (weight 3), loaded once and in silence."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for term, senses in lexicon.topics().senses.items():
        if re.fullmatch(r"[一-鿿]{2,8}", term) and any(
            weight == max(lexicon.WEIGHTS) for _, weight in senses
        ):
            tokenizer.add_word(term)
    return tokenizer


@cache
def _idf_table() -> tuple[Mapping[str, float], float]:
    """Jieba's inverse document frequencies, and their median."""
    text = resources.files("jieba").joinpath("analyse", "idf.txt").read_text(encoding="utf-8")
    table = {word: float(value) for word, value in (line.split(" ") for line in text.splitlines() if line)}
    return table, median(table.values())
