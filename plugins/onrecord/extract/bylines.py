"""Which lines name those who made the article, and whom do they name?

A byline or credit line is a row of marks and values: ``文/林一 编辑/周二``, ``来源：某报 2023-06-12 16:38``,
``By Mara Quill | 3 March 2024``. A mark without a plausible name is prose, or the label of a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINE = 160  # characters: longer lines are prose
MAX_HAN = 14  # Han characters of a person's name with a department before it
MAX_NAME = 30  # characters of one value
MAX_NAME_WORDS = 8  # of a name in Latin letters; "A, B and C" is one value

# marks by kind, as regular expressions separated by blanks (a blank inside a mark is written \\s)
_KINDS = {
    "author": r"""
        作者 撰文 撰稿人? 文字 文 采写 采寫 采访人? 採訪 (?:本报|本刊|特约)?记者 記者 发布人 發布人
        written\sby words\sby author reporter by""",
    "editor": r"""
        责任编辑 責任編輯 责编 責編 编辑 編輯 编审 主编 審校 审校 校对 校對 审核 審核 总编辑
        实习编辑 edited\sby editor""",
    "compiler": r"""
        编译整理 编译 編譯 整理 编整 compiled\sby""",
    "translator": r"""
        翻译 翻譯 译者 譯者 译文? 譯 translated\sby translator translation""",
    "photographer": r"""
        摄影 攝影 摄 图片 圖片 供图 图 圖 photos?\sby photography photographs?\sby""",
    "producer": r"""
        出品人? 出版 监制 監製 制作 策划 策劃 统筹 produced\sby producer""",
    "source": r"""
        (?:文章|信息|稿件|新闻|資料|资料|内容)?(?:来源|來源)(?:于|於)? 稿源 出处 出處 转自 轉自
        转载自? 轉載自? (?:微信)?(?:公众号|公眾號) source originally\spublished\s(?:in|on|at|by)
        republished\sfrom""",
    "other": r"""
        (?:发布|發布|发表|發表|更新|上传|创建|收录|編集|編輯|编辑)?(?:时间|時間|日期) 发布于 发表于
        發表於 阅读(?:量|数)? 浏览(?:量|次数)? 瀏覽 点击(?:数|量)? 评论(?:数)? 評論 点赞 字号 字体
        字数 字數 分类 标签 標籤 关键词 关键字 热度 栏目 视频编导 设计 运营 头图 题图 封面
        published(?:\son)? updated(?:\son)? posted(?:\s(?:on|by))? views? comments? tags? category
        date topics? filed\sunder""",
}
_MARK = re.compile(
    r"(?:^|(?<=[\s　:：,，;；|｜丨︱∣•·?？!()（）【\[\]】+]))(?:"
    + "|".join(
        f"(?P<{kind}>{'|'.join(sorted(words.split(), key=len, reverse=True))})"
        for kind, words in _KINDS.items()
    )
    + r")(?:\s*[|｜丨︱∣:：/／]\s*|(?<=by)\s+(?=[A-Z])|(?<=from)\s+(?=[A-Z]))",
    re.I,
)
_BRACKETED = re.compile(
    r"[(（【\[](?P<mark>(?:本报|本刊)?记者|記者|采访|文|撰文|作者|责任编辑|编辑)[\s/／:：|｜丨]\s*"
    r"(?P<name>[^)）】\]]{2,40})[)）】\]]"
)
_STOP = re.compile(
    r"\s{2,}|\s[?？•·]|[|｜丨︱∣+;；。]|[\s,，]+(?=(?:19|20)\d{2}\s?[-/.年])|\s(?=https?:)|[(（]?\bID\s*[:：]"
)
_DATE_START = re.compile(r"(?:19|20)\d{2}\s?[-/.年]\s?\d|\d{1,2}:\d\d")
_ID = re.compile(r"\s*[(（]\s*(?:微信|公众号|公眾號)?\s*(?:ID|微信号|id|微信公众号)\s*[:：].*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPEECH = re.compile(r"[的了吗嗎呢吧是我你您他她它很没沒这這那谁誰]|有|不|好的|谢谢|謝謝|大家")
_NOT_NAME = re.compile(r"[。！？!?；;…=<>{}]|https?:|www\.|\d{4,}|^\W*$")
_SPLIT = re.compile(r"\s*[、,，;；/／&＆]\s*|\s+and\s+|\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+")
_AFTER_OUTLET = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff\d])")  # the next thing in the line
_GENERIC_NAMES = """
    本站 原创 原創 本站原创 网络 網絡 互联网 網上 网上 未知 佚名 转载 轉載 整理 不详 无 网友 匿名
    站长 小编 编辑 本网 综合 转载文章 网络转载 互联网转载 网络整理 转载作者 admin administrator
    unknown editor staff none n/a
