"""Planted errors of time and procedure (domain.md 3.5)."""

from __future__ import annotations

import re
from random import Random

from benchmarks.third_injector_base import (
    DATE,
    Context,
    Kind,
    Planted,
    Scene,
    changed,
    inserted,
    is_market,
    phrase,
    read_scene,
)

FORCE = re.compile(r"(?:自|从)?(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施)")
CLAUSE = re.compile(r"本(?:条例|办法|规定|规则|决定|细则)(?:自|从)[^。；，]{2,20}起(?:施行|实施)[^。]*。")

# facts from the enactment notes of the local files: title, true year, month, day of adoption
OLD_TEXTS: tuple[tuple[str, int, int, int], ...] = (
    ("浙江省水资源管理条例", 2002, 10, 31),
    ("浙江省消防条例", 2010, 5, 28),
    ("浙江省旅游条例", 2015, 9, 25),
    ("浙江省大气污染防治条例", 2003, 6, 27),
    ("上海市消防条例", 1995, 10, 27),
    ("上海市旅游条例", 2003, 12, 31),
    ("上海市绿化条例", 2007, 1, 17),
    ("上海市市容环境卫生管理条例", 2001, 11, 14),
)


def no_effective_date(rng: Random, text: str, context: Context) -> Planted | None:
    """The clause on taking effect is gone."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    last = scene.articles[-1]
    match = CLAUSE.search(text, last.start, last.end)
    if match is None or len(re.findall("起施行|起实施", text)) != 1:
        return None
    words = rng.choice(["由有关部门共同组织实施。", "公布后，各有关部门应当做好宣传工作。", "应当向社会公布。"])
    own = scene.slots["self"]
    return changed(text, match.start(), match.end(), own + words, "全文没有施行日期")


def adopted(scene: Scene) -> tuple[int, int, int] | None:
    """The day of the only enactment note."""
    days = [DATE.search(line.text) for line in scene.notes]
    found = [(int(m[1]), int(m[2]), int(m[3])) for m in days if m]
    return max(found) if 1 <= len(found) <= 3 and "修" not in "".join(n.text for n in scene.notes) else None


def before_adoption(rng: Random, text: str, context: Context) -> Planted | None:
    """The day of taking effect lies before the day of adoption."""
    scene = read_scene(text, context)
    day = adopted(scene) if scene else None
    if scene is None or day is None:
        return None
    last = scene.articles[-1]
    match = FORCE.search(text, last.start, last.end)
    if match is None:
        return None
    year = rng.choice([day[0] - 1, day[0] - 2, day[0] - 1])
    words = f"{year}年{rng.randint(1, 12)}月{rng.choice([1, 10, 15])}日"
    start = match.start(1)
    end = match.end(3) + 1
    return changed(text, start, end, words, f"通过日期为{day[0]}年{day[1]}月{day[2]}日（立法法第一百零四条）")


def repeal_clause_wrong(rng: Random, text: str, context: Context) -> Planted | None:
    """A repeal clause that gives another text a wrong day of adoption."""
    scene = read_scene(text, context)
    if scene is None or "同时废止" in text:
        return None
    region = context.title[:3]
    rows = [r for r in OLD_TEXTS if r[0][:3] == region and r[0] != context.title and scene.year > r[1] + 4]
    last = scene.articles[-1]
    match = CLAUSE.search(text, last.start, last.end)
    if match is None or not rows:
        return None
    title, year, month, day = rng.choice(rows)
    wrong = f"{year + rng.choice([-2, -1, 1, 2])}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    maker = f"{region}人民代表大会常务委员会通过的"
    words = rng.choice(
        [f"{wrong}{maker}《{title}》同时废止。", f"{wrong}通过的《{title}》自{scene.slots['self']}施行之日起废止。"]
    )
    return inserted(text, match.end(), "", words, f"该文件{year}年{month}月{day}日通过")


def approval_missing(rng: Random, text: str, context: Context) -> Planted | None:
    """A city's regulation whose note has no approval by the province."""
    scene = read_scene(text, context)
    if scene is None or len(scene.notes) < 2:
        return None
    found = [i for i, n in enumerate(scene.notes) if n.text.endswith("批准") and "浙江省" in n.text]
    if len(found) != 1 or found[0] == 0 or context.title.startswith(("浙江省", "上海市")):
        return None
    line, kept = scene.notes[found[0]], scene.notes[found[0] - 1]
    whole = text[: kept.end] + text[line.end :]
    return Planted(whole, kept.start, kept.end, line.text, kept.text, "设区的市法规缺批准（立法法第八十一条）")


