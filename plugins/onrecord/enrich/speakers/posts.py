"""Posts and employers: where the one ends and the other begins.

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.models import Role

# Words before a post that belong to it.
_PREFIX: Final = (
    r"(?:首席|联合|共同|高级|资深|特聘|特约|荣誉|名誉|终身|执行|常务|常任|副|总|助理|前|原|时任|现任"
    r"|候任|代理|创始|独立|客座|讲席|兼职|主任|创意|艺术|技术|产品|运营|市场|财务|人力资源|战略|投资"
    r"|研发|研究|主治|一级|二级|国家|自由|驻站|产品线|核心|内容|品牌|业务|全球|大中华区|中国区|亚太区"
    r"|区域|人工智能|算法|软件|硬件|数据|可持续发展|公共|项目|编程|视觉|音乐|舞台|独立|职业|签约"
    r"|旅[日美法德英]|青年|著名|知名|当代|中国|学术|高管)"
)
_CORE: Final = (
    r"(?:首席[^的是了在,、。\s]{1,7}官|总编辑|副总编|总编|主编|编辑|编辑部主任|董事长|董事|总裁|总经理|总监|经理|主任律师|主任医师"
    r"|主任|主席|会长|副会长|理事长|理事|秘书长|院长|校长|所长|处长|局长|部长|厅长|司长|科长|区长"
    r"|县长|镇长|村长|市长|省长|州长|台长|社长|馆长"
    r"|行长|庭长|署长|站长|队长|班长|团长|店长|店主|厂长|园长|组长|书记|总书记|总理|总统|首相|大使"
    r"|参赞|议员|代表|委员|政协委员|发言人|新闻发言人|顾问|经济顾问|参事|教授|副教授|讲师|博导"
    r"|博士生导师|硕士生导师|导师|研究员|副研究员|助理研究员|院士"
    r"|科学家|数学家|物理学家|化学家|生物学家|经济学家|社会学家|历史学家|心理学家|语言学家|学者|专家"
    r"|工程师|架构师|设计师|建筑师|分析师|律师|会计师|医师|医生|护士长|护士|药师|(?:大|支|总|中|分)队长|教师|主教练|教练|老师|作家"
    r"|诗人|画家|[\u3400-\u9fff]{1,3}学家|雕塑家|收藏家|收藏者|茶农|果农|花农|菜农|蜂农|养蜂人|护林员|登山者|旅行者|写作者|创业者|研究者|守护者|倡导者|组织者|探险家|思想家"
    r"|教育家|慈善家|歌唱家|舞蹈家|戏剧家|漫画家|艺术家|书法家|摄影师|小说家|剧作家|乐评人|影评人|书评人|评书人|评论家|批评家|翻译家"
    r"|作曲家"
    r"|音乐人|歌手|主唱|吉他手|鼓手|贝斯手|钢琴家|指挥|演员|导演|编剧|制片人|制作人|监制|策展人|出品人"
    r"|主持人|主播|记者|特派员|通讯员|撰稿人|专栏作家|专栏作者|作者|译者|创始人|创办人|合伙人|投资人"
    r"|企业家|负责人|主理人|执行官|技术官|运营官|财务官|营销官|发展官|信息官|产品官|安全官"
    r"|创立者|发起人|召集人|掌门人|领军人物|守护人|传承人|开发者|程序员|维护者|爱好者|志愿者|博主"
    r"|运动员|棋手|飞行员|宇航员|法官|检察官|警官|馆员|研究生|博士生|博士后|校友|班主任|策划|领队"
    r"|(?:修|造|制|做|养|种|打|织|染|补|护|守|放|采|赶|摆|捕|驯)[^的是了在不这那我你他们个和与\\W]{1,2}[人师匠]"
    r"|(?:咨询|规划|调酒|烘焙|咖啡|理发|营养|调律|调音|调香|剪辑|化妆|造型|灯光|录音|翻译|配音|插画|陶艺|木作|花艺|园艺"
    r"|治疗|康复|培训|讲解|疗愈|茶艺|评茶|品酒|酿酒|古琴|修复|测量|测试|审计|精算|公证|心理|整理|魔术|雕刻)师"
    r"|(?:快递|外卖|讲解|消防|救生|潜水|引航|乘务|售票|邮递|巡护|驯养|观察|观测|程序|研究|飞行|理货|质检|安全|保育|饲养)员"
    r"|[铁木石银铜花漆篾瓦皮鞋][匠]|工匠|裁缝|园丁|水手|矿工|木工|电工|焊工|骑手|司机|社工|护工|法医|兽医|牙医|中医"
    r"|裁判长|调度长|主攻手?|副攻手?|二传手?|自由人|前锋|后卫|中场|中锋|门将|守门员|投手|捕手|球员|射手|赛车手|车手|骑师|领航员|替补"
    r"|执行长|营运长|技术长|财务长|产品长|营销长|行销长|资讯长|策略长|总干事|立法委员|立委|议长|里长|乡长|理事|监事|主笔"
    r"|[茶果花菜蜂蚵稻麦棉药粮牧蔗瓜蚕烟]农|船工|调度员|预报员|主管|硕士生|本科生|实习生|居民|岛民"
    r"|非遗传承人|民间艺人|艺人|店员|摊主|茶人|琴师|药农|棉农|粮农|牧羊人|口译员|调查员|列车长|护理师|村医|辅导员|管理员|裁判员?|运营|政委|总工程师|总工"
    r"|船长|机长|厨师|主厨|匠人|木匠|手艺人|农民|牧民|渔民|总设计师|秘书|干事|长老|主持|助理"
    r"|CEO|CTO|CFO|COO|CMO|CIO|CPO|CSO|CRO|VP|GM|EVP|SVP)"
)
# Where a post can begin at all: looked at first, for speed.
_FIRST: Final = "".join(
    sorted(
        {found[-1] for found in re.findall(r"[(|]([\u3400-\u9fff])", _PREFIX + _CORE)}
        | set("修造制做养种打织染补护守放采赶摆捕驯铁木石银铜花漆篾瓦皮鞋茶果菜蜂蚵稻麦棉药粮牧蔗瓜蚕烟CEGSV")
    )
)
POST: Final = rf"(?:(?=[{_FIRST}]){_PREFIX}{{0,4}}{_CORE}|[\u3400-\u9fff]{{1,3}}学家)"
_JOIN: Final = r"(?:\s*(?:(?:兼任?|暨)[\u3400-\u9fff]{0,4}?|、|兼|暨|&|/|和|及)\s*)"  # 兼|法务|总监
POSTS: Final = rf"{POST}(?:\([^()]{{1,12}}\))?(?:{_JOIN}{POST})*"
_POSTS_END: Final = re.compile(rf"({POSTS})(?:\([^()]{{1,12}}\))?$")
_POST_ONLY: Final = re.compile(rf"^{POSTS}$")
ORG_TAIL: Final = re.compile(
    r"(?:大学|学院|学校|中学|小学|研究院|研究所|研究中心|实验室|公司|集团|股份|银行|基金会|基金|资本"
    r"|投资|创投|科技|出版社|杂志社?|报社?|电视台|电台|网|网站|周刊|月刊|协会|学会|委员会|联合会"
    r"|联盟|中心|医院"
    r"|法院|检察院|政府|[市省县区]委?|局|厅|部|处|司|署|院|所|社|馆|台|团|队|剧场|剧院|乐队|工作室"
    r"|控股|证券|保险|信托|置业|地产|医疗|食品|电子|电器|通信|国际|互动|娱乐|游戏|影业|影视|出行|航空|铁路|电力|化工|钢铁|制药|药业"
    r"|酒店|餐厅|客栈|民宿|茶馆|书院|剧团|农场|牧场|林场|渔场|合作社|俱乐部|学堂|公社|社区|村|镇|律所|诊所|动物园|植物园|公园|景区|港|监狱|消防队"
    r"|书店|事务所|机构|平台|论坛|传媒|文化|教育|实业|汽车|物流|能源|生物|医药|智能|数据|软件|网络"
    r"|市场|超市|商城|车站|机场|码头|气象站|水文站|观测站|站|系|会|库局?|厂|店|行)$"
)

LATIN_WORDS: Final = (
    r"(?:founder|founding partner|ceo|cto|cfo|coo|cio|cmo|president|chair(?:man|woman"
    r"|person)?|director|managing director|manager|partner|professor|lecturer|researcher|scientist"
    r"|engineer|architect"
    r"|designer|developer|editor(?:-in-chief)?|columnist|journalist|reporter|correspondent|writer"
    r"|author|novelist|poet|host|anchor|producer|economist|analyst|strategist|attorney|lawyer|judge"
    r"|senator|minister|secretary|ambassador|mayor|governor|officer|head|lead|leader|chief|archivist"
    r"|curator|artist|musician|singer|composer|actor|actress|filmmaker|photographer|physician|doctor"
    r"|surgeon|nurse|teacher|principal|dean|provost|fellow|historian|biologist|physicist|chemist"
    r"|mathematician|psychologist|sociologist|philosopher|critic|investor|entrepreneur|evangelist"
    r"|advocate|maintainer|creator|inventor|builder|maker|chef|farmer|coach|captain|owner|consultant"
    r"|advis[eo]r|spokes(?:man|woman|person)|vice president|vp|executive|student|activist|librarian"
    r"|carpenter|pilot|conservator|baker|butcher|tailor|weaver|potter|sculptor|painter|illustrator|cartoonist"
    r"|translator|interpreter|publisher|printer|bookseller|merchant|grocer|brewer|winemaker|sailor|diver|ranger"
    r"|warden|gardener|farmhand|shepherd|fisher(?:man|woman)?|forester|miner|mechanic|electrician|plumber|welder"
    r"|mason|roofer|driver|conductor|clerk|accountant|auditor|actuary|banker|broker|trader|paramedic"
    r"|firefighter|dentist|vet|veterinarian|midwife|pharmacist|therapist|counsell?or|dietitian|tutor|trainer"
    r"|umpire|referee|athlete|runner|swimmer|cyclist|climber|skipper|boatman|dancer|choreographer|comedian"
    r"|playwright|screenwriter|lyricist|songwriter|podcaster|blogger|publicist|recruiter|negotiator|diplomat"
    r"|envoy|commissioner|treasurer|trustee|registrar|rector|chancellor|superintendent|supervisor|foreman"
    r"|coordinator|organi[sz]er|administrator|operator|planner|technician|surveyor|inspector|tester"
    r"|statistician|geologist|meteorologist|[a-z]{3,}olog(?:ist)|[a-z]{3,}(?:smith|wright|keeper|maker|grapher|binder|carver|blower|cutter|monger|grower|worker)"
    r"|keeper|setter|bandmaster|bellringer|lamplighter|harbou?r ?master|postmaster|stationmaster|barrister|solicitor"
    r"|linguist|cartographer|hydrologist|programmer|prosecutor|councill?or|chieftain|rabbi|priest|pastor|bishop"
    r"|volunteer|apprentice|intern|graduate|candidate|resident)"
)
_LATIN_POST: Final = rf"(?:co-?)?{LATIN_WORDS}"
LATIN_POST: Final = re.compile(rf"\b{_LATIN_POST}s?\b", re.I)
_PAST: Final = re.compile(r"^(?:前|原|曾任|former(?:ly)?\b|ex-|then)", re.I)


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its employer, and the name beside it."""

    title: str | None
    affiliation: str | None
    name: str | None = None
    title_at: int = 0  # place of the title in the text that was split


