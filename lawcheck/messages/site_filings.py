"""What the site says about filings and the desk, E66x, E90x–E92x, E995."""

MESSAGES = {
    "E660": (
        "日期 {day} 还没有到（今天是 {today}）。事项只能在发生以后记录，请核对。",
        "{day} has not come yet (today is {today}). A step is recorded after it happened; look again.",
    ),
    "E662": (
        "打开这一页以后，这一件已经办理了“{name}”，您的提交没有保存。请先看办理过程；仍然要办的，再提交一次。",
        "Since this page was opened, “{name}” was recorded and yours was not. Look at the history; to take the step all the "
        "same, send it again.",
    ),
    "E900": (
        "还没有读出正式文本，不能报送。请补充或者更换文件，或者指定哪一个文件是正式文本。文件已经保存。",
        "The text of the document could not be read yet, so it cannot be sent. Add or replace files, or say which of them "
        "is the text. All files are kept.",
    ),
    "E901": (
        "文件带有涉密标志（{said}），不能通过本平台报送，请按照保密程序处理。系统没有报送。",
        "The document bears a mark of secrecy ({said}) and must not be sent through this site. Nothing was sent.",
    ),
    "E902": ("请选择接收机关。", "Choose the body that receives the filing."),
    "E903": (
        "这一件已经报送，不能再改动。需要更换材料的，请等待接收机关要求补正，或者与其联系。",
        "This filing was sent and cannot be changed. Wait for the receiver to ask for more, or get in touch with it.",
    ),
    "E904": ("“{title}”已经发出，不能再改动。", "“{title}” was sent and cannot be changed."),
    "E905": ("请上传 Word 文件（.docx）。", "Upload a Word file (.docx)."),
    "E906": ("请选择要上传的文件。", "Choose the files to upload."),
    "E907": (
        "形式审查有 {count} 项不符合，请补正；确需这样报送的，请勾选“仍然报送”。",
        "{count} points of the form check are not met. Mend them, or tick “send anyway”.",
    ),
    "E908": ("正在读取文件，请稍候再报送。", "The files are still being read; send in a moment."),
    "E909": (
        "现在不能办理这一事项：可能别人刚刚办理过，或者您的角色不能办理。请看这一件现在的状态。",
        "This step is not open now, perhaps because somebody has just taken it, or not for your role.",
    ),
    "E910": (
        "还没有本次报送的形式审查结果，请稍候或者重新检查。",
        "There is no form check of this sending yet; wait a moment or check again.",
    ),
    "E911": ("日期“{value}”无法识别，请写成 2026-11-22 的形式。", "“{value}” is no date; write it as 2026-11-22."),
    "E912": ("请至少选择一个分送的单位。", "Choose at least one committee."),
    "E913": ("登记号“{number}”已经使用，请另编一个。", "The number “{number}” is in use; choose another one."),
    "E914": ("请填写：{labels}。", "Fill in: {labels}."),
    "E915": (
        "第 {row} 行无法识别：{said}。每行写“制定机关, 文件名称, 文号, 公布日期”，前两项必填。没有保存任何一行。",
        "Line {row} cannot be read: {said}. Write “maker, title, number, day of publication”. No line was saved.",
    ),
    "E916": ("没有这个文件，或者它不属于这一件。", "There is no such file, or it does not belong to this filing."),
    "E918": (
        "“{name}”没有处理完，程序出错：{cause}。请把这句话告诉系统管理员；其他文件不受影响。",
        "“{name}” was not done, the program failed: {cause}. Tell the administrator; the other files are not affected.",
    ),
    "E919": (
        "“{name}”没有保存，磁盘不能写入：{cause}。请腾出空间后再运行一次，会从没有保存的地方接着处理。",
        "“{name}” was not saved, the disk takes nothing: {cause}. Make room and run it again: it goes on from there.",
    ),
    "E995": (
        "这一件已经移除，不能改动。还要用的，请先在“已办结、已移除”中取回。",
        "This filing was removed and cannot be changed. Take it back first, from “Closed, removed”.",
    ),
}
