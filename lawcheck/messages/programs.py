"""Messages for programs that use the library, E72x."""

MESSAGES = {
    "E720": (
        "{name} 是空的。不用就不写这个参数，要用就写文件夹的名称（例如环境变量没有设置时，os.environ.get 得到的是空的）",
        "{name} is empty. Leave the argument out, or give the name of a folder (os.environ.get of a variable that is not set"
        " is empty)",
    ),
    "E721": (
        "没有“{text}”这个层级。可用：{known}",
        "No level {text!r}. Known: {known}",
    ),
    "E722": (
        "“{text}”不是一条的条号。可写 51、Number(20, 1) 或者 第二十条之一",
        "{text!r} is not the number of one article. Write 51, Number(20, 1) or 第二十条之一",
    ),
    "E723": (
        "{path} 中没有法律库。请检查文件夹的名称；要在那里新建，先调用 lawcheck.open_library({path!r})",
        "There is no library in {path}. Check the name of the folder; to build one there, call lawcheck.open_library({path!r})"
        " first",
    ),
    "E724": (
        "jobs 是进程数，从 1 起，不能是 {jobs}",
        "jobs is a number of processes, 1 or more, not {jobs}",
    ),
    "E725": (
        "{name} 没有文字。没有文字就什么也查不了，请检查传入的内容（例如数据库中的空值）",
        "{name} has no text. Where there is nothing to read nothing can be checked: look at what was passed (an empty column"
        " of a database?)",
    ),
}
