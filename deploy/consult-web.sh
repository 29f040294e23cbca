#!/bin/sh
# 命令 consult-web 和 lawcheck，与服务用同一个用户、同一份设置，由 root 执行。
# 复制为 /usr/local/sbin/consult-web 和 /usr/local/sbin/lawcheck（0755），见 docs/部署.md
# 文件写完整路径（从 / 开始），放在用户 consult 读得到的地方，如 /var/lib/consult-web；/root 里的读不到。
exec systemd-run --pipe --wait --quiet --collect -p User=consult -p Group=consult -p UMask=0077 \
    -p StateDirectory=consult-web -p StateDirectoryMode=0700 -p EnvironmentFile=/etc/consult-web/env \
    "/opt/consult-web/venv/bin/${0##*/}" "$@"
