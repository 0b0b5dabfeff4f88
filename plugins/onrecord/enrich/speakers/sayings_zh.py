"""Who says it, in Chinese prose? Reads the words before or after a quotation.

Works on folded text, whose places are the text's. A clause names its subject at its head; names after a
preposition (对, 向, 在 … 时) are not those who speak.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from onrecord.enrich.speakers import names_zh
from onrecord.enrich.speakers.attribution import NOBODY, UNNAMED, Form, Mention, Saying
from onrecord.enrich.speakers.names_zh import BOUNDARY, HAN

_VERBS = """
    说 说道 表示 指出 认为 称 坦言 强调 介绍 回忆 解释 补充 透露
    直言 写 写道 写到 回应 回应称 回答 答 答道 问 问道 反问 追问
    感慨 感叹 总结 承认 谈到 提到 提醒 呼吁 建议 相信 坚信 宣布
    披露 评价 评论 评论称 形容 告诫 警告 抱怨 调侃 自嘲 喊 喊道
    吐槽 发文称 撰文 撰文称 发帖 留言 表态 主张 断言 预测 预计
    判断 叹道 笑道 笑言 笑说 直说 坦承 坦陈 分析 分析称 讲 讲道
    讲述 自述 反驳 辩称 声称 宣称 重申 回忆称 介绍称 解释称 告知
    追忆 慨叹 嘀咕 嘟囔 插话 接话 接着说 总结说 概括 比喻
    接受采访时说 告诉
