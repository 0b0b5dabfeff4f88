"""Where does an employer begin in a sentence, and where does it end before the post?

`领域的 某公司|首席科学家`: what stands left of a post is cut at verbs, prepositions and names; what is left
over is divided between employer and post. All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from onrecord.enrich.speakers import posts, words

OWN_OUTLET: Final = re.compile(
    r"本(?:刊|报|网|台|社|站|公众号)|我(?:刊|报|社)"
)  # an outlet's word for itself
MAX_EMPLOYER = 40
MAX_DEPARTMENT = 8
MAX_FIRST_PART = 10  # characters before 与 in an organisation's name: 某国家海洋与渔业研究中心
MAX_COMMON = 3  # characters of one common word
MAX_FIELD = 4  # characters of a field of work: one word or two
_TAIL_FOR_POST = 8  # characters after an organisation's last word that still read as part of the post

# After these an employer can begin. The longer come first: what matters is the last one's end.
_OPENERS: Final = re.compile(
    r"[三五六七八九十百\d]问|(?:与会|出席|参加|到场|参会)者?(?:还|分别)?(?:有|是)|一[名位]|有(?!限|道|赞|色|机|为|研|效|关)|(?:有幸)?(?:邀请|请)(?:到了|来了|到|来|了)?(?:了)?(?=.)|(?:专访|采访|对话|访谈|连线|访问)(?:到"
    r"|了)?|来自(?:于)?|(?:现在|目前|如今|同时)(?:是|任|担任|为)?|现任|担任|就职于|任职于|供职于"
    r"|现为|曾任|历任|时任"
    r"|分别是|分别为|包括|嘉宾(?:有|是|为|包括)?|以及|还有|今天|今日|近日|日前|近期|最近|作为|联同"
    r"|会同|陪同|携手|由|同为|还是|也是|他是|她是|我是|们是|一位是|之后|离开|加入|走访了|拜访了"
    r"|做客的是|的是|聆听|围绕|就|特邀|参加的|出席的|主讲人|主讲|[是为与和跟同对让向]|[的了着]"
)
_KEEP: Final = re.compile(
    r"^(?:和|同|与|对|为|向)(?=[\u3400-\u9fff]{1,3}(?:大学|公司|集团|资本|创|科|投|咨|外|济|医|利|平|君|盛))"
)
_WEAK_OPENER: Final = frozenset("和同与跟")
_GARBAGE: Final = re.compile(r"注册|平台官网|娱乐城|博彩|彩票|棋牌|下载|登录|代理|开户")
_TIME_WORDS: Final = re.compile(r"^(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上午|下午|晚)?")
_VERB: Final = re.compile(
    r"接受|表示|认为|举行|召开|发布|讨论|介绍|分享|主持|参加|出席|参与|说|谈|讲|进行|邀请|采访|获得"
    r"|辞职|离职|回来|归来|毕业|退休|长大|转行|宣布|成为|之一|我们|他们|你们|自己|一个|一位|这位|那位|这|那|也|都|曾|已"
)


def left_of(text: str, start: int, end: int) -> int:
    """Where the employer begins that ends before the post at `end`; `end` itself if there is none."""
    post_at = end
    while end > start and text[end - 1] in "的 ":  # `某乐团的指挥`
        end -= 1
    begin = max(start, _clause_start(text, start, end), end - MAX_EMPLOYER)
    cut = begin
    for found in _OPENERS.finditer(text, begin, end):
        word = found.group()
        at_start = found.start() in {begin, cut}
        if word == "有" and not at_start:
            continue
        if word == "的" and _is_owned(text, cut, found.start(), end):
            continue
        if at_start and len(word) == 1 and _KEEP.match(text[found.start() : found.start() + 6]):
            continue
        if (
            word[0] in _WEAK_OPENER
            and len(word) == 1
            and not _is_border(text, begin, cut, found.start(), end)
        ):
            continue
        cut = found.end()
    while cut < end and (text[cut] in ' ,、|·:-—\u200b*"' or (text[cut] == "“" and "”" not in text[cut:end])):
        cut += 1
    if time := _TIME_WORDS.match(text, cut, end):
        cut = time.end()
    while cut < end and text[cut] in " ,、的及":
        cut += 1
    return cut if cut < end else post_at


_OWNED_CHARS: Final = 6  # of a post's own words after `某博物馆的`
_LEAVES: Final = re.compile(r"毕业|就读|离开|退休|考入|关于|研究|报道|介绍|成立")


def _is_owned(text: str, begin: int, at: int, end: int) -> bool:
    """Whether 的 stands between an employer and its post: `某博物馆的|陶器修复师`."""
    owner = text[begin:at]
    return (
        end - at - 1 <= _OWNED_CHARS
        and len(owner) >= 3
        and bool(posts.ORG_TAIL.search(owner))
        and not _LEAVES.search(owner)
    )


def _is_border(text: str, begin: int, cut: int, at: int, end: int) -> bool:
    """Whether 和, 与, 对 … is a word here and no part of an employer's name."""
    if _KEEP.match(text[at : at + 6]) and at in {begin, cut}:
        return False
    before = text[cut:at].strip()
    if (
        not before
        or text[at - 1] == " "
        or text[at + 1 : at + 2] == "《"
        or before.endswith(("我", "我们", "他", "她", "记者"))
    ):
        return True
    return (
        not posts.ORG_TAIL.search(text[at + 1 : end].rstrip())
        or bool(posts.ORG_TAIL.search(before))
        or len(before) > MAX_FIRST_PART
    )


