// What the commands that judge by the rules say.

extension Catalogue {
  static let ruleCommands: [CatalogueEntry] = [
    CatalogueEntry(
      "warnings.columns", zh: "级别|县区|项目|情况|期限|下一节点|依据",
      en: "Level|County|Record|What|Due|Next|Clause"),
    CatalogueEntry("warnings.advice", zh: "{0}（建议）", en: "{0} (advice)"),
    CatalogueEntry("warnings.rolled", zh: "{0}（{1} 顺延）", en: "{0} (rolled from {1})"),
    CatalogueEntry("warnings.none", zh: "没有预警。", en: "No warnings."),
    CatalogueEntry("warnings.count", zh: "共 {0} 条。", en: "{0} in all."),
    CatalogueEntry(
      "warnings.unjudged", zh: "规则 {0} 没有判：{1}", en: "Rule {0} was not judged: {1}"),
    CatalogueEntry(
      "figure.unit", zh: "统计数“{0}”（记录 {1}）的计量单位“{2}”不认识，没有计入任何指标",
      en: "The figure “{0}” (record {1}) is in “{2}”, a unit that is not known: it counts nowhere"),
    CatalogueEntry(
      "figure.unit.hint", zh: "把单位改成元、千元、万元、百万元、千万元或亿元，例如 taizhang set {1} measure=万元，数值一并换算",
      en:
        "Give it in 元, 千元, 万元, 百万元, 千万元 or 亿元, such as: taizhang set {1} measure=万元, and the value with it"
    ),
    CatalogueEntry(
      "figure.range", zh: "统计数“{0}”（记录 {1}）的数值 {2} 太大，没有计入任何指标",
      en: "The figure “{0}” (record {1}) is {2}, beyond what is counted with: it counts nowhere"),
    CatalogueEntry(
      "figure.range.hint", zh: "核对数值和单位：taizhang show {1}",
      en: "Look at its value and unit: taizhang show {1}"),
    CatalogueEntry("level.info", zh: "提示", en: "info"),
    CatalogueEntry("level.yellow", zh: "黄", en: "yellow"),
    CatalogueEntry("level.red", zh: "红", en: "red"),
    CatalogueEntry("due.none", zh: "期内没有到期事项。", en: "Nothing falls due."),
    CatalogueEntry("due.count", zh: "共 {0} 项到期。", en: "{0} fall due."),
    CatalogueEntry(
      "calendar.answer", zh: "{0}，共 {1} 个工作日", en: "{0}, {1 working day}"),
    CatalogueEntry(
      "calendar.nominal", zh: "名义期限 {0}，遇休息日顺延", en: "nominally {0}, rolled to a working day"),
    CatalogueEntry(
      "books.day-twice", zh: "工作日历里 {0} 有两条说法不同的记录",
      en: "Two records of the calendar say different things of {0}"),
    CatalogueEntry(
      "books.day-twice.hint", zh: "用 list calendar_day --where 'date = {0}' 找到，把错的一条归档",
      en: "Find them with: list calendar_day --where 'date = {0}', and archive the wrong one"),
    CatalogueEntry(
      "books.too-many-days", zh: "工作日历的记录多于 {0} 条",
      en: "The working calendar has more than {0} records"),
    CatalogueEntry(
      "books.too-many-days.hint", zh: "把不用的年份归档", en: "Archive the years that are not used"),
    CatalogueEntry(
      "books.too-many-rule-sets", zh: "规则集多于 {0} 个", en: "There are more than {0} rule sets"),
    CatalogueEntry(
      "books.too-many-rule-sets.hint", zh: "把不用的规则集归档", en: "Archive the ones that are not used"),
    CatalogueEntry(
      "books.rule-set-unreadable.hint",
      zh: "改正规则集记录 {0} 的正文(text)，或把它归档；若是较新的程序写的，升级本机程序",
      en:
        "Mend the text of the rule set record {0}, or archive it; where a newer program wrote it, upgrade this one"
    ),
    CatalogueEntry(
      "calendar.week", zh: "{0}：集中协调 {1}，周例会 {2}", en: "{0}: coordination {1}, weekly meeting {2}"),
    CatalogueEntry(
      "calendar.week-waived", zh: "{0} 没有工作日，不要求", en: "{0} has no working day: nothing is asked"),
    CatalogueEntry(
      "calendar.dispatch", zh: "调度例会 {0}（第一个周一 {1}）", en: "dispatch meeting {0} (first Monday {1})"),
    CatalogueEntry("calendar.signing", zh: "集中签约 {0}", en: "collective signing {0}"),
    CatalogueEntry(
      "calendar.signing-moved", zh: "集中签约 {1} 是休息日，建议 {0}，请定",
      en: "collective signing: {1} is a day off, {0} is proposed, please decide"),
    CatalogueEntry("calendar.working", zh: "计数：{0}", en: "counted: {0}"),
    CatalogueEntry(
      "rules.columns", zh: "规则集|规则|类型|力度|要求|依据|读法|施行",
      en: "Set|Rule|Kind|Strength|Asks|Clause|Reading|In force"
    ),
    CatalogueEntry("rules.explain.head", zh: "{0}（{2}）：{1}", en: "{0} ({2}): {1}"),
    CatalogueEntry(
      "rules.explain.clause", zh: "依据 {0}，类型 {1}，力度 {2}", en: "clause {0}, kind {1}, {2}"),
    CatalogueEntry("rules.explain.who", zh: "责任：{0}", en: "who acts: {0}"),
    CatalogueEntry("rules.explain.chosen", zh: "采用读法 {0}：{1}", en: "reading used, {0}: {1}"),
    CatalogueEntry("rules.explain.other", zh: "另一读法 {0}：{1}", en: "another reading, {0}: {1}"),
    CatalogueEntry("rules.explain.fact", zh: "  {0}：{1}", en: "  {0}: {1}"),
    CatalogueEntry("rules.explain.empty", zh: "（空）", en: "(empty)"),
    CatalogueEntry(
      "requirements.columns", zh: "规则集|要求|落实|由何落实，或不能承载的原因",
      en: "Set|Requirement|Answer|By what, or why not"),
    CatalogueEntry("requirements.computed", zh: "计算", en: "computed"),
    CatalogueEntry("requirements.recorded", zh: "记录", en: "recorded"),
    CatalogueEntry("requirements.not-held", zh: "不承载", en: "not held"),
    CatalogueEntry(
      "requirements.explain.computed", zh: "{0}（{1}）：这项要求由台账计算",
      en: "{0} ({1}): the ledger computes this requirement"),
    CatalogueEntry(
      "requirements.explain.recorded", zh: "{0}（{1}）：这项要求记录在字段中",
      en: "{0} ({1}): fields record this requirement"),
    CatalogueEntry(
      "requirements.explain.not-held", zh: "{0}（{1}）：这项要求台账不能承载，原因：{2}",
      en: "{0} ({1}): the ledger cannot hold this requirement: {2}"),
    CatalogueEntry("requirements.explain.in-part", zh: "未判部分：{0}", en: "not judged: {0}"),
    CatalogueEntry(
      "requirements.schedule", zh: "日子由 taizhang calendar meetings 提出",
      en: "taizhang calendar meetings proposes the day"),
    CatalogueEntry(
      "requirements.setting", zh: "规则集本身的设定", en: "a setting of the rule set itself"),
    CatalogueEntry(
      "rules.nothing-found", zh: "按此规则没有要办的事。", en: "Nothing is to be done by this rule."),
    CatalogueEntry(
      "rules.out-of-force", zh: "{0} 时此规则不施行（施行期：{1}），不按它判断。",
      en: "The rule was not in force on {0} (in force: {1}), nothing is judged by it."),
    CatalogueEntry(
      "indicators.columns", zh: "指标|名称|范围|分子|分母|%|目标|达标|读法",
      en: "Indicator|Name|Scope|Numerator|Denominator|%|Target|Met|Reading"),
    CatalogueEntry("indicators.met", zh: "是", en: "yes"),
    CatalogueEntry("indicators.missed", zh: "否", en: "no"),
    CatalogueEntry("indicators.not-applicable", zh: "不适用", en: "not applicable"),
    CatalogueEntry(
      "indicators.count", zh: "共 {0} 个数，规则集 {1}。", en: "{0} figures by the rule set {1}."),
    CatalogueEntry("rank.group", zh: "【{0}】", en: "[{0}]"),
    CatalogueEntry(
      "rank.not-in-force", zh: "{0} 时评分表 {1} 还没有施行（{2}），没有升降可比",
      en: "On {0} the score sheet {1} was not in force ({2}): no change of places"),
    CatalogueEntry(
      "rank.not-in-force.hint", zh: "--since 用施行期内的一天：{0}",
      en: "Give --since a day within its force: {0}"),
    CatalogueEntry("rank.columns", zh: "名次|单位|得分|升降", en: "Place|Unit|Score|Change"),
    CatalogueEntry("failure.no-such-indicator", zh: "没有指标 {0}", en: "There is no indicator {0}"),
    CatalogueEntry("failure.no-such-indicator.hint", zh: "有：{1}", en: "There are: {1}"),
    CatalogueEntry(
      "failure.indicator-needed", zh: "要列记录，先说哪个指标", en: "Which indicator's records?"),
    CatalogueEntry(
      "failure.indicator-needed.hint", zh: "例如 --only A2 --missing。",
      en: "Such as --only A2 --missing."),
    CatalogueEntry(
      "failure.no-scoring", zh: "规则集 {0} 没有评分表", en: "The rule set {0} has no score sheet"),
    CatalogueEntry(
      "failure.no-scoring.hint", zh: "在市级台账的规则集里加一条 kind: scoring。",
      en: "Add a rule of the kind scoring to the rule set in the city's ledger."),
    CatalogueEntry("failure.no-such-sheet", zh: "没有评分表 {0}", en: "There is no score sheet {0}"),
    CatalogueEntry("failure.no-such-sheet.hint", zh: "这个规则集有：{1}", en: "The rule set has: {1}"),
    CatalogueEntry(
      "failure.sheet-not-in-force", zh: "评分表 {0} 在 {1} 还没有施行或已停用；施行期 {2}",
      en: "The score sheet {0} is not in force on {1}; it is in force {2}"),
    CatalogueEntry(
      "failure.sheet-not-in-force.hint", zh: "--as-of 用施行期 {2} 内的一天",
      en: "Give --as-of a day within {2}"),
    CatalogueEntry(
      "bulletin.default-title", zh: "重点项目暨“三个一批”建设进展情况通报",
      en: "Bulletin of key projects and the three batches"),
    CatalogueEntry("bulletin.written", zh: "已写出 {0}", en: "{0} written"),
    CatalogueEntry("bulletin.frozen", zh: "数据已留存在 {0}", en: "the facts are kept in {0}"),
    CatalogueEntry("bulletin.to-the-late", zh: "催报：{0}", en: "to the late: {0}"),
    CatalogueEntry("bulletin.also", zh: "还有：{0}", en: "also: {0}"),
    CatalogueEntry("failure.bad-month", zh: "月份 {0} 不对", en: "{0} is not a month"),
    CatalogueEntry(
      "failure.bad-month.hint", zh: "写成 --month 2021-10。", en: "Write --month 2021-10."),
    CatalogueEntry("failure.no-such-county", zh: "没有县区“{0}”", en: "There is no county “{0}”"),
    CatalogueEntry(
      "failure.no-such-county.hint", zh: "写名称或代码，例如 驿城区 或 411702。",
      en: "Write a name or a code, such as 驿城区 or 411702."),
    CatalogueEntry("failure.same-output", zh: "{0} 要写两次", en: "{0} would be written twice"),
    CatalogueEntry(
      "failure.same-output.hint", zh: "每份文件用各自的名字。", en: "Give each file a name of its own."),
    CatalogueEntry(
      "failure.bad-issue-number", zh: "期号 {0} 不对", en: "{0} is no number of an issue"),
    CatalogueEntry(
      "failure.bad-issue-number.hint", zh: "写 1 到 9999。", en: "Write 1 to 9999."),
    CatalogueEntry(
      "failure.idle-option", zh: "{0} 对 {1} 不起作用", en: "{0} changes nothing with {1}"),
    CatalogueEntry(
      "failure.idle-option.hint", zh: "去掉 {0}，再运行一次。", en: "Leave {0} out and run it again."),
    CatalogueEntry("failure.bad-stated", zh: "{0} 不是照刊的数字", en: "{0} states no figure"),
    CatalogueEntry(
      "failure.bad-stated.hint",
      zh: "写成 --stated 数字=照刊内容=理由，例如 --stated start.started=93.4=上级通报原数。",
      en: "Write --stated FIGURE=TEXT=REASON, such as --stated start.started=93.4=\"as published\"."
    ),
    CatalogueEntry("failure.no-output", zh: "没有说写到哪里", en: "Where to write was not said"),
    CatalogueEntry(
      "failure.no-output.hint", zh: "加 --out 文件.docx、.xlsx 或 .html。",
      en: "Add --out FILE.docx, .xlsx or .html."),
    CatalogueEntry("failure.unknown-output", zh: "不会写 {0}", en: "{0} cannot be written"),
    CatalogueEntry("failure.unknown-output.hint", zh: "可写的有：{1}", en: "What can be: {1}"),
    CatalogueEntry("failure.no-annexes", zh: "没有附件可写到 {0}", en: "There is no annex for {0}"),
    CatalogueEntry(
      "failure.no-annexes.hint", zh: "本月没有要列的项目；正文写成 .docx 或 .html 即可。",
      en: "The month has nothing to list; the text itself goes to a .docx or .html."),
    CatalogueEntry(
      "failure.before-month", zh: "{0} {1} 早于通报的月份", en: "{0} {1} is before the month reported"),
    CatalogueEntry(
      "failure.before-month.hint", zh: "写 {2} 或以后的日期。", en: "Write {2} or a later day."),
    CatalogueEntry(
      "close.done", zh: "{0} 已月结：第 {1} 版，{2} 个项目，锁定 {3} 份报告。",
      en: "{0} closed: version {1}, {2} projects, {3} reports locked."),
    CatalogueEntry(
      "carry.done", zh: "{0}：由上月起了 {1} 份报告草稿，{2} 个项目已有本月报告。",
      en: "{0}: {1} drafts begun from last month, {2} projects have their report already."),
    CatalogueEntry(
      "carry.would", zh: "{0}：将起 {1} 份报告草稿，{2} 个项目已有本月报告；没有写入。",
      en: "{0}: {1} drafts would be begun, {2} projects have their report; nothing was written."),
    CatalogueEntry(
      "correct.done", zh: "已另报一份 {0}，对月结提出 {1} 项更正。",
      en: "{0} corrects it; {1} asked of the closing."),
    CatalogueEntry(
      "failure.not-a-report", zh: "{0} 不是进度报告(progress_report)",
      en: "{0} is no progress_report"),
    CatalogueEntry(
      "failure.not-a-report.hint", zh: "用 taizhang list progress_report 找报告编号；其他记录用 set --reason。",
      en: "taizhang list progress_report shows their ids; other records take set --reason."),
    CatalogueEntry(
      "bulletin.not-closed", zh: "{0} 还没有月结（台账 {1}），数可能还会变",
      en: "{0} is not closed (ledger {1}), its figures may change"),
    CatalogueEntry(
      "bulletin.not-closed.hint", zh: "运行 taizhang close --month {0}（有几本台账时逐本加 --ledger：{1}），再重做一次",
      en: "Run taizhang close --month {0} (--ledger for each of {1}), then make it again"),
    CatalogueEntry(
      "bulletin.corrected-since",
      zh: "{0} 按最近一次月结的数印；此后补报、更正 {1} 份，用 close --month {0} --reason 原因 再次月结才计入。",
      en:
        "{0} is printed as last closed; {1 report} added or corrected since: close --month {0} --reason WHY takes it in."
    ),
    CatalogueEntry(
      "bulletin.corrected-since.hint", zh: "运行 taizhang close --month {0} --reason 原因",
      en: "Run taizhang close --month {0} --reason WHY"),
    CatalogueEntry(
      "bulletin.not-kept", zh: "{0} 已月结，但没有留存这份通报的数据，按现有记录印。",
      en: "{0} is closed, but nothing is kept for this bulletin: it is printed from the records."),
    CatalogueEntry(
      "bulletin.not-kept.hint",
      zh: "每本台账单独出（--ledger），用月结时的规则集；旧的月结用 close --month {0} --reason 原因 再结一次",
      en:
        "Ask for one ledger (--ledger) by the rules it was closed with; close --month {0} --reason WHY closes again"
    ),
    CatalogueEntry(
      "bulletin.kept-unreadable", zh: "{0} 的月结记录 {1} 里留存的通报数据(bulletin)读不懂",
      en:
        "The facts of the bulletin (bulletin) kept with the closing of {0}, record {1}, cannot be read"
    ),
    CatalogueEntry(
      "bulletin.kept-unreadable.hint",
      zh: "运行 taizhang close --month {0} --reason 原因 再次月结，或从备份恢复；若是较新的程序写的，升级本机程序",
      en:
        "Run taizhang close --month {0} --reason WHY to close it again, or restore a backup; where a newer program wrote it, upgrade this one"
    ),
    CatalogueEntry(
      "close.no-bulletin", zh: "{0} 已月结，通报数据没有留存：本地方没有规则集，或数据太大。",
      en: "{0} is closed without the facts of its bulletin: no rule set for the place, or too many."
    ),
    CatalogueEntry(
      "close.no-bulletin.hint", zh: "用 bulletin --month {0} --freeze 文件 留存一份",
      en: "Keep them with bulletin --month {0} --freeze FILE"),
    CatalogueEntry("failure.not-closed", zh: "{0} 还没有月结", en: "{0} is not closed"),
    CatalogueEntry(
      "failure.not-closed.hint", zh: "先运行 taizhang close --month {0}。",
      en: "Run taizhang close --month {0} first."),
    CatalogueEntry(
      "failure.snapshot-too-long", zh: "快照有 {0} 字节，一条记录放不下",
      en: "The snapshot has {0} bytes, more than one record holds"),
    CatalogueEntry(
      "failure.snapshot-too-long.hint", zh: "按县区分账后再月结。",
      en: "Keep a ledger a county, and close each."),
    CatalogueEntry(
      "failure.snapshot-damaged", zh: "留存的快照与指纹不符",
      en: "The kept snapshot does not match its digest"),
    CatalogueEntry(
      "failure.snapshot-damaged.hint", zh: "运行 taizhang verify，从备份恢复。",
      en: "Run taizhang verify, and restore a backup."),
    CatalogueEntry(
      "failure.sum-too-large", zh: "{0} 的合计超出范围", en: "The sums of {0} leave the range"),
    CatalogueEntry(
      "failure.sum-too-large.hint", zh: "核对该项目的投资数。", en: "Look at that project's amounts."),
    CatalogueEntry("failure.bad-date", zh: "{0} 不是日期", en: "{0} is not a date"),
    CatalogueEntry(
      "failure.bad-date.hint", zh: "写成 2021-09-28 或 2021年9月28日。", en: "Write it as 2021-09-28."),
    CatalogueEntry("failure.bad-within", zh: "天数 {0} 不对", en: "{0} is not a number of days"),
    CatalogueEntry(
      "failure.bad-within.hint", zh: "写成 7d，0 到 {1}。", en: "Write 7d, from 0 to {1}."),
    CatalogueEntry("failure.no-such-rule-set", zh: "没有规则集 {0}", en: "There is no rule set {0}"),
    CatalogueEntry("failure.no-such-rule-set.hint", zh: "可用的有：{1}", en: "There are: {1}"),
    CatalogueEntry(
      "failure.no-such-rule", zh: "规则集 {1} 没有规则 {0}", en: "Rule set {1} has no rule {0}"),
    CatalogueEntry(
      "failure.no-such-rule.hint", zh: "用 taizhang rules list 看有哪些。",
      en: "taizhang rules list names them."),
    CatalogueEntry(
      "failure.rule-set-needed", zh: "看不出该用哪套规则", en: "Which rule set holds here is not clear"),
    CatalogueEntry(
      "failure.rule-set-needed.hint", zh: "用 --rule-set 指定：{0}", en: "Name it with --rule-set: {0}"),
  ]
}
