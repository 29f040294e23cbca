"""What the site says to staff who prepare and run a consultation, E88x–E89x."""

MESSAGES = {
    "E880": (
        "期限依据“{found}”不能识别。请选择文件种类、地区。",
        "The rule of the period “{found}” is not known. Choose the kind of document and the place.",
    ),
    "E881": (
        "“全部公开”要求核实意见人的真实身份，本站没有接入统一身份认证，不能选择。请改选“公开摘录”，或者由管理员设置 OIDC_ISSUER 后再选。",
        "“Full” publication needs verified identities, and no identity provider is set. Choose excerpts, or have OIDC_ISSUER set.",
    ),
    "E882": (
        "“{name}”中没有找到可以提意见的条款。请确认上传的是草案正文，条文以“第一条”或者“一、”开头。",
        "No clause was found in “{name}”. Upload the text of the draft; articles begin with 第一条 or 一、.",
    ),
    "E883": ("“{field}”没有填写，或者超过 {limit} 字。", "“{field}” is empty or longer than {limit} characters."),
    "E884": (
        "页面地址“{slug}”已被使用，或者格式不对（小写字母、数字、短横线，3 至 60 个字符）。",
        "The address “{slug}” is taken or malformed (lower-case letters, digits and hyphens, 3 to 60).",
    ),
    "E885": ("联系方式的保存期限应当在 1 至 36 个月之间。", "Contacts are kept for 1 to 36 months."),
    "E886": (
        "已经公布，起止日期和页面地址不能直接修改；需要延长的，请使用“延长期限”。",
        "It is public: days and address do not change any more. To prolong it, use “Extend”.",
    ),
    "E887": (
        "第 {number} 个焦点问题不能保存：每题至少两个不同的选项，题目和选项不超过 300 字，最多 20 题。",
        "Focus question {number} cannot be saved: at least two different options, at most 300 characters each, at most 20 questions.",
    ),
    "E888": (
        "已经公布，焦点问题不能再修改，已有的回答才有意义。",
        "It is public: focus questions do not change once people have answered.",
    ),
    "E889": ("已经公布、办结或者取消，不能再做这一步。", "It is public, reported on or cancelled: this step is over."),
    "E890": (
        "还不能公布，请先处理页面上标为“必须处理”的事项。",
        "It cannot be published yet: see to what is marked as required.",
    ),
    "E891": ("现在不在征求意见期间，不能做这一步。", "The consultation is not open: this step is not possible."),
    "E892": (
        "请写明理由（至少 5 个字）。理由会公布在公告中，并记入审计日志。",
        "State the reason (at least 5 characters); it is shown in the notice and noted in the audit log.",
    ),
    "E893": ("日期“{found}”不能识别，请写成 2026-11-22 的形式。", "“{found}” is no date; write it like 2026-11-22."),
    "E894": ("请先选择文件。", "Choose a file first."),
    "E895": (
        "还不能上传新版本：已有一个新版本在准备中，或者第一版尚未公布。",
        "A new version cannot be added: one is being prepared already, or the first is not public.",
    ),
    "E896": (
        "还有 {count} 处意见的新位置没有确认，不能公布新版本。",
        "{count} places of opinions wait for approval: the version cannot be published.",
    ),
    "E897": ("新版本中没有“{eid}”这个条款。", "The version has no clause “{eid}”."),
    "E898": ("这件意见在新版本中已经对应到“{eid}”。", "This opinion stands at “{eid}” already."),
    "E899": (
        "本次征求意见设置为“不公开”，不能公开意见。",
        "This consultation shows no opinions: nothing can be released.",
    ),
    "E936": (
        "“{name}”没有保存：公告附件只收 PDF、OFD、Word（doc、docx、wps）、Excel、JPG、PNG，内容要与扩展名一致。",
        "“{name}” was not kept: files of a notice are PDF, OFD, Word (doc, docx, wps), Excel, JPG or PNG, as their name says.",
    ),
    "E937": ("公告附件最多 {limit} 个，请先去掉不用的。", "At most {limit} files; take one away first."),
    "E938": (
        "扫描件“{name}”没有保存：PDF 不完整，或者超过 {limit} MB。请重新扫描，或者分成几个文件。",
        "The scan “{name}” was not kept: the PDF is not complete or larger than {limit} MB. Scan it again or split it.",
    ),
    "E939": (
        "“与谁有关”最多写 {limit} 类人，每类不超过 {length} 个字，用顿号或者空格分开。",
        "At most {limit} groups of at most {length} characters, divided by spaces or commas.",
    ),
    "E940": (
        "不公开的意见要有理由；选“其他”的请写明。理由会对外公布。",
        "Withholding needs a reason, in words of its own for 其他; it is public.",
    ),
    "E941": (
        "请写答复内容（不超过 {limit} 字），并选择答复方式。",
        "Write an answer of at most {limit} characters and say how it was given.",
    ),
    "E942": ("本人已经撤回这件意见，不能答复。", "The person took this opinion back: it cannot be answered."),
    "E943": (
        "请选择或者填写接收单位：名称不超过 100 字，一次最多 {limit} 个。",
        "Choose or write receivers: names of at most 100 characters, at most {limit} at a time.",
    ),
    "E944": (
        "尚未公布，或者结果已经公布，不能再录入意见。",
        "Opinions are entered once the consultation is public and until it is reported on.",
    ),
    "E945": ("没有可以录入的意见，请至少填写一件。", "There is nothing to enter: write at least one opinion."),
    "E946": ("参数 {name} 不能识别。", "The parameter {name} cannot be read."),
    "E947": (
        "这次征求意见的结果还没有公布。公布后可以在本页看到采纳情况和理由。",
        "The outcome is not public yet; this page will tell what was adopted and why.",
    ),
    "E948": (
        "上一轮征求意见还没有截止，或者已经取消，不能再次征求意见。",
        "Opinions cannot be asked for again: the round before is not over yet, or the consultation was called off.",
    ),
    "E949": (
        "再次征求意见要有新的草案文本：请先在“版本”页上传新版本。",
        "Asking again needs a new text: upload a new version first.",
    ),
    "E969": (
        "再次征求意见的开始日期不能早于今天（{today}）。",
        "The first day of a new round cannot be before today ({today}).",
    ),
}
