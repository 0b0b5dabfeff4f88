"""The closed lists the rules read: surnames, words for roles, what stands before a colon and is no one."""

from __future__ import annotations

import re
from typing import Final

from onrecord.models import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳"
    "沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况琴归海晋楚闫"
    "法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖覃付代英茆隋邸宛苑遇母仝修麦佐邝揭区操候候岩才洛青卿展占覃牙冼邬"
    "丘雒郇鹿朴睢亓呙栗庹檀粟迟郄芦丛禚苌楼敬矫綦麴鄯"
)
DOUBLE_SURNAMES: Final = _words("""
    欧阳 司马 上官 诸葛 闻人 东方 赫连 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒
    司空 夏侯 南宫 西门 东郭 百里 端木 独孤 轩辕 钟离 澹台 拓跋 申屠 太史 第五
    呼延 万俟 濮阳 淳于 单于 公羊 鲜于 闾丘 仲孙 公冶 宗政 左丘 梁丘 羊舌
""")
# Rare as surnames, common as the head of a word: these need a second witness.
WEAK_SURNAMES: Final = frozenset(
    "有能公经相应都从通法连时成和全东于后国安水家平明文年利海言青才展计米高任常单向古关山白"
)

ROLE_WORDS: Final[dict[str, Role]] = {
    **dict.fromkeys(
        _words("""
    记者 问 Q 提问 采访者 采访人 访谈者 访问者 访员 提问者 本刊 本报 本网 小编
    编者 编辑 问者 笔者 访 Interviewer Reporter Journalist
    Question 本台记者 本刊记者 本报记者 采访组 采访 同学 学生记者 外媒记者
    外国记者
"""),
        "interviewer",
    ),
    **dict.fromkeys(
        _words("""
    主持人 主持 司仪 主播 节目主持人 Host Moderator Operator
    Anchor Presenter Facilitator Announcer Chair Chairman Chairwoman Chairperson
"""),
        "moderator",
    ),
    **dict.fromkeys(
        _words("""
    答 A 嘉宾 受访者 受访人 被访者 被采访者 回答 答复 讲者 发言人 专家 老师 教授
    医生 作家 导演 作者 回应 答者 Guest Interviewee Answer
    Witness Panelist Respondent 学长 学姐 校友 店主 律师 院长 校长 局长 市长 部长
    主任 总理 总统 主席 书记 教练
"""),
        "guest",
    ),
    **dict.fromkeys(
        _words("""
    观众 网友 听众 读者 现场观众 现场提问 观众提问 网友提问 学生 家长 市民 群众
    投资者 与会者 参会者 Audience Listener Caller Viewer
    Attendee 分析师 Analyst 听友 来宾
"""),
        "audience",
    ),
}
ROLE_BY_LOWER: Final = {word.lower(): role for word, role in ROLE_WORDS.items()}
GENERIC_ANSWER: Final = _words("""
    答 a 回答 答复 受访者 受访人 被访者 被采访者 嘉宾 回应 guest
    interviewee answer 发言人
""")
FORMS_OF_ADDRESS: Final = _words("""
    总 老师 先生 女士 教授 院士 博士 老 导 院长 校长 局长 主任 部长 律师 医生 同学
    小姐 主席 会长 行长 秘书长 书记 市长 省长 总理 校友 师傅 老板 处长 科长 厅长 司长 社长 站长 馆长 所长
    村长 镇长 乡长 县长 区长 队长 厂长 经理 总监 董 董事长 工 叔 姨 伯 哥 姐 爷爷 奶奶 阿姨 导演 教练
""")

# What stands before a colon at the head of a line and is no one who speaks.
METADATA: Final = _words("""
    来源 作者 编辑 责任编辑 责编 时间 日期 地点 标题 题目 导语 导言 引言 摘要
    内容摘要 内容提要 关键词 关键字 标签 分类 栏目 注 备注 附 附注 说明 译注 注释
    编者按 编按 按语 前言 后记 结语 结论 总结 小结 简介 介绍 背景 概述 地址 电话
    邮箱 网址 链接 微信 公众号 微博 投稿 联系人 联系方式 传真 手机 阅读 浏览
    浏览次数 浏览量 点击 点击数 评论 收藏 发布时间 发布日期 更新时间 发布 出处 原文
    原文链接 原标题 原题 译者 翻译 校对 审校 整理 文字整理 摄影 摄像 图片 图片来源
    图源 图 文 撰文 撰稿 策划 监制 出品 制作 制片 设计 排版 美编 视频 音频 字数
    本文字数 阅读完需 采访时间 采访地点 采访方式 访谈时间 访谈地点 受访 免责声明 声明
    版权声明 版权 转载 提示 温馨提示 注意 警告 例如 比如 譬如 例 例子 示例 举例
    举个例子 答案 解析 参考 参考文献 优点 缺点 特点 功能 价格 规格 配料 主料 辅料
    调料 做法 步骤 材料 原料 小贴士 用法 用量 目的 方法 结果 讨论 议题 参会人员
    与会人员 出席 主持词 待办 目录 专访人物 人物简介 嘉宾简介 人物 受访对象 访谈对象
    采访对象 采访人物 访谈人物 活动时间 活动地点 本文要点 要点 编导 字幕 录音 录入
    剪辑 后期 场景 旁白 画外音 字幕组 作者单位 单位
    解说 解说词 同期 广告 推广 首先 其次 再次 最后 第一 第二 第三 第四 第五
    其一 其二 其三 一是 二是 三是 另外 此外 因此 所以 但是 不过 然而 同时 而且
    另一方面 一方面 事实上 其实 当然 总之 换言之 输出 输入 代码 命令 运行 问题 原因
    解决方案 解决办法 建议 重点 核心 关键 亮点 观点 金句 网友评论 读者评论 评语 品牌
    型号 产地 重量 尺寸 屏幕 电池 系统 下载地址 项目地址 论文地址 在线使用 在线体验
    代码地址 开源地址 直播地址 视频地址 采访视频地址 您的位置 当前位置 位置 字体 字号
    分享 扫码 关注 责任编辑 source author editor edited note
    notes warning example examples error tip tips
    step date time place location title subject
    via tags category keywords abstract summary
    introduction conclusion background references
    photo photos image credit credits translator
    reviewer publisher url link links website
    email e-mail phone tel fax contact address
    copyright disclaimer read more related updated
    published posted by written hint output input
    usage result results answer key important
    caution slides podcast transcript video audio
    media episode download share follow chapter
    section figure table ps p.s http https break
    music intro outro ad re fwd from to cc
    subscribe topics size prerequisites questions definition definitions exercise exercises note
    answers interview panel panelists opening workshop tickets problem solution
    ingredients directions method materials
    overview description features pros cons price
""")
BOTS: Final = _words("""
    助手 机器人 客服 系统 系统提示 模型 提示词 指令 ai assistant system bot chatbot
    chatgpt gpt gpt-4 claude gemini response siri 人工智能
""")
_SERVICE: Final = re.compile(
    r"\S{0,8}(?:客服|助手|机器人|助理|小秘书)(?:小?[\u3400-\u9fff]{1,2})?|.*bot|(?:.* )?(?:assistant|agent|copilot)",
    re.I,
)
# Those who write to a product.
USERS: Final = _words("用户 客户 顾客 人类 你 我 user human customer you me prompt client visitor")