"""
_GENERIC = frozenset(_GENERIC_NAMES.split())


@dataclass(frozen=True, slots=True)
class Named:
    """A value in a credit line: what the mark says of it, and its place in the line."""

    kind: str  # author | editor | compiler | translator | photographer | producer | source
    mark: str
    name: str
    start: int
    end: int


def read(line: str) -> list[Named]:
    """Whom a line names by marks, in order; empty where the line is no credit line."""
    if len(line) > MAX_LINE:
        return []
    found = list(_between_marks(line))
    found += [
        Named(
            "editor" if "编辑" in m["mark"] else "author",
            m["mark"],
            m["name"].strip(),
            m.start("name"),
            m.end("name"),
        )
        for m in _BRACKETED.finditer(line)
        if _is_person_like(m["name"])
        and not any(named.start <= m.start("name") < named.end for named in found)
        and is_name(m["name"])
    ]
    return found


def is_credit_line(line: str) -> bool:
    """Does a line begin with marks and values rather than prose?"""
    first = _MARK.search(line)
    return (
        first is not None
        and first.start() <= 2
        and len(line) <= MAX_LINE
        and bool(read(line) or first["other"])
    )


def names(value: str) -> tuple[str, ...]:
    """The single names of a value such as `甲、乙` or `Ann Lee and Bo Wu`."""
    return tuple(name for name in (part.strip(" ·.:：") for part in _SPLIT.split(value)) if is_name(name))


def is_name(value: str) -> bool:
    """Could this be the name of a person or an outlet?"""
    value = value.strip()
    if not 1 < len(value) <= MAX_NAME * 2 or _NOT_NAME.search(value) or value.lower() in _GENERIC:
        return False
    han = sum("\u3400" <= c <= "\u9fff" for c in value)
    return han <= MAX_NAME and (han > 0 or len(value.split()) <= MAX_NAME_WORDS)


def has_marks(line: str) -> bool:
    """Does any mark of a byline stand in the line (a source, an author, a count of readers)?"""
    return len(line) <= MAX_LINE and _MARK.search(line) is not None


def without_marks(line: str) -> str:
    """What a line says beside its marks and their values; dates stay."""
    marks = list(_MARK.finditer(line))
    ends = [*(match.start() for match in marks[1:]), len(line)]
    spans = [(named.start, named.end) for named in read(line)]
    for match, end in zip(marks, ends, strict=False):
        is_value = match.lastgroup == "other" and not _DATE_START.search(line, match.end(), end)
        spans.append((match.start(), end if is_value else match.end()))
    rest, done = [], 0
    for start, end in sorted(spans):
        rest.append(line[done : max(done, start)])
        done = max(done, end)
    return " ".join((*rest, line[done:]))


def _between_marks(line: str) -> Iterator[Named]:
    marks = list(_MARK.finditer(line))
    for i, match in enumerate(marks):
        kind = match.lastgroup or "other"
        if kind == "other":
            continue
        end = marks[i + 1].start() if i + 1 < len(marks) else len(line)
        value = line[match.end() : end]
        stop = _STOP.search(value) or _DATE_START.search(value)
        if stop:
            value = value[: stop.start()]
        if kind == "source":
            value = _AFTER_OUTLET.split(value.strip(), maxsplit=1)[0]
        name = _unclosed(_ID.sub("", value)).strip(" \t　,，()（）【】[]•·-—")
        if name and is_name(name):
            start = match.end() + value.find(name)
            if kind != "source" and not _is_person_like(name):
                continue
            if match.group(kind).lower().endswith("by") and not name[0].isupper():
                continue  # "by the time": prose
            yield Named(kind, match.group(kind), name, start, start + len(name))


def _is_person_like(value: str) -> bool:
    """Not what someone says: `记者：` stands before a name in a byline, before speech in an interview."""
    return not _SPEECH.search(value) and all(
        len(_HAN.findall(part)) <= MAX_HAN for part in _SPLIT.split(value)
    )


def _unclosed(value: str) -> str:
    """A value up to a bracket that closes what was opened before it."""
    for opening, closing in ("【】", "（）", "()", "[]"):
        place = value.find(closing)
        if place >= 0 and opening not in value[:place]:
            value = value[:place]
    return value
