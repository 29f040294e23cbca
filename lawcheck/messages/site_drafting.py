"""What drafters are told on the site: analysis, digest, dispositions, exports (E850–E859, E872–E879)."""

MESSAGES = {
    "E850": (
        "这份草案还没有文本，不能分析意见。请先上传草案文本。",
        "This draft has no text yet; opinions cannot be analysed. Upload the text first.",
    ),
    "E851": (
        "在这次分析进行时开始了另一次分析，这次的结果没有保留；以后一次为准。",
        "Another analysis began during this one; the later one counts and this one was dropped.",
    ),
    "E852": (
        "没有这个意见点。意见可能已经修改或者撤回，请刷新页面。",
        "There is no such point. The comment may have been changed or withdrawn; reload the page.",
    ),
    "E853": ("“{outcome}”应当写明理由。", "“{outcome}” needs a reason."),
    "E854": (
        "“{outcome}”应当写明修改后的条款和文字，以便和下一稿核对。",
        "“{outcome}” needs the clause and the changed words, so that the next version can prove it.",
    ),
    "E855": (
        "签批人不能是作出处理的人（四眼原则）。请由另一名负责人签批。",
        "Whoever decided cannot sign: a second person must.",
    ),
    "E856": (
        "采纳情况通报还不能制发：{problems}。",
        "The report cannot be issued yet: {problems}.",
    ),
    "E857": ("“转交”应当写明转交给哪个机关。", "“Transferred” needs the body it was transferred to."),
    "E858": (
        "草案中没有“{eid}”这一条款，请从列表中选择。",
        "The draft has no clause “{eid}”; choose one from the list.",
    ),
    "E859": (
        "没有选中任何意见点。请先勾选要处理的意见点。",
        "No point was chosen. Tick the points to decide on first.",
    ),
    "E872": ("还没有分析结果。请先运行一次意见分析。", "There is no analysis yet. Run one first."),
    "E873": ("请写出拟修改的条文文字。", "Write the proposed words of the clause first."),
    "E874": (
        "采纳情况通报已经制发，处理结果不能再改动。",
        "The report has been issued; decisions cannot be changed any more.",
    ),
    "E875": ("请选择处理结果。", "Choose an outcome."),
}
