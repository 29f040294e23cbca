"""Every component of the design system on pages of their own, with fictional content: for who builds and who checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask, render_template, request

from consult_web.ui import charts
from consult_web.ui.frame import Link, add_links

__all__ = ["install_styleguide"]

View = Callable[..., Any]
PAGES = ("components", "form", "workbench", "draft", "error")
_STANCES = ("支持", "反对", "建议修改", "疑问", "未表明")
_TONES = ("support", "oppose", "change", "question", "none")
_MONTHS = ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月")


def install_styleguide(app: Flask, mark: Callable[[View], View] = lambda view: view) -> None:
    """Add ``/styleguide``; only for the demo and for tests. ``mark`` declares who may see a view (default deny)."""
    blueprint = Blueprint("styleguide", __name__, url_prefix="/styleguide")
    blueprint.add_url_rule("/", "index", mark(_index), methods=["GET", "POST"])
    blueprint.add_url_rule("/<page>", "page", mark(_page), methods=["GET", "POST"])
    app.register_blueprint(blueprint)
    if not app.extensions.get("ui.links"):
        add_links(app, _sample_links)


def _index() -> str | tuple[str, int]:
    return _page("components")


def _page(page: str) -> str | tuple[str, int]:
    if page not in PAGES:
        return render_template("ui/error.html", text="没有这一页。"), 404
    return render_template(f"ui/styleguide/{page}.html", sent=request.method == "POST", **_samples())


def _sample_links() -> list[Link]:
    names = {
        "components": "全部组件",
        "form": "表单页",
        "draft": "草案页",
        "workbench": "三栏工作台",
        "error": "出错页",
    }
    return [Link(name, f"/styleguide/{page}", 3 if page == "workbench" else None) for page, name in names.items()]


def _samples() -> Mapping[str, object]:
    return {"charts": _charts(), "rows": _rows(), "columns": _columns()}


def _charts() -> Mapping[str, object]:
    outcomes = {"采纳": 61, "部分采纳": 48, "未采纳": 132, "已有规定": 29, "转交": 17, "不属于本法": 25}
    clauses = [
        charts.Bar(f"第{_cn(i)}条", value, f"#art_{i}") for i, value in enumerate((18, 9, 64, 3, 31, 12, 0, 7), 1)
    ]
    stances = [
        ("第三条", (12, 8, 40, 3, 1)),
        ("第五条", (4, 19, 6, 2, 0)),
        ("第八条", (30, 2, 5, 0, 3)),
    ]
    months = {
        "报备": [12, 9, 21, 18, 25, 30, 22, 17, 28, 33, 26, 19],
        "提出审查意见": [2, 3, 5, 4, 8, 9, 6, 5, 7, 11, 8, 6],
    }
    return {
        "bars": charts.bars("各条意见数", clauses, "条", total=144),
        "stacked": charts.stacked("各条态度", _STANCES, stances, "人", tones=_TONES),
        "lines": charts.lines("每月报备与审查意见", _MONTHS, months, "件"),
        "columns": charts.columns(
            "每日收到意见", [f"11-{d:02}" for d in range(1, 23)], [(d * 7) % 23 for d in range(1, 23)], "条"
        ),
        "donut": charts.donut("处理结果", outcomes, "条"),
        "heat": charts.heat_strip("全文热度", [charts.Bar(f"第{i}条", (i * i * 7) % 40) for i in range(1, 55)], "条"),
    }


def _cn(number: int) -> str:
    return "零一二三四五六七八九十"[number]


def _columns() -> list[dict[str, object]]:
    return [
        {"key": "name", "label": "文件", "sort": True},
        {"key": "organ", "label": "报备机关"},
        {"key": "filed", "label": "报备日期", "sort": True},
        {"key": "clock", "label": "期限"},
        {"key": "findings", "label": "问题", "number": True, "sort": True},
    ]


def _rows() -> list[dict[str, object]]:
    return [
        {
            "name": "云湖市养犬管理条例",
            "organ": "云湖市人大常委会",
            "filed": "2026-11-20",
            "clock": ("calm", "还有 25 天"),
            "findings": 4,
        },
        {
            "name": "云湖市城市供水价格办法",
            "organ": "云湖市人民政府",
            "filed": "2026-11-02",
            "clock": ("soon", "还有 3 天"),
            "findings": 11,
        },
        {
            "name": "青溪县户外广告设置规定",
            "organ": "青溪县人民政府",
            "filed": "2026-10-08",
            "clock": ("late", "逾期 2 天"),
            "findings": 26,
        },
        {
            "name": "云湖市古树名木保护办法",
            "organ": "云湖市人民政府",
            "filed": "2026-09-30",
            "clock": ("still", "2026-10-21 办结"),
            "findings": 0,
        },
    ]
