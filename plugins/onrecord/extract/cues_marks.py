"""Lines that a page prints about an article or around it: who made it, counters, captions, notes."""

from __future__ import annotations

import re

from onrecord.extract.cue import cue

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

MARKS = (
    cue("counter", r"^[\d,.]+$", 12, "edge"),
    cue("counter", r"^\d{1,2}:\d\d(?::\d\d)?\s*/\s*\d{1,2}:\d\d(?::\d\d)?$", 24),
    cue("byline", r"^(?:\S{2,6}社|本报|本刊|本网|\S{2,8}[报网台刊])?\s*记者\s*[^:。!?]{2,24}$", 32, "edge"),
    cue(
        "tags",
        r"^(?:标签|关键词|关键字|文章标签|所属专题|分类|tags?|topics|filed under|tagged(?: with| as)?)\s*:\s*[^。!?]*$",
        120,
        "edge",
    ),
    cue(
        "byline",
        r"\b(?:writes about|is an? (?:\w+ ){0,3}(?:writer|reporter|journalist|correspondent|columnist|contributor|"
        r"editor)\b|follow (?:him|her|them|\w+ \w+) on\b)",
        240,
        "tail",
        is_strong=True,
    ),
    cue("rule", r"^[\s|*=_~#—–-]+$", 200),
    cue("caption", r"^(?:\S+ )?logo$", 24),
    cue(
        "caption",
        r"^.{0,10}(?:图片|照片)(?:均)?(?:来自|来源于|由)|^(?:承蒙|感谢).{0,24}提供.{0,24}(?:图片|照片)",
        80,
    ),
    cue(
        "reading_time",
        r"(?:预计)?阅读(?:完)?(?:本文)?(?:大?约)?(?:需|时间|时长)|(?:本文|全文)(?:共|"
        r"约)?(?:字数|\d+字)|\bmin(?:ute)?s? read\b",
        50,
    ),
    cue(
        "counter",
        r"^[\d,.]+\s*[万kw+]*\s*(?:次|人|个|条|篇|位)?(?:已)?(?:阅读|浏览|播放|评论|"
        r"回复|收藏|点赞|赞|查看|关注|粉丝|分享|views?|comments?|likes?|shares?)[数量]?$",
        24,
    ),
    cue(
        "counter",
        r"^(?:(?:阅读|浏览|播放|评论|回复|收藏|点赞|查看|点击|人气|views?|comments?|"
        r"likes?|shares?)[数量次]*\s*[:(]?\s*[\d,.]+\s*[万kw+]*\)?次?\s*)+$",
        50,
    ),
    cue("counter", r"^(?:[\d,.]+个?\s*(?:圈友|话题|回答|帖子|成员|人参与|人赞同)\s*)+$", 40),
    cue("navigation", r"^(?:您?的?(?:当前)?(?:所在)?位置|当前位置|您现在的位置|you are here)\s*[:>]", 120),
    cue("navigation", r"^[^。!?]{0,40}[>»›]\s{0,4}[^。!?]{0,40}[>»›][^。]*$", 140),
    cue("navigation", r"^(?:请?先?(?:登录|注册)|登录后|注册后|立即登录|未登录).{0,30}$", 40),
    cue("navigation", r"^<?https?://\S+>?(?:\s*点此复制本页地址)?$", 400, "edge"),
    cue("byline", rf"^[(\[【]*(?:{_CREDIT}\s*[|/:·]|by\s*[:|])", 90),
    cue("byline", rf"^(?:{_CREDIT})\s+\S{{2,12}}$", 24, "edge"),
    cue(
        "byline",
        rf"(?:来源|作者|时间|发布人?|发表于?|posted|published|updated)\s*(?:于|:|on\b|"
        rf"by\b).*{_DATE}|{_DATE}.*(?:来源|作者|编辑|浏览|阅读)\s*[:(]",
        120,
    ),
    cue("byline", rf"^[^。!?,;]*{_DATE}[^。!?;]*$", 44, "edge"),
    cue(
        "byline",
        r"^(?:\w{3,9}\.? \d{1,2},? (?:19|20)\d\d|\d{1,2} \w{3,9}\.? (?:19|20)\d\d|"
        r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)\b.{0,20}$",
        44,
        "edge",
    ),
    cue("byline", rf"^[^.。!?:]{{2,40}}[,|·—–-]?\s+{_WORDED_DATE}\b.{{0,20}}$", 90, "edge"),
    cue(
        "byline",
        r"^[(\[*]?(?:this|the) (?:article|story|piece|interview|essay|post|column) (?:was |is |has been )?"
        r"(?:originally |first |previously )*(?:published|appeared|republished|reprinted|reposted)\b",
        160,
        "edge",
        ends=True,
    ),
    cue("byline", r"^本(?:帖|文|楼)最后由.{1,40}编辑$", 60),
    cue("byline", r"^via\s*:", 300, ends=True),
    cue(
        "byline",
        r"^[(\[【]?(?:(?:本文|文章|原文|内容|以上内容|稿件|素材)\s*(?:来源于?|来自于?|"
        r"转自|转载自|首发于?|出处|选自|摘自|原载于?|刊于|刊发于|作者|标题|链接|地址)|"
        r"转载?自|原文(?:标题|链接|地址|出处)|责任编辑|责编)\s*[:: 于]?",
        160,
        "edge",
        ends=True,
    ),
    cue("byline", r"^(?:本文|文章)由.{1,60}(?:翻译|编译|荣誉推出|授权|发布|整理)", 120, "edge", ends=True),
    cue("byline", r"^(?:关于作者|作者简介|about the author|about author)\s*:?$", 24, "edge", ends=True),
    cue(
        "end_mark",
        r"^[\s\-—=~*(\[【<]*(?:end|完|全文完|正文完|the end|完结|-30-)[\s\-—=~*)\]】>.]*$",
        24,
        ends=True,
    ),
    cue(
        "caption",
        r"^(?!(?:[^。]*。){3})(?:[▲△▼↑]|(?:图|图片|图源|图为|上图|下图|左图|右图|图片来源|"
        r"供图|资料图|配图|题图|封面图|头图|图注|图说)\s*\d*\s*[:/|]|(?:上|下|左|右)?图(?:片)?"
        r"(?:为|是)(?!什么)|图\s?\d+(?:[-.]\d+)?[\s:.、])",
        220,
    ),
    cue(
        "caption",
        r"(?:图片来源|图源|摄影|供图|[(\[【]图)\s*[:/|]\s*[^。!?]{1,24}[)\]】]?$|^\((?:图|"
        r"摄影|供图|photo|image).{0,40}\)$|\((?:资料图|资料图片|资料照片|效果图)\)$",
        100,
    ),
    cue(
        "caption",
        r"(?:^|[。. ])(?:图|文|photo(?:graph)?s?|image|illustration)\s?[/|](?!.*[。!?])[^:]{2,30}$"
        r"|\b(?:photo(?:graph)?s?|images?|illustrations?|pictures?)(?: credit| courtesy of| by| source)?"
        r"\s?:\s?[^.!?:]{2,60}$",
        220,
        is_strong=True,
    ),
    cue(
        "caption",
        r"^(?:photo|image|picture|credit|illustration|photograph|figure \d+|fig\. ?\d+)(?: (?:"
        r"by|credit|courtesy)\b| ?[:|])",
        160,
    ),
    cue(
        "editor_note",
        r"^[(\[【\"]*(?:以下|下面|下文|如下|本文)(?:是|为|系|内容|文字)?[^。]{0,44}"
        r"(?:实录|全文|专访|访谈|对话|采访|整理|速记|译文|节选|摘编|文字稿)[^。]{0,24}[:。.)\]】\"—-]*$",
        60,
    ),
    cue(
        "editor_note",
        r"^(?:相关内容|对话内容|采访内容|访谈内容|内容|全文|实录|谈话实录|访谈实录|对话实录)如下\s*[:。]?$",
        16,
    ),
    cue(
        "editor_note",
        rf"^[(\[【]?(?:{_PIECE}[^。]{{0,24}}(?:{_EDITED})|为(?:了)?(?:便于|方便)(?:理解|阅读)[^。]{{0,30}}(?:{_EDITED}))",
        110,
        "edge",
    ),
    cue(
        "editor_note",
        r"^[(\[*]?(?:this|the|our) (?:interview|conversation|discussion|transcript|dialogue|q&a|exchange)"
        r"(?: \w+){0,3} (?:edited|condensed|shortened|abridged|cut)\b[^.]{0,60}[.)\]*]*$",
        120,
    ),
    cue(
        "editor_note",
        r"^[(\[*]?(?:this|the) (?:interview|conversation|panel|discussion|transcript|dialogue|q&a|talk|"
        r"piece|article|text) (?:was|were|has been|have been) (?:lightly |slightly |heavily )?"
        r"(?:edited|condensed|shortened|abridged|recorded|conducted|transcribed|translated|adapted|excerpted|held)\b",
        240,
        "edge",
    ),
    cue(
        "editor_note",
        r"^(?:tl;?\s?dr|ai[ -]?(?:generated )?(?:summary|overview|digest))"
        r"|^(?:ai\s?|智能)(?:速读|摘要|导读|总结|解读)"
        r"|由\s?(?:ai|人工智能|智能助手|大模型|机器人?)(?:自动)?(?:生成|总结|撰写|翻译)"
        r"|\bgenerated (?:automatically|by (?:an )?ai)\b",
        120,
        "edge",
    ),
    cue("editor_note", r"^[(\[【](?:编者按|编者注|注|译注|译者注|编注)\s*[::]?[^)\]】]*[)\]】]?$", 60),
)
