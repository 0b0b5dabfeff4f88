"""Invented pages for tests: interviews and news, with what a test may want to vary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

QUESTIONS = (
    ("何采薇", "您为什么把磨坊改成了图书馆？"),
    ("陆星野", "因为镇上的人冬天没有地方坐。磨坊的墙很厚，里面一整天都是暖的，我们只加了两扇窗和一排灯。"),
    ("何采薇", "书是从哪里来的？"),
    ("陆星野", "大部分是邻居送的。第一年收到四千册，我们花了整整一个春天才给它们编好号、上好架。"),
    ("何采薇", "孩子们也来吗？"),
    ("陆星野", "放学以后最多。他们先写作业，再去水轮边上听故事，天黑以前家长会来接。"),
)
HARBOUR = (
    ("Mira Holt", "What changed when the ferry stopped running?"),
    (
        "Tobin Vale",
        "People began to row again. Within a month there were forty boats on the water every morning.",
    ),
    ("Mira Holt", "Was anybody hurt in the storms?"),
    (
        "Tobin Vale",
        "Nobody, because the harbour master closed the mouth early and we all listened to him for once.",
    ),
    ("Mira Holt", "Will the ferry come back?"),
    ("Tobin Vale", "In spring, they say. Half the town hopes it will, and the other half has bought oars."),
)
NEWS = (
    "The council of Alder Reach voted on Tuesday to keep the old signal tower, which had been due to come down in May.",
    "Engineers found that the timber frame is sound and that only the stair and the lamp room need new wood this year.",
    "Work begins in June and will be paid for from the harbour fund, which has not been touched since the new pier.",
    "Visitors may climb the tower again in autumn, when the first school classes are expected to walk up the stair.",
)


def interview(
    title: str,
    turns: Sequence[tuple[str, str]],
    *,
    intro: str = "",
    outlet: str = "",
    published: str = "2031-05-20T09:00:00+08:00",
) -> str:
    """A page of labelled turns."""
    mark = "：" if any("\u4e00" <= char <= "\u9fff" for char in turns[0][1]) else ": "
    lines = [f"<strong>{name}{mark}</strong>{said}" for name, said in turns]
    return html(title, [*([intro] if intro else []), *lines], outlet=outlet, published=published)


def html(
    title: str, paragraphs: Sequence[str], *, outlet: str = "", published: str = "2031-05-20T09:00:00+08:00"
) -> str:
    """A page as a site would print it."""
    site = f'<meta property="og:site_name" content="{outlet}">' if outlet else ""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{published}">{site}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>\n{body}\n</article>"
        "<footer>Imprint</footer></body></html>"
    )


def mill(**changes: str) -> str:
    """The interview about the mill, in Chinese; `changes` replaces what is said by what."""
    page = interview(
        "陆星野：磨坊里的图书馆", QUESTIONS, intro="本刊记者何采薇近日专访了青石镇图书馆馆长陆星野。"
    )
    for before, after in changes.items():
        assert before in page
        page = page.replace(before, after)
    return page


def harbour() -> str:
    """The interview about the harbour, in English."""
    intro = "Mira Holt spoke with the boat builder Tobin Vale about a winter without a ferry."
    return interview("A winter of oars: a conversation with Tobin Vale", HARBOUR, intro=intro)


def tower() -> str:
    """A piece of news in which nobody speaks."""
    return html("Alder Reach keeps its signal tower", NEWS, published="2031-04-02")


def write(folder: Path, **pages: str) -> Path:
    """Write pages into a folder, each as `<name>.html`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, "utf8")
    return folder