def is_post(text: str) -> bool:
    """Whether the text is nothing but one or more posts."""
    return bool(_POST_ONLY.match(text))


def is_latin_post(text: str) -> bool:
    """Whether the text is one post in English and nothing else."""
    found = LATIN_POST.match(text)
    return found is not None and found.end() == len(text)


def is_past(title: str) -> bool:
    """Whether the words say that the post is held no more."""
    return bool(_PAST.match(title))


def role_of(title: str | None) -> Role | None:
    """The role in a conversation that a post implies by itself."""
    if title and title.endswith(("记者", "特派员")):
        return "interviewer"
    if title and title.endswith(("主持人", "主播", "主持")):
        return "moderator"
    return None


def split(text: str) -> Post | None:
    """Employer and post of a stretch like `某公司创始人兼CEO` or `dean of Some College`."""
    text = text.strip(" ,、|·:-—")
    if not text:
        return None
    if text.isascii() or not re.search(r"[\u3400-\u9fff]", text):
        return split_latin(text)
    if found := _POSTS_END.search(text):
        return _border(text[: found.start()], found.group(1), found.start())
    return None


def _border(before: str, title: str, title_at: int) -> Post:
    """The employer, with words given back that belong to the post or to neither."""
    before = before.rstrip(" 的、|·,-—/")
    return Post(title.strip(), before.strip(" ,、|·:") or None, None, title_at)


