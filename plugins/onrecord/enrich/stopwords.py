"""Words that say nothing about a text: they are never keywords, and no phrase begins or ends with them."""

from __future__ import annotations

from typing import Final

_ENGLISH = """
a about above after again against all almost also although always am among an and another any anyone
anything are around as ask asked at away back be became because become been before began behind being
below between big bit both but by came can cannot come comes coming could day days did different do
does doing done down during each either else enough especially etc even ever every everyone everything
exactly example far few find first for found from further gave get gets getting give given go goes
going gone good got great had happen happened has have having he help her here hers him himself his how
however i if important in indeed instead into is it its itself just keep kind knew know known last
later least less let like likely little long look lot made make makes making many may maybe me mean
means might mine more most much must my myself need never new next no nobody none nor not nothing now
of off often oh ok okay old on once one only onto or other others our ours out over own part people
perhaps place point possible probably put question quite rather re real really right said same saw say
saying says see seem seen several shall she should show since small so some someone something sometimes
soon still such sure take taken talk tell than thank thanks that the their theirs them themselves then
there therefore these they thing things think this those though thought through thus time times to
today together told too took toward tried true try turn two under until up upon us use used using very
want wanted was way ways we well went were what whatever when where whether which while who whole whom
whose why will with within without word words work would yeah year years yes yet you your yours
yourself don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn ll ve t s d m
"""
_CHINESE = """
我们 你们 他们 它们 她们 咱们 大家 自己 别人 人们 这个 那个 这些 那些 这样 那样 这种 那种 这里 那里
这么 那么 什么 怎么 怎样 怎么样 如何 为什么 哪些 哪个 多少 一个 一些 一种 一样 一下 一点 一直 一定 一般
一起 一次 一方面 另一方面 两个 三个 几个 很多 许多 更多 非常 比较 十分 特别 尤其 其实 确实 当然 可能
也许 大概 应该 必须 需要 可以 能够 能不能 是不是 有没有 不是 不会 不能 不要 没有 就是 还是 只是 但是
可是 不过 然而 而且 并且 或者 以及 因为 所以 因此 于是 由于 如果 假如 虽然 尽管 即使 除了 为了 关于
对于 通过 根据 按照 作为 随着 然后 接着 最后 首先 其次 同时 另外 此外 例如 比如 譬如 比如说 也就是说
换句话说 总之 觉得 认为 感觉 知道 看到 看看 看来 来说 来看 说到 表示 指出 谈到 提到 问题 时候 现在 目前
今天 昨天 明天 今年 去年 以前 以后 之前 之后 之间 之一 之中 其中 其他 其它 方面 方式 情况 东西 事情
地方 部分 里面 上面 下面 前面 后面 已经 正在 曾经 开始 进行 成为 变成 出现 存在 使用 包括 不同 相同
真的 真正 完全 越来越 越来 不断 一步 进一步 第一 第二 第三 第一个 第二个 这是 那是 也是 都是 还有 只有
只要 无论 不管 任何 所有 每个 各种 各个 某种 某个 有些 有的 有人 有点 是否 到底 究竟 似乎 好像 甚至
几乎 基本 基本上 实际上 事实上 本身 起来 出来 下来 下去 过来 过去 上去 进去 回来 老师 先生 女士 记者
嘉宾 主持人 主持 提问 回答 您好 谢谢 欢迎 请问 介绍 这块 这边 那边 告诉 希望 想要 愿意 喜欢 来讲 而言
意味着 意思 一句 那种 层面 也好 有意思 挺好 差不多 对吧 没错 样子 一块 一层 越多 有时候 不太 只能 不再
"""

STOPWORDS: Final = frozenset((_ENGLISH + _CHINESE).split())
