"""Lines that want something of the reader: to buy, to join, to read on, to keep off; and heads of blocks."""

from __future__ import annotations

import re

from onrecord.extract.cue import Cue, cue

CALLS = (
    cue(
        "advert",
        r"温馨提示|记得(?:收藏|点赞|关注|转发|分享)|一键三连|(?:赞助|冠名)(?:播出|商|提供|支持)|由.{1,20}(?:赞助|冠名|特约)"
        r"|(?:article|story|content) continues (?:after|below)|\b(?:sponsored|brought to you) by\b",
        120,
    ),
    cue(
        "advert",
        r"广告(?:之|过)?后|(?:点击|戳)?(?:观看|收听|播放)(?:完整|全部|相关|本期)(?:视频|音频|节目)|点击(?:观看|收听)",
        40,
    ),
    cue(
        "app_promotion",
        r"\bno spam\b|\bunsubscribe (?:at )?any ?time|\bjoin (?:over |more than )?[\d,]+\+? (?:\w+ ){0,2}"
        r"(?:readers|subscribers|developers|people|others|members|professionals)\b"
        r"|^(?:enjoy(?:ed|ing)?|liked?|love[ds]?) (?:this|what you)\b.{0,60}(?:share|subscribe|sign up|follow|support)",
        200,
    ),
    cue(
        "navigation",
        r"^(?:登录/?(?:注册)?后可看|下载附件|点击文件名下载|参与人数\s*\d|来自(?:群组|版块|圈子)\s*:|电梯直达|上一主题|下一主题|"
        r"高级模式|本版积分规则|回复\s+使用道具|只看该作者|查看:\s*\d|您需要(?:登录|注册))|^powered by \w+",
        80,
    ),
    cue(
        "app_promotion",
        r"(?:straight|delivered|direct(?:ly)?|right) to your inbox|\b(?:enter )?your e-?mail(?: address)?$"
        r"|设为?星标|(?:点击|戳).{0,8}(?:卡片|名片|蓝字)|加(?:个)?星标",
        140,
    ),
    cue(
        "related",
        r"^[\[(【]?(?:上|下)一?(?:篇|页|章|条|则|期)\s*[\])】]?\s*:"
        r"|^(?:previous|next)(?: post| article| story)?\s*:",
        160,
        "edge",
        ends=True,
    ),
    cue(
        "related",
        r"^.{0,12}(?:地址|链接|网址|官网|在线使用|在线体验|slides|video)\s*:\s*<?(?:https?://|www\.)\S+",
        300,
    ),
    cue(
        "disclaimer",
        r"免责声明|凡本[网站]|不代表本(?:站|网|平台|报|公众号|人)|不构成.{0,6}投资建议|"
        r"[京沪粤浙苏闽渝川津鲁鄂湘皖赣冀豫晋陕甘桂琼滇黔辽吉黑蒙新宁青藏]icp[备证]|"
        r"公网安备|不良信息举报|违法和不良|all rights reserved|(?:©|\(c\)|copyright)\s*(?:©|"
        r"\(c\))?\s*(?:19|20)\d\d|本站(?:不承担|仅提供|所有内容)",
        600,
        ends=True,
        is_strong=True,
    ),
    cue(
        "disclaimer",
        r"^(?:特别|郑重|版权|重要)?声明\s*:|(?:文章|本文|内容)?(?:仅|只)代表作者|版权(?:归|"
        r"所有|声明)|转载请|未经.{0,10}(?:授权|许可|允许|同意).{0,12}(?:转载|禁止|"
        r"不得|复制)|(?:如有|涉及|若有).{0,8}侵权|侵(?:权)?(?:必究|请?删)|(?:请|及时)联系.{0,1"
        r"2}(?:删除|处理)|保留所有权利",
        260,
        ends=True,
    ),
    cue(
        "group_spam",
        r"(?:加|进|入|拉|扫码?|添加|建).{0,10}(?:微信|读者|交流|讨论|互助|粉丝|福利|"
        r"学习|技术|qq)?群(?!体|众|岛|聊|雄|星|山)|(?:加|添加)(?:我|小编|客服|助手|"
        r"个)?.{0,4}(?:微信|vx|v信|wx)|(?:互助|讨论|交流|换汇|福利)群",
        140,
    ),
    cue(
        "advert",
        r"领.{0,8}(?:红包|优惠券|礼包|福利)|(?:淘宝|京东|拼多多|天猫|支付宝|微信)搜|"
        r"优惠券|限时(?:优惠|抢购|特惠)|广告(?:合作|投放|招商)|商务合作|(?:qq|微信|"
        r"vx|邮箱|电话)\s*:\s*[a-z\d_.@+-]{6,}.{0,40}$|(?:点击|戳).{0,10}(?:购买|下单|"
        r"报名|领取|抢购)|立即(?:购买|报名|领取|完善|抢购)",
        120,
    ),
    cue(
        "app_promotion",
        r"下载.{0,10}(?:app|客户端)|(?:扫|长按|识别).{0,10}(?:二维码|小程序码)|关注.{0,16}(?:公"
        r"众号|微信号|视频号|官方微[信博])|(?:公众号|微信号?)\s*[(:].{0,24}(?:关注|"
        r"回复)|(?:后台|公众号)?回复.{0,10}(?:获取|领取|下载)|打开.{0,8}(?:app|客户端|"
        r"微信).{0,12}(?:扫|查看|阅读)|follow us on|download (?:our|the) app|sign up (?:for|"
        r"to) (?:our|the)|subscribe to (?:our|the)",
        140,
    ),
    cue(
        "teaser",
        r"敬请(?:期待|关注|收看|收听)|欢迎(?:预约|收听|收看|围观|报名|订阅|扫码|点击|"
        r"添加|关注)|预约.{0,6}(?:围观|直播|观看)|锁定.{0,12}(?:直播间|频道|节目)|"
        r"不见不散|\bstay tuned\b|\btune in\b",
        200,
        "tail",
        is_strong=True,
    ),
    cue(
        "related",
        r"^(?:相关|延伸|推荐|更多|往期|扩展|拓展|点击|继续|精彩)(?:阅读|推荐|文章|"
        r"回顾|报道|链接|内容)\s*[:>】\]]|^(?:read more|see also|related|read also|"
        r"more on this)\s*:",
        160,
    ),
)