_NAME_AFTER: Final = re.compile(
    rf"^(.*?)({POSTS})\s*(?:的)?\s*([\u3400-\u9fff]{{2,4}}|[A-Z][\w.'-]*(?:[ ·][A-Z][\w.'-]*){{0,3}}"
    rf"|[\u3400-\u9fff]+(?:·[\u3400-\u9fff]+)+)$"
)


def split_named(text: str) -> Post | None:
    """Employer, post and name of a label like `某台记者 林一`; the name is None where there is none."""
    if found := _POSTS_END.search(text):
        return _border(text[: found.start()], found.group(1), found.start())
    if found := _NAME_AFTER.match(text):
        post = _border(found.group(1), found.group(2), found.start(2))
        return Post(post.title, post.affiliation, found.group(3), post.title_at)
    return None


# An employer's name in Latin letters: capitals, and a few small words between them.
_LATIN_ORG: Final = re.compile(
    r"^[a-z0-9-]+\.(?:com|org|net|io|ai|co|cn|tv)$"
    r"|^[A-Z0-9][\w&.'’-]*(?:[ ,]{1,2}(?:[A-Z0-9][\w&.'’-]*|of|the|and|for|at|in|de|&)){0,7}$"
)
_MAKES: Final = re.compile(
    r"\b(?:creator|author|inventor|maintainer|developer|maker|contributor|writer|builder)s?$", re.I
)
_TALK: Final = re.compile(r"\b(?:I|I'm|we|you|he|she|they|it|is|are|was|were|your|this|that)\b")
_RANK: Final = (
    r"(?:Chief|Senior|Vice|Executive|Managing|Op-Ed|General|Associate|Assistant|Deputy|Staff|Lead|Principal"
    r"|Founding|Co-|Head)\b"
)
_LATIN_OF: Final = re.compile(
    r"^(?P<title>.*?)\s+(?:of|at|for|with|from|in)\s+(?:the\s+)?(?P<org>[A-Z].*|[a-z0-9-]+\.(?:com|org|net|io|ai|co|cn|tv))$"
)


