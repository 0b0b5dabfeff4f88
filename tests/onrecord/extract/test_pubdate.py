"""The day of publication is the one that a page states as such; any other day it names is none."""

import pytest

from onrecord.extract import read

# (what it shows, page, answer)
ZH = """城北的老戏台修了三年，今年春天终于搭好了最后一根横梁，师傅们在台下站了很久，谁也没有说话。
木料是从山里一根一根抬下来的，抬料的人说，路不好走，可是比起修台子的人，他们算是轻松的了。
戏班子的人也来看过两回，唱了一小段，说声音比从前更亮，台口的风也小了，往后可以多唱几场。"""
EN = """The old ferry has crossed the river twice a day for sixty years, and nobody can remember it ever being late.
Its captain keeps the timetable in his head and the spare key in a tin under the bench, where his father kept it.
When the bridge opens he will take it across one last time, he says, with whoever cares to come along for the ride."""


def _html(head: str, *parts: str, body: str = EN) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in body.split("\n"))
    inside = "".join(part.replace("BODY", paragraphs) for part in parts)
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>"


def _json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


TEXT = [
    (
        "a labelled day under the headline",
        f"老戏台重新开张\n发布时间：2031-04-02 09:15\n{ZH}",
        "2031-04-02T09:15",
    ),
    ("a byline with its day", f"The last ferry\nBy Orla Penhale | 3 May 2031\n{EN}", "2031-05-03"),
    (
        "a source line with a time",
        f"老戏台重新开张\n来源：城北晚报 2031年4月2日 09:15\n{ZH}",
        "2031-04-02T09:15",
    ),
    ("posted on", f"The last ferry\nPosted on May 3, 2031 by Orla Penhale\n{EN}", "2031-05-03"),
    ("traditional labels", f"老戲台重新開張\n發布日期：2031/04/02\n{ZH}", "2031-04-02"),
    (
        "first published, then updated",
        f"The last ferry\nPublished 3 May 2031 · Updated 9 June 2031\n{EN}",
        "2031-05-03",
    ),
    (
        "first published, then updated, in Chinese",
        f"老戏台重新开张\n发布于 2031-04-02 09:15 更新于 2031-06-11 20:00\n{ZH}",
        "2031-04-02T09:15",
    ),
    ("a day at the end of a letter", f"老戏台重新开张\n作者：季远山\n{ZH}\n二〇三一年四月二日", "2031-04-02"),
    (
        "the day of a talk in the lede",
        f"老戏台重新开张\n2031年3月28日，季远山在城北文化馆作了题为《戏台》的演讲。\n{ZH}",
        None,
    ),
    ("the day of a recording", f"The last ferry\nRecorded on May 3, 2031\n{EN}", None),
    ("the day of an interview", f"老戏台重新开张\n采访时间：2031年3月28日\n采访地点：城北文化馆\n{ZH}", None),
    (
        "time and place of a meeting",
        f"老戏台重新开张\n时间：2031年3月28日 14:00\n地点：城北文化馆二楼\n嘉宾：季远山\n{ZH}",
        None,
    ),
    ("date and venue of a panel", f"The last ferry\nDate: 3 May 2031\nVenue: Town Hall, Wexmere\n{EN}", None),
    (
        "the date of an installation",
        f"The last ferry\n{EN}\nName: ferryd\nInstall Date: 3 May 2031 12:34:50\n{EN}",
        None,
    ),
    ("the date of a build in the head", f"The last ferry\nBuild date: 2031-05-03\n{EN}", None),
    ("a deadline", f"老戏台重新开张\n截稿日期：2031年5月1日\n{ZH}", None),
    ("a birthday", f"The last ferry\nDate of birth: 3 May 1961\n{EN}", None),
    (
        "days in running text only",
        f"老戏台重新开张\n{ZH}\n到2031年4月2日，来看戏的人已经超过一万。\n{ZH}",
        None,
    ),
    ("a copyright year", f"The last ferry\n{EN}\n© 2031 Wexmere Gazette. All rights reserved.", None),
    ("a copyright day", f"老戏台重新开张\n{ZH}\n版权所有 © 2020-01-01 至 2031-12-31 城北晚报", None),
    (
        "days of other articles",
        f"老戏台重新开张\n{ZH}\n相关阅读\n桥通了 2031-01-05\n河清了 2031-02-06\n灯亮了 2031-03-07",
        None,
    ),
    (
        "today's day in a site's header",
        f"今天是 2031年4月2日 星期三\n首页 新闻 戏曲\n老戏台重新开张\n{ZH}",
        None,
    ),
    ("relative days alone", f"老戏台重新开张\n发布于 3天前\n{ZH}", None),
    ("relative days in English", f"The last ferry\nPosted 2 weeks ago\n{EN}", None),
    ("an ambiguous day", f"The last ferry\nPosted 03/04/2031\n{EN}", None),
    (
        "the day of a comment",
        f"老戏台重新开张\n{ZH}\n全部评论 (2)\n阿木 发表于 2031-04-05 10:00\n好看！",
        None,
    ),
    ("when a member joined", f"The last ferry\nOrla Penhale\nMember since 3 May 2021\n{EN}", None),
    (
        "a day printed in a quotation",
        f"The last ferry\n{EN}\n“Ferry notice, 3 May 2031: no crossing.”\n{EN}",
        None,
    ),
    ("a month of issue", f"老戏台重新开张\n原载《城北戏曲》2031年4月号\n{ZH}", "2031-04"),
    ("the day of a book", f"老戏台重新开张\n书名：戏台\n出版社：城北书局\n出版时间：2019年6月\n{ZH}", None),
]

