"""What the site says when something goes wrong, E52x–E53x."""

MESSAGES = {
    "E520": (
        "文件夹“{path}”正由另一个 lawcheck serve 使用。请使用已经打开的页面，先关闭它，或者换一个数据文件夹。",
        "Folder “{path}” is in use by another lawcheck serve. Use its page, close it first, or choose another folder.",
    ),
    "E521": (
        "无法保存“{name}”：{cause}。请检查磁盘空间和文件夹权限后重试。",
        "Cannot store “{name}”: {cause}. Check disk space and folder permissions, then try again.",
    ),
    "E522": (
        "上传的内容太大：一次合计不能超过 {limit}。文件没有保存。请分几次上传，或者压缩文件中的图片后重试。",
        "The upload is too large: at most {limit} at a time. Nothing was stored. Upload in several turns, or "
        "shrink the pictures in the file.",
    ),
    "E523": (
        "没有收到文件。请先选择或者拖入至少一个文件，再点“开始审查”。",
        "No file was received. Choose or drop at least one file, then press “Start review”.",
    ),
    "E524": (
        "页面已经失效，无法确认这次提交来自本页面（程序可能重装过，或者浏览器禁用了 Cookie）。"
        "没有作任何改动。请返回首页刷新后重新提交。",
        "The page has expired and this request cannot be confirmed as coming from it (cookies may be disabled). "
        "Nothing was changed. Go back, reload the page and submit again.",
    ),
    "E525": (
        "不接受以“{host}”访问。请使用 http://127.0.0.1 或者 http://localhost 打开本页面；"
        "确需用其他主机名的，请在启动时登记。",
        "Requests for “{host}” are refused. Open the page at http://127.0.0.1 or http://localhost, or name "
        "the host when starting.",
    ),
    "E526": (
        "没有找到这个页面，或者这份审查已经删除。请返回首页查看审查记录。",
        "There is no such page, or this review was deleted. See the list on the first page.",
    ),
    "E527": (
        "“{name}”审查超过 {minutes} 分钟仍未完成，已停止。原文件已保存；请核实文件是否异常庞大，拆分后重试。",
        "The review of “{name}” was stopped after {minutes} minutes. The file is kept; check whether it is "
        "abnormally large, "
        "split it and try again.",
    ),
    "E528": (
        "这个请求无法处理（{cause}）。请返回首页重试。",
        "This request cannot be handled ({cause}). Go back to the first page and try again.",
    ),
    "E529": (
        "页面出现内部错误。已上传的文件不受影响；请返回首页重试，仍然出错的，请把终端中的错误信息一并反馈。",
        "The page met an internal error. Uploaded files are not affected; go back and try again, or report "
        "the error printed "
        "in the terminal.",
    ),
    "E530": (
        "“{name}”没有完整保存（上传时程序中断）。请删除这条记录后重新上传。",
        "“{name}” was not stored completely (the program stopped during the upload). Delete this entry and "
        "upload it again.",
    ),
    "E531": (
        "“{name}”已经尝试 {attempts} 次，每次程序都意外中断，不再自动重试。"
        "原文件已保存；请单独重新审查，仍然失败的，请连同文件反馈。",
        "“{name}” was tried {attempts} times and the program stopped each time; it is not retried by itself. "
        "The file is kept; "
        "review it again alone, and report it with the file if it fails.",
    ),
    "E532": (
        "这份文件正在审查中，完成后才能重新审查。",
        "This file is being reviewed; wait until it is done before reviewing it again.",
    ),
}
