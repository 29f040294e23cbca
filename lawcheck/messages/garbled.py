"""Messages about garbled pages: P27x."""

MESSAGES = {
    "P270": (
        "本段是乱码网页的文字，已删去字后括注的拼音 {count} 处，请对照核对；原文为“{raw}”。",
        "This paragraph comes from a garbled page: pinyin in brackets taken away in {count} places. Check it; it was “{raw}”.",
    ),
    "P271": (
        "此处字节错位，无法可靠还原，以“□”标出，请对照原件改正；原文为“{raw}”。",
        "The bytes are shifted here and cannot be restored reliably; marked “□”. Correct it from the original; it was “{raw}”.",
    ),
}
