"""A period of one 条 that another 条 gives otherwise (W30)."""

import pytest

from lawcheck.checks import Example, RulePack, try_example
from lawcheck.laws import Library

TEXT = """青山市测试条例
第一条　主管部门应当自受理之日起三十日内答复，情况复杂的延长十日。
第二条　{said}
第三条　本条例自2026年1月1日起施行。
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("本条例第一条规定的期限统一为四十五日。", True),
        ("依照本条例第一条办理的，期限为三十个工作日。", True),
        ("本条例第一条所称期限，是指六十日。", True),
        ("本事项不适用本条例第一条规定的三十日，改为五日。", True),
        ("本条例第一条规定的期限为三十日，自次日起计算。", False),
        ("本条例第一条规定的时限届满后五日内，可以申请复核。", False),
        ("本条例第三条规定的期限为五日。", False),
    ],
)
def test_a_period_given_in_two_ways(said: str, told: bool, pack: RulePack, law_library: Library) -> None:
    run = try_example(pack, "W30", Example(TEXT.format(said=said), positive=told), law_library)
    assert bool(run.findings) is told
