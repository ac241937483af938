"""How people say in a few words what belongs to the last answer: that it is over, thanks, an age, a correction.

Texts are folded before: see `holes.py`.
"""

from __future__ import annotations

import re

# An emergency is over, or never was one. What others say of it is not heard so, nor what somebody asks or hopes.
OVER = re.compile(
    r"\b(?:false alarm|wrong chat|(?:just |only |was |am )(?:kidding|joking)|jokes? (?:lang|only|la+h?)"
    r"|was (?:a |just a |only a )?(?:joke|test|mistake)"
    r"|(?:it'?s|it is|this is) (?:just |only |for |from )*(?:a |the )?(?:video ?)?"
    r"(?:game|movie|film|novel|homework)(?! (?:company|studio|site|shop|center|centre|job))"
    r"|(?:nobody|no one|noone)(?:'?s| is)? (?:holding|keeping) (?:me|us)(?! (?:safe|\w+ safe))"
    r"|i(?:'?m| am)(?: all)? (?:safe|fine|ok(?:ay)?|home)(?: now| again| already)?"
    r"|(?:s?he|they)(?:'?s|'?re| is| are) (?:back )?(?:home|safe|ok(?:ay)?|fine|free)(?: now| again)"
    r"|(?:s?he|they) (?:came|got|is|are) (?:back )?home)\b"
    r"|(?:打|发)错(?:群)?了(?=\W*$)|开玩笑|闹着玩|逗你玩|玩梗|是(?:小说|游戏|剧本)里的|虚惊一场|我(?:已经|现在)?没事"
    r"|(?:已经|现在)?(?:没事|安全|放出来)了|(?:到家|回家)了(?!\W*[他她它])"
)
# What others say of it, what somebody asks or hopes, and a body that tells otherwise.
NOT_OVER = re.compile(
    r"[?？吗]|\b(?:not|isnt|aint|wont|cant|dont|didnt|thought|hits?|beat\w*|took|takes?|sold|sells?|lock\w*"
    r"|trust|help|alone|if|until|when|will|say|says|said|tell|tells|told|but|\w+n't|bleed\w*|blood"
    r"|pills?|cold|breath\w*|hurts?|knife|gun|dead|dying|pain)\b|[没不]安全|说|要是|如果|以为|救|卖|锁|关着|打我|打人|抓"
    r"|没反应|不醒|不应|没气|呼吸|血|药|晕|刀|枪|[冷凉]|疼|痛|死(?!了?我)"
)
# Somebody is about to see the phone of who is held. Of officers who come in more is said.
COMING = re.compile(
    r"\b(?:guards?|boss(?:es)?|leaders?|supervisor|managers?|madam|he|she|they|some(?:one|body))(?:'?s|'?re| is| are)? "
    r"(?:now |back )?(?:coming|outside|at (?:the|my) door|looking for me)\b"
    r"|(?:看守|守卫|保安|打手|老板|主管|组长|经理|他们?|她们?|有?人)(?:又|要|快|马上)*"
    r"(?:过来|回来|进来|上来|来|在门口|在门外)了?\W*$"
)
YES = re.compile(
    r"^\W*(?:yes|ye[sa]h?|yep|yup|ya|ok(?:ay)?|correct|right|that one|是的?|对的?|对对|嗯+|没错|就是|系)\W*$"
)
THANKS = re.compile(
    r"\b(?:thank(?:s|you)?|than?x|th?nx|tnx|tysm|cheers|salamat|terima kasih|asante|shukran|jazak\w*|gracias|merci)\b"
    r"|谢谢|多谢|感谢|感恩|谢了|唔该|谢(?=\W|$)"
)
# What follows changes a word of the last message, and asks nothing new: "sorry i mean my sister".
MEANT = re.compile(
    r"^\W*(?:(?:sorry|no|oh|oops|wait|ah)\W+)*i (?:mean|meant)\b(?! (?:what|how|can|is|do))"
    r"|^\W*(?:不对\W*)?(?:打错|说错|写错|讲错)"
)
# "he is 19": nobody under age is meant.
OF_AGE = re.compile(
    r"^\W*(?:(?:i|s?he|they)(?:'?s|'?m| is| am| are)? )?(?:only |just |already )?(?:1[89]|[2-9]\d)"
    r"(?: (?:years?|yrs?|yo)(?: old)?)?(?: (?:sir|madam|po))?\W*$"
    r"|^\W*(?:我|他|她)?(?:今年|已经|都|才|刚)*(?:1[89]|[2-9]\d|十[八九]|[二三四五六]十[一二三四五六七八九]?)岁?了?\W*$"
)
UNDER_AGE = re.compile(
    r"\b(?:i'?m|i am) (?:only |just |still )?1[0-7]\b(?! ?(?:weeks?|days?|hours?|km|of|people))"
    r"|我(?:今年|才|刚|还|只有)*(?:1[0-7]|十[一二三四五六七])(?:岁|(?=\W|$))"
)
INVITED = re.compile(
    r"\bcome (?:to|over|and|work)\b|\b(?:want|wants|ask|asks|told|invites?) (?:me|us)(?: to)? (?:come|go|fly|work)\b"
    r"|[约叫带让喊]我(?:一起)?(?:去|到|来|出国)"
)
A_JOB = re.compile(r"\b(?:jobs?|offers?|work(?:ing)?|hir(?:e|ing)|recruit\w*)\b|工作|招|职|打工|上班|客服")
ASKS = re.compile(
    r"[?？]|^\W*(?:(?:so|and|but|ok|okay|then|well|also|pls|please)\W+)*(?:what|whats|how|when|who|where|why"
    r"|which|can|could|is|are|do|does|should)\b"
    r"|什么|怎么|多少|哪|几[点个天]|[吗呢么]\W*$"
)
