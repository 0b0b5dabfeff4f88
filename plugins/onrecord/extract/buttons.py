"""The words of a site's own buttons and menus."""

from __future__ import annotations

import re

MAX_CHARS = 60  # of a line of buttons
MAX_WORDS = 12

_WORDS = """
    首页 主页 搜索 搜一搜 登录 登陆 注册 退出 会员中心 创作中心 个人中心 我的 消息 我的消息
    聊天消息 系统消息 通知 菜单 导航 网站地图 联系我们 关于我们 加入我们 意见反馈 反馈 帮助
    帮助中心 客服 在线客服 广告服务 友情链接 隐私政策 用户协议 服务条款 返回 返回首页 返回顶部
    回到顶部 返回列表 上一篇 下一篇 上一页 下一页 上一章 下一章 目录 查看更多 加载更多 点击加载更多
    展开 收起 展开全文 阅读全文 阅读原文 点击查看 了解详情 查看原文 分享 分享到 转发 收藏 点赞 赞
    踩 在看 打赏 赞赏 赏礼 赏钱 举报 投诉 评论 发表评论 写评论 写点什么 我要评论 回复 关注 已关注
    取消关注 粉丝 浏览量 阅读量 微信 微博 新浪微博 qq空间 朋友圈 豆瓣 qzone facebook twitter
    linkedin weibo wechat whatsapp pinterest reddit email print 打印 字体 字号 简体 繁体 简体版
    繁体版 英文版 english 手机版 电脑版 app下载 ios下载 安卓下载 微信群 关注我们 管理 复制链接 签到
    签到排行 每日签到 夜间模式 护眼 关灯 正文 广告 推广 赞助 标签 tags tag 图集 download transcript
    share save like reply follow subscribe menu search login home advertisement sponsored
    newsletter 投稿 内容搜索 资源拓展 所有圈子 寄给朋友 人收藏 点击关注 加关注 大 中 小 en
    手机看新闻 客户端 公众号 小程序 扫一扫 扫码关注
"""
_PHRASES = (
    "log in", "sign in", "sign up", "skip to content", "skip to main content", "show more", "show less",
    "read more",
    "share this", "share this article", "listen to this article", "cookie settings", "cookie policy",
    "back to top", "back to index", "load more", "about us", "contact us", "privacy policy", "terms of use",
    "terms of service",
)  # fmt: skip
NAVIGATION = frozenset(_WORDS.split()) | frozenset(_PHRASES)
_PIECES = re.compile(r"[|/·•>»,、:+()\[\]【】_—-]+|\s{2,}")


def are_all(folded: str) -> bool:
    """Is a (folded) line nothing but words of buttons and menus?"""
    if len(folded) > MAX_CHARS:
        return False
    bare = folded.strip(" :>+|·•()[]【】»")
    if bare in NAVIGATION:
        return len(bare) > 1 or bare in "赞踩"  # single letters of a font switch count only together
    words: list[str] = []
    for piece in map(str.strip, _PIECES.split(folded)):
        words += [piece] if piece in NAVIGATION else piece.split()
    named = [word for word in words if not word.isdecimal()]
    return 0 < len(named) < MAX_WORDS and all(word in NAVIGATION for word in named)
