"""What work over many files says when it cannot begin, E54x."""

MESSAGES = {
    "E540": (
        "--scheduler 需要另外安装：pip install 'lawcheck[dask]'。",
        "--scheduler needs an extra: pip install 'lawcheck[dask]'.",
    ),
    "E541": (
        "没有连上 Dask 调度器 {address}（{detail}）。请核对地址，并确认调度器已经启动。",
        "No Dask scheduler answers at {address} ({detail}). Check the address and that it is running.",
    ),
}
