"""The real examples of domain.md 3.1–3.7 that stand in the local regulations: each comes out as the table says.

    python benchmarks/examples.py --data DIR --library DIR

``DIR`` is the folder of local regulations. Each text goes through the whole review. ``told`` examples need a finding of the
rule on the words, at S1–S3 or at the advice that the table gives; ``hint`` ones a 提示; ``silent`` ones nothing at S1–S3.
The examples of the citation rules (3.3) are those of ``benchmarks/known_errors.py``. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import folder_with_files, in_words, some
from benchmarks.seeded import GRAVE, Told, told


class Example(NamedTuple):
    """A row's example: start of the file's name, rule, words of the finding or of its surroundings, and what is expected."""

    file: str
    rule: str
    words: str
    expected: str


EXAMPLES = (
    Example("上海市非机动车安全管理条例", "A06", "五十元以上二百元以下", "told"),
    Example("上海市防汛条例", "A12", "责令停止违法行为", "told"),
    Example("上海市检验检测条例", "A26", "查封", "told"),
    Example("上海市中小学校学生伤害事故处理条例", "A31", "", "silent"),
    Example("宁波市机动车维修业管理条例", "A34", "条款无效", "hint"),
    Example("上海市妇女权益保障条例", "A35", "人民法院应当依法受理", "silent"),
    Example("上海市标准化条例", "A46", "", "silent"),
    Example("上海市社会救助条例", "R01", "", "silent"),
    Example("湖州市养犬管理规定", "R01", "本市户籍", "told"),
    Example("温州市家政服务条例", "R02", "", "silent"),
    Example("宁波市公共资源交易管理条例", "R03", "", "silent"),
    Example("浙江省机动车排气污染防治条例", "R04", "", "silent"),
    Example("杭州市客运出租汽车管理条例", "R05", "相应服务机构", "told"),
    Example("杭州市物业管理条例", "R16", "", "silent"),
    Example("上海市音像制品管理条例", "W01", "必须", "told"),
    Example("上海市殡葬管理条例", "W03", "严禁", "told"),
    Example("上海市浦东新区促进张江生物医药", "W05", "但", "told"),
    Example("上海市未成年人保护条例", "W05", "但未能", "silent"),
    Example("上海市中小学校学生伤害事故处理条例", "W27", "行政处分", "told"),
    Example("浙江省艾滋病防治条例", "X01", "台", "told"),
)


def comes_out(example: Example, found: list[Told]) -> bool:
    """Whether what was told of one text is as the table says."""
    near = [t for t in found if t.rule == example.rule and example.words in t.quote]
    grave = [t for t in near if t.severity in GRAVE]
    return {"told": bool(near), "hint": bool(near) and not grave, "silent": not grave}[example.expected]


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of local regulations")
    parser.add_argument("--library", type=Path, help="default: LAWCHECK_HOME")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22))
    options = parser.parse_args()
    right = texts = 0
    for example in EXAMPLES:
        paths = sorted(p for p in options.data.rglob("*.md") if p.stem.startswith(example.file))
        outcomes = [comes_out(example, list(told(path, options.library, options.as_of))) for path in paths]
        texts += len(paths)
        # of several versions of a text one holds the words of a told example; none may break a silent one
        fits = bool(outcomes) and (all(outcomes) if example.expected == "silent" else any(outcomes))
        right += fits
        if not fits:
            print("not as expected", *example, [path.stem for path in paths], sep=" | ")
    some(range(texts), options.data)
    print(json.dumps({"benchmark": "examples", "examples": len(EXAMPLES), "as_expected": right, "texts": texts}))


if __name__ == "__main__":
    main()