"""
_VERB = "(?:" + "|".join(sorted(_VERBS.split(), key=len, reverse=True)) + ")(?:说|道|称|到|过|了|着)?"
_TOLD = "(?:(?<=告诉)|(?<=问)|(?<=提醒)|(?<=警告)|(?<=回答)|(?<=答复))"
_OBJECT = rf"(?:{_TOLD}了?[《》{HAN}A-Za-z· ]{{1,14}})?"
_BEFORE = re.compile(rf"(?P<verb>{_VERB}){_OBJECT}\s*(?P<sign>[:,]?)\s*$")
_LOOSE = re.compile(rf"(?P<verb>{_VERB})\s*[,:]")
_AFTER = re.compile(rf"(?P<verb>{_VERB}){_OBJECT}\s*(?P<sign>[:。,;!]|$|(?=\n))")
_SENTENCE_END = re.compile(r"[。!?;…\n]")
_LEAD = re.compile(
    r"(?:[\s,]|据|对此|昨日|昨天|今日|今天|日前|近日|当天|当日|随后|同时|此外|另外|然而|不过|其中|而|但是?|于是|接着|后来|最后|事后|会后|会上|采访中|谈话中|如今|当时|这时)+"
)
_PRONOUN = re.compile(r"(?P<who>他|她)(?!们|的|人)")
_UNNAMED = re.compile(
    r"(?:他们|她们|[他她]的|我们?|你们?|它们?|咱们?|双方|两人|二人|[该有某]|一[位名个家些]|[几多]位|这[位名个家]|那[位名个家]|上述|对方|公司|官方|方面|大家|网友|业内|知情|消息|接近|许多|很多|不少|众人|其(?!中|实))"
)
_NOBODY = re.compile(
    r"(?:人们|大家|有人|常|俗话|老话|古话|古人|古语|谚语|常言|俗语|成语|很多人|许多人|人人)(?:都|总|常|曾|会)*(?:说|讲|言|云|问|道)"
)
_ROLE = re.compile(r"(?:本报|本刊|本网|现场|采访)?(?P<role>记者|主持人|主播|司仪)")
_OUTLET = re.compile(
    rf"《(?P<outlet>[{HAN}A-Za-z ]{{2,14}}?(?:报|日报|晚报|时报|周刊|周报|杂志|新闻网|评论))》"
)
_PREPOSITION = re.compile(r"[对向跟与和给把被在就从问让由](?!来)|面对|针对|关于|告诉|采访|根据|按照")
_HONORIFIC = re.compile(
    rf"(?P<short>[{HAN}]{{1,2}}?)(?:先生|女士|小姐|老师|教授|博士|总|医生|律师|院长|校长|主任|馆长|所长|会长|局长|部长|主席|董事长|总裁|经理|工|导)"
)
_OLD = re.compile(rf"[老小阿](?P<short>[{HAN}])")
_FROM = re.compile(
    rf"(?:来自|供职于|就职于|任职于)(?P<employer>[{HAN}A-Za-z ]{{2,20}}?)的"
    rf"|(?:曾任|曾担任|当过|做过)[{HAN}A-Za-z ]{{2,20}}?的"
)
_HEADS: tuple[tuple[re.Pattern[str], str, Form], ...] = (
    (_PRONOUN, "who", "pronoun"),
    (_OUTLET, "outlet", "outlet"),
    (_ROLE, "role", "role"),
    (_HONORIFIC, "short", "short"),
    (_OLD, "short", "short"),
)
_NEGATED = re.compile(
    r"(?:从未|从来没有?|从没|没有?|未曾|并未|不曾|不会|否认|拒绝)(?:公开|这样|这么|有|曾)?$"
)
# Words in a clause between the subject and the verb that show that somebody else may have come in.
_PERSON_ELSE = (
    r"助手|助理|同事|妻子|丈夫|母亲|父亲|妈妈|爸爸|儿子|女儿|朋友"
    r"|服务员|记者|老板|同学|学生|搭档|对手|秘书|一位|一名|有人|对方"
)
_NAMELESS = re.compile(_PERSON_ELSE)
_SOMEBODY_ELSE = re.compile(_PERSON_ELSE + "|公司|公告|声明|报告")
_COMMA = re.compile(",")
_TALK = re.compile(r"(?:和|与|跟)[^,]{1,8}(?:谈话|交谈|聊天|通话)")
_CITES = re.compile(r"[^,]{0,20}(?:援引|引述|引用)了?")
_JOINT = re.compile(r"的(?!话)|(?:和|与|、|及|以及|跟)(?!其他|记者|他|她|本报|往常|大家)")


def before(folded: str, start: int, quote: int, names: Collection[str]) -> Saying | None:
    """The saying that leads to a quotation; `start` is where the words before it begin."""
    ends = [match.end() for match in _SENTENCE_END.finditer(folded, start, quote)]
    sentence = ends[-1] if ends else start
    words = folded[sentence:quote]
    match = _BEFORE.search(words)
    is_loose = match is None
    if match is None and (actor := _acts(folded, sentence, quote, names)):
        return Saying(actor, is_forward=True, leads=True)
    if match is None:
        leads = list(_LOOSE.finditer(words))
        if len(leads) != 1:
            return None
        match = leads[0]
    elif match.group("sign") == "" and match.group("verb") in {"称", "形容", "评价"}:
        return None  # 被称“…”, 形容“…”: a name for something
    verb = sentence + match.start()
    if _NOBODY.search(words) or not is_said(folded, sentence, verb):
        return Saying(NOBODY, is_forward=True)
    who = subject(folded, sentence, verb, names)
    if is_loose:
        between = words[match.end() :]
        if who is None or _SOMEBODY_ELSE.search(between) or any(name in between for name in names):
            return None
    return Saying(
        who or UNNAMED, is_forward=match.group().rstrip().endswith(":"), is_loose=is_loose, leads=True
    )


def is_said(folded: str, sentence: int, verb: int) -> bool:
    """Whether the words before a verb leave it at that: not 从未|说过, 拒绝|表示."""
    return not _NEGATED.search(folded, sentence, verb)


def after(folded: str, quote: int, end: int, names: Collection[str]) -> tuple[Saying, int] | None:
    """The saying that follows a quotation, and where it ends."""
    begin = quote
    while begin < end and folded[begin] in " ,，。":
        begin += 1
    stop = _SENTENCE_END.search(folded, begin, end)
    limit = min(stop.end() if stop else end, begin + 60)
    match = _AFTER.search(folded, begin, limit)
    if match is None and (actor := _signs_or_interrupts(folded, quote, begin, end, names)):
        return actor
    if match is None or folded.count(",", begin, match.start()) > 2:
        return None
    if match.end() == limit and limit < (stop.end() if stop else end):
        return None
    who = subject(folded, begin, match.start(), names)
    if who is None:
        return None
    return Saying(who, is_forward=match.group("sign") == ":"), match.end()


_SHOWS = re.compile(
    r"写着|显示|印着|刻着|题|标|名|条|一句|以下|如下|问题|原因|发现|看到|听到|收到|想起|想[:,]|心想"
)


def _acts(folded: str, sentence: int, quote: int, names: Collection[str]) -> Mention | None:
    """Who does something with a colon after it that leads to what is said: `林一翻开笔记本：`."""
    words = folded[sentence:quote].rstrip()
    if not words.endswith(":") or _SHOWS.search(words):
        return None
    head = sentence + len(words) - len(words.lstrip(" ,"))
    who = next((name for name in names if folded.startswith(name, head)), None)
    if who is None or sum(name in words and name not in who for name in names):
        return None
    rest = folded[head + len(who) : quote]
    if _JOINT.match(rest) or _PREPOSITION.search(rest) or _SOMEBODY_ELSE.search(rest) or "的" in rest[:1]:
        return None
    return Mention((head, head + len(who)), "full")


def _signs_or_interrupts(
    folded: str, quote: int, begin: int, end: int, names: Collection[str]
) -> tuple[Saying, int] | None:
    """A name after a dash at the end of the line; or a name with what its bearer does while speaking."""
    is_signed = folded.startswith("—", begin)
    at = begin + len(folded[begin:end]) - len(folded[begin:end].lstrip("—- "))
    who = next((name for name in names if folded.startswith(name, at)), None)
    if who is None:
        return None
    rest = folded[at + len(who) : end]
    interrupts = (
        folded[quote - 2 : quote - 1] == "," and rest.endswith(",") and not _SENTENCE_END.search(rest)
    )
    if is_signed and not rest.strip(" 。"):
        return Saying(Mention((at, at + len(who)), "full")), end
    if interrupts and not (_JOINT.match(rest) or any(name in rest for name in names)):
        return Saying(Mention((at, at + len(who)), "full")), end
    return None


def subject(folded: str, sentence: int, verb: int, names: Collection[str]) -> Mention | None:
    """Who does what the verb says: looked for clause by clause, from the verb back."""
    commas = [match.end() for match in _COMMA.finditer(folded, sentence, verb)]
    heads = [*reversed(commas), sentence]
    stop = verb
    for head in heads:
        who = _head(folded, head, stop, verb, names)
        if who is not None:
            return who
        if _SOMEBODY_ELSE.search(folded, head, stop):
            return UNNAMED
        stop = max(head - 1, sentence)
    return None


def _head(folded: str, head: int, stop: int, verb: int, names: Collection[str]) -> Mention | None:
    """The one whom a clause names at its head; None when it names nobody there."""
    if lead := _LEAD.match(folded, head, stop):
        head = lead.end()
    if cites := _CITES.match(folded, head, stop):
        head = cites.end()
    if head >= stop:
        return None
    is_known = folded.startswith(tuple(names), head)
    for pattern, group, form in _HEADS:
        if is_known and form == "short":
            continue
        found = pattern.match(folded, head, stop)
        if found and (
            form in {"outlet", "pronoun"} or found.end() == stop or BOUNDARY.match(folded, found.end())
        ):
            return Mention(found.span(group), form)
    who = _named(folded, head, stop, verb, names)
    if who is not None:
        return UNNAMED if _is_joint(folded, who.place[1], stop) else who
    return UNNAMED if _UNNAMED.match(folded, head, stop) else None


def _is_joint(folded: str, end: int, stop: int) -> bool:
    """Is the name only part of the subject: 林一和沈望舒, 林一的母亲?"""
    if _TALK.match(folded, end, stop):
        return False
    return bool(_JOINT.match(folded, end, stop))


def _named(folded: str, head: int, stop: int, verb: int, names: Collection[str]) -> Mention | None:
    best: Mention | None = None
    for name in names:
        at = folded.find(name, head, stop)
        if at >= 0 and (best is None or at < best.place[0]):
            post = names_zh.post_before(folded, head, at) or ((None, None) if at == head else None)
            if post is not None:
                best = Mention(
                    (at, at + len(name)), "full", *post, names_zh.printed_latin(folded, at + len(name))
                )
    if best is not None:
        return best
    preposition = _PREPOSITION.search(folded, head, stop)
    limit = preposition.start() if preposition else stop
    if match := names_zh.dotted_at(folded, head, head, stop):
        return names_zh.dotted(folded, head, match) if match.start() <= limit else None
    for mention in names_zh.introduced(folded, head, stop):
        if mention.place[0] <= limit:
            return mention
    came = _FROM.match(folded, head, stop)
    employer = came.span("employer") if came and came["employer"] else None
    head = came.end() if came else head
    end = names_zh.name_end(folded, head, is_introduced=False, verb=verb if verb == stop else -1)
    if end is not None and end <= stop:
        latin = names_zh.printed_latin(folded, end)
        return Mention((head, end), "full", affiliation=employer, latin=latin, is_sure=bool(came))
    return None


_TO_REPORTER = re.compile(r"(?:告诉|对|向|跟|接受|和)(?:本报|本刊|本网)?记者")


def somebody_else(words: str) -> bool:
    """Do words bring in somebody without a name whom a pronoun may mean?"""
    return bool(_NAMELESS.search(_TO_REPORTER.sub("", words)))
