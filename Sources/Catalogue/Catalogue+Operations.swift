// What validation says of ledger operations, closed periods and corrections: a sentence and a next
// step for every kind of problem.

extension Catalogue {
  static let validationOfOperations: [CatalogueEntry] = [
    CatalogueEntry(
      "validation.sealed-record", zh: "{0}不能再写：{1}",
      en: "{0} is not written again: {1}"),
    CatalogueEntry(
      "validation.sealed-record.hint", zh: "另加一条新记录；月结更正用新版本",
      en: "Add a new record; a closing is corrected by a new version"),
    CatalogueEntry(
      "validation.verb-not-enabled", zh: "{3}：{1}没有启用{0}",
      en: "{3}: {0} is not switched on in {1}"),
    CatalogueEntry(
      "validation.verb-not-enabled.hint", zh: "已启用：{2}；要启用请市办修改 place 的 verbs",
      en: "Switched on: {2}; the city changes verbs of the place"),
    CatalogueEntry(
      "validation.verb-needs-field", zh: "{2}：{0}需要{1}",
      en: "{2}: {0} needs {1}"),
    CatalogueEntry(
      "validation.verb-needs-field.hint", zh: "在同一次操作中填写{1}",
      en: "Write {1} in the same operation"),
    CatalogueEntry(
      "validation.verb-out-of-order", zh: "{2} {3}：没有{1}，不能{0}",
      en: "{2} {3}: {0} needs {1} first"),
    CatalogueEntry(
      "validation.verb-out-of-order.hint", zh: "先 add ledger_op project=编号 period=期间 verb={1}",
      en: "First: add ledger_op project=ID period=PERIOD verb={1}"),
    CatalogueEntry(
      "validation.verb-repeated", zh: "{1} {2}已经{0}",
      en: "{1} {2}: {0} has been done"),
    CatalogueEntry(
      "validation.verb-repeated.hint", zh: "不必再做；更正用 correction 或补账",
      en: "Nothing to do; to correct use correction or make_up"),
    CatalogueEntry(
      "validation.row-incomplete", zh: "{1}还不能{0}，缺：{2}",
      en: "{1}: {0} still lacks {2}"),
    CatalogueEntry(
      "validation.row-incomplete.hint", zh: "先补齐项目的这些字段",
      en: "Write these fields of the project first"),
    CatalogueEntry(
      "validation.row-not-claimed", zh: "{0}还没有领账，不能报进度",
      en: "{0} has not been claimed, so it takes no progress"),
    CatalogueEntry(
      "validation.row-not-claimed.hint",
      zh: "责任单位先 add ledger_op project=编号 verb=claim on=日期 person=姓名",
      en: "The unit first: add ledger_op project=ID verb=claim on=DATE person=NAME"),
    CatalogueEntry(
      "validation.difference-unexplained", zh: "{3}：两个口径 {0} 与 {1} 相差 {2} 万元，没有说明",
      en: "{3}: {0} and {1} differ by {2} 万元 without an explanation"),
    CatalogueEntry(
      "validation.difference-unexplained.hint", zh: "填写 explanation，或更正其中一个数",
      en: "Write explanation, or correct one of the figures"),
    CatalogueEntry(
      "validation.hand-in-without-report", zh: "{0} {1}没有进度报告，不能交账",
      en: "{0} {1} has no progress report to hand in"),
    CatalogueEntry(
      "validation.hand-in-without-report.hint", zh: "先 add progress_report project=编号 period=期间",
      en: "First: add progress_report project=ID period=PERIOD"),
    CatalogueEntry(
      "validation.hand-in-draft", zh: "{0} {1}的进度报告是{2}，还没有报送，不能交账",
      en: "{0} {1}: the progress report is {2}, not submitted, and is not handed in"),
    CatalogueEntry(
      "validation.hand-in-draft.hint", zh: "先报送：set {3} report_state=submitted",
      en: "Submit it first: set {3} report_state=submitted"),
    CatalogueEntry(
      "validation.hand-in-without-evidence", zh: "{0} {1}交账没有这一期间的佐证",
      en: "{0} {1} is handed in without evidence of the period"),
    CatalogueEntry(
      "validation.hand-in-without-evidence.hint",
      zh: "补佐证：add evidence project=编号 kind=类别 date=期间内的日期",
      en: "Add it: add evidence project=ID kind=KIND date=a day of the period"),
    CatalogueEntry(
      "validation.report-handed-in", zh: "{0}已于 {1} 交账，{2}不再改",
      en: "{0} was handed in on {1}: {2} is no longer changed"),
    CatalogueEntry(
      "validation.report-handed-in.hint",
      zh: "请市办退回（set {3} report_state=returned）后再改，或另报一份更正（corrects={3} correction_reason=原因）",
      en:
        "Ask the city to return it (set {3} report_state=returned), or add a correction (corrects={3} correction_reason=WHY)"
    ),
    CatalogueEntry(
      "validation.catch-up-before", zh: "{0}：补账期间 {1} 不在 {2} 之后",
      en: "{0}: the period of catching up {1} does not come after {2}"),
    CatalogueEntry(
      "validation.catch-up-before.hint", zh: "catch_up_period 写 {2} 以后的期间",
      en: "Write a catch_up_period after {2}"),
    CatalogueEntry(
      "validation.opinion-against", zh: "{0}：专家意见“{1}”，不能入库（办法第6条）",
      en: "{0}: the experts are against it (“{1}”): no entry into the reserve (article 6)"),
    CatalogueEntry(
      "validation.opinion-against.hint", zh: "重新咨询评估后更新 expert_opinion_result，再入库",
      en: "Have it assessed again, write the new expert_opinion_result, then admit it"),
    CatalogueEntry(
      "validation.not-feasible", zh: "{0}：成熟度(maturity)是{1}，没有达到可研，不能进省库（办法第6条）",
      en: "{0}: its maturity {1} is below feasibility: not for the provincial library (article 6)"),
    CatalogueEntry(
      "validation.not-feasible.hint", zh: "达到可研后更新 maturity；确需入库，用 --reason 写明原因",
      en: "Update maturity once it is argued; to admit it all the same say why with --reason"),
    CatalogueEntry(
      "validation.settle-before-close", zh: "{0} {1}：{2} 还没有月结，数据没有锁定，不能算账",
      en: "{0} {1}: {2} is not closed, so its data are not locked and are not settled"),
    CatalogueEntry(
      "validation.settle-before-close.hint", zh: "市办先结账：taizhang close {2}",
      en: "The city closes it first: taizhang close {2}"),
    CatalogueEntry(
      "validation.correction-needs-reason", zh: "{0}是更正，须写{1}（通知七）",
      en: "{0} corrects and needs {1} (notice, part 7)"),
    CatalogueEntry(
      "validation.correction-needs-reason.hint", zh: "填写{1}，说明原值为何有误",
      en: "Write {1}: why the former value was wrong"),
    CatalogueEntry(
      "validation.period-closed", zh: "{2}：报告期(period) {0} 已于 {1} 结账，只能更正（通知七）",
      en: "{2}: the period {0} was closed on {1} and is corrected only (notice, part 7)"),
    CatalogueEntry(
      "validation.period-closed.hint",
      zh: "用 corrects=原报告编号 和 correction_reason=原因 另报一份，补报草稿加 --reason 原因；市办据此出新版月结",
      en:
        "Add a report with corrects=ID and correction_reason=…, or hand a draft in with --reason WHY; the city then closes a new version"
    ),
    CatalogueEntry(
      "validation.rule-set-unreadable", zh: "{0}", en: "{1}"),
    CatalogueEntry("validation.rule-set-unreadable.hint", zh: "{2}", en: "{3}"),
    CatalogueEntry(
      "validation.rule-set-other-code", zh: "编号(code) {0} 与正文里的 rule_set: {1} 不一致",
      en: "The code {0} is not that of the text, rule_set: {1}"),
    CatalogueEntry(
      "validation.rule-set-other-code.hint", zh: "两处写成同一个", en: "Write the same in both"),
    CatalogueEntry(
      "validation.start-unproven", zh: "{0}：填了实质性开工日，阶段(stage)还没有到开工",
      en: "{0}: a day of substantive start, while the stage is not started"),
    CatalogueEntry(
      "validation.start-unproven.hint", zh: "先加施工许可等佐证和现场照片，再改 stage=started（办法第30条）",
      en: "Add the permit and a dated site photo as evidence, then set stage=started (measures, 30)"
    ),
    CatalogueEntry(
      "validation.archiving-unsettled", zh: "这条记录有人归档、有人同时在改，还没有处理；再改就等于替归档的人决定了",
      en:
        "The record was archived while it was edited, which is not settled; another edit would decide it"
    ),
    CatalogueEntry(
      "validation.archiving-unsettled.hint",
      zh: "先定去留：taizhang restore {0}，或 taizhang archive {0} --reason 原因",
      en: "Decide that first: taizhang restore {0}, or taizhang archive {0} --reason TEXT"),
    CatalogueEntry(
      "validation.parent-archived", zh: "上级记录“{0}”已归档，下面不能再添",
      en: "“{0}”, which it belongs to, is archived"),
    CatalogueEntry(
      "validation.parent-archived.hint", zh: "先恢复上级：taizhang restore {1}",
      en: "Bring that back first: taizhang restore {1}"),
    CatalogueEntry(
      "validation.reported-already", zh: "这个项目 {0} 已有报告 {1}",
      en: "The project has a report of {0}: {1}"),
    CatalogueEntry(
      "validation.reported-already.hint",
      zh: "没报的直接改它：taizhang set {1} …；报过的更正它：taizhang correct {1} …",
      en:
        "Change it while it is a draft (taizhang set {1} …), else correct it (taizhang correct {1} …)"
    ),
    CatalogueEntry(
      "validation.corrects-other", zh: "{0}：更正的(corrects)不是同一个项目的另一份报告",
      en: "{0}: corrects names no other report of the same project"),
    CatalogueEntry(
      "validation.corrects-other.hint", zh: "用 taizhang correct 原报告编号 更正",
      en: "Correct it with taizhang correct ID"),
    CatalogueEntry(
      "validation.corrected-already", zh: "这份报告已经更正过：{1}",
      en: "The report was corrected before, by {1}"),
    CatalogueEntry(
      "validation.corrected-already.hint", zh: "再更正那一份：taizhang correct {1} …",
      en: "Correct that one: taizhang correct {1} …"),
    CatalogueEntry(
      "validation.period-not-begun", zh: "报告期(period) {0} 还没有开始，{1} 才开始",
      en: "The period {0} begins on {1} only"),
    CatalogueEntry(
      "validation.period-not-begun.hint", zh: "核对月份；当月结束、报告收齐后再月结",
      en: "Check the month; close it when it is over and its reports are in"),
    CatalogueEntry(
      "validation.locked-report-archived", zh: "{0}已锁定(report_state=locked)，不能归档",
      en: "{0} is locked (report_state=locked) and may not be archived"),
    CatalogueEntry(
      "validation.locked-report-archived.hint",
      zh: "用 taizhang correct 报告编号 month_investment=… --reason 原因 更正",
      en: "Correct it: taizhang correct ID month_investment=… --reason WHY"),
    CatalogueEntry(
      "validation.period-not-over", zh: "报告期(period) {0} 还没有结束，{1} 是最后一天",
      en: "The period {0} is not over, its last day is {1}"),
    CatalogueEntry(
      "validation.period-not-over.hint", zh: "{1} 过后、报告收齐再月结",
      en: "Close it after {1}, when its reports are in"),
    CatalogueEntry(
      "validation.reports-not-handed-in", zh: "{0} 有 {1} 个项目的月报没有上报，不计入月结，也没有锁定：{2}",
      en: "{0}: the reports of {1} projects are not handed in, left out and not locked: {2}"),
    CatalogueEntry(
      "validation.reports-not-handed-in.hint",
      zh: "按未报催办；补报写明原因（report_state=submitted），再用 close --month {0} --reason 原因 出新版月结",
      en:
        "Ask for them; handed in late with a reason (report_state=submitted), they count once the month is closed again: close --month {0} --reason WHY"
    ),
    CatalogueEntry(
      "validation.earlier-month-open", zh: "{0} 已月结，此前有报告的 {1} 还没有月结",
      en: "{0} is closed while {1}, which have reports, are not"),
    CatalogueEntry(
      "validation.earlier-month-open.hint", zh: "把 {1} 也月结：taizhang close --month 月份",
      en: "Close {1} too: taizhang close --month MONTH"),
    CatalogueEntry(
      "validation.period-closed-before", zh: "{0} 已有第 {1} 版月结",
      en: "{0} has been closed, version {1}"),
    CatalogueEntry(
      "validation.period-closed-before.hint", zh: "更正：supersedes=原月结编号 version=下一版 reason=原因",
      en: "To correct: supersedes=ID, the next version and reason=…"),
  ]
}
