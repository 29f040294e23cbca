"""Messages of the letter templates (E29x)."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "E290": ("没有文书模板“{name}”。现有模板：{known}。", "There is no letter template “{name}”. There are: {known}."),
    "E291": ("《{letter}》缺少必填项：{fields}。", "《{letter}》 lacks required fields: {fields}."),
    "E292": ("《{letter}》的填写内容有误：{faults}。", "The data of 《{letter}》 is wrong: {faults}."),
    "E293": (
        "文书模板 {path} 不能填写（{detail}）。请核对模板中的 {{{{ 字段 }}}} 标记，字段名称见 lawcheck template show。",
        "The template {path} cannot be filled ({detail}). Check its {{{{ field }}}} tags; see lawcheck template show.",
    ),
    "E294": (
        "“{name}”不能读取（{detail}）。请提供一个 JSON 对象，字段见 lawcheck template show。",
        "“{name}” cannot be read ({detail}). Give a JSON object with the fields of lawcheck template show.",
    ),
    "E295": (
        "文书模板 {path} 不存在，或者不是 Word（docx）文件。",
        "The letter template {path} is missing or is no Word (docx) file.",
    ),
}
