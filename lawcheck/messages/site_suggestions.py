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
    "E971": (
        "“{name}”：读取时进程中断（文件可能已损坏或者过大），没有入库。",
        "“{name}”: the process died while reading it; not entered.",
    ),
    "E972": ("“{name}”不能读取：{cause}。", "“{name}” cannot be read: {cause}."),
    "E973": (
        "这个文件不是发给本系统的：收件系统是 {to}，本系统是 {own}。",
        "This file is for another installation: {to}, we are {own}.",
    ),
    "E974": (
        "不认识发件系统 {sender}，或者已经停用。请先核对对方的公钥并登记。",
        "The sender {sender} is not known or not active. Check its public key and enter it first.",
    ),
    "E975": (
        "签名不符：文件不是 {sender} 签发的，或者签发后被改动。",
        "The signature does not fit: not signed by {sender}, or changed since.",
    ),
    "E976": (
        "“{name}”缺少、多余或者与清单中的校验值不符，整个文件不予接收。",
        "“{name}” is missing, unlisted or not what the manifest says; nothing is taken.",
    ),
    "E977": ("这个文件已经在 {day} 接收过，不重复接收。", "This file was taken on {day} already."),
    "E978": (
        "还缺前面的文件：应当先接收第 {wanted} 号办理记录，这是第 {number} 号。请按顺序导入。",
        "An earlier file is missing: step {wanted} comes first, this is step {number}. Import in order.",
    ),
    "E979": ("不是交换文件或者已经损坏：{cause}。", "No exchange file, or damaged: {cause}."),
    "E980": ("“{name}”中没有可以导入的文件。", "There is no file to import in “{name}”."),
    "E981": (
        "“{name}”没有文字内容，没有入库；扫描件请先识别文字。",
        "“{name}” holds no words; scans need text recognition first.",
    ),
    "E982": (
        "“{name}”没有入库，数据库不接受其内容：{cause}。",
        "“{name}” was not entered, the database refuses it: {cause}.",
    ),
    "E983": ("办理记录对不上：{cause}", "The step does not fit this case: {cause}"),
    "E984": (
        "已有一次集中清理在排队或者进行中，请等它结束。",
        "A re-review of the base is waiting or under way; wait until it has ended.",
    ),
    "E985": (
        "“{what}”不是 {year} 年的日期。可以写“2月5日至11日”或者“02-05”，用逗号、顿号或者换行分开。",
        "“{what}” is no day of {year}. Write 02-05 or 2月5日至11日, separated by commas or lines.",
    ),
    "E986": (
        "不能保存：{what}。年份应当在 2000 至 2100 之间，放假日不能为空，调休上班日应当是没有放假的星期六、星期日。",
        "Not saved: {what}. The year lies in 2000–2100, days off are not empty, days at work are weekends that are not off.",
    ),
    "E987": (
        "请写明依据：国务院办公厅通知的名称或者文号。",
        "Please name the source: title or number of the State Council's notice.",
    ),
    "E988": ("请选择交换文件（.lcx 或者 .zip）。", "Please choose exchange files (.lcx or .zip)."),
    "E989": (
        "系统 {name} 已经登记过，或者就是本系统。",
        "The installation {name} is known already, or is this one.",
    ),
}
