"""What the command line says, E5xx and C5xx."""

MESSAGES = {
    "E501": ("没有找到“{path}”。请核对路径。", "“{path}” does not exist. Check the path."),
    "E502": (
        "不能写入输出文件夹“{path}”：{cause}。请换一个文件夹（--out）或者调整权限。",
        "Cannot write to the output folder “{path}”: {cause}. Choose another folder (--out) or change its permissions.",
    ),
    "E503": (
        "“{value}”不是日期。请写成 YYYY-MM-DD，例如 2026-11-22。",
        "“{value}” is not a date. Write YYYY-MM-DD, for example 2026-11-22.",
    ),
    "E504": (
        "没有写 {path}：它就是读入的那个文件，写了就没有原文件了。请用 --out 另指定一个文件夹或者文件名。",
        "{path} was not written: it is the file that was read, and would be lost. Choose another folder or name with --out.",
    ),
    "E705": (
        "没有写结果：“{name}”正在 Word、WPS、Excel 等程序里打开着。关闭以后再运行一次，或者换一个文件夹（--out）。",
        "No result was written: “{name}” is open in another program (Word, Excel). Close it and run again, or choose another folder (--out).",
    ),
    "E505": (
        "“{value}”不是六位行政区划代码（GB/T 2260）。例如浙江省 330000、湖州市 330500。",
        "“{value}” is not a six-digit GB/T 2260 code, for example 330000 (浙江省) or 330500 (湖州市).",
    ),
    "E506": (
        "“{name}”没有审查完成：处理它的进程意外结束（可能是内存不足）。其他文件不受影响，请单独重试这个文件。",
        "“{name}” was not reviewed: its process ended unexpectedly (out of memory?). Others are unaffected; retry it alone.",
    ),
    "E507": (
        "不能在 {host}:{port} 开启本机页面：{cause}。请换一个端口（--port）。",
        "Cannot serve on {host}:{port}: {cause}. Choose another port (--port).",
    ),
    "E508": (
        "“{name}”内部出错：{detail}。其他文件不受影响；请连同这个文件一并反馈。",
        "“{name}” met an internal error: {detail}. Others are unaffected; please report it with the file.",
    ),
    "E509": (
        "库中没有“{title}”。{hint}可用 lawcheck laws list 查看库中有哪些法。",
        "The library has no “{title}”. {hint}See lawcheck laws list.",
    ),
    "E510": (
        "已中断。没有写完的结果没有留下；已完成的文件结果仍然有效。",
        "Interrupted. Nothing half-written was left; results of finished files stand.",
    ),
    "E511": (
        "“{value}”不是条号。请写成 第五条 或者 第十二条之一。",
        "“{value}” is not an article number. Write 第五条 or 第十二条之一.",
    ),
    "E513": (
        "没有代码为“{value}”的行政区划（GB/T 2260）。例如浙江省 330000、湖州市 330500。",
        "No place has the GB/T 2260 code “{value}”. Examples: 330000 (浙江省), 330500 (湖州市).",
    ),
    "E514": (
        "《{title}》没有{article}，现有{first}至{last}。",
        "《{title}》 has no {article}; it has {first} to {last}.",
    ),
    "E515": (
        "库中《{title}》的文本缺{article}，请查原文。",
        "The text of 《{title}》 in the library lacks {article}; see the original.",
    ),
    "E516": (
        "《{title}》没有“{value}”的文本，或者不止一件。库中的文本通过于：{held}；请写年份或者日期（YYYY-MM-DD）。",
        "《{title}》 has no text, or more than one, of “{value}”. Texts held were adopted on: {held}; give a year or a day (YYYY-MM-DD).",
    ),
    "E517": (
        "库中只有《{title}》的一个文本，不能比较。",
        "The library holds only one text of 《{title}》; there is nothing to compare.",
    ),
    "E518": (
        "有 {count} 处没有执行，没有写出文件；加 --partial 写出未完成的文本。",
        "{count} instructions were not carried out, so no file was written; --partial writes the unfinished text.",
    ),
    "E519": (
        "决定中没有关于《{title}》的内容；其中修改的有：{titles}。",
        "The decision says nothing of 《{title}》; it amends: {titles}.",
    ),
    "E540": (
        "决定中没有修改《{title}》条文的内容（例如只写废止）。没有写出文件。",
        "The decision changes no article of 《{title}》 (it may only repeal it). No file was written.",
    ),
    "E533": (
        "《{title}》不能既指定（--pin）又排除（--unpin）。请只保留一个。",
        "《{title}》 cannot be both pinned (--pin) and left out (--unpin). Keep one.",
    ),
    "E534": (
        "没有写出问题条款的文字。例如：lawcheck same “经营者应当到指定的机构检测车辆。” 文件夹",
        "The words of the clause are missing. Example: lawcheck same “经营者应当到指定的机构检测车辆。” FOLDER",
    ),
    "C501": (
        "{path} 中原来没有法规库，已经新建一个，只有随程序安装的法律，没有本单位加入的法规。写错了文件夹的，请核对 --library 或者 LAWCHECK_HOME。",
        "There was no library in {path}; a new one was made, with the laws that come with the program and none that were added. If the folder is mistyped, check --library or LAWCHECK_HOME.",
    ),
    "C670": (
        "matches.jsonl 中原有的结果是按别的条件（法规库、日期或者选项）作出的，已经另存为 {name}。",
        "The results in matches.jsonl were made under other conditions (library, day or options); they are kept as {name}.",
    ),
    "E671": (
        "另一个 lawcheck match 正在把结果写进“{path}”。请等它结束，或者用 --out 另指定一个文件夹。",
        "Another lawcheck match writes into “{path}”. Wait for it, or choose another folder with --out.",
    ),
    "E672": (
        "写不出结果：{cause}。请检查磁盘空间和输出的位置。",
        "The output cannot be written: {cause}. Check the space on the disk and where the output goes.",
    ),
    "E673": (
        "{command} 需要的组件没有安装（缺 {name}）。请在本程序源码的文件夹里执行 pip install '.[{extra}]'，或者照 README 安装。",
        "{command} needs a part that is not installed ({name} is missing). In the source folder run pip install '.[{extra}]', or install as the README says.",
    ),
    "C674": (
        "{name} 写出以后有人改过，没有覆盖，已经另存为 {kept}。",
        "{name} was changed by somebody after it was written; it is kept as {kept}.",
    ),
    "E535": ("没有写 {name}。用法见 {command} --help。", "{name} is missing. See {command} --help."),
    "E536": (
        "没有 {name} 这个选项{alike}。用法见 {command} --help。",
        "There is no option {name}{alike}. See {command} --help.",
    ),
    "E537": (
        "没有 {name} 这个命令{alike}。用法见 {command} --help。",
        "There is no command {name}{alike}. See {command} --help.",
    ),
    "E538": (
        "{name} 的值不对：{wanted}。用法见 {command} --help。",
        "Wrong value of {name}: {wanted}. See {command} --help.",
    ),
    "E539": (
        "命令写得不对：{detail}。用法见 {command} --help。",
        "The command is wrong: {detail}. See {command} --help.",
    ),
}