_GOES_ON: Final = re.compile(
    r"^(?:\w+ed|spoke|told|met|sat|says?|said|joins?|talks?|speaks?)\b|\b(?:us|me|him|them)\b"
)


def _after_post(parts: list[str]) -> int:
    """How many of the comma-parted words are posts and employers, up to the first that goes on otherwise."""
    for number, part in enumerate(parts):
        if number and _GOES_ON.search(part):
            return number
        if number and not (LATIN_POST.search(part) or _LATIN_ORG.match(part) or _LATIN_OF.match(part)):
            return number
    return len(parts)


_PLACE: Final = re.compile(r"^(?:New|San|Santa|Los|Las|Saint|North|South|East|West|Port|Fort|Via|On|In) ")
# An employer's name with more about the person after it.
_ORG_RUN: Final = re.compile(
    r"[A-Z0-9][\w&.'’-]*(?: (?:(?:of|for|and|the|&) )*[A-Z0-9][\w&.'’-]*)*"
    r"(?=,? (?:and|in|who|which|that|but|where|on) [a-z]| in [A-Z])"
)
# What a department does is part of the post.
_FUNCTION: Final = re.compile(
    r"(?:(?:and |& )?(?:Investor|Public|Media|Human|External|Government|Customer|Business|Corporate|Global|Product|"
    r"Relations|Resources|Affairs|Marketing|Sales|Research|Engineering|Operations|Communications?|Finance|Strategy|"
    r"Policy|Development|Content|Design|Growth|Risk|Legal|Partnerships|Technology|Security|Data|Science|People|"
    r"Innovation|Sustainability|Analytics|Success|Support|Programs?|Education|Planning|Compliance)[ ,]*)+"
)
_BODY: Final = re.compile(
    r"\b(?:University|College|Institute|School|Department|Office|Ministry|Bank|Hospital|Museum|Centre|Center|Agency)\b"
)
_TWO_WORDS: Final = re.compile(r"^[A-Z][\w&.'’-]+(?: (?:[A-Z&][\w.'’-]*|of|the|and)){1,4}$")


