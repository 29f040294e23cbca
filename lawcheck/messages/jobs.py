"""What work over many files says when it cannot begin, E59x."""

MESSAGES = {
    "E590": (
        "--scheduler 需要另外安装：在程序源码的文件夹里执行 pip install '.[dask]'。",
        "--scheduler needs an extra: in the source folder run pip install '.[dask]'.",
    ),
    "E591": (
        "没有连上 Dask 调度器 {address}（{detail}）。请核对地址，并确认调度器已经启动。",
        "No Dask scheduler answers at {address} ({detail}). Check the address and that it is running.",
    ),
}