def is_bot(key: str) -> bool:
    """Whether a label (in lower case) names a product that answers, or one of its messages."""
    return bool(_SERVICE.fullmatch(key)) or key in BOTS


# A label that ends so opens a sentence; one that holds such a word is a phrase.
LEAD_IN: Final = re.compile(
    r"(?:说|道|称|表示|认为|指出|写道|强调|回忆|透露|坦言|介绍|如下|以下|问道|答道|想|看到|发现|知道"
    r"|觉得|就是|的是|问题|原因|结论|观点|想法|例如|比如|包括|显示|说法|一句话|全文|实录"
    r"|内容|消息|时间|地址|日期|次数|人员|名单|摄影|整理|简介|电话|邮箱|方式|链接|关键词|标题|文件"
    r"|章|节|篇|步|类|种|级|版|词|表|导读|提要|概要|摘要|看点|预告|回顾|名片|档案|资料|手记|后记|声明|热线|提示)$"
)
PHRASE: Final = re.compile(
    r"[的是了在有被把让我你您他她它们这那哪其就都也很最更又还不没能会要想对于从向由以为而且或但若如因所之]"
)
PRONOUN: Final = re.compile(r"[我你您他她它咱]|^(?:这|那|哪|谁|怎么|为什么)")  # in a phrase, not in a label
NOT_IN_A_NAME: Final = re.compile(r"[的是了在被把让我你您他她它们这那哪就都很更没不吗呢吧啊啦么说]")
LETTER: Final = re.compile(r"^(?:dear|亲爱|尊敬|to)\b", re.I)
NUMBERED: Final = re.compile(
    r"^(?:第?[一二三四五六七八九十百\d]+[章节步条点部回集讲期、.)]?|\(?[一二三四五六七八九十\d]+\)?"
    r"|[ivx]+|[①-⑳])$",
    re.I,
)
HONORIFICS: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|rev|hon|sen|senator|rep|gov|president|judge"
    r"|justice|mayor|minister|secretary|commissioner|chairman|chairwoman|governor|ambassador|superintendent"
    r"|councill?or|coach|officer|detective|lord|lady|chancellor|premier|representative|chief|capt|gen|col|sgt)\.?\s+",
    re.I,
)
MACHINE: Final = re.compile(
    r"^(?:spk|speaker|spkr|讲者|说话人|发言人|发言者|讲话人|嘉宾|voice|participant"
    r"|声音)[\s_#-]*(?:\d{1,3}|[a-z一二三四五六])$",
    re.I,
)
# What is done beside speaking, printed within the label or after it.
STAGE_NOTE: Final = re.compile(
    r"^(?:[大众齐苦微]?笑(?:了|着|声)?|全场|众人|齐声|插话|哭|笑场|沉默|停顿|点头|摇头|鼓掌|掌声|哽咽|思考|叹气|微笑|laugh(?:s|ing"
    r"|ter)?|pause|chuckles|crosstalk|applause|sighs?)",
    re.I,
)
# Labels of what no participant says: narration, captions, adverts, the editor.
ASIDE: Final = re.compile(
    r"[\[(*\s]*(?:解说词?|旁白|画外音|字幕|同期声?|广告|推广|赞助商?|编者[按注]|图[注说]|小编注|译者?注|背景音乐?|链接"
    r"|narrat(?:or|ion)|voice-?over|caption|photo|ad(?:vert(?:isement)?)?|sponsor(?:ed)?"
    r"|editor's note)\s*[\])*]*\s*[:|\])]",
    re.I,
)
# Words that end the name of who publishes.
OUTLET_WORD: Final = re.compile(
    r"(?:网|周刊|月刊|报|杂志|传媒|社|频道|电台|电视台|日报|晚报|时报|评论|财经|科技|新闻|观察"
    r"|研究院|Magazine|Times|News|Post|Weekly|Quarterly|Journal|Review|Voice|Radio|TV|Media|Press"
    r"|Daily|Tribune|Herald|Gazette|Today|Observer|Insider|Digest)$"
)