def _clause_start(text: str, start: int, end: int) -> int:
    """The end of the last sign before `end` that parts clauses, brackets skipped."""
    depth, at = 0, end - 1
    while at >= start:
        char = text[at]
        if char == ")":
            depth += 1
        elif char == "(":
            depth -= 1
            if depth < 0:
                return at + 1
        elif char == "”" and depth == 0 and (opening := text.rfind("“", max(start, at - 14), at)) >= 0:
            at = opening  # a name in quotation marks
        elif depth == 0 and char in ",。;:!?\n“”、|[]—":
            return at + 1
        at -= 1
    return start


# Occupations that take a word before them: `植物|画家` is what someone is, not where.
_OCCUPATION: Final = re.compile(
    r"(?:画家|作家|艺术家|诗人|匠人|书法家|摄影师|评论家|翻译家|作曲家|小说家|剧作家|音乐人|手艺人"
    r"|歌手|演员|爱好者|博主|农民)$"
)


_UNIT: Final = re.compile(r"(?:科|室|系|处|办|中心)$")  # of an organisation: `某医院|急诊科`
_CREATES: Final = re.compile(r"(?:制作人|制片人|设计师|开发者|撰稿人|经纪人|爱好者|博主|研究者|从业者)")


def divide(before: str, title: str) -> tuple[str, str]:
    """Employer and what belongs to the post, of what stands left of it: `某大学|百人计划`."""
    before = before.rstrip(" 的,、|·-/")
    if party := _PARTY.fullmatch(before):
        own = posts.ORG_TAIL.search(party["org"]) and len(party["org"]) > 2
        return (party["org"], party["party"]) if own else ("", before)
    owner, of, own_words = before.rpartition("的")
    if of and posts.ORG_TAIL.search(owner):
        return owner, own_words
    if (unit := _INNER_UNIT.fullmatch(before)) and _HEADS_UNIT.match(title):
        return unit["org"], unit["unit"]
    if len(before) >= _OUTLET_CHARS and _OF_OUTLET.fullmatch(title):
        return before, ""
    if not _OWNS.search(title) and is_department(before):
        return "", before
    if len(before) <= MAX_FIELD and _CREATES.fullmatch(title) and words.is_common(before):
        return "", before
    if len(before) == len("城市") and before[-1] == "市":
        return "", before
    if len(before) <= MAX_COMMON and words.is_word(before) and words.is_common(before):
        if before[-1] in "市县村镇港区":
            return "", before  # 城市|养蜂人, 社区|书记
        if posts.ORG_TAIL.search(before):
            return "", ""  # 学校, 公司: which one is not said
    if not before or posts.ORG_TAIL.search(before):
        return before, ""
    if len(before) <= 4 and _OCCUPATION.search(title) and not before.isascii():
        return "", before
    for cut in (
        () if _UNIT.search(before) else range(len(before) - 2, max(2, len(before) - MAX_FIELD - 1), -1)
    ):
        if posts.ORG_TAIL.search(before[:cut]) and words.is_common(before[cut:]):
            return before[:cut], before[cut:]
    best = 0
    for found in _ANY_TAIL.finditer(before):
        best = found.end()
    if best >= 3 and _UNIT.search(before):
        return before, ""
    if best >= 3 and 0 < len(before) - best <= _TAIL_FOR_POST and "(" not in before[best:]:
        return before[:best], before[best:].strip()
    return before, ""