def is_organisation(text: str) -> bool:
    """Whether what stands in brackets after a name, and is no post, is where someone works."""
    if text.isascii():
        return bool(_TWO_WORDS.match(text)) and not _PLACE.match(text)
    return 3 <= len(text) <= 20 and bool(ORG_TAIL.search(text))


def split_latin(text: str) -> Post | None:
    """Employer and post in English words."""
    text = re.sub(r"^(?:an?|the|our|and|my|his|her|their)\s+", "", text.strip(" ,.;"), flags=re.I)
    if not LATIN_POST.search(text) or len(text) > 120 or _TALK.search(text) or ":" in text:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    titles = [part for part in parts if LATIN_POST.search(part)]
    if len(parts) > 1 and titles:
        last = re.sub(r"^the\s+", "", parts[-1], flags=re.I)
        if not LATIN_POST.search(last) and _LATIN_ORG.match(last):
            return Post(", ".join(parts[:-1]), last)
        if not _LATIN_OF.match(text):
            text = titles[0]
        elif (stop := _after_post(parts)) < len(parts):
            text = ", ".join(parts[:stop])
    if found := re.match(r"^(?P<title>[a-z -]*?" + _LATIN_POST + r") in [A-Z]", text):
        return Post(found["title"], None)
    if (found := _LATIN_OF.match(text)) and LATIN_POST.search(found["title"]):
        org = found["org"].strip(" ,.")
        if re.search(r" in $", text[: found.start("org")].removesuffix("the ")) and not _BODY.search(org):
            return Post(found["title"].strip(" ,"), None)  # a town, not an employer
        if run := _ORG_RUN.match(org):
            org = run.group()
        if _FUNCTION.fullmatch(org):
            return Post(text, None)  # head of Investor Relations
        makes = _MAKES.search(found["title"]) and text[found.end("title") :].lstrip().startswith(
            ("of", "for")
        )
        if makes or not _LATIN_ORG.match(org):
            return Post(text, None)
        return Post(found["title"].strip(" ,"), org)
    if found := re.match(
        r"^(?P<org>(?:(?!"
        + _RANK
        + r")[A-Z][\w&.'-]*\s)+)(?:'s\s+)?(?P<title>(?:[A-Za-z][\w-]*\s)*?"
        + _LATIN_POST
        + r")$",
        text,
    ):
        org = found["org"].strip().removesuffix("'s").removesuffix("’s").strip()
        if org and not LATIN_POST.search(org) and not _MAKES.search(found["title"]):
            return Post(found["title"].strip(), org)
    return Post(text, None)
