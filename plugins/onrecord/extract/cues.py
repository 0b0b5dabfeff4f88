"""Which kinds of lines are not the article, by their own words?

All patterns read folded lines (fold.py): simplified, half-width, lower case. A cue says what a line looks
like; where it stands decides (boilerplate.py) whether that is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.extract import buttons

Scope = Literal["anywhere", "edge", "tail"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of line: how to know it, how long it may be, and where on a page it is believed.

    `edge`: before or after the body. `ends`: what follows it on a page is not the article any more.
    """

    reason: str
    pattern: re.Pattern[str]
    max_chars: int
    scope: Scope = "anywhere"
    ends: bool = False
    is_strong: bool = False  # its words in the middle of a paragraph are enough


MAX_LINE = 80  # characters: in a longer line a cue counts only where the line begins with it
MAX_LEAD = 20


def _cue(
    reason: str,
    pattern: str,
    max_chars: int,
    scope: Scope = "anywhere",
    *,
    ends: bool = False,
    is_strong: bool = False,
) -> Cue:
    return Cue(reason, re.compile(pattern), max_chars, scope, ends, is_strong)


_DATE = r"(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WORDED_DATE = rf"(?:{_MONTH} \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} {_MONTH},? (?:19|20)\d\d)"
_CREDIT = (
    r"(?:本文|文章|原文|本期|特约|责任|栏目|网络|实习|文字|内容)?(?:来源|作者|文|编辑|责编|主编|编译|翻译|译者|译|校对|审校|审核|整理|撰文|"
    r"撰稿|采访|采写|采编|摄影|图|图片|视频|视频编导|编导|出品|出品人|策划|监制|制作|制片|排版|设计|美编|题图|封面|头图|运营|统筹|初审|复审|终审|"
    r"选题|编审|供稿|通讯员|发布者|发布人|录音|剪辑)"
)
_PIECE = (
    r"(?:本文|全文|文章|(?:本次|此次|以上|上述|这次)?(?:访谈|采访|专访|对话|对谈|圆桌|讨论|演讲|讲话|发言|谈话)"
    r"(?:内容|实录|记录|顺序)?)"
)
_EDITED = r"删节|删减|编辑|整理|压缩|润色|精简|节选|缩写|调整|未经.{0,8}审[阅定]"
CREDIT_KEY = re.compile(_CREDIT)