# Whoever writes or speaks for an outlet: what stands before is its name, not a field of work.
_OF_OUTLET: Final = re.compile(r"(?:特约|特派|见习|实习)?(?:编辑|记者|主播|主持人)")
_OUTLET_CHARS: Final = 4
_PARTY: Final = re.compile(r"(?P<org>.*?)(?P<party>党组|党委|党工委|党总支|党支部)")
# A part of an organisation whose head is known by it: `某集团|调度中心主任`, `某报|编辑部主任`.
_INNER_UNIT: Final = re.compile(
    r"(?P<org>.+(?:集团|公司|医院|银行|博物馆|图书馆|美术馆|出版社|杂志社?|报社?|日报|晚报|周刊|财经|科技|电视台|电台|基金会|协会|研究院|研究所|局))"
    r"(?P<unit>[\u3400-\u9fff]{1,6}(?:部|中心|处))"
)
_HEADS_UNIT: Final = re.compile(r"副?(?:主任|主管|经理|负责人|总监|组长|科长|处长|护士长)")
_ANY_TAIL: Final = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|实验室|公司|集团|银行|基金会|资本|出版社|杂志社?|电视台"
    r"|协会|学会|委员会|医院|工作室|事务所|报社|书店|博物馆|图书馆|美术馆)"
)


_OWN: Final = re.compile(r"(?:our|the|an?|my|his|her|their|its)", re.I)
_THIS: Final = re.compile(r"[本该此这](?:场|次|期|届|节|书|文|剧|片|项目|活动)")
_DEPARTMENT: Final = re.compile(r"(?:事业部|部门?|小?组|团队|条?线|项目组?|业务|方向)$")
# Who holds such a post holds it of a company: `小米|创始人`.
_OWNS: Final = re.compile(
    r"创始人|创办人|创立者|CEO|董事|总裁|合伙人|主理人|出品人|店主|总编|主编|首席|[行运术务品]长|发言人|理事长|[会社团馆园校院店台]长"
)


def is_department(text: str) -> bool:
    """Whether this is a team or a field of work, which is part of a post (`标注组|组长`, `语音|工程师`)."""
    if not 2 <= len(text) <= MAX_DEPARTMENT or (words.is_word(text) and text.endswith("部")):
        return False
    field = _DEPARTMENT.sub("", text)
    if _ANY_TAIL.search(text) or text[0] in "本该":
        return False
    if field == text and (posts.ORG_TAIL.search(text) or len(text) > MAX_FIELD):
        return False
    return words.is_common(field)


def is_employer(text: str) -> bool:
    """Whether this can be an employer: not a verb's leftovers, not a sentence, not an advertiser's name."""
    bare = text.strip()
    if not bare or len(bare) > MAX_EMPLOYER or _VERB.search(bare) or re.search(r"[。!?;:,]", bare):
        return False
    if (
        len(bare) == 1
        or _OWN.fullmatch(bare)
        or _THIS.match(bare)
        or (re.fullmatch(r"[\d\s年月日.]+", bare) and not re.fullmatch(r"\d{3}", bare))
    ):
        return False
    return not (bare[0] in "的了是在和与对" and not _KEEP.match(bare))


def is_spam(text: str) -> bool:
    """Whether an advertiser stands in an employer's place."""
    return bool(_GARBAGE.search(text))


def parted(said: posts.Post) -> posts.Post:
    """The post with what stood before it divided between employer and post."""
    if not said.affiliation or said.affiliation.isascii() or not said.title:
        return said
    employer, extra = divide(said.affiliation, said.title)
    if not extra:
        return said
    return replace(said, title=extra + said.title, affiliation=employer or None)


_DAY: Final = re.compile(
    r"\s*(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|昨[日天]|今[日天]|日前|近日)?(?:上午|下午|晚)?,?"
)
_MAX_BACK: Final = 120  # characters of a sentence, searched for its subject
_SUBJECT: Final = re.compile(
    r"(?P<org>[\u3400-\u9fff]{3,20}?[局司厅处部院所社馆队厂店县市省区会校站台])"
    r"(?=昨|今|日前|近日|于|在|\d|就|举行|召开|发布|,)"
)


def subject_of(folded: str, title_start: int, title_end: int) -> tuple[int, int] | None:
    """The organisation that a sentence begins with, whose head the bare post names: `某某局…,局长`."""
    title = folded[title_start:title_end].removeprefix("副")
    if title[1:2] == "党":  # 局党组书记、局长
        title = title[-2:]
    if len(title) != 2 or title[1] != "长" or folded[title_start - 1 : title_start] not in {",", "。"}:
        return None
    start = max(folded.rfind("\n", 0, title_start), folded.rfind("。", 0, title_start - 1)) + 1
    if day := _DAY.match(folded, start):
        start = day.end()
    found = _SUBJECT.match(folded, max(start, title_start - _MAX_BACK), title_start)
    return found.span("org") if found and found["org"].endswith(title[0]) else None
