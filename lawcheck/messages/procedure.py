"""Messages of procedure: E28x its data and histories, R8xx why a step is refused,
T80x sentences of the yearly report (drafts for a person to edit)."""

MESSAGES = {
    "E282": ("没有接收机关“{name}”的资料。现有：{known}。", "There is no receiving body “{name}”. There are: {known}."),
    "E283": (
        "办理记录不连贯：{day}的“{event}”不能在状态“{state}”发生。",
        "The record does not hold together: “{event}” of {day} cannot happen in state “{state}”.",
    ),
    "E284": (
        "办理记录中{day}的“{event}”不合规定：{reason}",
        "“{event}” of {day} in the record is not in order: {reason}",
    ),
    "E285": ("没有“{name}”的资料。现有：{known}。", "There is no “{name}”. There are: {known}."),
    "E286": (
        "“{name}”各部分之和{sum}不等于总数{total}，差{left}。",
        "The parts of “{name}” sum to {sum}, not to the total {total}; {left} is left.",
    ),
    "E287": ("还有{count}条意见没有处理结果，不能生成通报。", "{count} points have no outcome; no report is made."),
    "E288": ("台账中编号“{id}”重复。", "The id “{id}” stands twice in the ledger."),
    "E289": (
        "意见点“{point}”的意见“{comment}”不在台账中。",
        "The comment “{comment}” of point “{point}” is not in the ledger.",
    ),
    "R801": ("现在是“{state}”，不能办理“{event}”。", "The case is in state “{state}”; “{event}” is not possible."),
    "R802": ("“{step}”还没有填写：{labels}。", "“{step}” lacks: {labels}."),
    "R803": ("“{step}”应当由{roles}办理。", "“{step}” is done by: {roles}."),
    "R804": (
        "日期{day}早于上一事项的日期{before}，请核对。",
        "The day {day} is before that of the last event, {before}.",
    ),
    "R810": ("还没有形式审查结果，不能登记。", "There is no result of the form check yet."),
    "R811": (
        "形式审查的处理建议是“{decision}”：{reasons}。决定登记的，请写明理由。",
        "The form check proposes “{decision}”: {reasons}. To register nevertheless, state the reason.",
    ),
    "R812": (
        "还没有审查结果，不能确认是否已经复核。请先审查。",
        "There are no findings; four eyes cannot be confirmed.",
    ),
    "R813": (
        "下列“抵触”问题还没有经过第二人复核，或者两人结论不同：{findings}。",
        "These findings of conflict lack the same verdict of a second person: {findings}.",
    ),
    "E682": (
        "下列问题还没有核对结论，或者已经认定成立：{findings}。请逐个核对；仍然以“没有问题”终止的，请写明理由。",
        "These findings were not judged, or hold: {findings}. Judge each of them, or state the reason for ending without fault.",
    ),
    "R814": ("处理时限{due}应当晚于{day}。", "The day of the plan, {due}, must be later than {day}."),
    "R815": (
        "此前已经发出书面审查意见，未按计划处理的，提请主任会议、常委会处理。",
        "An opinion was issued before; a missed plan goes to the standing committee.",
    ),
    "R816": ("处理计划的时限{due}还没有到。", "The plan's day, {due}, has not passed."),
    "R817": ("期限“{clock}”没有在计算，不能延长。", "The clock “{clock}” does not run; it cannot be extended."),
    "R818": ("“{clock}”的规定（{source}）没有延长的规定。", "The rule of “{clock}” ({source}) knows no extension."),
    "R819": ("“{clock}”已经延长过一次。", "“{clock}” was extended before."),
    "R820": ("“{clock}”延长后的日期应当晚于{due}。", "The new day of “{clock}” must be later than {due}."),
    "R821": ("说明的期限{due}还没有到。", "The time for the explanation, {due}, has not passed."),
    "R822": ("“{of}”不是自收到之日起计算期限的文书。", "“{of}” is no letter from whose receipt a clock counts."),
    "R823": ("送达日期早于发出日期{day}。", "It was delivered before it was sent on {day}."),
    "R824": ("还没有发出书面审查意见。", "No opinion has been issued."),
    "R825": (
        "制定机关没有答复不予处理，期限{due}也没有到。",
        "The maker has not refused, and the time {due} has not passed.",
    ),
    "R826": ("还没有记录修改或者废止。", "No amendment or repeal is recorded."),
    "R827": ("不启动的情形应当是下列之一：{known}。", "The ground must be one of: {known}."),
    "R828": (
        "以“{ground}”为由的，应当有制定机关的书面计划。",
        "The ground “{ground}” needs the maker's plan in writing.",
    ),
    "R829": ("文件的审查还没有结束。", "The review of the document has not ended."),
    "R830": (
        "征求意见共{days}日，少于{least}日（{source}）。缩短期限的，请在公告中说明理由。",
        "The consultation lasts {days} days, fewer than {least} ({source}). A shorter one states its reason in the notice.",
    ),
    "R831": ("截止日期{closes}早于开始日期{opens}。", "The end {closes} is before the beginning {opens}."),
    "R832": (
        "征求意见已经截止，不能延长；需要继续征求意见的，请另行公告。",
        "The consultation is closed; to go on asking, publish a new notice.",
    ),
    "R833": (
        "新的截止时间应当晚于已经公布的{closes:%Y-%m-%d %H:%M}；公布的期限不能缩短。",
        "The new end must be later than the announced {closes:%Y-%m-%d %H:%M}; an announced period is not cut short.",
    ),
    "R834": ("延长期限应当说明理由。", "State the reason for the extension."),
    "R835": (
        "下列问题不是审查标准的代号：{problems}。可以选择：{known}。",
        "These problems are no criteria: {problems}. Choose from: {known}.",
    ),
    "T801": (
        "共收到报备文件{filed}件，其中登记{registered}件、暂缓登记{held}件、退回{returned}件、待审核{waiting}件。",
        "{filed} documents were filed: {registered} registered, {held} held, {returned} returned, {waiting} waiting.",
    ),
    "T802": (
        "报备不规范的{irregular}；按时报备{timely}件、迟报{late}件、无法判断{unknown}件。",
        "Irregular: {irregular}; in time {timely}, late {late}, not known {unknown}.",
    ),
    "T803": ("与目录核对，漏报{missing}。", "Against the catalogues, missing: {missing}."),
    "T804": ("开展审查{begun}件次：{kinds}。", "{begun} reviews were begun: {kinds}."),
    "T805": (
        "收到审查建议{received}件：{results}；已告知或者反馈{told}。",
        "{received} suggestions came: {results}; answered: {told}.",
    ),
    "T806": ("审结{ended}件次：{outcomes}。", "{ended} reviews ended: {outcomes}."),
    "T807": ("发出文书：{letters}。", "Letters sent: {letters}."),
    "T808": ("存在问题的{at_fault}，共认定问题{problems}个。", "At fault: {at_fault}; {problems} problems in all."),
    "T809": ("数据库收录文件{total}件：{kinds}。", "The base holds {total} documents: {kinds}."),
    "T810": ("（请填写）", "(to be written)"),
}
