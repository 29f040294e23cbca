"""Messages of the readers: E1xx a file that cannot be read, P2xx something a reader noticed."""

MESSAGES = {
    "E101": (
        "{name}：文件不存在。请检查路径和文件名。",
        "{name}: no such file. Check the path and the file name.",
    ),
    "E102": (
        "{name}：这是一个文件夹，不是文件，或者其中没有文件。请指定其中的文件。",
        "{name}: this is a folder, not a file, or there is no file in it. Name the files inside it.",
    ),
    "E103": (
        "{name}：没有读取权限。请检查文件权限，或者把文件复制到可读的位置。",
        "{name}: permission denied. Check the file's permissions or copy it to a place you may read.",
    ),
    "E104": (
        "{name}：文件是空的（0 字节），可能上传或者复制没有完成。请重新获取文件。",
        "{name}: the file is empty (0 bytes); the upload or copy probably failed. Get the file again.",
    ),
    "E105": (
        "{name}：文件中没有文字{pictures_zh}。请提供含有文字的文件。",
        "{name}: the file contains no text{pictures_en}. Provide a file with text.",
    ),
    "E106": (
        "{name}：这是压缩包或者邮件，里面有多个文件。请用 lawcheck review 审查（自动找出正式文本），或者逐个提交其中的文件。",
        "{name}: an archive or a mail with several files in it. Give it to lawcheck review, which finds the text, or submit "
        "the files one by one.",
    ),
    "E108": (
        "{name}：文件设有打开密码。请在 Word 或者 WPS 中取消密码（文件→信息→保护文档）后重新保存。",
        "{name}: the file is protected by a password. Remove it in Word or WPS and save again.",
    ),
    "E109": (
        "{name}：文件已损坏，无法读取{part_zh}（压缩结构或者内容不完整）。请用 Word 或者 WPS 打开并另存为新的 docx，"
        "或者重新获取文件。",
        "{name}: the file is damaged, cannot read{part_en} ({detail}). Open it in Word or WPS and save it "
        "as a new docx, "
        "or get it again.",
    ),
    "E110": (
        "{name}：文件解压后异常庞大（{detail_zh}），疑似压缩炸弹，已拒绝读取。请核实来源；确系正常文件的，请在 "
        "Word 中另存后重试。",
        "{name}: unpacks to an abnormal size ({detail}) and looks like a zip bomb; refused. Check where it "
        "came from; if it "
        "is genuine, save it again in Word.",
    ),
    "E111": (
        "{name}：内容不是可以识别的文字（二进制数据，或者编码无法识别）。请确认文件类型；确系文本的，"
        "请另存为 UTF-8 编码。",
        "{name}: not recognisable as text (binary data or an unknown encoding). Check the type of the file; "
        "if it is text, "
        "save it in UTF-8.",
    ),
    "E112": (
        "{name}：读取失败（{detail}）。请检查磁盘、网络位置或者文件是否被其他程序占用。",
        "{name}: reading failed ({detail}). Check the disk, the network share, or whether another program "
        "holds the file.",
    ),
    "E113": (
        "{name}：{part} 中含有文档类型定义（DTD）或者外部实体，Word 文件中不应出现，出于安全考虑已拒绝读取。"
        "请用 Word 另存为新的 docx。",
        "{name}: {part} contains a document type definition (DTD) or external entities, which no Word file "
        "should; refused "
        "for safety. Save it again as docx in Word.",
    ),
    "E114": (
        "{name}：{part} 的元素嵌套过深（超过 {limit} 层），已拒绝读取。请用 Word 另存为新的 docx，"
        "或者简化其中的嵌套表格。",
        "{name}: elements of {part} are nested too deeply (over {limit} levels); refused. Save it again in "
        "Word or simplify "
        "nested tables.",
    ),
    "E115": (
        "{name}：Word 文件不完整，缺少正文部分（{part}）。请用 Word 打开并另存，或者重新获取文件。",
        "{name}: the Word file is incomplete, its main document part ({part}) is missing. Open and save it "
        "in Word or get "
        "it again.",
    ),
    "E116": (
        "{name}：压缩包内有重复的部件 {part}，无法判断以哪一个为准，已拒绝读取。请用 Word 打开并另存为新的 docx。",
        "{name}: the package holds {part} twice and it is unclear which one counts; refused. Open it in "
        "Word and save it as "
        "a new docx.",
    ),
    "E117": (
        "{name}：文件过大（{detail}），超出可以处理的范围。请拆分后分别提交（例如把超长附表单独成文）。",
        "{name}: too large to handle ({detail}). Split it, for example put very long annex tables in files "
        "of their own.",
    ),
    "E137": (
        "{name}：这是电子表格（Excel/WPS 表格），不是法规或者规范性文件文本。请提供 Word（docx）文件。",
        "{name}: a spreadsheet, not the text of a document. Provide the Word (docx) file.",
    ),
    "E138": (
        "{name}：这是演示文稿（PowerPoint/WPS 演示），不是法规或者规范性文件文本。请提供 Word（docx）文件。",
        "{name}: a presentation, not the text of a document. Provide the Word (docx) file.",
    ),
    "E140": (
        "{name}：这是 OLE 复合文档，但其中找不到 Word 正文：可能是其他程序的文件，也可能没有传完。请确认文件，"
        "重新获取，或者另存为 docx 后重新提交。",
        "{name}: an OLE compound file in which no Word document is found: made by another program, or cut off. Check "
        "the file, get it again, or save it as docx.",
    ),
    "E141": (
        "{name}：这是压缩包（rar、7z 等）。请解压后逐个提交其中的文件。",
        "{name}: an archive (rar, 7z …). Unpack it and submit the files inside.",
    ),
    "E142": (
        "{name}：这是电子书（EPUB），此格式尚不支持，请另存为 docx 后重新提交。",
        "{name}: an e-book (EPUB), a format not yet supported. Save it as docx and submit again.",
    ),
    "E143": (
        "{name}：这是 XML 数据文件，不是可以审查的文本。请提供 Word（docx）文件。",
        "{name}: an XML data file, not a text to review. Provide the Word (docx) file.",
    ),
    "P201": (
        "本段含有修订痕迹，已按“接受全部修订”读取，请核对定稿文字。",
        "This paragraph has tracked changes; read as if all were accepted. Check the final wording.",
    ),
    "P202": (
        "本段的段落标记在修订中被删除，接受修订后将与下一段合并。",
        "The mark of this paragraph was deleted in a tracked change: accepted, it joins the next paragraph.",
    ),
    "P203": (
        "本段使用了文件中没有定义的自动编号（numId {number}），编号无法还原。",
        "This paragraph uses automatic numbering that the file does not define (numId {number}); the number "
        "is unknown.",
    ),
    "P204": (
        "文件的 {part} 部分无法读取（{detail}），其内容未审查。",
        "Part {part} of the file cannot be read ({detail}); its content was not reviewed.",
    ),
    "P205": (
        "压缩包内含有不安全的路径（{entries}），已忽略。",
        "The package holds unsafe paths ({entries}); ignored.",
    ),
    "P206": (
        "文件引用了外部内容（{targets}），程序不联网读取，外部内容未审查。",
        "The file refers to external content ({targets}); nothing was fetched, it was not reviewed.",
    ),
    "P207": (
        "本段含有隐藏文字“{text}”，未计入正文，请核对。",
        "This paragraph contains hidden text (“{text}”), left out of the document. Check it.",
    ),
    "P208": (
        "文件中有 {count} 条批注，已列在正文之后，不作为正文审查。",
        "The file has {count} margin comments; they follow the body and are not part of it.",
    ),
    "P209": (
        "文件嵌入了另一个文档（{part}），其内容未读取，请另行提交。",
        "Another document is embedded ({part}); it was not read. Submit it by itself.",
    ),
    "P210": (
        "文件没有注明编码，按 {encoding} 读取，请核对有无乱码。",
        "The file does not say its encoding; read as {encoding}. Check for garbled characters.",
    ),
    "P211": (
        "有 {count} 处字节无法按 {encoding} 识别，以“\ufffd”代替，请核对原文。",
        "{count} places cannot be read as {encoding} and show “\ufffd”. Check them against the original.",
    ),
    "P212": (
        "网页正文以外的文字（{count} 字，如导航、页脚）列在正文之后，不作为正文审查。",
        "Text of the page outside the document ({count} characters, such as navigation) follows the body, "
        "not reviewed.",
    ),
    "P213": (
        "文件含有 {count} 幅图片，图片中的文字没有读取，请人工查看。",
        "The file has {count} pictures; text inside pictures was not read. Look at them.",
    ),
    "P214": (
        "文件混用了 UTF-8 和 GB18030 两种编码，已逐行识别，请核对有无乱码。",
        "The file mixes UTF-8 and GB18030; read line by line. Check for garbled characters.",
    ),
    "P215": (
        "表格的行在修订中被删除或者插入，已按“接受全部修订”读取。",
        "Rows of a table were deleted or inserted in tracked changes; read as if all were accepted.",
    ),
    "P222": (
        "第{number}张带有拍摄位置的图片{part}：照片的元数据（EXIF）记有拍摄地点的坐标，公开前应当去除。",
        "Picture {number} with a position{part}: its metadata (EXIF) hold the coordinates where it was taken; remove them "
        "before publication.",
    ),
    "P223": (
        "原文按固定宽度断行，已接回{count}处断行；请对照原文核对分款",
        "Lines were broken at one width: {count} line ends taken out; check the paragraphs against the file",
    ),
    "P224": (
        "正文中的页码、页眉等 {count} 行（{shown}）列在正文之后，不作为正文审查。",
        "Page numbers and running heads in the text ({count} lines: {shown}) follow the body, not reviewed.",
    ),
    "P225": (
        "因换页断开的句子已接回 {count} 处，请对照原文核对。",
        "Sentences cut by the end of a page were put together again in {count} places; check them against the file.",
    ),
    "P226": (
        "正文之后网页自带的文字 {count} 行（{shown}）不作为正文审查。",
        "What the web page prints below the document ({count} lines: {shown}) is not reviewed.",
    ),
    "P255": (
        "文件名以“{ending}”结尾，内容却是普通文字或者网页，可能传错了文件，或者下载到的是出错页面。请打开原文件核对。",
        "The name ends in “{ending}” but the content is plain text or a web page: perhaps the wrong file, or the page of an error. "
        "Open the file and check.",
    ),
    "P216": (
        "文件主要用繁体字写成。敏感词、条文匹配等以简体为准，建议加上 --simplify 重新处理（原文保留，批注仍落在原字上）。",
        "The file is written in Traditional characters. Terms and laws are Simplified: process it again with --simplify (the "
        "original is kept, comments stand on the original characters).",
    ),
    "P217": (
        "按要求将 {count} 个繁体字、异体字转换为简体字后处理（OpenCC，逐字对应）；原文没有改动，批注落在原字上，引文请以原文为准。",
        "As asked, {count} Traditional characters were turned into Simplified ones (OpenCC, one for one). The file itself is "
        "unchanged and comments stand on its own characters; quote from the original.",
    ),
    "P218": (
        "文件插入了另一份文件（{part}），其内容已按插入的位置读入正文；批注落在它前面的段落上，请注意核对。",
        "Another file is inserted ({part}); it was read as part of the body at that place. Comments on it stand on the "
        "paragraph before it.",
    ),
    "P219": (
        "有 {count} 处文字在此前转换编码时已经丢失（显示为“锟斤拷”），以“□”代替，请对照原件补上。",
        "{count} places were lost when the file was converted before (“锟斤拷”); they show □. Fill them in from the original.",
    ),
    "P220": (
        "文字曾被按错误的编码读取后保存（乱码），已还原为 {encoding} 编码的原文，请核对。",
        "The text was once read in a wrong encoding and saved so; it was put back to its {encoding} original. Check it.",
    ),
    "P221": (
        "文字中的常用字很少，可能是乱码，请打开原件核对；确是乱码的，请重新获取文件。",
        "Few characters of the text are common ones: it may be garbled. Look at the original, and get the file again if so.",
    ),
}
