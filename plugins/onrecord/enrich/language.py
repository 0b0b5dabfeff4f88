"""Which language, and which Chinese writing, is a text in?

The script decides first: kana is Japanese, hangul Korean, Thai letters Thai. Han text without kana is
Chinese, however much jargon stands in it; simplified or traditional is told by the characters that only one
of them writes. What languages share (Latin, Cyrillic, Arabic, Devanagari letters) is told by letters that
only one uses, then by n-grams. None where nothing tells.

`Language.script` is ISO 15924; for Chinese ``Hans``, ``Hant``, ``Hani`` (both at once: mixed or obfuscated
text) or None (no telling character). `Language.profile` has the share of letters by script, Han letters
split into telling and neutral ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import opencc

from onrecord.enrich import ngrams, scripts
from onrecord.models import Language

VERSION = "2"

MIN_LETTERS = 2
MIN_LATIN_LETTERS = 8  # "OK", "Bonjour": a word is no sentence
KANA_SHARE = 0.10  # of Han and kana. Japanese headlines have 0.2 and more; a Chinese text has a の for effect
JAPANESE_SHARE = 0.08  # of Han characters: forms of Japan in a text without kana
MIXED_SHARE = 0.15  # of telling characters in the other writing: more than names and quotations bring
WORDS_PER_HAN = 1.5  # a Latin word weighs less than a Han character: 評測 iPhone Pro Max is Chinese
SURE = 0.55  # probability below which an n-gram answer is none
SURE_IF_LONG = 0.90  # long text in a known language is never in doubt
LONG = 60  # letters
VIETNAMESE_SHARE = 0.04  # of letters: more than the names of Vietnamese people bring to other languages
USUAL = -6.6  # mean log probability of an n-gram, lower in languages we do not know, and in noise

LATIN: Final = (
    "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv",
    "nl", "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
)  # fmt: skip
SELDOM: Final = frozenset({"af", "ca", "cy", "so", "sq", "sw", "tl"})  # noise comes out as these
CYRILLIC: Final = ("bg", "mk", "ru", "uk")
ARABIC: Final = ("ar", "fa", "ur")
DEVANAGARI: Final = ("hi", "mr", "ne")
# Letters and words that one language has and its neighbours in the n-gram model have not; the first decides.
OWN_LETTERS: Final[dict[str, tuple[tuple[str | None, str], ...]]] = {
    "Cyrl": (
        ("kk", "ұ"), (None, "[әғқңһҳҷҗ]"), ("mn", "[өү]"), ("be", "ў|ы.*і|і.*ы"), ("sr", "[ђћ]"),
        ("mk", "[ѓќѕ]"), ("uk", "[ґєї]"), ("ru", "[ыэё]"),
        ("sr", r"[јљњџ].*\b(?:је|у|су|није)\b|\b(?:је|у|су|није)\b.*[јљњџ]"),  # Macedonian says е, во, се
    ),
    "Arab": (("ur", "[ٹڈڑںےہ]"), ("fa", "[پچژگ]")),
    "Beng": (("as", "[ৰৱ]"), ("bn", "")),
    "Deva": (("ne", r"(?<!\S)(?:र|छ|छन्|भयो|छैन)(?![^\s।,.])"),),  # words that Hindi and Marathi have not
}  # fmt: skip
ONE_LANGUAGE: Final = {
    "Hang": "ko", "Grek": "el", "Hebr": "he", "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my",
    "Geor": "ka", "Armn": "hy", "Ethi": "am", "Sinh": "si", "Tibt": "bo", "Guru": "pa", "Gujr": "gu",
    "Orya": "or", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Mong": "mn",
}  # fmt: skip
SHARED: Final = {"Latn": LATIN, "Cyrl": CYRILLIC, "Arab": ARABIC, "Deva": DEVANAGARI}
# In a text with Han and Latin words these say that its sentence is English: "What does 内卷 mean for us?"
_ENGLISH_GRAMMAR = re.compile(
    r"\b(?:the|is|are|was|were|does|did|what|how|why|and|of|to|has|have|with|that|this)\b", re.I
)
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
_VIETNAMESE = re.compile("[ơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+")


def detect(text: str) -> Language:
    """The language of a text; `code` None when it has too few letters, or letters that do not tell."""
    counts = scripts.count(text)
    if "Latn" in counts and ("://" in text or "@" in text):
        text = _ADDRESS.sub(" ", text)
        counts = scripts.count(text)
    total = sum(counts.values())
    if total < MIN_LETTERS:
        return Language(None, None, 0.0, {})
    profile = {name: round(number / total, 4) for name, number in counts.items()}
    code, script, confidence = _decide(text, counts, total)
    return Language(code, script, round(confidence, 3), profile)


def _decide(text: str, counts: dict[str, int], total: int) -> tuple[str | None, str | None, float]:
    """Code, script and confidence, from the text and its letters by script."""
    han = sum(counts.get(name, 0) for name in scripts.HAN)
    kana = counts.get("Hira", 0) + counts.get("Kana", 0)
    hangul, latin = counts.get("Hang", 0), counts.get("Latn", 0)
    rest = total - han - kana - hangul - latin
    if han + kana + hangul > rest:
        if latin and _latin_leads(text, han + kana + hangul):
            return _by_ngrams(text, "Latn", latin)
        if hangul * 3 > han + kana:
            return "ko", "Kore", hangul / (hangul + han + kana)
        if kana > KANA_SHARE * (han + kana):
            return "ja", "Jpan", 0.99
        return _chinese(text, counts, han)
    script = max(counts, key=lambda name: counts[name])
    if script in ONE_LANGUAGE:
        return ONE_LANGUAGE[script], script, counts[script] / total
    for code, letters in OWN_LETTERS.get(script, ()):
        if re.search(letters, text, re.IGNORECASE | re.DOTALL):
            return code, script, 0.95 if code else 0.0
    if script in SHARED:
        return _by_ngrams(text, script, counts[script])
    return None, script if script != "Zyyy" else None, 0.0


def _latin_leads(text: str, east_asian: int) -> bool:
    """Is a text with both kinds of letters a Latin-script sentence that quotes a few words?"""
    words = len(_LATIN_WORD.findall(text))
    if words <= WORDS_PER_HAN * east_asian:
        return False
    return words > 6 * east_asian or bool(_ENGLISH_GRAMMAR.search(text))


def _chinese(text: str, counts: dict[str, int], han: int) -> tuple[str | None, str | None, float]:
    """Simplified, traditional, both, or Chinese that nothing tells; Japanese written in Han only."""
    hans, hant, japanese = (counts.get(name, 0) for name in ("Hans", "Hant", "Jpan"))
    telling = hans + hant
    if japanese > JAPANESE_SHARE * han and (japanese > telling or scripts.all_japanese(text)):
        return "ja", "Jpan", 0.7
    if not telling:
        by_phrase = _by_phrases(text)
        return (f"zh-{by_phrase}", by_phrase, 0.6) if by_phrase else ("zh", None, 0.9)
    if min(hans, hant) > MIXED_SHARE * telling:
        if japanese > JAPANESE_SHARE * han:  # Japanese simplified some characters as China did, others not
            return "ja", "Jpan", 0.7
        return "zh", "Hani", max(hans, hant) / telling
    script = "Hans" if hans > hant else "Hant"
    return f"zh-{script}", script, max(hans, hant) / (telling + 0.1)


def _by_phrases(text: str) -> str | None:
    """The writing told by words where no character does: 小伙 is never written so in traditional text."""
    to_hans, *to_hant = _converters()
    if all(converter.convert(text) != text for converter in to_hant):
        return "Hans" if to_hans.convert(text) == text else None
    return "Hant" if to_hans.convert(text) != text else None


def _by_ngrams(text: str, script: str, letters: int) -> tuple[str | None, str | None, float]:
    """The language of a script that many share, or None when the evidence is thin."""
    if script == "Latn" and letters < MIN_LATIN_LETTERS:
        return None, script, 0.0
    if script == "Latn" and len(_VIETNAMESE.findall(text)) > VIETNAMESE_SHARE * letters:
        return "vi", script, 0.99
    code, probability, usual = ngrams.rank(unicodedata.normalize("NFKC", text), SHARED[script])
    is_long = letters >= LONG
    needed = SURE_IF_LONG if is_long or code in SELDOM else SURE
    if probability < needed or (script == "Latn" and usual < USUAL) or (code in SELDOM and not is_long):
        return None, script, probability
    return code, script, probability


@cache
def _converters() -> tuple[opencc.OpenCC, ...]:
    """To simplified; then to the three traditional standards, which differ in what they leave alone."""
    return tuple(opencc.OpenCC(config) for config in ("t2s", "s2t", "s2tw", "s2hk"))
