"""What the site says about its database, files and keys, E680, E681, E80x, E997, E998."""

MESSAGES = {
    "E680": (
        "备份已经写好：{name}。数据 {rows} 行，文件 {files} 个，审计日志末尾 {end}。",
        "The backup was written: {name}. {rows} rows, {files} files, end of the audit log {end}.",
    ),
    "E681": (
        "已经恢复 {name} 的备份。数据 {rows} 行，文件 {files} 个，审计日志末尾 {end}。",
        "The backup of {name} was restored. {rows} rows, {files} files, end of the audit log {end}.",
    ),
    "E800": (
        "没有找到您要的内容，可能已经移走或者地址有误。",
        "There is no such page; it may have moved, or the address is wrong.",
    ),
    "E801": (
        "DATABASE_URL（{url}）不是本程序能用的数据库。请写 sqlite:///文件路径 或者 postgresql://用户:密码@主机/库名。",
        "DATABASE_URL ({url}) names a kind of database that is not supported. Use sqlite:///file or postgresql://user:password@host/name.",
    ),
    "E802": (
        "服务器暂时无法保存文件（{cause}），没有保存任何内容。您填写的文字还在，请稍后重试；管理员请检查磁盘空间。",
        "The server cannot store the file now ({cause}); nothing was stored. Your text is kept, try again later; operators: check the disk.",
    ),
    "E803": (
        "文件太大，单个文件不能超过 {limit}。没有保存这个文件，请压缩后重试。",
        "The file is too large: at most {limit}. It was not stored; make it smaller and try again.",
    ),
    "E804": ("文件“{name}…”不在文件库中。", "File “{name}…” is not in the store."),
    "E805": (
        "没有设置数据加密密钥，或者密钥格式不对。请运行 consult-web admin new-key 生成密钥，写入环境变量 CONSULT_DATA_KEYS。",
        "The data keys are missing or malformed. Run consult-web admin new-key and put the key into CONSULT_DATA_KEYS.",
    ),
    "E806": (
        "现有的数据加密密钥都不能解开这条数据。请把加密时使用的旧密钥加到 CONSULT_DATA_KEYS 的末尾。",
        "None of the data keys opens this value. Append the key it was encrypted with to CONSULT_DATA_KEYS.",
    ),
    "E807": (
        "数据库暂时连接不上，这次操作没有保存。请稍后重试。",
        "The database does not answer; nothing was saved. Try again shortly.",
    ),
    "E808": (
        "没有设置 {names}，生产环境不能启动。请在环境变量中设置（说明见部署文档）；只想试用请运行 consult-web demo。",
        "{names} is not set, so that the site does not start. Set it in the environment (see the deployment guide), or try consult-web demo.",
    ),
    "E809": (
        "数据库的结构（{found}）不是本程序的版本（{wanted}）。请先运行 consult-web upgrade。",
        "The tables are at version {found}, this program needs {wanted}. Run consult-web upgrade first.",
    ),
    "E997": (
        "没有完成：不能读写 {name}（{cause}）。请检查路径是否存在、有没有权限、磁盘是否已满，然后再运行一次。",
        "Not done: {name} cannot be read or written ({cause}). Check the path, the rights and the room on the disk, then run it again.",
    ),
    "E998": (
        "做备份时，数据库记着的 {count} 个文件在文件库里找不到或者已经损坏，备份里没有：{names}。请从更早的备份中找回，并检查磁盘。",
        "When the backup was made, {count} files that rows name were not in the store or damaged, and are not in it: {names}. Look for them in an older backup.",
    ),
}
