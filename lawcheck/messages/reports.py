"""Messages of the reports, E6xx, and the sentences that Word, HTML and screen reports share (``TEXTS``)."""

MESSAGES = {
    "E611": (
        "核对结论 {name} 读不出来：{cause}。请用本程序生成的 findings.xlsx 或者 review.json。",
        "The verdicts in {name} cannot be read: {cause}. Use a findings.xlsx or review.json made by lawcheck.",
    ),
    "E612": (
        "核对结论 {name} 中有看不懂的写法：{places}。应为：成立、不成立、待研究（不作结论的留空，意见写在“备注”栏）。",
        "Verdicts in {name} that are none: {places}. Write 成立, 不成立 or 待研究 (or nothing, and a note in 备注).",
    ),
    "E614": (
        "核对结论 {name} 的 {first} 和 {second} 是同一个问题（{key}），结论不同。请只留一个。",
        "{first} and {second} of {name} judge the same finding ({key}) in two ways. Leave one of them.",
    ),
    "C615": (
        "{name} 里没有填写核对结论或者备注，按没有结论审查。",
        "{name} holds neither verdicts nor notes; the review goes on without any.",
    ),
    "E613": (
        "--verdicts 是对一件文件的核对结论，一次只能审查一件。",
        "--verdicts holds the verdicts on one document; review one file at a time.",
    ),
    "E601": (
        "无法批注“{name}”：{cause}。请用 Word 或 WPS 另存为 .docx 后重试；审查报告不受影响。",
        "Cannot annotate {name}: {cause}. Save it again as .docx with Word or WPS; the review report is not affected.",
    ),
    "E602": (
        "无法批注“{name}”：文件内容与被审查的文件不一致（SHA-256 {actual}，应为 {expected}）。请对同一份文件重新审查。",
        "Cannot annotate {name}: it is not the file that was reviewed (SHA-256 {actual}, expected {expected}). "
        "Review this file again.",
    ),
    "E603": (
        "无法批注“{name}”：PDF 的结构不允许添加批注（{cause}）。请重新导出 PDF 后重试；审查报告不受影响。",
        "Cannot annotate {name}: the structure of the PDF does not allow it ({cause}). Export it again; "
        "the review report is not affected.",
    ),
}

