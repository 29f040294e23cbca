"""What the site says about pages, accounts and rights, E81x–E82x, and about the audit log and background work, E83x."""

MESSAGES = {
    "E661": (
        "符合条件的记录有 {count} 条，一次最多导出 {most} 条。请按日期分几次导出。",
        "{count} entries were found; one file holds {most}. Export them in several parts, by days.",
    ),
    "E663": (
        "“{typed}”对应的案件超过 {most} 件，不能全部列出。请写登记号、收文编号，或者写得更长一些的文件名称。",
        "“{typed}” means more than {most} cases. Type a register number, a receipt number, or more of the title.",
    ),
    "E811": (
        "页面出现内部错误，这次操作没有保存。请返回重试；仍然出错的，请告诉管理员出错的时间和正在做的事。",
        "The page met an internal error and nothing was saved. Go back and try again, or tell the operators when it happened.",
    ),
    "E812": (
        "提交的内容太大：一次合计不能超过 {limit}。没有保存。请减少文件后重试。",
        "The request is too large: at most {limit} at a time. Nothing was saved; send fewer or smaller files.",
    ),
    "E813": (
        "这个请求无法处理（{cause}）。请返回重试。",
        "This request cannot be handled ({cause}). Go back and try again.",
    ),
    "E814": ("请先登录。", "Please log in first."),
    "E815": (
        "您的账号没有做这件事的权限。需要的，请联系本单位的系统管理员调整角色。",
        "Your account has no right to do this. Ask your system administrator to change your roles if you need it.",
    ),
    "E816": (
        "密码至少 {shortest} 个字符（不超过 {longest} 个）。",
        "The password needs at least {shortest} characters (and at most {longest}).",
    ),
    "E817": (
        "密码太简单：请同时使用大写字母、小写字母、数字、符号中的三种，或者用 {long} 个字符以上的一句话。",
        "The password is too simple: use three of capitals, small letters, digits, signs, or a phrase of {long} characters.",
    ),
    "E818": ("密码中不能包含登录名。", "The password must not contain the log-in name."),
    "E819": (
        "密码中有很容易被猜到的部分（如 123456、password、同一字符连续五次），请换一个。",
        "The password contains something that is easily guessed (123456, password, one character five times).",
    ),
    "E820": (
        "密码连续输错 5 次，账号已锁定，请在 {minutes} 分钟后再试，或者请系统管理员解锁。",
        "Five wrong passwords: the account is locked. Try again in {minutes} minutes, or ask the administrator.",
    ),
    "E821": (
        "这个账号已经停用。请联系本单位的系统管理员。",
        "This account is closed. Ask your system administrator.",
    ),
    "E822": ("原密码不对，密码没有修改。", "The old password is wrong; nothing was changed."),
    "E823": ("新密码与原密码相同，请换一个。", "The new password is the old one; choose another."),
    "E824": (
        "操作太频繁，请稍等一会儿再试。您填写的内容没有丢失，返回即可继续。",
        "Too many attempts; wait a little. What you typed is not lost, go back to continue.",
    ),
    "E825": ("请填写单位名称（不超过 100 字）。", "Please give the organisation a name (at most 100 characters)."),
    "E826": (
        "代码“{found}”格式不对或者已经被别的单位使用。行政区划代码为 6、9 或者 12 位数字，单位代码用字母、数字和短横线。",
        "The code “{found}” is malformed or in use. Territory codes have 6, 9 or 12 digits, others letters, digits and hyphens.",
    ),
    "E827": (
        "登录名“{login}”不能用：应为 3 至 64 个小写字母、数字或者 . _ @ -，且没有被别人使用。",
        "The log-in name “{login}” cannot be used: 3 to 64 small letters, digits or . _ @ -, not in use yet.",
    ),
    "E828": ("请填写姓名。", "Please give a name."),
    "E829": (
        "系统管理员和审计员不能兼任其他角色（管系统的不看内容，管审计的不办业务）。",
        "Administrators and auditors hold no other role (who keeps the system sees no content, who checks does not act).",
    ),
    "E830": (
        "不能改动自己的角色，也不能停用自己的账号，请由另一位系统管理员办理。",
        "Nobody changes their own roles or closes their own account; ask another administrator.",
    ),
    "E831": (
        "审计日志不完整：第 {number} 条记录有问题（{what}）。请保留现场，不要继续写入，并核对备份。",
        "The audit log does not hold: event {number} is {what}. Keep everything as it is and compare with a backup.",
    ),
    "E832": (
        "登录名或者密码不对。连续输错 5 次，账号会锁定 15 分钟。",
        "The log-in name or the password is wrong. After five wrong passwords the account is locked for 15 minutes.",
    ),
    "E833": (
        "统一身份认证没有成功（{cause}）。请返回重新登录；仍然不成功的，请用本地账号登录或者联系系统管理员。",
        "The identity provider did not confirm the log-in ({cause}). Try again, use a local account, or ask the administrator.",
    ),
    "E834": (
        "您的身份已经确认，但本站还没有与它对应的账号。请把“{subject}”告诉系统管理员，由其在用户页面登记。",
        "Your identity was confirmed, but no account here belongs to it. Tell the administrator “{subject}” to have it entered.",
    ),
    "E835": (
        "页面已经过期，无法确认这次提交来自本页面。没有作任何改动。请返回，刷新后重新提交。",
        "The page has expired and this request cannot be confirmed as coming from it. Nothing was changed. Go back, reload, submit again.",
    ),
    "E836": ("没有名为“{kind}”的后台任务。", "There is no background task named “{kind}”."),
    "E837": (
        "这项后台工作已经尝试 {attempts} 次，每次程序都意外中断，不再自动重试。请检查服务器的内存和磁盘后重新发起。",
        "This work was tried {attempts} times and the program stopped each time; it is not retried. Check memory and disk, then start it again.",
    ),
    "E838": ("后台工作出错：{detail}。", "Background work failed: {detail}."),
    "E839": ("两次输入的新密码不一致，密码没有修改。", "The two new passwords differ; nothing was changed."),
}
