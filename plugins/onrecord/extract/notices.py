"""Is what is left of a page a notice in an article's place: log in, no such page, not allowed?"""

from __future__ import annotations

import re

MAX_CHARS = 80  # in all: more than a notice has to say

_NOTICE = re.compile(
    r"登[录錄入]\s?(?:后|後|才)|请先?(?:登|注册)|請先?(?:登|註冊)"
    r"|(?:没有|沒有|无|無|未获|未獲)[^，。]{0,6}(?:权|權|授)"
    r"|(?:页|頁|帖|主题|主題|内容|內容|文章|链接|連結)[^，。]{0,8}(?:不存在|被?(?:删|刪)除|审核|審核|失效)"
    r"|验证码|驗證碼|人机验证|开启\s?javascript|enable javascript"
    r"|(?:log|sign)(?:ged|ned)?[ -]?in (?:to|first|before|required)|must (?:be logged|log|sign) in"
    r"|page (?:is |was |could |can)?not (?:be )?found|access (?:is )?denied|permission to view",
    re.I,
)


def is_notice(text: str) -> bool:
    """Whether a short text says why the article is not here.

    >>> is_notice("抱歉，本帖要求登录后才可以浏览"), is_notice("登录后才能看到的月亮，是这座灯塔的名字。" * 5)
    (True, False)
    """
    return len(text) <= MAX_CHARS and bool(_NOTICE.search(text))
