"""Characters that a conversion between the scripts has turned into the wrong one.

A converter that looks at single characters makes `皇后` into `皇後` and leaves `看著` in a simplified text. Only
words that are wrong in every text are undone, and only in a text that is written in that script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.extract.fold import fold_lines
from onrecord.extract.strand import Strand, substitute

MIN_SHARE = 0.9  # of the characters that differ between the scripts are of one: then the text is in it
MIN_EVIDENCE = 8  # such characters
SAMPLE = 4_000  # characters

# a simplified text: 着 that stayed 著, unless 著 means to write or to be known
_LEFT = re.compile(
    r"(?<![显名原论编专译合遗卓昭土拙所新巨撰共旧大执参自])著"
    r"(?![名作述称书录者译有于的《“「『、，。；：！？）\s]|$)"
)
# wrong=right, and in parentheses what may follow so that the characters belong to two other words
_WRONG = """
    皇後(來代人期裔面續悔退)=皇后 太後(來代人期裔面續悔退)=太后 公裡=公里 英裡=英里 裡程(序式度)=里程
    批準=批准 準許(可)=准許 乾涉=干涉 乾擾=干擾 乾預=干預 若乾(燥淨枯涸旱)=若干 幹淨=乾淨 餅幹=餅乾 幹燥=乾燥
    麵積=面積 方麵(包條食粉館攤店)=方面 表麵(包條食粉)=表面 後麵(包條食粉)=後面 裡麵(包條食粉)=裡面 麵臨=面臨
    製度(假)=制度 控製(造作品)=控制 限製(造作品)=限制 機製(造作品成圖片麵藥茶衣鞋)=機制 強製(造作品)=強制
    分鍾=分鐘 人雲亦雲=人云亦云 鬆樹=松樹 鬆鼠=松鼠 山穀=山谷 矽穀=矽谷 穀歌=谷歌 鬥膽=斗膽 薑子牙=姜子牙
"""
_ENTRY = re.compile(r"(?P<wrong>\w+)(?:\((?P<not>\w+)\))?=(?P<right>\w+)")
_ENTRIES = tuple(_ENTRY.finditer(_WRONG))
_PAIRS: Mapping[str, str] = {entry["wrong"]: entry["right"] for entry in _ENTRIES}
_WORDS = re.compile(
    "|".join(entry["wrong"] + (f"(?![{entry['not']}])" if entry["not"] else "") for entry in _ENTRIES)
)
SIGNS = re.compile(rf"著|{_WORDS.pattern}")


def undo_over_conversion(strands: list[Strand]) -> tuple[list[Strand], int]:
    """The words as they are written in the script of the text."""
    script = _script("".join(strand.text for strand in strands)[:SAMPLE])
    if script is None:
        return strands, 0
    repaired, count = [], 0
    for strand in strands:
        if script == "simplified":
            strand, done = substitute(strand, _LEFT, "着")
        else:
            strand, done = substitute(strand, _WORDS, lambda match: _PAIRS[match.group()])
        repaired.append(strand)
        count += done
    return repaired, count


def _script(sample: str) -> str | None:
    """Is a text simplified or traditional, by the characters that only one of the two has?"""
    plain = fold_lines([sample])[0]
    traditional = sum(
        a != b and "\u3400" <= a <= "\u9fff" and a != "著" for a, b in zip(sample, plain, strict=False)
    )
    simplified = sum(character in _SIMPLIFIED for character in sample)
    if traditional + simplified < MIN_EVIDENCE:
        return None
    if simplified >= MIN_SHARE * (traditional + simplified):
        return "simplified"
    return "traditional" if traditional >= MIN_SHARE * (traditional + simplified) else None


# common characters that a traditional text does not have
_SIMPLIFIED = frozenset(
    "这个们来为国说时会对过发经学现当没动还进样开从实无与长问机关点应体区电话将业员见报东车门马鸟鱼龙书写买卖"
    "让认识语请谁谈论讲谢词译试该详调课谱贝负财质贵费资赛赶转轮软轻较边达迁远违连迟选递遗邮邻郑释针钟钱铁银错键镇闭间闻阅"
    "队阳阴际陆陈险随难雾静韩页顶项顺须顾预领频题额风飞饭馆驱验骗鲜麦齐齿"
)
