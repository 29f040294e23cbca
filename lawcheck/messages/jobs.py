"""What work over many files says when it cannot begin, E59x."""

MESSAGES = {
    "E590": (
        "--scheduler 需要另外安装：pip install 'lawcheck[dask]'。",
        "--scheduler needs an extra: pip install 'lawcheck[dask]'.",
    ),
    "E591": (
        "没有连上 Dask 调度器 {address}（{detail}）。请核对地址，并确认调度器已经启动。",
        "No Dask scheduler answers at {address} ({detail}). Check the address and that it is running.",
    ),
}
