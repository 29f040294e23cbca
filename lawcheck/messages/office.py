"""Messages of the readers of office formats and of reading within limits: E15x, P23x."""

MESSAGES = {
    "E150": (
        "{name}：读取这个文件需要 LibreOffice（{reason}），本机没有安装。请安装 Debian 软件包 "
        "libreoffice-writer-nogui（apt install libreoffice-writer-nogui），或者用 Word、WPS 另存为 docx 后重新提交。",
        "{name}: LibreOffice is needed to read this file ({reason}) and is not installed. Install the Debian package "
        "libreoffice-writer-nogui (apt install libreoffice-writer-nogui), or save the file as docx in Word or WPS.",
    ),
    "E151": (
        "{name}：读取超过 {seconds} 秒，已停止。文件可能已损坏或者异常复杂，请用 Word 或者 WPS 打开并另存为新的 docx，"
        "或者拆分后分别提交。",
        "{name}: reading took more than {seconds} seconds and was stopped. The file may be damaged or abnormally "
        "complex: open it in Word or WPS and save it as a new docx, or split it.",
    ),
    "E152": (
        "{name}：读取需要的内存超过 {megabytes} MB，已停止。文件可能已损坏或者异常庞大，请用 Word 或者 WPS 打开并另存为"
        "新的 docx，或者拆分后分别提交。",
        "{name}: reading needs more than {megabytes} MB of memory and was stopped. The file may be damaged or "
        "abnormally large: open it in Word or WPS and save it as a new docx, or split it.",
    ),
    "E153": (
        "{name}：读取这个文件的进程异常终止（{detail}），没有得到结果。文件很可能已损坏，请用 Word 或者 WPS 打开并另存为"
        "新的 docx，或者重新获取文件。",
        "{name}: the process that read this file ended abnormally ({detail}) without a result. The file is probably "
        "damaged: open it in Word or WPS and save it as a new docx, or get it again.",
    ),
    "E154": (
        "{name}：文件已损坏，程序和 LibreOffice 都无法读取（{detail}）。请用 Word 或者 WPS 打开并另存为新的 docx，"
        "或者重新获取文件。",
        "{name}: the file is damaged; neither this program nor LibreOffice can read it ({detail}). Open it in Word or "
        "WPS and save it as a new docx, or get it again.",
    ),
    "E155": (
        "{name}：文件经 LibreOffice 转换为 docx 后，文字与审查的文本不一致（只有 {share} 的文字相同），无法可靠标注，"
        "因此没有生成批注件。审查报告不受影响。",
        "{name}: converted to docx by LibreOffice, the text differs from the text reviewed (only {share} of it agrees), "
        "so that nothing can be marked reliably; there is no annotated copy. The report is not affected.",
    ),
    "P230": (
        "程序自身无法读取本文件的结构（{detail}），改由 LibreOffice 读取，请核对文字和编号。",
        "The program could not read the structure of this file ({detail}); LibreOffice read it. Check text and numbers.",
    ),
    "P231": (
        "文件中本条的自动编号为“第{old}条”（每章重新起算），已按全文连续编号读作“第{new}条”，请核对。",
        "The file numbers this article 第{old}条, beginning again in each chapter; read as 第{new}条, numbered through. "
        "Check it.",
    ),
}
