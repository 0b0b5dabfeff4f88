"""Which stretch of Chinese text is a person's name, and which post and employer stand before it?

Works on folded text (`folding.fold`), whose places are the text's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from onrecord.enrich.speakers import employers
from onrecord.enrich.speakers.attribution import Mention, Place
from onrecord.enrich.speakers.lexicon import DOUBLE_SURNAMES, SURNAMES, WEAK_SURNAMES
from onrecord.enrich.speakers.posts import ORG_TAIL
from onrecord.enrich.speakers.words import is_common
from onrecord.enrich.speakers.words import is_word as is_word  # labels ask here

# How far before a name its post is looked for, and how many places of a word are looked at, in characters.
MAX_POST, MAX_PLACES = 60, 30
# How long an employer is, and one that has no word of an organisation in its name, in characters.
MAX_EMPLOYER, MAX_BARE = 24, 10

HAN = "\u3400-\u9fff"
_POSTS = """
    教授 讲师 研究员 研究者 院长 院士 校长 园长 主任 主任医师 所长
    馆长 会长 理事长 理事 秘书长 秘书 局长 部长 处长 科长 司长
    厅长 署长 市长 县长 镇长 乡长 村长 州长 省长 区长 书记 村支书
    主席 总统 总理 大使 总裁 总经理 经理 董事长 董事 行政总裁
    执行长 营运长 技术长 财务长 创始人 创办人 发起人 创立人 合伙人
    总监 主管 负责人 工程师 科学家 架构师 设计师 分析师 规划师
    摄影师 建筑师 律师 医师 药师 厨师 老师 教师 导师 专家 学者
    顾问 医生 大夫 护士 护士长 护理师 药剂师 记者 编辑 主编 总编
    总编辑 编剧 作家 作者 诗人 画家 译者 导演 演员 歌手 教练 队长
    球员 选手 发言人 代表 委员 议员 博士 博士后 博士生 硕士生
    研究生 学生 班主任 站长 船长 厂长 店长 店主 店员 社长 台长
    行长 组长 团长 校友 老板 维护者 开发者 程序员 志愿者 居民 村民
    农户 农民 工人 司机 主持人 主播 嘉宾 策展人 制片人 投资人
    操盘手 联合创始人 法人 馆员 研究助理 助理 监事 常委 干事 创作者
    用户 读者 市民 家长 渔民 牧民 牧场主 船员 技师 飞行员 收藏家
    船工 渔工 木工 电工 焊工 社工 护工 义工 工匠 铁匠 木匠 石匠 裁缝 摊主 房东 会计师 会计
    预报员 观测员 调度员 管理员 讲解员 快递员 外卖员 消防员 救生员 驾驶员 列车员 乘务员 保洁员
    售票员 巡护员 护林员 饲养员 质检员 公务员 检察官 法官 警官 法医 兽医 牙医 村医 骑手 队员
    总干事 干事长 立法委员 立委 里长 议长 执行官 主笔 馆员 通讯员 调查员 辅导员 营养师 理发师
    茶农 果农 花农 菜农 蜂农 蚵农 稻农 棉农 药农 粮农 蚕农 瓜农 前锋 后卫 门将 主教练 领队 船主
    裁判长 裁判 调度长 鼓手 桨手 乐手 吉他手
    观察者 修复师 培训师 咨询师 插画师 测量师 审计师 动画师 律师长 副署长 乡民 岛民 老人 摊贩 乘客
    企业家 音乐家 艺术家