_MORE = (
    r"(?:相关|热门|精彩|更多|延伸|推荐|猜你|大家都在|最新|往期|同类|热点|为你|为您|编辑|"
    r"今日|本周|本月|一周|实时|随机|热搜|你可能|您可能)"
)
_WHAT = (
    r"(?:阅读|推荐|文章|新闻|内容|喜欢|看|资讯|回顾|报道|链接|话题|视频|标签|图文|排行榜?|"
    r"热点|精选|感兴趣|也喜欢|的)"
)
_WHO = (
    r"制作团队|主创团队|制作人员|本期制作|幕后团队|主播团队|片头曲|片尾曲|本期音乐|使用音乐|关于我们|关于节目|"
    r"联系我们|收听方式|互动方式|加入听友群|商务合作|联系方式"
)
BLOCK_HEADS = (
    Cue(
        "comments",
        re.compile(r"^(?:评分|沙发|板凳|地板|[2-9]楼|[2-9]#|#[2-9])$"),
        8,
        "edge",
        ends=True,
        only_text=True,
    ),
    Cue("byline", re.compile(rf"^[\[【](?:{_WHO})[\]】].{{0,30}}$|^(?:{_WHO})\s*:?$"), 40, "edge", ends=True),
    Cue("related", re.compile(rf"^[\[【]?{_MORE}{_WHAT}+[\]】]?\s*[:>]*$"), 16, "edge", ends=True),
    Cue(
        "related",
        re.compile(
            r"^(?:related(?: \w+)?|you (?:may|might) also (?:like|enjoy)|more (?:from|"
            r"on|in|like) .{1,24}|recommended(?: for you| reading)?|(?:read|up) next|most (?:read|"
            r"popular|viewed)|see also|trending(?: now)?|editors'? picks?|popular posts|"
            r"around the web|(?:more|top|latest|other) (?:stories|news|articles|headlines)|"
            r"you (?:may|might) have missed|from our (?:partners|archive)|"
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
