"""Who may take their own life, or somebody close to the writer: that comes before a loss, a loan or a lover beside it.

Whom it is about is told by who is named last before the words: "my husband lost the house and talks about ending it".
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import holes
from bot.dialogue.sayings import KIN, KIN_HAN, LONGEST
from bot.dialogue.types import ABOUT_AN_OFFER, ANOTHER_HELD, EMERGENCY, FRAUD, OF_WHO_IS_HELD
from bot.match.context import topic
from bot.match.decide import OFFERED
from bot.match.types import Context, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogue.types import World
    from bot.match.types import Decision

ONESELF, ANOTHER = "bot.distress", "bot.distress_other"
ON_HIGH = "bot.high_place"
CALLED = "bot.ambulance"
LIFE = frozenset({ONESELF, ANOTHER, ON_HIGH, CALLED})
WILL = r"(?:wan(?:na|t to|ts to)|gonna|going to|about to|might|just)"
NOT = r"(?:do(?:es)?n'?t|not|no longer|never)"
PART = 250  # characters: a long text is read in parts of about so many
SENTENCE = re.compile(rf"[^.!?。！？\n]{{1,{PART}}}[.!?。！？\n]{{0,5}}|[.!?。！？\n]{{1,{PART}}}")
FEW = 80  # characters: whoever has taken something writes no more
SURE = 0.75  # an answer this likely needs no second look
ENDS = 10  # parts that are read at either end: a message of Telegram has about sixteen
SURELY = 0.6  # found in a part of a long text: whoever tells much says things in passing
POISON = r"(?:poison|pesticide|clorox|bleach|jik|harpic|paraquat|gramoxone)"
DRINKS = rf"(?:drank|drunk|drink(?:s|ing)?|swallow(?:s|ed|ing)?|took) (?:\w+ ){{0,2}}{POISON}"
I_AM_GONE = (
    r"i(?:(?:'?m| am| was| were) (?:dead(?! tired)|gone(?! (?:for|to|abroad|overseas|away|from|on|home|back)))"
    r"| (?:die|pass away)(?! (?:at work|on (?:the )?(?:ship|site|job))))"
)
FAMILY_HAN = r"(?:老婆|老公|小孩|孩子|家里|家人|父母|爸妈)"
DEBT_HAN = r"(?:网贷|贷款|[欠借]\w{0,4}钱|债|催收|平台)"
DESPAIR = re.compile(
    r"\b(?:(?<!not )(?<!n't )(?<!nt )(?<!no )(?:want|wants|wanted|wanna|ready) to die"
    rf"|{NOT} (?:want|wants|wanna)(?: to)? (?:live(?! (?:with|in|at|near|here|there|on))|be alive|wake up)"
    r"|kill(?:ing)? (?:my|him|her|them)sel(?:f|ves)|hang(?:ing)? (?:my|him|her)self|suicidal"
    r"|(?:think\w*|talk\w*) (?:of|about) (?:suicide|ending it|dying)"
    r"|end(?:ing)? (?:it all|it tonight|(?:my|his|her) (?:own )?life)|better off without (?:me|him|her)"
    r"|better if (?:i|he|she)(?:'?s|'?m| am| is| was| were)? (?:not (?:here|alive)|dead|gone)"
    rf"|easier if {I_AM_GONE}|(?:life|lives) (?:would|will) be (?:easier|better) without me|worth more dead"
    r"|(?:madali|mabuti pa|sana|better|easier)\b[^.!?\n]{0,14}\b(?:ma)?wala na (?:lang )?(?:sana )?ako"
    r"(?! (?:sa|utang|trabaho|problema|ng|load|pera)\b)"
    rf"|(?:if|when|once|after) {I_AM_GONE}\b[^.!?\n]{{0,40}}"
    r"\b(?:loans?|debts?|lenders?|stop (?:asking|calling|bothering))"
    rf"|(?:loans?|debts?|lenders?)\b[^.!?\n]{{0,30}}\b(?:if|when|after) {I_AM_GONE}"
    r"|insurance\b[^.!?\n]{0,20}\bsuicide"
    r"|(?:goodbye|suicide|farewell) (?:letter|note)"
    r"|unaliv(?:e|ing) (?:my|him|her)self|(?:my|her|his) sewer ?slide|kms (?:rn|right now|fr|tonight|today)"
    rf"|{WILL} (?:kms|(?:off|neck) (?:my|him|her)self|top (?:my|him|her)self(?! up))"
    r"|(?:rather|prefer to|wish i could)(?: just)? not (?:be alive|exist|wake up(?! (?:at|so|early|for)))"
    r"|(?:do(?:es)?n'?t|not) (?:want to|wanna) exist"
    r"|rather be dead|wish i(?:'?d| had)? (?:(?:was|were) dead|never wok(?:e|en) up)"
    r"|no (?:reason to live|point (?:in )?living)(?! (?:with|in|at|near|here|there|on))|nothing (?:left )?to live for"
    r"|(?<!us )(?<!we )(?:step(?:ped)?|jump(?:ed)?|(?:throw|threw) (?:my|him|her)self)(?:ing)? (?:in ?front of|under) "
    r"(?:a |an |the )?(?:lorry|truck|train|bus|metro)(?! ?(?:station|stop|stand|company|driver))"
    rf"|{WILL} (?:just )?walk (?:in ?front of|under) (?:a |the )?(?:lorry|truck|train|bus|metro)(?! ?st)"
    rf"|{WILL} (?:just )?(?:ride|drive)(?: straight)? into (?:a |the )?(?:lorry|truck|train|traffic|tree|one(?! of))"
    r"|look at (?:the |all the )?(?:lorries|trucks|trains|buses|traffic|river|rope|pills|knife) (?:n|and|&|then) think"
    r"|(?:say|says|said) (?:\w+ )?(?:s?he|i)(?: will|'?ll| is going to| goes)? hang(?! (?:out|up|on|around|with))"
    rf"|{DRINKS}|(?:holds|holding) (?:\w+ ){{0,2}}(?:poison|pesticide)"
    r"|killed myself(?! laughing)|(?:shot|shoot(?:ing)?) (?:my|him|her)self(?! in the foot)"
    r"|blow my brains out|s\W?u\W?[i1*]?\W?[c*]\W?[i1*]?\W?d\W?al|s[*]?[i1*]?c[i1*]?d[a*]l|commit(?:ting)? suicide"
    r"|suicide (?:attempt|plan|method)s?|attempt(?:ed|ing)? suicide"
    r"|(?:i|i've|i have) attempted(?: again)?(?: last night| yesterday| today| this morning| once| twice"
    r"| \d+ (?:days|weeks) ago)(?! to\b)"
    r"|(?:wish(?:ed)?|hope|hoping|pray(?:ing)?|beg(?:ging)?)(?: \w+)? (?:i|to|for me to)(?: just| could| would| can)? "
    r"(?:die(?! of)|be dead|not wake up|never wake up|stop existing|disappear forever"
    r"|(?:do(?:n'?t| not)|never) (?:survive|wake up))"
    r"|wish i (?:was|were|had been|'?d been) (?:never born|hit by|run over)|never (?:been )?born at all"
    r"|wish i(?:'?d| was| were| had)? never (?:been )?born|lost (?:the|all|my) will to live|no will to live"
    r"|(?:don'?t|no longer|stopped) car(?:e|ing) (?:if i (?:live|die)|about living)(?! (?:here|there|in|with))"
    r"|no (?:reason|point|purpose) (?:(?:to|in|of|for) )?(?:keep(?:ing)? on |to keep on |carry(?:ing)? on )?"
    r"(?:existing|being alive)"
    r"|reasons? (?:not to die|to stay alive)|tired of (?:being alive|existing)|sli(?:t|tting) (?:my )?wrists?"
    r"|cut(?:ting)? my (?:wrists?|veins)|want to (?:hurt|harm|cut) myself"
    r"|(?<!shows )(?<!of )(?<!about )self[- ]?harm(?:ing|ed)?(?! (?:apps?|ads|videos?|content|sites?|pages?))"
    r"|(?:painless|easiest|easy|quick(?:est)?|best|peaceful|(?:less|least) painful) (?:ways? )?to "
    r"(?:die|kill myself|end (?:it all|my life))"
    r"|(?:painless|peaceful) (?:death|suicide)"
    r"|how (?:easy|hard|painful|long) (?:is|does|would) it (?:take )?to die "
    r"(?:by (?!\w+ bite)|from (?:a fall|hanging|pills)|of (?:an )?overdose)"
    r"|how (?:many|much) (?:\w+ )?(?:pills?|tablets?|capsules?|mg|paracetamol|panadol|tylenol)(?: \w+){0,4} "
    r"(?:die|kill (?:me|myself)|od on)"
    r"|(?:i|i've|i have|he|she|just|already) (?:just |have |has )?(?:took|taken|swallowed|downed) "
    r"(?:all (?:of )?(?:my|the)|(?:a|the) (?:whole )?(?:bottle|pack|strip) of|too many|\d{2,})(?: \w+){0,2} "
    r"(?:pills|tablets|meds|medication|paracetamol|panadol|tylenol)(?! (?:\w+ ){0,3}(?:doctor|prescribed|usual))"
    r"|(?:i|he|she) overdosed|(?:to|gonna) overdose(?! (?:on|of) (?:vitamin|caffeine|sugar))"
    r"|overdosing (?:tonight|myself|now)"
    r"|swallowed (?:a|the) whole (?:bottle|pack|strip|box) of"
    r"|(?:fastest|how) (?:way )?to die (?:painlessly|without pain|fast|quickly)|fastest way to die"
    r"|drown(?:ing)? myself|(?:planned|planning) my suicide"
    r"|(?:tired of|not worth) living(?! (?:in|with|at|here|there|on))"
    r"|no (?:reason|point) (?:to|in) (?:keep going|go on|going on)(?! (?:with|to|about))|ready to kms"
    r"|(?:knife|blade|razor) (?:to|on|at) my wrists?|tried to end it(?: all| last night| yesterday)"
    r"|(?:want to|gonna|going to) hang from the (?:ceiling|fan|rafters)|hung myself)\b"
    r"|[不唔]想活(?![动跃])|(?:就|也|都|真|我|他|她)不活了|活够了"
    r"|(?:想|就|要)(?:从\w{1,4})?跳下去(?!\w{0,2}[逃跑])|想往下跳|撞死算了|[死跳活]\w{0,3}一了百了"
    r"|一了百了算了|想一了百了"
    r"|没法活|活不下去|活(?:[着著]|下去)?[没冇]有?(?:什么|啥)?(?:意思|意义)|遗书|寻死|轻生"
    r"|想不开(?![通户门始车机灯发])|割腕|不如死|死了算了"
    r"|(?:想|要|去|说|打算|就|准备)(?:自杀|跳楼(?![价机])|上吊|跳桥|烧炭(?![烤火取]))|烧炭自杀"
    r"|(?<!不)想死(?![你我他她机])"
    r"|(?:没脸|对不起)\w{0,6}[\s，,。]*(?:打算|准备|想)?今晚就?走"
    r"|(?:想|要|去|就|准备)(?:自鲨|紫[砂杀沙](?![壶杯锅泥器茶]))|想去死(?![你我他她])"
    r"|把?(?:煤气|瓦斯|燃气)(?:打开|开[着著])|(?:喝|吞|拿[着著]|拿出)了?\w{0,3}(?:农药|安眠药|百草枯)"
    r"|(?:农药|安眠药)(?:喝|吞|拿)"
    r"|[想要请求](?!么)(?:\w{1,3})?去死(?![你他她吧一海神亡记磕守])"
    r"|(?:现在|这就|马上|今晚|明天)就?去死(?![你海亡神记磕])|死成功"
    r"|(?:我为什么|为什么我)还?没死|为什么还没死(?=[。.!！?？\s]|$)"
    r"|(?:我|今天)\w{0,4}还没有?死(?=[啊呢呀。.!！?？\s]|$)"
    r"|(?:我(?:到底)?(?:什么时候|几时|何时)才?|(?<!\w)(?:什么时候|几时)我?才?)(?:能|会|可以)死(?!机|心)"
    r"|(?:要是|如果|希望|但愿)(?:我|梦里|昨[晚天]|自己|能)\w{0,6}死(?:了|掉)?\w{0,3}(?:多好|就好|好了)|希望自己死掉"
    r"|(?:安眠药|止痛药)\w{0,10}死(?!机)|(?:几|多少)[颗片粒瓶]\w{0,4}药\w{0,6}死(?!机)"
    r"|吃了\w{0,3}(?:整|半|一|几|十|百|\d)\w{0,3}[瓶片粒颗板]\w{0,2}安眠药|(?:怎么|如何)自杀(?!式|案|率|未)"
    r"|我(?:要|想|已经)?自杀了"
    r"|吃药自杀|一死了之|(?:想|要)结束(?:自己|(?:这)?一切)|(?:想|要|去)(?:跳[河江海](?!鲜|景|边)|卧轨)"
    r"|买了\w{0,2}炭[\s，,]*\w{0,6}烧(?!烤)"
    r"|(?<![人鱼虾蟹猫狗])死了(?:就|也)?(?:不用(?!还)|没人(?!管)|解脱|干净|清净)"
    r"|(?<![胁说工板活要就])(?:让|允许|祝|愿|希望|求求?你?)(?:让)?我(?:赶紧|快点|早点|意外)?"
    r"(?:死|死掉|死亡|消失)(?!心|你)"
    r"|我(?:也|就|真|只|好)?想?(?:赶紧|快点|早点)(?:死|死掉)(?!心)|我快点?死吧|(?:一起|有没有人?|相?)约死|结伴自杀"
    r"|(?:结束|了结|终结|了断)(?:掉|了)?(?:我|自己|这)?(?:的|这)?\w{0,4}(?:生命|一生(?!一世)|性命)"
    r"|(?:选择|想|要)了结(?:自己|一切)"
    r"|(?:想|要|就|选择|准备|打算|安静地?|直接|永远地?)\w{0,4}(?:离开|告别)"
    r"(?:这个?|这)?(?:世界|人世|人间)(?!杯|各地)"
    r"|我\w{0,3}(?:去|到)(?:那个|另一个|另外一个)世界(?!玩|的)"
    r"|(?:死亡?|去死|自杀)(?:才|就)?是?(?:我)?(?:唯一|最好)的(?:解脱|办法|出路|选择)"
    r"|(?:一觉|永远|再也|长)(?:睡)?\w{0,4}(?:不要|不想|不用|不会|别|不再|不)(?:再)?醒(?:来|过来)"
    r"|(?<!梦)(?<!上)不想再?醒(?:来|过来)(?!这么|那么|太)|(?:弄|杀|掐)死(?:我)?自己|把自己(?:弄|杀|掐)死"
    r"|自杀(?:未遂|过)"
    r"|自杀了[一两二三四五\d]次|(?<![来独各亲暗])自残(?![疾联障])|(?<![来独各亲暗险])自伤(?![心感神者害痛])"
    r"|(?:划|割)(?:了|开|破)?(?:自己)?(?:的)?手腕"
    r"|怎么死(?=才|比较|最|不[会疼痛难]|会?舒服)|(?:(?<![卡锁杀弄])死|自杀|自尽)(?:去)?的(?:方法|方式|办法)"
    r"|(?:无痛|不痛苦|没有痛苦|体面)地?的?(?:死|自杀)"
    r"|(?:没有?|找不到|看不到|失去)了?(?:活(?:着|下去)|生)的(?:意义|理由|勇气|欲望|动力|必要|希望)"
    r"|活(?:着|下去)(?:真的|到底)?(?:还)?(?:太累了|为了?什么|有什么(?:意思|意义|用)|干什么|干嘛)"
    r"|(?<![蟹虾鱼])为什么(?:还)?要活(?:着|下去)(?![蒸煮做杀运])"
    rf"|(?<!\w)(?:请问|问一下|如果|要是|万一|假如)?(?:人|我|自己)(?:要是|如果|万一|真)?(?:没了|不在了|死了)(?:以后|之后)?[\s，,]*"
    rf"(?:\w{{0,6}}{DEBT_HAN}(?!\w*工资)\w{{0,10}}(?:还|找|赔|追|没|消)|\w{{0,6}}{FAMILY_HAN}\w{{0,6}}(?:要还|用还|还债|还钱)"
    r"|\w{0,6}(?:不用还|不会再?被?催))|人死债消|人死了\w{0,4}债\w{0,6}(?:没|消|还)|自杀\w{0,4}赔"
    rf"|(?<!\w)(?:人|我)走了(?:以后|之后)?[\s，,]*\w{{0,6}}(?:{DEBT_HAN}|{FAMILY_HAN})\w{{0,8}}(?:要还|用还|还债|还钱)"
    r"|保[单险]\w{0,3}满(?:两|2|二)年[了\s，,]{0,3}(?:应该|就|都)\w{0,3}赔(?!钱)"
    r"|留(?:下|了)?(?:一?封)?遗言|(?:写|录)(?:好|下|了|完)?遗言|过不了今(?:天|晚|夜)|活不(?:过|到)(?:今|明)"
)
# So write those who are held as well: where work may be meant, it is no sign.
HERE = re.compile(
    r"\b(?:(?:rather|wish i could)(?: just)? not|do(?:n'?t| not) (?:want to|wanna)) be here any ?more\b"
    rf"|(?:\b{WILL}|\bwill|'ll) jump (?:off|from) (?:the |a |this |that |my )?(?:\w+ )?"
    r"(?:bridge|over ?pass|flyover|roof|building|balcony|cliff|block|tower|window|floor)\b"
    r"|\bi(?:'?m| am| have| just|'?ve)? "
    r"(?:got|bought|bring(?:ing)?|brought|loaded|have|holding|pick(?:ing|ed) up|buying) "
    r"(?:the |a |my |some )?(?:loaded |new |my dad'?s )?(?:gun|shotgun|rifle|noose|rope)\b"
    r"(?! (?:license|licence|permit|safe|skin|in (?:a |the )?(?:game|free|gta|pubg)|bridge|ladder))"
    r"|\b(?:pick(?:ing)? up|buy(?:ing)?|get(?:ting)?|get hold of) (?:the|a|my) (?:gun|noose) "
    r"(?:tomorrow|tonight|today)\b"
    r"|\b(?:gave|wrote|written|left|leaving|finished) (?:my|the|a (?:goodbye|suicide|last)) (?:note|notes|letters?) "
    r"(?:to|for) my (?:family|mum|mom|mother|dad|parents|kids|children|wife|husband|loved ones)\b"
    r"(?! on (?:the )?fridge)"
    r"|\bwrote (?:a|the) letter to my (?:family|parents|kids|children)$|\b(?:wrote|written|writing) my notes?$"
    r"|\b(?:sent|said|saying|made|texted) (?:my |all my |all of my )?(?:final |last )?good-? ?byes\b"
    r"(?! (?:at the airport|to (?:grandma|my (?:team|colleagues|boss))))"
    r"|\bmy (?:last|final) "
    r"(?:post|words|night (?:alive|on earth)|day (?:alive|on earth)|message[,.]? (?:ever|goodbye)|goodbye)\b"
    r"|\b(?:it'?s all|everything'?s?(?: is)?) (?:set|ready)[\s.,]+(?:and )?i'?m (?:gonna|going to) do it\b"
    r"|\b(?:probable|another|second|final|planned|my last) attempt (?:in \d+ hours|tonight)\b"
    r"|\bnight ?walk\b.{0,20}\bnot plan(?:ning)? on coming back\b"
    r"|\b(?:how|where|trying) to (?:\w+ )?get (?:a|my hands on a) gun\b(?! (?:in|for) )"
    r"|(?:从|往)\w{0,4}(?:楼|桥|窗|阳台)上?\w{0,2}跳(?:下去?)?+(?!\w{0,3}[逃跑出来]|了)"
    r"|再见了?[，,\s]*(?:这个)?世界(?!杯)"
    r"|(?<!电)(?<!量)(?<!费)(?<!钱)(?:撑|熬|坚持)不(?:过|到)(?:今|明)"
)
ON, ON_HAN = r"(?:on|at|by|near|over)", r"(?:楼顶|天台|顶楼|房顶|桥上|桥边|栏杆|阳台|窗台|江边|河边|水库边|铁轨)"
HIGH = re.compile(
    rf"\b(?:stand|stood|sitt?|sat|am|i'?m|climb)(?:ing|ed)? (?:up )?(?:here )?{ON} (?:the |a |my |this )(?:\w+ ){{0,2}}"
    r"(?:edge(?! of (?!the (?:roof|balcony|bridge|building)))|ledge|railings?|roof(?: ?tops?)?|(?:foot|over) ?bridge"
    r"|(?<!friendship )bridge|flyover|overpass|cliff|(?:rail|train) ?tracks?)\b"
    r"|\b(?:location|pin|gps|find my|she|he)\b[^.!?\n]{0,20}\b(?:top|roof) of (?:the |a )?"
    r"(?:parking|car ?park|building|tower|block|mall|garage)"
    rf"|(?<![车网])[坐站爬待呆躺](?:到|在|上)?了?\w{{0,6}}(?:{ON_HAN}|[层楼顶桥江河]边[上边])"
    rf"|(?:{ON_HAN}|[层楼]边上?)\w{{0,4}}[坐站待呆躺]"
    rf"|(?:{ON_HAN})\w{{0,2}}风(?:好|很|真|挺)?大|往(?:{ON_HAN})\w{{0,2}}[去走跑]"
    r"|[在去上]了?(?:楼顶|天台|顶楼|房顶|桥上)"
    r"|\bon (?:the|a|this) (?:(?:foot|over) ?)?(?:bridge|roof(?: ?top)?|overpass|flyover)\b(?= now| alone| so|[.,]|$)"
)
WINDY = re.compile(r"^(?:这边|这里|上面)\w{0,2}风(?:好|很|真|挺)?大")  # of whoever spoke of dying before
# Who is held tells of other things without any of these: "somebody stands behind me".
HEIGHTS = re.compile(
    r"\b(?:roof\w*|bridges?|over ?pass|flyover|balcon\w+|windows?|edge|ledge|rail\w*|tracks?|trains?|tower|cliff"
    r"|floors?|stor(?:e?y|ies)|high|heights?|jump\w*|climb\w*|rope|up here"
    r"|look(?:ing)? down|down (?:there|below)|top|river|water|block|parking|car ?park|fall|wall|ladder|crane"
    r"|let(?:ting)? go|one step|far down|ground|terrace|deck|pier|dam|platform|station|metro|subway"
    r"|(?:walk|am|m) (?:up|out) (?:on|at)|\d+(?:st|nd|rd|th))\b"
    r"|[楼桥窗台跳崖栏轨顶高江河海湖掉墙坡塔层坝堤山]|(?<![旁这那身])边|下面|往下|风|松手|一步"
)
# Whoever was told where to find help has taken something.
PILLS = r"(?:pills?|tablets?|meds|medication|bottle|strip|pack)"
TOOK = re.compile(
    r"\bi(?:'?ve| have| just| already)* (?:drank|drunk|swallowed|took|taken|ate|finished) "
    r"(?:it all|them all|all of (?:it|them)|it|some|them|everything)"
    r"(?=\W*$|[.,!]| (?:\d+|an? |already|now|just|ago|and (?:i|it|my)\b))"
    r"|\bs?he(?:'?s| has| just| already)* (?:drank|drunk|swallowed) (?:it|some|them|all)\b"
    rf"|\b(?:took|taken|swallowed|ate|finished|had|drank)(?: (?:the|my|her|his|all|a|of|whole|\d+)){{1,4}} {PILLS}\b"
    r"|\b(?:one|two|half|1|2) (?:caps?|sips?|mouthfuls?|bottles?|strips?)\b(?! (?:of )?(?:water|tea|milk|coffee|beer))"
    r"|\b(?:it is|it'?s|throat|mouth|stomach|belly)(?: is)? burning\b|\bburn(?:s|ing) my (?:throat|mouth|stomach)\b"
    r"|(?:^|(?<=[\s，,。我她他刚都就经]))(?:喝|吞|咽)(?:了|下去)(?!\w{0,3}(?:[饭粥汤茶奶酒啡]|(?<![毒白厕药])水))"
    r"|(?:药|[片颗瓶粒板])\w{0,4}(?:吃|吞|喝)(?:了|完|下去|光)"
    r"|(?:吃|吞|喝)(?:了|下|完)\w{0,3}(?:[\d一二两三四五六七八九十几半整]+\w?[片颗瓶粒板盒]|安眠药|农药)"
)
NOT_TAKEN = re.compile(
    r"\b(?:not|never|\w+n'?t)(?: \w+)? (?:drank|drunk|drink|took|taken?|swallow(?:ed)?|eaten|ate)\b"
    r"|(?:没有?|没敢|不|别)\w{0,2}(?:喝|吞|咽|吃)|(?:钱|卡|账|平台|骗子?|atm)\w{0,5}吞"
)
# Who parts from what is dear to them after a loss.
FAREWELL = re.compile(
    r"\b(?:take care of|look after|feed) [\w( ]{0,20}\b(?:dogs?|cats?|pets?|kids?|children|mum|mom|mother)\b(?! food)"
    r"|\b(?:gave|giving|gives) (?:me |us |them |everyone )?(?:away )?(?:all )?(?:her|his) "
    r"(?:airpods|things|stuff|clothes|jewel\w*|ring|laptop|watch|dog|cat)\b"
    r"|\b(?:bought|got|something)\b[^.!?\n]{0,25}\bagro ?vet\b"
    r"|\b(?:pesticide|poison|rope|pills?)(?: is| are|'?s)? (?:here|ready|on the table|in front of me)\b"
    r"|\b(?:pesticide|poison|rope|pills?|(?:cotton|crop|weed|paddy|field|rat)[ -]?(?:spray|killer|medicine|poison))\b"
    r"(?: (?:i|is|are|have|kept|keep)|'?s){0,3} (?:(?:near|beside|next to|with) me|in my hand)\b"
    r"|\b(?:(?:they|he|she) )?(?:wo?n'?t|will not) (?:find me|see me alive|meet me (?:here|alive|when they come))\b"
    r"|\bleft (?:his|her) (?:watch|(?:wedding )?ring|medals?)\b(?! (?:as|in|for|with)\b)"
    r"|\b(?:not|n'?t) (?:gonna |going to )?be here (?:tomorrow|on |monday|tuesday|wednesday|thursday|friday|next week"
    r"|any ?more|in the morning)"
    r"|(?:帮我?|替我?|你)(?:照顾|照看|喂|养)(?:好|一下)?\w{0,4}(?:猫|狗|孩子|爸|妈|娃|宠物)|密码是\w{0,6}生日|下辈子"
    r"|(?:猫|狗|宠物|首饰|(?:东西|衣服)\w?[都全])\w{0,4}[送给](?:了|给)?(?:我|别人|朋友|室友)了?[\s，,]*\w{0,6}用不[上着到]"
    r"|(?:猫|狗|宠物)\w{0,3}送人了|药\w{0,2}在(?:手边|面前|床头)|药\w{0,2}攒够"
)
LOST = re.compile(r"\b(?:scam\w*|lost|savings|debts?|owes?)\b|骗|输|赔|亏|欠|网贷|积蓄")
CLOSE_HAN = rf"(?:{KIN_HAN}|先生|太太|老伴|[男女]友|[爸妈哥姐弟妹爷奶])"
THEM = re.compile(
    rf"\b(?:s?he|him|her|they|{KIN}|grand\w+|boy|girl|partner|kid|child|(?:flat|room|house|class) ?mate|co-?worker"
    r"|colleague|neighbou?r)s?\b"
    rf"|[他她]|{CLOSE_HAN}"
)
ME = re.compile(rf"\b(?:i|im|i'm|me|my ?self)\b|(?:我|俺)(?!们?的?{CLOSE_HAN})")
YOU = re.compile(r"\byou\b|你")
# It is a threat, and nobody's despair: "the scammer says he will".
SCAMMER = re.compile(
    r"(?:\b(?:scammer|blackmailer|fraudster)s? (?:\w+ )?(?:says?|said|threaten\w*|tells?|told|wrote|keeps)"
    r"(?: \w+){0,3} (?:s?he|they)(?:'?ll)? (?:\w+ ){0,2}"
    rf"|骗子(?:\w{{0,2}}说|威胁)(?:(?!{CLOSE_HAN})[\w，,]){{0,10}}[他她][就要会也]{{0,2}})$"
)
# Who is told of in general: "why do scam victims".
NEWS = re.compile(
    r"\b(?:victims?|people|news|why do|insurance|celebrit\w+|players?|how many)\b[^.!?\n]{0,40}$"
    r"|新闻|电影|电视剧|小说|保险"
)
THEMSELVES = re.compile(r"\b(?:him|her|them)sel|(?:his|her) (?:own )?life|without (?:him|her)|if s?he")
# Who courts or blackmails threatens with it.
THREATENING = frozenset({"fraud.romance", "fraud.sextortion", "fraud.pictures_sent"})


def heard(made: Decision, words: str, last: str | None, world: World) -> Decision:
    """Answer whose life is at stake, whatever else was found; to whoever is with them where it is another's.

    `last` is the answer before.
    """
    if len(words) > LONGEST or not world.catalog.intents.keys() >= {ONESELF, ANOTHER}:
        return made
    text = holes.fold(words)
    if (known := _known(made, text, last)) is not None:
        return known
    work = topic(ABOUT_AN_OFFER)
    at_work = topic(last or "") == work
    held = at_work or last == EMERGENCY or work in {topic(each or "") for each in (made.intent, *_offered(made))}
    said = DESPAIR.search(text) or (None if held else HERE.search(text))
    if said is None:
        return made if at_work else _in_danger(made, text, last)
    before = text[: said.start()]
    who = ANOTHER if THEMSELVES.search(said[0]) else _whose(before)
    beside = made.intent if made.kind == "answer" else None
    of_nobody = NEWS.search(before) and not (ME.search(before) or THEM.search(before))
    threat = who == ANOTHER and (SCAMMER.search(before) or THREATENING & {last, made.intent})
    if who is None or of_nobody or threat:
        return made
    return replace(made, kind="answer", intent=who, also=beside)


def _known(made: Decision, text: str, last: str | None) -> Decision | None:
    """Return what is to be said where a life was found to be at stake already, now or before; None anywhere else."""
    if last in LIFE - {CALLED} and len(text) <= FEW and TOOK.search(text) and not NOT_TAKEN.search(text):
        return replace(made, kind="answer", intent=CALLED, also=None)
    if made.kind != "answer" or made.intent not in LIFE:
        return None
    held = last in OF_WHO_IS_HELD | {ANOTHER_HELD}
    if made.intent == ON_HIGH and held and made.score < SURE and HEIGHTS.search(text) is None:
        if made.also is not None:
            return replace(made, intent=made.also, also=None)
        return replace(made, kind="disambiguate", intent=None, alternatives=_first(made))
    of_another = made.intent in (ONESELF, ON_HIGH) and THEM.search(text) and not ME.search(text)
    return replace(made, intent=ANOTHER) if of_another else made


def in_parts(made: Decision, text: str, last: str | None, world: World) -> Decision:
    """Return what a part of a long text says of a life at stake, where the whole was not found to be an emergency.

    Whoever writes so much tells of work, money and family as well, and the whole is like none of our phrasings: of 302
    real posts on suicide 182 were surely found as a whole, 278 so or by a part; none of 326 adverts and letters.
    `last` is the answer before.
    """
    if len(text) <= LONGEST or (made.kind == "answer" and made.intent in world.catalog.emergencies):
        return made
    beside = made.intent if made.kind == "answer" else None
    wanted = LIFE - ({CALLED, ANOTHER} if beside in THREATENING else {CALLED})
    for part in _parts(text):
        alone = world.decide(part, Context())
        found = heard(alone, part, beside or last, world)
        said = found.intent != alone.intent or alone.score >= SURELY
        if found.kind == "answer" and found.intent in wanted and said:
            return replace(found, also=beside)
    return made


def _parts(text: str) -> Sequence[str]:
    """Return sentences, as many together as make about PART characters; of very many parts the first and the last.

    A sentence without end is cut, and what has no letter says nothing.
    """
    parts = [""]
    for sentence in SENTENCE.findall(text):
        if parts[-1] and len(parts[-1]) + len(sentence) > PART:
            parts.append("")
        parts[-1] += sentence
    telling = [part for part in parts if any(map(str.isalpha, part))]
    return telling if len(telling) <= 2 * ENDS else telling[:ENDS] + telling[-ENDS:]


def _first(made: Decision) -> tuple[Match, ...]:
    """Return what is offered where a sure answer is asked about after all: that one first."""
    return (Match(made.intent or "", made.score), *made.alternatives)[:OFFERED]


def _offered(made: Decision) -> tuple[str, ...]:
    return tuple(each.intent for each in made.offered)


def _in_danger(made: Decision, text: str, last: str | None) -> Decision:
    """Answer who stands on a roof or a bridge, or takes leave, after a loss or a threat, or where that may be meant."""
    known = topic(last or "") == FRAUD or last in LIFE - {CALLED}
    if (known or LOST.search(text) or LIFE & {*_offered(made)}) and (parts := FAREWELL.search(text)) is not None:
        beside = made.intent if made.kind == "answer" else None
        who = _whose(text[: parts.start()])
        return made if who is None else replace(made, kind="answer", intent=who, also=beside)
    meant = known or ON_HIGH in _offered(made)
    windy = WINDY.search(text) if last in LIFE else None
    if made.kind == "answer" or not meant or (found := HIGH.search(text) or windy) is None:
        return made
    who = ANOTHER if _whose(text[: found.end()]) == ANOTHER and not ME.search(text) else ON_HIGH
    return replace(made, kind="answer", intent=who, also=None)


def _whose(before: str) -> str | None:
    """Return the answer for whoever is named last; None for "you", which is a threat."""
    named = {
        who: max((found.end() for found in pattern.finditer(before)), default=0)
        for who, pattern in ((ONESELF, ME), (ANOTHER, THEM), (None, YOU))
    }
    return max(named, key=lambda who: named[who])
