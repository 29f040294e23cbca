"""What the site says about review suggestions, the document base and the exchange between levels, E960–E989."""

MESSAGES = {
    "E960": ("这一项必须填写。", "This field is required."),
    "E961": ("最多 {limit} 字，现在是 {count} 字。", "At most {limit} characters; there are {count}."),
    "E962": (
        "请留下电话、电子邮箱或者通信地址中的至少一种，否则无法向您反馈。",
        "Please give a telephone number, an e-mail or a postal address, else we cannot answer you.",
    ),
    "E963": (
        "电子邮箱的格式不对，例如 name@example.com。",
        "This is no e-mail address; write it like name@example.com.",
    ),
    "E964": (
        "没有找到这个回执号对应的审查建议。请核对回执号（24 位字母和数字，中间的短横线可以不输）。",
        "No suggestion was found for this receipt code. Please check it (24 letters and digits; hyphens may be left out).",
    ),
    "E965": ("请选择接收审查建议的机关。", "Please choose the body that receives the suggestion."),
    "E966": (
        "附件“{name}”没有保存：只收不超过 10 MB 的 PDF、Word（.docx）和图片。",
        "The attachment “{name}” was not kept: only PDF, Word (.docx) and pictures up to 10 MB.",
    ),
    "E967": ("附件最多 {limit} 个。", "At most {limit} attachments."),
    "E968": (
        "现在不能这样做：这件审查建议没有在等待补充，或者还没有答复。请看页面上的办理进度。",
        "This cannot be done now: nothing is asked for, or there is no answer yet. See the progress on the page.",
    ),
    "E970": (
        "没有找到可以并入的备案文件：应当是已经登记的《{title}》。",
        "There is no registered filing of “{title}” to merge it into.",
    ),
}