"""
_POST = (
    "(?:"
    + "|".join(sorted(map(re.escape, _POSTS.split()), key=len, reverse=True))
    + rf"|首席[{HAN}]{{1,5}}官|[{HAN}]{{1,3}}学家|[{HAN}]{{2}}家(?<=评论家)|(?:CEO|CTO|COO|CFO|CMO|CPO|VP))"
)
_MODIFIER = (
    "(?:前任?|原|时任|现任|候任|代理?|副|助理|首席|高级|资深|联合|共同|执行|常务|名誉|荣誉|特聘|特约|客座|终身|总|技术|产品|研发|市场|运营|销售|项目|算法|数据|软件|硬件"
    "|安全|投资|战略|品牌|内容|独立|主任|论文|第一|通讯|主任|新闻|财经|全球|大中华区|中国区|亚太区|行政|财务|人力资源|开源|社区|专栏|自由|驻站)"
)
_CHAIN = re.compile(
    rf"{_MODIFIER}*{_POST}(?:(?:兼任?|暨|及|和|与|、|/|,)[{HAN}A-Za-z]{{0,14}}?{_MODIFIER}*{_POST})*(?:之一)?$"
)
_POST_END = frozenset(
    "授师员者长士任记席统理使裁事人监管家生夫药辑剧作手表委友板者民户机机宾书官主OPp之一播博后农匠工缝计警医笔锋卫将队贩客东"
)
_EMPLOYER_END = re.compile(
    r"(?:大学|学院|学校|中学|小学|高中|幼儿园|研究院|研究所|实验室|公司|集团|科技|医院|诊所|报社|报|日报|晚报|周刊|杂志|电视台|台|出版社|通讯社|社|基金会|基金|协会|学会|联合会"
    r"|委员会|理事会|中心|部|局|院|系|所|处|厅|署|司|室|委|办|馆|站|厂|店|网|银行|证券|保险|资本|创投|律所|事务所|工作室|团队|部门|事业部|平台|社区|乐团|剧团|剧院|俱乐部|队|组织|联盟"
    r"|政府|市委|省委|县|市|省|区|镇|村|软件|软体|智能|网络|信息|电子|能源|汽车|生物|医药|航天|传媒|影业|游戏|农场|牧场|合作社|书店|会)$|[A-Za-z0-9]$"
)
_COMPANY_POST = re.compile(
    r"创始人|创办人|CEO|CTO|COO|CFO|首席.{1,5}官|总裁|董事|总经理|执行长|营运长|技术长|合伙人"
)
# Posts that one holds in an organisation, whatever its name; 作家, 诗人, 艺术家 one is anywhere.
_HELD_SOMEWHERE = re.compile(
    r"发言人|经理|总监|主管|负责人|工程师|科学家|研究员|分析师|主任|产品长|执行长|馆长|院长|所长"
)
_THIS_ONE = (
    "该",
    "本",
    "我",
    "院",
    "校",
    "馆",
    "局",
)  # 该院神经内科, of which the first character is cut off
_LEAD = re.compile(
    r"(?:[\s,]|据|对此|对于此|昨日|昨天|今日|今天|日前|近日|当天|当日|随后|同时|此外|另外|然而|不过|其中|而|但是?|就连|连|(?:现年|时年)?\d{1,3}岁的?|这位|这名|身为|作为|担任|曾任|曾)+"
)
_FROM = re.compile(r"(?:来自|供职于|就职于|任职于)(?P<employer>.{2,20})的$")
_PRAISE = re.compile(r"^(?:来自|本届|首位|知名|著名|该|的)+")
_NP_BREAK = re.compile(r"[,。!?;:“”‘’\n()\s》]|援引|引述")
# After a name: prepositions, adverbs and verbs that no given name goes on with.
BOUNDARY = re.compile(
    r"$|[,。、:;!?(\[\s“”\n《]|在|对(?!外)|向|就(?!业)|于|从|跟|和|与|及|为|给|因|曾|已|则|也|还|又|都|便|却|仍|再|近日|日前|昨|今天|今年|当时|笑|更|并|随|进一步|接受|告诉|特别|说|表示"
    r"|指出|认为|称|坦言|强调|介绍|回忆|解释|补充|透露|直言|写道|回应|回答|答|问|反问|追问|感慨|感叹|总结|承认|谈|提到|提醒|呼吁|建议|评|警告|抱怨|调侃|自嘲|喊|主张|道|的(?!确)|是|不|没|想|如|一[边面]|[低轻大高小]声|看着|望着|指着|站|坐|摇|点头|叹"
)
_SURNAME = re.compile(
    "(?:" + "|".join(sorted(DOUBLE_SURNAMES)) + "|[" + "".join(sorted(SURNAMES)) + rf"])(?=[{HAN}])"
)
_DOTTED = re.compile(rf"[{HAN}]{{1,16}}(?:·(?:(?![和与及对向说的在是])[{HAN}]){{1,8}}){{1,3}}")
_JOINED = re.compile("[和与及对向]")
_LATIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ'’-]+(?: [A-Z](?:\.|[A-Za-zÀ-ÿ'’-]+)){1,3}")
_PRINTED_LATIN = re.compile(r"\(\s*([A-Z][A-Za-zÀ-ÿ'’-]+(?: [A-Z](?:\.|[A-Za-zÀ-ÿ'’-]+)){1,3})\s*[),]")
_NAME_AFTER_POST = re.compile("(?<=[" + "".join(sorted(_POST_END)) + f"])(?=[{HAN}A-Z])")


def post_before(folded: str, start: int, name: int) -> tuple[Place | None, Place | None] | None:
    """Post and employer in the words before a name; None when they are no such words.

    `start` is where the clause begins; nothing at all before the name is a fine answer.
    """
    start = max(start, name - MAX_POST)
    breaks = [match.end() for match in _NP_BREAK.finditer(folded, start, name)]
    head = breaks[-1] if breaks else start
    if lead := _LEAD.match(folded, head, name):
        head = lead.end()
    words = folded[head:name]
    if not words:
        return None, None
    if came := _FROM.match(words):
        return None, (head + came.start("employer"), head + came.end("employer"))
    # The earliest place from which all is post.
    chain = _CHAIN.search(words)
    if chain is None:
        return None
    begin = head + chain.start()
    stop = begin - (words[chain.start() - 1 : chain.start()] == "的")
    before = _PRAISE.sub("", folded[head:stop])
    if before.startswith("原"):
        return None, None  # held no more
    owner, of, own = before.rpartition("的")
    if of and not ORG_TAIL.search(owner):
        before = own  # 参与开发的|某某科技|工程师
    if before.startswith(_THIS_ONE):
        return (begin, name), None
    employer, extra = employers.divide(before, folded[begin:name]) if before else ("", "")
    if before and not employer and not extra:
        return (begin, name), None  # 协会: which one is not said
    is_part = employer or _HELD_SOMEWHERE.search(
        chain.group()
    )  # 某集团|调度中心|主任, 语音|工程师; not 山下|村医
    if stop != begin or not is_part:
        employer, extra = employer if employer else before, ""
    title = (folded.rfind(extra, head, begin) if extra else begin, name)
    place = (stop - len(before), stop - len(before) + len(employer))
    return title, place if _employs(employer, chain.group()) else None


def _employs(employer: str, title: str) -> bool:
    """Is it an employer, of what stands before a post?"""
    if not 2 <= len(employer) <= MAX_EMPLOYER or "的" in employer or not employers.is_employer(employer):
        return False
    if _EMPLOYER_END.search(employer) or (_COMPANY_POST.search(title) and len(employer) <= MAX_BARE):
        return True
    return len(employer) <= MAX_BARE and bool(_HELD_SOMEWHERE.search(title)) and not is_common(employer)


def name_end(folded: str, start: int, *, is_introduced: bool, verb: int = -1) -> int | None:
    """Where the Chinese name that begins here ends; None when no name does.

    A name after a post may go on with any word; another one must be followed by a word that shows its end:
    a preposition, an adverb, or the one word before the `verb`.
    """
    surname = _SURNAME.match(folded, start)
    if surname is None:
        return None
    given = surname.end()
    for length in (2, 1):
        end = given + length
        name = folded[start:end]
        if len(name) < end - start or not all("\u3400" <= c <= "\u9fff" for c in name):
            continue
        if length == 2 and _is_cut(folded, start, given):
            continue
        if is_word(name):
            continue
        is_bounded = bool(BOUNDARY.match(folded, end)) or _is_one_word(
            folded[end:verb] if verb >= end else "--"
        )
        if not is_introduced and not (is_bounded and _looks_like_name(name, surname.group())):
            continue
        if is_introduced and length == 1 and not is_bounded and not _is_cut(folded, start, given):
            continue
        return end
    return None


# One character that says, and the words of two that end with it and may follow a name: in any other word
# the first character ends the name (骆汝成|说, though 成说 is in the dictionary).
_SAY = frozenset("说称道问答言")
_SAYINGS = re.compile(
    "[笑直明解演听据]说|[直坦发断预]言|[声宣自号简]称|[回解作]答|[反追询提自]问|[报笑说问答写叹]道"
)


def _looks_like_name(name: str, surname: str) -> bool:
    """Can these characters, at the head of a clause and with no post before them, be a name?"""
    if len(surname) == 2:
        return True
    if surname in WEAK_SURNAMES and (len(name) < 3 or is_word(name[1:])):
        return False  # 才|慢慢
    return not is_word(name[:2])


def _is_one_word(words: str) -> bool:
    return len(words) <= 1 or is_word(words)


def _is_cut(folded: str, start: int, given: int) -> bool:
    """Does the word after the name begin with its third character (陈穗|介绍, not 陈穗介|绍)?"""
    if BOUNDARY.match(folded, given + 1):
        return True
    word = folded[given + 1 : given + 3]
    if not is_word(word) or (word[-1] in _SAY and not _SAYINGS.match(word)):
        return False
    longer = folded[start : given + 2]  # the longer name, if it goes on with another word elsewhere
    following = {
        folded[at + len(longer)]
        for at in islice(_places(folded, longer), MAX_PLACES)
        if at + len(longer) < len(folded)
    }
    return len(following) < 2


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def introduced(folded: str, start: int, end: int) -> Iterator[Mention]:
    """Everyone whom a stretch of prose names after their post: 北岭大学教授林一."""
    for spot in _NAME_AFTER_POST.finditer(folded, start, end):
        mention = after_post(folded, start, spot.start())
        if mention is not None:
            yield mention
    for match in _DOTTED.finditer(folded, start, end):
        if (mention := dotted(folded, start, match)) is not None:
            yield mention


def after_post(folded: str, start: int, place: int) -> Mention | None:
    """The person named right after the post that ends here."""
    if _JOINED.match(folded, place):
        return None  # 张园长|和李园长
    latin = _LATIN.match(folded, place)
    stop = latin.end() if latin else name_end(folded, place, is_introduced=True)
    if stop is None or folded[stop : stop + 1] == "·":
        return None
    post = post_before(folded, start, place)
    if post is None or post[0] is None:
        return None
    return Mention((place, stop), "full", *post, latin=printed_latin(folded, stop))


def dotted(folded: str, start: int, match: re.Match[str]) -> Mention | None:
    """The transliterated name in a match: without the post before it and the words after it."""
    first = match.start() + match.group().index("·")
    joined = [found.end() for found in _JOINED.finditer(folded, match.start(), first)]
    begin = joined[-1] if joined else match.start()
    for place in range(first - 1, begin, -1):
        words = post_before(folded, start, place)
        if folded[place - 1] in _POST_END and words is not None and words[0]:
            begin = place
            break
    last = match.start() + match.group().rindex("·") + 1
    end = next((at for at in range(last + 1, match.end()) if BOUNDARY.match(folded, at)), match.end())
    if not 1 <= first - begin <= 6 or end - last > 7:
        return None
    post = post_before(folded, start, begin) or (None, None)
    return Mention((begin, end), "full", *post, latin=printed_latin(folded, end))


def printed_latin(folded: str, end: int) -> Place | None:
    """The Latin form in brackets right after a name."""
    match = _PRINTED_LATIN.match(folded, end)
    return match.span(1) if match else None


def dotted_at(folded: str, start: int, place: int, end: int) -> re.Match[str] | None:
    """The transliterated name in a clause, if it holds one."""
    return _DOTTED.search(folded, place, end)