CUES = (
    _cue("counter", r"^[\d,.]+$", 12, "edge"),
    _cue("counter", r"^\d{1,2}:\d\d(?::\d\d)?\s*/\s*\d{1,2}:\d\d(?::\d\d)?$", 24),
    _cue("byline", r"^(?:\S{2,6}社|本报|本刊|本网|\S{2,8}[报网台刊])?\s*记者\s*[^:。!?]{2,24}$", 32, "edge"),
    _cue("rule", r"^[\s|*=_~#—–-]+$", 200),
    _cue("caption", r"^(?:\S+ )?logo$", 24),
    _cue(
        "caption",
        r"^.{0,10}(?:图片|照片)(?:均)?(?:来自|来源于|由)|^(?:承蒙|感谢).{0,24}提供.{0,24}(?:图片|照片)",
        80,
    ),
    _cue(
        "reading_time",
        r"(?:预计)?阅读(?:完)?(?:本文)?(?:大?约)?(?:需|时间|时长)|(?:本文|全文)(?:共|"
        r"约)?(?:字数|\d+字)|\bmin(?:ute)?s? read\b",
        50,
    ),
    _cue(
        "counter",
        r"^[\d,.]+\s*[万kw+]*\s*(?:次|人|个|条|篇|位)?(?:已)?(?:阅读|浏览|播放|评论|"
        r"回复|收藏|点赞|赞|查看|关注|粉丝|分享|views?|comments?|likes?|shares?)[数量]?$",
        24,
    ),
    _cue(
        "counter",
        r"^(?:(?:阅读|浏览|播放|评论|回复|收藏|点赞|查看|点击|人气|views?|comments?|"
        r"likes?|shares?)[数量次]*\s*[:(]?\s*[\d,.]+\s*[万kw+]*\)?次?\s*)+$",
        50,
    ),
    _cue("counter", r"^(?:[\d,.]+个?\s*(?:圈友|话题|回答|帖子|成员|人参与|人赞同)\s*)+$", 40),
    _cue("navigation", r"^(?:您?的?(?:当前)?(?:所在)?位置|当前位置|您现在的位置|you are here)\s*[:>]", 120),
    _cue("navigation", r"^[^。!?]{0,40}(?:>|»|›)\s*[^。!?]{0,40}(?:(?:>|»|›)[^。]*)+$", 140),
    _cue("navigation", r"^(?:请?先?(?:登录|注册)|登录后|注册后|立即登录|未登录).{0,30}$", 40),
    _cue("navigation", r"^<?https?://\S+>?(?:\s*点此复制本页地址)?$", 400, "edge"),
    _cue(
        "related",
        r"^.{0,12}(?:地址|链接|网址|官网|在线使用|在线体验|slides|video)\s*:\s*<?(?:https?://|www\.)\S+",
        300,
    ),
    _cue("byline", rf"^[(\[【]*(?:{_CREDIT}\s*[|/:·]|by\s*[:|])", 90),
    _cue("byline", rf"^(?:{_CREDIT})\s+\S{{2,12}}$", 24, "edge"),
    _cue(
        "byline",
        rf"(?:来源|作者|时间|发布人?|发表于?|posted|published|updated)\s*(?:于|:|on\b|"
        rf"by\b).*{_DATE}|{_DATE}.*(?:来源|作者|编辑|浏览|阅读)\s*[:(]",
        120,
    ),
    _cue("byline", rf"^[^。!?,;]*{_DATE}[^。!?;]*$", 44, "edge"),
    _cue(
        "byline",
        r"^(?:\w{3,9}\.? \d{1,2},? (?:19|20)\d\d|\d{1,2} \w{3,9}\.? (?:19|20)\d\d|"
        r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)\b.{0,20}$",
        44,
        "edge",
    ),
    _cue("byline", rf"^[^.。!?:]{{2,40}}[,|·—–-]?\s+{_WORDED_DATE}\b.{{0,20}}$", 90, "edge"),
    _cue("byline", r"^via\s*:", 300, ends=True),
    _cue(
        "byline",
        r"^[(\[【]?(?:(?:本文|文章|原文|内容|以上内容|稿件|素材)\s*(?:来源于?|来自于?|"
        r"转自|转载自|首发于?|出处|选自|摘自|原载于?|刊于|刊发于|作者|标题|链接|地址)|"
        r"转载?自|原文(?:标题|链接|地址|出处)|责任编辑|责编)\s*[:: 于]?",
        160,
        "edge",
        ends=True,
    ),
    _cue("byline", r"^(?:本文|文章)由.{1,60}(?:翻译|编译|荣誉推出|授权|发布|整理)", 120, "edge", ends=True),
    _cue("byline", r"^(?:关于作者|作者简介|about the author|about author)\s*:?$", 24, "edge", ends=True),
    _cue(
        "end_mark",
        r"^[\s\-—=~*(\[【<]*(?:end|完|全文完|正文完|the end|完结|-30-)[\s\-—=~*)\]】>.]*$",
        24,
        ends=True,
    ),
    _cue(
        "disclaimer",
        r"免责声明|凡本[网站]|不代表本(?:站|网|平台|报|公众号|人)|不构成.{0,6}投资建议|"
        r"[京沪粤浙苏闽渝川津鲁鄂湘皖赣冀豫晋陕甘桂琼滇黔辽吉黑蒙新宁青藏]icp[备证]|"
        r"公网安备|不良信息举报|违法和不良|all rights reserved|(?:©|\(c\)|copyright)\s*(?:©|"
        r"\(c\))?\s*(?:19|20)\d\d|本站(?:不承担|仅提供|所有内容)",
        600,
        ends=True,
        is_strong=True,
    ),
    _cue(
        "disclaimer",
        r"^(?:特别|郑重|版权|重要)?声明\s*:|(?:文章|本文|内容)?(?:仅|只)代表作者|版权(?:归|"
        r"所有|声明)|转载请|未经.{0,10}(?:授权|许可|允许|同意).{0,12}(?:转载|禁止|"
        r"不得|复制)|(?:如有|涉及|若有).{0,8}侵权|侵(?:权)?(?:必究|请?删)|(?:请|及时)联系.{0,1"
        r"2}(?:删除|处理)|保留所有权利",
        260,
        ends=True,
    ),
    _cue(
        "group_spam",
        r"(?:加|进|入|拉|扫码?|添加|建).{0,10}(?:微信|读者|交流|讨论|互助|粉丝|福利|"
        r"学习|技术|qq)?群(?!体|众|岛|聊|雄|星|山)|(?:加|添加)(?:我|小编|客服|助手|"
        r"个)?.{0,4}(?:微信|vx|v信|wx)|(?:互助|讨论|交流|换汇|福利)群",
        140,
    ),
    _cue(
        "advert",
        r"领.{0,8}(?:红包|优惠券|礼包|福利)|(?:淘宝|京东|拼多多|天猫|支付宝|微信)搜|"
        r"优惠券|限时(?:优惠|抢购|特惠)|广告(?:合作|投放|招商)|商务合作|(?:qq|微信|"
        r"vx|邮箱|电话)\s*:\s*[a-z\d_.@+-]{6,}.{0,40}$|(?:点击|戳).{0,10}(?:购买|下单|"
        r"报名|领取|抢购)|立即(?:购买|报名|领取|完善|抢购)",
        120,
    ),
    _cue(
        "app_promotion",
        r"下载.{0,10}(?:app|客户端)|(?:扫|长按|识别).{0,10}(?:二维码|小程序码)|关注.{0,16}(?:公"
        r"众号|微信号|视频号|官方微[信博])|(?:公众号|微信号?)\s*[(:].{0,24}(?:关注|"
        r"回复)|(?:后台|公众号)?回复.{0,10}(?:获取|领取|下载)|打开.{0,8}(?:app|客户端|"
        r"微信).{0,12}(?:扫|查看|阅读)|follow us on|download (?:our|the) app|sign up (?:for|"
        r"to) (?:our|the)|subscribe to (?:our|the)",
        140,
    ),
    _cue(
        "teaser",
        r"敬请(?:期待|关注|收看|收听)|欢迎(?:预约|收听|收看|围观|报名|订阅|扫码|点击|"
        r"添加|关注)|预约.{0,6}(?:围观|直播|观看)|锁定.{0,12}(?:直播间|频道|节目)|"
        r"不见不散|\bstay tuned\b|\btune in\b",
        200,
        "tail",
        is_strong=True,
    ),
    _cue(
        "caption",
        r"^(?!(?:[^。]*。){3})(?:[▲△▼↑]|(?:图|图片|图源|图为|上图|下图|左图|右图|图片来源|"
        r"供图|资料图|配图|题图|封面图|头图|图注|图说)\s*\d*\s*[:/|]|(?:上|下|左|右)?图(?:片)?"
        r"(?:为|是)(?!什么)|图\s?\d+(?:[-.]\d+)?[\s:.、])",
        220,
    ),
    _cue(
        "caption",
        r"(?:图片来源|图源|摄影|供图|[(\[【]图)\s*[:/|]\s*[^。!?]{1,24}[)\]】]?$|^\((?:图|"
        r"摄影|供图|photo|image).{0,40}\)$|\((?:资料图|资料图片|资料照片|效果图)\)$",
        100,
    ),
    _cue(
        "caption",
        r"^(?:photo|image|picture|credit|illustration|photograph|figure \d+|fig\. ?\d+)(?: (?:"
        r"by|credit|courtesy)\b| ?[:|])",
        160,
    ),
    _cue(
        "related",
        r"^(?:相关|延伸|推荐|更多|往期|扩展|拓展|点击|继续|精彩)(?:阅读|推荐|文章|"
        r"回顾|报道|链接|内容)\s*[:>】\]]|^(?:read more|see also|related|read also|"
        r"more on this)\s*:",
        160,
    ),
    _cue(
        "editor_note",
        r"^[(\[【\"]*(?:以下|下面|下文|如下|本文)(?:是|为|系|内容|文字)?[^。]{0,44}"
        r"(?:实录|全文|专访|访谈|对话|采访|整理|速记|译文|节选|摘编|文字稿)[^。]{0,24}[:。.)\]】\"—-]*$",
        60,
    ),
    _cue(
        "editor_note",
        r"^(?:相关内容|对话内容|采访内容|访谈内容|内容|全文|实录|谈话实录|访谈实录|对话实录)如下\s*[:。]?$",
        16,
    ),
    _cue(
        "editor_note",
        rf"^[(\[【]?(?:{_PIECE}[^。]{{0,24}}(?:{_EDITED})|为(?:了)?(?:便于|方便)(?:理解|阅读)[^。]{{0,30}}(?:{_EDITED}))",
        110,
        "edge",
    ),
    _cue(
        "editor_note",
        r"^[(\[*]?(?:this|the) (?:interview|conversation|panel|discussion|transcript|dialogue|q&a|talk|"
        r"piece|article|text) (?:was|were|has been|have been) (?:lightly |slightly |heavily )?"
        r"(?:edited|condensed|shortened|abridged|recorded|conducted|transcribed|translated|adapted|excerpted|held)\b",
        240,
        "edge",
    ),
    _cue("editor_note", r"^[(\[【](?:编者按|编者注|注|译注|译者注|编注)\s*[::]?[^)\]】]*[)\]】]?$", 60),
)