def approval_after(rng: Random, text: str, context: Context) -> Planted | None:
    """A city's regulation approved on a day before it was adopted."""
    scene = read_scene(text, context)
    if scene is None or len(scene.notes) != 2 or not scene.notes[1].text.endswith("批准"):
        return None
    day = DATE.search(scene.notes[0].text)
    line = scene.notes[1]
    match = DATE.search(line.text)
    if day is None or match is None:
        return None
    words = f"{int(day[1]) - 1}年{match[2]}月{match[3]}日"
    return changed(text, line.start + match.start(), line.start + match.end(), words, "批准早于通过")


def made_by_government(scene: Scene, rng: Random) -> tuple[str, int, int] | None:
    """The note rewritten as a government's: (text, start, end), or ``None``."""
    if len(scene.notes) != 1:
        return None
    line = scene.notes[0]
    pattern = r"(\d{4}年\d{1,2}月\d{1,2}日) ?([\u4e00-\u9fff]{2,5}?[省市])第[^届]{1,6}届人民代表大会常务委员会第[^次]{1,6}次会议通过$"
    match = re.match(pattern, line.text)
    if match is None:
        return None
    words = f"{match.group(1)} {match.group(2)}人民政府第{rng.randint(12, 98)}次常务会议审议通过"
    return scene.text[: line.start] + words + scene.text[line.end :], line.start, line.start + len(words)


def regulation_by_government(rng: Random, text: str, context: Context) -> Planted | None:
    """A 条例 whose note says that a government made it."""
    scene = read_scene(text, context)
    made = made_by_government(scene, rng) if scene and context.title.endswith("条例") else None
    if scene is None or made is None:
        return None
    whole, start, end = made
    note = "规章不得称条例（规章制定程序条例第七条）"
    return Planted(whole, start, end, scene.notes[0].text, whole[start:end], note)


def as_rule(scene: Scene, rng: Random) -> str | None:
    """The whole text as a government's 办法 or 规定: its note, its title, its own name."""
    title = scene.context.title
    made = made_by_government(scene, rng)
    if made is None or "《" in title or "本办法" in scene.text:
        return made[0] if made and title.endswith(("办法", "规定")) and "《" not in title else None
    if title.endswith("条例"):
        return made[0].replace(title, title[:-2] + "办法", 1).replace("本条例", "本办法")
    return made[0] if title.endswith("规定") else None


def rule_at_once(rng: Random, text: str, context: Context) -> Planted | None:
    """A government rule that takes effect on the day of publication without a reason."""
    scene = read_scene(text, context)
    whole = as_rule(scene, rng) if scene else None
    if whole is None:
        return None
    found = list(FORCE.finditer(whole))
    if not found or "公布之日" in whole:
        return None
    match = found[-1]
    words = "自公布之日起施行"
    return changed(whole, match.start(), match.end(), words, "规章制定程序条例第三十二条：公布后三十日")


def rule_phrase(
    template: tuple[str, ...], note: str, name: str, rules: tuple[str, ...], tier: int = 2, place: str = "penalty"
) -> Kind:
    """What a government rule may not set, in a text made one by its note, title and own name."""
    kind = phrase(name, rules, tier, template, note, place=place, guard=lambda _: True)

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        # A05 needs a cap, and domain.md gives none for 上海
        known = name != "rule_fine_above_cap" or "浙江" in context.path
        whole = as_rule(scene, rng) if scene and known and is_market(scene) else None
        return kind.plant(rng, whole, context) if whole else None

    return Kind(name, rules, tier, plant)


