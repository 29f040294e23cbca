"""One progress bar on the error stream; silent where nobody looks or JSON is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["STEPS", "Progress", "Ticker", "bar", "ticker"]

Progress = Callable[[str, int, int], None]
Ticker = Callable[[str, int], None]

_STAGES = {
    "build": "首次使用：建立法规库",
    "import": "导入法规",
    "index": "建立条款索引",
    "ocr": "识别扫描页",
    "search": "建立检索索引",
    "dense": "计算语义向量",
    "comments": "读取意见",
    "analyse": "分析意见",
    "digest": "生成意见汇总",
}
STEPS = {
    "read": "读取文件",
    "parse": "识别编章节条款项目",
    "facts": "识别文件种类与日期",
    "citations": "核对引用",
    "terms": "查找敏感词与过时用语",
    "laws": "确定上位法",
    "matching": "逐款匹配上位法条款",
    "checks": "逐条规则检查",
    "reports": "生成批注件与审查报告",
}


@contextmanager
def bar(*, enabled: bool) -> Iterator[Progress]:
    """A callback ``progress(stage, done, total)`` that draws one bar for each stage."""
    if not enabled:
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


@contextmanager
def ticker(total: int, *, enabled: bool) -> Iterator[Ticker]:
    """A callback ``tick(what, advance)`` on one bar of ``total`` ticks; ``what`` is shown beside it."""
    if not enabled:
        yield lambda _what, _advance: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=False) as bars:
        task = bars.add_task("", total=total)

        def tick(what: str, advance: int) -> None:
            bars.update(task, description=STEPS.get(what, what), advance=advance)

        yield tick
