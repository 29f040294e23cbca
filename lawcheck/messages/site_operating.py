"""What those who run the site are told about its settings and its database, E69x."""

MESSAGES = {
    "E690": (
        "{name}（{value}）应当是 {low} 到 {high} 的整数。请改正这个环境变量后再启动。",
        "{name} ({value}) should be a whole number from {low} to {high}. Correct this variable and start again.",
    ),
    "E691": (
        "数据库用不了：{cause}（DATABASE_URL 为 {url}）。没有作任何改动。请按原因改正后再运行一次。",
        "The database cannot be used: {cause} (DATABASE_URL is {url}). Nothing was changed. Mend this and run it again.",
    ),
    "E692": (
        "CONSULT_HOSTS 中的“{name}”不是域名。只写域名，不写 https:// 和路径，如 yijian.example.gov.cn；多个用逗号分开。",
        "“{name}” in CONSULT_HOSTS is no host name. Write the name alone, without https:// and path; separate several by commas.",
    ),
    "E693": (
        "数据库的编码是 {found}，不是 UTF8，存不了中文。请用 createdb -E UTF8 --locale=C.UTF-8 -T template0 另建一个（见部署文档）。",
        "The encoding of the database is {found}, not UTF8. Make another with createdb -E UTF8 --locale=C.UTF-8 -T template0.",
    ),
    "E694": (
        "数据库的结构（{found}）比本程序（{wanted}）新：这里运行的是旧版程序。没有作任何改动。请换成升级时用的新版程序，"
        "或者把升级之前的备份恢复到空数据库。",
        "The tables ({found}) are newer than this program ({wanted}). Nothing was changed. Run the newer program, or restore the "
        "backup from before the upgrade into an empty database.",
    ),
    "E695": ("没有名为“{name}”的角色。可以写：{names}。", "There is no role “{name}”. There are: {names}."),
    "E696": (
        "“{text}”应当是以前 audit verify 显示的那一行：序号、冒号、64 位校验值。",
        "“{text}” should be a line that audit verify once printed: number, colon, 64 digits.",
    ),
    "E697": (
        "CONSULT_SECRET_KEY 太短（{count} 个字符，至少 {least} 个）：猜中它的人可以冒充任何用户。请用 openssl rand -hex 32 生成。",
        "CONSULT_SECRET_KEY is too short ({count} characters, at least {least}): who guesses it can be any user. Make one with "
        "openssl rand -hex 32.",
    ),
    "E698": (
        "REDIS_URL（{value}）的写法不对。应当以 redis://、rediss:// 或者 unix:// 开头，如 redis://10.0.0.5:6379/0；只有一台机器时不填。",
        "REDIS_URL ({value}) should begin with redis://, rediss:// or unix://. Leave it empty on a single machine.",
    ),
    "E699": (
        "后台进程没有在工作（最近一次：{when}）：意见不分析，到期的联系方式不删除。请看 systemctl status consult-worker；刚启动的，过一分钟再查。",
        "The worker is not working (last seen: {when}): nothing is analysed, no contact is deleted. See systemctl status "
        "consult-worker; if it was just started, look again in a minute.",
    ),
}