KINDS: tuple[Kind, ...] = (
    Kind("effective_date_missing", ("T01",), 1, no_effective_date),
    Kind("effective_before_adoption", ("T02", "R20"), 1, before_adoption),
    Kind("rule_effective_at_once", ("T03",), 1, rule_at_once),
    Kind("repeal_clause_wrong_date", ("T06",), 1, repeal_clause_wrong),
    phrase(
        "delegated_rules",
        ("T08", "A47"),
        1,
        (
            "前款规定的具体办法，由{organ}另行制定。",
            "[具体实施办法|实施细则]由{level}人民政府制定。",
            "[申请程序和评价标准|管理办法]由{organ}会同有关部门制定，[报{level}人民政府批准后公布|并向社会公布]。",
            "{organ}应当就前款事项制定[配套规定|具体办法]。",
        ),
        "立法法第六十六条：配套规定一年内制定（待办提示，不是错误）",
        guard=lambda _: True,
    ),
    phrase(
        "delegated_rules_too_late",
        ("T08",),
        1,
        (
            "具体办法由{organ}自{self}施行之日起[二年|三年]内制定。",
            "{organ}应当在{self}施行后[二十四个月|三年]内[制定配套规定|制定前款规定的具体办法]。",
            "前款事项的[配套规定|实施细则]，由{organ}于{self}施行[二年|三年]后另行制定。",
            "{level}人民政府应当自{self}施行之日起[十八个月|二年]内出台[具体实施办法|实施细则]。",
        ),
        "立法法第六十六条：自施行之日起一年内作出规定",
        guard=lambda _: True,
    ),
    Kind("approval_missing", ("T13", "S07"), 3, approval_missing),
    Kind("approval_before_adoption", ("T13",), 3, approval_after),
    Kind("regulation_by_government", ("A44",), 2, regulation_by_government),
    rule_phrase(
        (
            "{firm}违反{self}{duty}规定的，由{organ}处[二十万元以上三十万元以下|十五万元以上二十五万元以下]罚款。",
            "违反{self}{duty}规定，[情节严重|拒不改正]的，由{organ}处[五十万元|三十万元]以下罚款。",
            "有前款规定行为，[造成严重后果|逾期不改正]的，由{organ}并处[二十万元以上五十万元以下|二十万元以上四十万元以下]的罚款。",
            "对[屡次违反{self}的单位|违反{self}{duty}规定的企业]，{organ}可以处[四十万元|六十万元]罚款。",
        ),
        "行政处罚法第十四条第二款：规章罚款限额由省级人大常委会规定（浙江 3 万/10 万元）",
        "rule_fine_above_cap",
        ("A05",),
    ),
    rule_phrase(
        (
            "违反{self}{duty}规定的，由{organ}没收[经营工具|违法所得和相关设备]。",
            "违反{self}{duty}规定，拒不改正的，由{organ}责令[停产停业|关闭]。",
            "{firm}有前款行为的，由{organ}[暂扣|吊销]其[许可证|资质证书]。",
            "有前款行为，一年内再次违反的，由{organ}[降低其资质等级|限制其从业二年]。",
        ),
        "行政处罚法第十四条第二款：地方政府规章只能设定警告、通报批评、一定数额罚款",
        "rule_other_penalty",
        ("A04",),
    ),
    rule_phrase(
        (
            "因行政管理的需要，对前款规定的活动实行临时许可，由{organ}[实施|核发临时许可证]。",
            "{firm}应当向{organ}申请临时许可，未取得临时许可证的不得[经营|从事前款规定的活动]。",
            "前款规定的[项目|活动]实行临时许可，[许可证长期有效|许可证有效期三年]，由{organ}审批。",
            "{organ}对前款规定的事项设立临时性行政许可，[实施期限为五年|不设实施期限]。",
        ),
        "行政许可法第十五条第一款：省级政府规章的临时性许可实施满一年需要继续的应制定地方性法规",
        "rule_temporary_licence",
        ("A24", "A19", "A22"),
        3,
        "middle",
    ),
)