TEXTS = {
    "aid": ("辅助审查提示", "Machine-made hint"),
    "also": ("也涉及：", "Also: "),
    "unmatched": ("没有对上的核对结论（{n} 条）", "Verdicts that match no finding ({n})"),
    "s_judged": (
        "核对结论：读入 {read} 条，对上 {placed} 条，没有对上 {left} 条",
        "Verdicts: {read} read, {placed} placed, {left} not placed",
    ),
    "s_suppressed": ("经核对不成立", "rejected"),
    "by_machine": ("机器辅助提示，由审查人判断。", "Machine-made hint; the reviewer decides."),
    "followed": ("上位法已改、本文件是否跟进", "Higher laws changed since"),
    "followed_note": (
        "下列依据的法律在本文件制定以后修改过。只列出与本文件有关的变动条文：本文件引用了该条，或者有的款与该条原来的文字相近。是否需要跟进，由审查人判断。",
        "These basis laws changed after the document was made; only changed articles that it cites or resembles are listed.",
    ),
    "followed_copied": ("疑似沿用修改前的文字", "seems to keep the old words"),
    "followed_gone": ("（已删去）", "(deleted)"),
    "unconfirmed": ("依据待核", "basis to be confirmed"),
    "whole": ("全文", "whole document"),
    "none": ("（无）", "(none)"),
    "unknown": ("未载明", "not stated"),
    "coverage_item": (
        "{level}：目录和文中所列 {laws} 件，其中有正文 {texts} 件",
        "{level}: {laws} in the catalogue or named by the document, {texts} with text",
    ),
    "coverage_part": (
        "{level}：目录不全，件数未知，有正文 {texts} 件",
        "{level}: catalogue incomplete, number not known, {texts} with text",
    ),
    "coverage_until": ("，截至 {horizon}", ", as of {horizon}"),
    "number_unknown": ("未知", "not known"),
    "coverage_gap": ("无正文，本级匹配未检查", "no text: matching at this level was not checked"),
    "horizon": ("库截至 {horizon}", "library as of {horizon}"),
    "horizon_ok": (
        "审查基准日 {as_of}，在库的截止日之内。",
        "The review date {as_of} lies within the library's horizon.",
    ),
    "horizon_past": (
        "审查基准日 {as_of} 晚于库的截止日 {horizon}：此后的立、改、废未收录。凡称“有效”，均指截至 {horizon} 有效；其后的效力存疑，须另行核实。",
        "The review date {as_of} is later than the library's horizon {horizon}: later changes are not held. "
        "“In force” means in force on {horizon}; what came after is doubtful and must be checked.",
    ),
    "states_sum": ("共 {total} 条规则：{states}。", "{total} rules: {states}."),
    "findings_sum": ("共 {total} 个问题：{parts}。", "{total} findings: {parts}."),
    "no_findings": ("已运行的规则没有发现问题。", "The rules that ran found nothing."),
    "no_match": ("没有比对结果", "no result of matching"),
    "uncompared": (
        "{names}没有读出条款，也没有可以逐行比对的表，未与上位法比对，请人工核对。",
        "{names}: neither articles nor rows of a table were read there; not compared with higher laws, please check by hand.",
    ),
    "copied": (
        "正文约{share}的文字逐字见于所列上位条款（连续六字以上）。",
        "About {share} of the text stands word for word in the higher clauses listed (runs of six characters and more).",
    ),
    "relation_note": (
        "“关系”栏是程序比对槽位（义务、罚款幅度、期限、机关、例外、处罚前提和种类、列举的项）得出的提示，由审查人确认："
        "疑似抵触、加重、减轻、放宽、增设指出与上位条款不同的词语；细化、一致、重复是没有发现这类不同，按文字多少区分；"
        "只与列出的第一个上位条款比对（该款没有期限、数额的，另看同一条的其他款）。"
        "匹配只比文字：在虚构报备文件（用自己的话写上位法内容）上，有对应条款的约八成得到条款，百处有九十五处正确；引用上位法条文的款难得多，"
        "约三处有二处正确。所以未匹配不是法律判断，不等于“无上位依据”；有无上位依据由审查人判断。",
        "The relation column is a hint from comparing slots (duties, fines, periods, organs, exceptions, penalties, listed "
        "items) with the first higher clause listed; a person confirms it. Matching "
        "compares words: in fictional filings that say the law in their own words, four in five of the clauses that have a "
        "counterpart are given one, 95 in 100 rightly; clauses that cite an article are harder, some two in three right. "
        "An unmatched clause is no statement of law.",
    ),
    "disclaimer": (
        "本报告由程序依据所列法律库和规则包生成，仅为辅助审查提示，不是审查结论；是否存在问题由审查人、复核人判断。",
        "Made by a program from the library and rule pack named; hints for a reviewer, not conclusions.",
    ),
    "same_term": ("全文共{n}处：{places}", "{n} places in all: {places}"),
    "reading": ("读取问题", "What the reader could not be sure of"),
    "reading_note": (
        "读取文件时发现，请先核对：没有读入、没有作为条款的文字没有审查。",
        "Noticed when the file was read; look first: what was not read, or is no clause, was not reviewed.",
    ),
    "reading_places": ("{message}（{n}处：{places}）", "{message} ({n} places: {places})"),
    "same_clause": ("本条{n}处：{quotes}", "{n} places in this clause: {quotes}"),
    "same_words": (
        "另有{n}处相同，见批注件、Excel 问题清单",
        "{n} more places with the same words: see the annotated file and the workbook",
    ),
    "s_before": ("公开前须处理", "before publication"),
    "s_publication": (
        "公开前须处理（个人信息、国家秘密标志）",
        "Settle before publication (personal data, secrecy marks)",
    ),
    "s_in_clause": ("（本条{n}处）", " ({n} places in it)"),
    "s_repeats": ("（全文{n}处）", " ({n} places)"),
    "s_amended": ("最后修改：{day}", "last amended {day}"),
    "s_doubtful": ("存疑规则：{rules}", "Doubtful rules: {rules}"),
    "place": ("位置：{place}（Word 不能在此处加批注，故标在这里）", "Place: {place} (Word allows no comment there)"),
    "s_title": ("《{title}》审查摘要", "Review of {title}"),
    "s_file": ("文件：{name}　SHA-256 {sha}", "File: {name}  SHA-256 {sha}"),
    "kind_none": (
        "{told}；以下暂按{kind}列出，仅供参考",
        "of none of the kinds ({told}); listed as {kind} for information only",
    ),
    "kind_unsure": (
        "未能确定，暂按{kind}处理，请用 --kind 指定",
        "not determined, taken to be {kind}; please state it with --kind",
    ),
    "s_kind": (
        "类别：{kind}　地域：{territory}　条：{articles}　字符：{characters}",
        "Kind: {kind}  territory: {territory}  articles: {articles}  characters: {characters}",
    ),
    "s_coverage": ("法律库（{horizon}）", "Library ({horizon})"),
    "s_higher": ("上位法 {n} 件：{names}", "{n} higher laws: {names}"),
    "s_ground": ("{ground}{names}等{n}件", "{ground}: {names} and others, {n} in all"),
    "s_ground_all": ("{ground}{names}", "{ground}: {names}"),
    "s_findings": ("问题 {n} 个", "{n} findings"),
    "s_top": ("最先要看的", "Look at these first"),
    "s_more": ("……另有 {n} 个，见报告", "… {n} more in the report"),
    "untold": (
        "条款比对表另有 {n} 款与上位条款不同，程序不能确定说的是同一件事，没有列为问题，请在附件1核对：{places}。",
        "{n} more clauses differ from the higher clause beside them, but may be about another matter; they are no findings: "
        "please check them in annex 1: {places}.",
    ),
    "unsure": (
        "如果与下列条款说的是同一件事，则有不同——{note}",
        "Should it be about the same as the following, it differs: {note}",
    ),
    "unsure_rows": (
        "没有匹配上的款中，有 {n} 款与最接近的上位条款所说可能不同，请先核对是否同一件事（附件1有说明）：{places}。",
        "Of the clauses without a match, {n} may differ from the nearest higher clause; please check first whether both are "
        "about the same (see annex 1): {places}.",
    ),
    "unlisted": (
        "引用的法律有 {n} 件不在法律目录中，没有核对，请先核对名称以及是否已经废止：{names}。",
        "{n} cited laws are not in the list of laws and were not checked; please check the names, and whether they were "
        "repealed: {names}.",
    ),
    "hinted_rows": (
        "有 {n} 款没有比出要素的不同，但用语像是改了上位法的意思，只作提示，请在附件1对照原文：{places}。",
        "Of {n} clauses nothing was found to differ, but a phrase reads like a departure from the higher clause; a hint only, "
        "please read both texts in annex 1: {places}.",
    ),
    "untold_row": ("{place}（{relation}）", "{place} ({relation})"),
    "s_quiet": (
        "  细化、一致、重复只是没有比出数额、期限、机关、义务等的不同，不是通过；未检查的款没有上位条款可比",
        "  detailed, same, repeated: no difference of amounts, periods, organs, duties was found, which is no approval; "
        "clauses not checked had no higher clause to compare with",
    ),
    "s_matches": ("条款比对：{total} 款，其中{parts}", "Clauses compared: {total}, of them {parts}"),
    "s_rules": ("规则 {total} 条：{states}", "{total} rules: {states}"),
    "s_versions": (
        "规则包 {pack}　法律库 {library}　审查基准日 {as_of}",
        "Rule pack {pack}  library {library}  as of {as_of}",
    ),
}