_MORE = (
    r"(?:相关|热门|精彩|更多|延伸|推荐|猜你|大家都在|最新|往期|同类|热点|为你|为您|编辑|"
    r"今日|本周|本月|一周|实时|随机|热搜|你可能|您可能)"
)
_WHAT = (
    r"(?:阅读|推荐|文章|新闻|内容|喜欢|看|资讯|回顾|报道|链接|话题|视频|标签|图文|排行榜?|"
    r"热点|精选|感兴趣|也喜欢|的)"
)
BLOCK_HEADS = (
    Cue("related", re.compile(rf"^[\[【]?{_MORE}{_WHAT}+[\]】]?\s*[:>]*$"), 16, "edge", ends=True),
    Cue(
        "related",
        re.compile(
            r"^(?:related(?: \w+)?|you (?:may|might) also (?:like|enjoy)|more (?:from|"
            r"on|in|like) .{1,24}|recommended(?: for you| reading)?|(?:read|up) next|most (?:read|"
            r"popular|viewed)|see also|trending(?: now)?|editors'? picks?|popular posts|"
            r"further reading)\s*:?$"
        ),
        44,
        "edge",
        ends=True,
    ),
    Cue(
        "comments",
        re.compile(
            r"^(?:全部|最新|热门|网友|精彩|用户|文章|读者|查看)*(?:评论|留言|跟帖|点评)(?:区|"
            r"列表|回复)?\s*[(\[]?\d*条?[)\]]?\s*:?$"
        ),
        16,
        "edge",
        ends=True,
    ),
    Cue(
        "comments",
        re.compile(
            r"^(?:\d+ (?:comments?|responses?|replies)|leave a (?:reply|comment)|comments? ?(?:\(\d"
            r"+\))?|post a comment|join the (?:conversation|discussion))\.?$"
        ),
        40,
        "edge",
        ends=True,
    ),
)


def find(folded: str) -> Cue | None:
    """The first kind of clutter that a line looks like, if any."""
    if buttons.are_all(folded):
        return _BUTTONS
    size = len(folded)
    for cue in (*BLOCK_HEADS, *CUES):
        if size > cue.max_chars:
            continue
        match = cue.pattern.search(folded)
        if match and (size <= MAX_LINE or cue.is_strong or match.start() <= MAX_LEAD):
            return cue
    return None


_BUTTONS = Cue("navigation", re.compile(""), buttons.MAX_CHARS)