MARKDOWN = [
    (
        "front matter",
        f"---\ntitle: The last ferry\ndate: 2031-05-03\nauthor: Orla Penhale\n---\n{EN}",
        "2031-05-03",
    ),
    (
        "front matter of a talk",
        f"---\ntitle: The ferry\nspeakers:\n  - Orla Penhale\ndate: 2031-05-03\nmedia: x.mp4\n---\n{EN}",
        None,
    ),
    (
        "front matter of a meeting",
        f"---\ntitle: 戏台\nevent: 城北戏曲周\nvenue: 文化馆\ndate: 2031-04-02\n---\n{ZH}",
        None,
    ),
    (
        "front matter that says published",
        f"---\ntitle: 戏台\nspeakers: [季远山]\npublished: 2031-04-02\n---\n{ZH}",
        "2031-04-02",
    ),
    ("front matter with an update only", f"---\ntitle: 戏台\nupdated: 2031-04-02\n---\n{ZH}", None),
]

HTML = [
    (
        "JSON-LD",
        _html(
            _json_ld('{"@type":"NewsArticle","datePublished":"2031-05-03T08:00:00Z"}'), "<h1>Ferry</h1>BODY"
        ),
        "2031-05-03T08:00:00+00:00",
    ),
    (
        "a modification day only",
        _html(_json_ld('{"@type":"NewsArticle","dateModified":"2031-06-09"}'), "<h1>Ferry</h1>BODY"),
        None,
    ),
    (
        "an event's day in JSON-LD",
        _html(_json_ld('{"@type":"Event","startDate":"2031-05-03"}'), "<h1>The ferry</h1>BODY"),
        None,
    ),
    (
        "article:published_time",
        _html('<meta property="article:published_time" content="2031-05-03">', "<h1>Ferry</h1>BODY"),
        "2031-05-03",
    ),
    (
        "an update in the markup",
        _html('<meta property="article:modified_time" content="2031-06-09">', "<h1>Ferry</h1>BODY"),
        None,
    ),
    (
        "a time element of an event",
        _html(
            "", '<h1>The last ferry</h1><p>The trip is on <time datetime="2031-07-01">1 July</time>.</p>BODY'
        ),
        None,
    ),
    (
        "a byline with a time element",
        _html("", '<h1>Ferry</h1><p>By Orla Penhale <time datetime="2031-05-03">3 May 2031</time></p>BODY'),
        "2031-05-03",
    ),
    (
        "a footer's day",
        _html("", "<h1>The last ferry</h1>BODY<footer>Last updated 3 May 2031</footer>"),
        None,
    ),
    (
        "a placeholder in the markup",
        _html('<meta name="date" content="0000-00-00">', "<h1>The last ferry</h1>BODY"),
        None,
    ),
    (
        "the first day of all days",
        _html(
            '<meta property="article:published_time" content="1970-01-01T00:00:00Z">', "<h1>Ferry</h1>BODY"
        ),
        None,
    ),
    (
        "a label beside the headline",
        _html("", "<h1>老戏台</h1><div>时间：2031-04-02 来源：城北晚报</div>BODY", body=ZH),
        "2031-04-02",
    ),
]

ADDRESSES = [
    (
        "a day in the address",
        "https://gazette.example/2031/05/03/ferry",
        f"The last ferry\n{EN}",
        "2031-05-03",
    ),
    ("a number in the address", "https://gazette.example/item/20310503", f"The last ferry\n{EN}", None),
    (
        "an address of a later reprint",
        "https://repost.example/2031/06/09/1.html",
        f"The last ferry\nBy Orla Penhale | 3 May 2031\n{EN}",
        "2031-05-03",
    ),
]


CASES = [
    *((what, "https://gazette.example/ferry.txt", page, day) for what, page, day in TEXT),
    *((what, "https://gazette.example/ferry.md", page, day) for what, page, day in MARKDOWN),
    *((what, "https://gazette.example/ferry", page, day) for what, page, day in HTML),
    *ADDRESSES,
]


@pytest.mark.parametrize(("what", "url", "page", "day"), CASES, ids=[case[0] for case in CASES])
def test_only_a_day_of_publication_is_one(what, url, page, day):
    assert read(page.encode(), url=url, headers={}).published_at == day
