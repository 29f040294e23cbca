"""Web pages and Markdown of published papers: what stands beside the text comes behind it."""

from __future__ import annotations

from lawcheck.document import Document, parse
from lawcheck.document.tables import row_number, rows_of
from lawcheck.procedure import read_facts
from lawcheck.readers import read
from lawcheck.readers.furniture import Entry, web_furniture

PAGE = (
    "<html><body><div><a>网站首页</a></div><table><tr><td>发文机关</td><td>青浦川县人民政府</td></tr>"
    "<tr><td>发文字号</td><td>青政发〔2021〕1号</td></tr><tr><td>索引号</td><td>11370322/2021-5135380</td></tr></table>"
    "<div class='TRS_Editor'><p>青浦川县甲办法</p><p>第一条 甲。</p><p>第二条 乙。</p><p>第三条 丙：</p><p>（一）丁；</p><p>（二）戊。</p>{table}</div>"
    "<div>主办：青浦川县人民政府</div></body></html>"
)
TABLE = "<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>己</td></tr></table>"


def page(table: str = "") -> Document:
    return parse(read("a.html", data=PAGE.format(table=table).encode()))


def test_the_index_table_above_a_page_is_no_clause() -> None:
    document = page()
    assert "索引号" not in "".join(unit.full_text for unit in document.units)
    assert "11370322" in document.source.text


def test_a_table_of_the_text_stays() -> None:
    assert "序号\t名称\n1\t己" in page(TABLE).articles[-1].full_text


def test_the_number_of_the_index_table_is_the_documents() -> None:
    assert read_facts(page()).document_no == "青政发〔2021〕1号"


def test_a_notice_with_its_number_behind_the_title() -> None:
    title = "青浦川市人民政府办公室关于印发《甲办法》的通知（青政办发〔2024〕7号）"
    body = "各区：\n现将《甲办法》印发给你们。\n2024年3月1日\n甲办法\n第一条　甲。\n第二条　乙。\n"
    assert read_facts(parse(f"{title}\n{body}")).document_no == "青政办发〔2024〕7号"


def test_what_a_newspapers_page_prints_below_the_text() -> None:
    lines = ["三、本通告自发布之日起施行。", "青浦川市人民政府", "2019年12月31日", "来源：青浦川日报", "责任编辑：某某", "更多精彩内容请关注",
             "网站首页 我要评论 分享文章 回到顶部"]  # fmt: skip
    assert web_furniture([Entry(line) for line in lines]) == (3, 4, 5, 6)


def test_buttons_in_one_line_are_furniture_and_one_word_is_none() -> None:
    assert web_furniture([Entry("第一条　甲。"), Entry("打印 关闭")]) == (1,)
    assert web_furniture([Entry("第一条　甲。"), Entry("关闭")]) == ()


VUEPRESS = (
    "---\ntitle: 青浦川市扬尘条例\nicon: article\n---\n\n::: tip 修订信息\n\n（2021年11月5日青浦川市人民代表大会常务委员会通过）\n:::\n\n"
    '::: details 目录\n\n::: tabs\n\n@tab 条例\n\n- 第1~20条：\n\n[1](#t1)\n\n:::\n\n## 第一章&emsp;总则{align="center"}\n\n'
    '<p id="t1"><b>第一条</b>&emsp;甲。</p>\n<p id="t2"><b>第二条</b>&emsp;乙。</p>\n\n::: warning 原文链接\n\n<http://example.com/a.html>\n\n:::\n'
)


def test_boxes_of_vuepress_are_no_text_of_the_law() -> None:
    document = parse(read("a.md", data=VUEPRESS.encode()))
    assert document.title == "青浦川市扬尘条例"
    assert document.note.startswith("（2021年11月5日")
    assert [unit.heading for unit in document.units] == ["总则"]
    assert [a.full_text for a in document.articles] == ["甲。", "乙。"]
    assert "example.com" in document.source.text


def test_an_unclosed_box_ends_with_the_next_heading() -> None:
    text = "# 甲条例\n\n::: details 目录\n\n- 第一章\n\n## 第一章 总则\n\n第一条 甲。\n\n::: tip 说明\n\n第二条 乙。\n"
    assert len(parse(read("a.md", data=text.encode())).articles) == 2


GRADES = (
    "<html><body><p>青浦川市水行政处罚裁量基准</p><p>一、本基准适用于水利局。</p><p>二、按照下表执行。</p><table><tr><th>违法行为</th><th>依据</th><th>情节</th><th>标准</th></tr>"
    "<tr><td rowspan=2>擅自取水</td><td {span}>《水法》第六十九条</td><td>一般</td><td>处2万元罚款</td></tr>"
    "<tr>{again}<td>严重</td><td>处20万元罚款</td></tr></table></body></html>"
)


def test_a_cell_over_several_rows_keeps_the_columns() -> None:
    text = read("a.html", data=GRADES.format(span="rowspan=2", again="").encode()).text
    assert "\n\t\t严重\t处20万元罚款" in text
    document = parse(read("a.html", data=GRADES.format(span="rowspan=2", again="").encode()))
    (table,) = [u for top in document.units for u in top.walk() if "\t" in u.text]
    assert [row_number(row) for row in rows_of(table)] == [1, 2]


def test_a_cell_of_one_row_ends_with_it() -> None:
    text = read("a.html", data=GRADES.format(span="", again="<td>《水法》第七十条</td>").encode()).text
    assert "\n\t《水法》第七十条\t严重\t处20万元罚款" in text


def test_a_headline_may_begin_with_the_number() -> None:
    headline = "<h1>{}关于印发青浦川县甲办法的通知</h1>"
    shown = [
        PAGE.replace("<table>", headline.format(number) + "<table hidden>") for number in ("青政发【2023】7号", "")
    ]
    numbers = [read_facts(parse(read("a.html", data=page.format(table="").encode()))).document_no for page in shown]
    assert numbers == ["青政发【2023】7号", ""]
