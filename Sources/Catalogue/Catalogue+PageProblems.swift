// What validation and the rules say on pages, where that differs from the command line: an entry
// named `page.` and the other's key stands in its place.

extension Catalogue {
  static let pageProblems: [CatalogueEntry] = [
    CatalogueEntry(
      "page.validation.report-locked.hint", zh: "在“月报”里点该项目的“更正”，另立一版并写明原因；或由市办解锁（填报状态改为上报）",
      en:
        "Press “Correct” beside the project in “Month” and give the reason; or the city unlocks it: state Submitted"
    ),
    CatalogueEntry(
      "page.validation.period-closed.hint",
      zh: "在“月报”里点该项目的“更正”，另立一版并写明原因；市办据此出新版月结",
      en:
        "Press “Correct” beside the project in “Month” and give the reason; the city then closes a new version"
    ),
    CatalogueEntry(
      "page.validation.archiving-unsettled.hint", zh: "先到“冲突”里选保留还是归档，再改",
      en: "Choose under “Conflicts” whether it is kept or archived, then edit"),
    CatalogueEntry(
      "page.validation.parent-archived.hint", zh: "先在“{0}”的“历史”里恢复它",
      en: "Bring “{0}” back first, in its “History”"),
    CatalogueEntry(
      "page.validation.reported-already.hint", zh: "打开“月报”：草稿直接在那里改，报过的点该行的“更正”",
      en: "Open “Month”: a draft is changed there, a report handed in by “Correct” in its row"),
    CatalogueEntry(
      "page.validation.corrected-already.hint", zh: "要再改，就改更正后的那一份",
      en: "To change it again change the newer version"),
    CatalogueEntry(
      "page.validation.period-closed-before.hint", zh: "在“月报”里打开该月，点“锁定本月”，写明原因，另出一版",
      en: "Open the month, press “Lock the month” and give the reason: a new version is made"),
    CatalogueEntry(
      "page.validation.illegal-stage.hint", zh: "下一步可为：{2}；填错要退回，请市办写明“原因”后更正",
      en: "Next may come: {2}; to undo a slip, the city corrects it and fills in “Reason”"),
    CatalogueEntry(
      "page.validation.last-stage.hint", zh: "填错要退回，请市办写明“原因”后更正；退库项目请重新入库",
      en:
        "To undo a slip, the city corrects it and fills in “Reason”; a removed project is entered anew"
    ),
    CatalogueEntry(
      "page.validation.stage-unsaid.hint", zh: "填错要退回，请市办写明“原因”后更正",
      en: "To undo a slip, the city corrects it and fills in “Reason”"),
    CatalogueEntry(
      "page.validation.reopening-needs-reason.hint", zh: "写明“原因”再保存",
      en: "Fill in “Reason” and save"),
    CatalogueEntry(
      "page.validation.not-a-reference.hint", zh: "打开那条记录，照抄网址里 /r/ 后面的编号",
      en: "Open that record and copy the id behind /r/ in its address"),
    CatalogueEntry(
      "page.validation.not-a-number.hint",
      zh: "写成确切的数，例如 32000（万元）、1.2亿元、5亿；不写“以上”“左右”",
      en: "Write an exact number in units of 10,000 yuan, such as 32000"),
    CatalogueEntry(
      "page.store.invalid-change.no-operations.hint", zh: "至少填一项，再按“保存”。",
      en: "Fill in a field, then press “Save”."),
    CatalogueEntry(
      "page.store.invalid-change.reason-too-long.hint", zh: "缩短原因；长的说明写进记录的文字字段，或作附件。",
      en: "Shorten the reason; a long text goes into a field of the record, or is attached."),
    CatalogueEntry(
      "page.store.invalid-change.value-too-large.hint", zh: "缩短文字，或把它作为附件加到记录上。",
      en: "Shorten the text, or add it to the record as a file."),
    CatalogueEntry(
      "page.store.invalid-change.change-too-large.hint", zh: "分几次填写、保存。",
      en: "Fill it in and save it in parts."),
    CatalogueEntry(
      "page.validation.too-large.hint", zh: "请检查单位（元、万元、亿元）和位数",
      en: "Check the unit (10,000 yuan) and the digits"),
    CatalogueEntry(
      "page.validation.phase-over-total", zh: "一期投资 {0} 万元大于总投资 {1} 万元",
      en: "Phase 1 ({0} × 10,000 yuan) exceeds the total investment ({1} × 10,000 yuan)"),
    CatalogueEntry(
      "page.validation.financing-not-done",
      zh: "{2}：已投放 {0} 万元，未达 {1} 万元，不能销号（办法第27条）",
      en:
        "{2}: disbursed {0} of {1} × 10,000 yuan, it cannot be closed (measures, article 27)"),
    CatalogueEntry(
      "page.validation.difference-unexplained", zh: "{3}：两个口径 {0} 与 {1} 相差 {2} 万元，没有说明",
      en: "{3}: {0} and {1} differ by {2} × 10,000 yuan without an explanation"),
    CatalogueEntry(
      "page.warning.behind.line", zh: "{0}：落后序时进度 {1} 个百分点（完成 {2} 万元，年计划 {3} 万元，序时线 {4}）",
      en: "{0}: {1} points behind (done {2} of {3} × 10,000 yuan, line {4})"),
    CatalogueEntry(
      "page.warning.behind.plan", zh: "{0}：落后月度计划 {1} 个百分点（完成 {2} 万元，年计划 {3} 万元）",
      en: "{0}: {1} points behind its monthly plan (done {2} of {3} × 10,000 yuan)"),
    CatalogueEntry(
      "page.warning.ratio.money", zh: "{0}：{1} 为 {2}/{3} 万元 = {4}，要求 {5}",
      en: "{0}: {1} has {2}/{3} × 10,000 yuan = {4}, asked {5}"),
    CatalogueEntry(
      "page.warning.quota.money", zh: "{0}：{1} 为 {2} 万元，要求 {3} 万元",
      en: "{0}: {1} has {2} × 10,000 yuan, asked {3} × 10,000 yuan"),
    CatalogueEntry(
      "page.warning.ratio.money.by", zh: "{0}：截至 {1} 为 {2}/{3} 万元 = {4}，{6} 前要求 {5}",
      en: "{0}: as of {1} has {2}/{3} × 10,000 yuan = {4}, asked {5} by {6}"),
    CatalogueEntry(
      "page.warning.ratio.money.line", zh: "{0}：截至 {1} 为 {2}/{3} 万元 = {4}，序时线 {5}，{7} 前要求 {6}",
      en: "{0}: as of {1} has {2}/{3} × 10,000 yuan = {4}, the line is at {5}, asked {6} by {7}"),
    CatalogueEntry(
      "page.warning.quota.money.by", zh: "{0}：截至 {1} 为 {2} 万元，{4} 前要求 {3} 万元",
      en: "{0}: as of {1} has {2} × 10,000 yuan, asked {3} × 10,000 yuan by {4}"),
    CatalogueEntry(
      "page.warning.quota.money.line", zh: "{0}：截至 {1} 为 {2} 万元，序时线 {3} 万元，{5} 前要求 {4} 万元",
      en:
        "{0}: as of {1} has {2} × 10,000 yuan, the line is at {3} × 10,000 yuan, asked {4} × 10,000 yuan by {5}"
    ),
    CatalogueEntry(
      "page.validation.negative-needs-reason.hint", zh: "填写更正原因，或写明“原因”再保存",
      en: "Write the reason of the correction, or fill in “Reason” and save"),
    CatalogueEntry(
      "page.validation.stage-needs-evidence.hint", zh: "先在项目页的“佐证”下点“新增”（{1}）",
      en: "First press “Add” under “Evidence” on the project's page ({1})"),
    CatalogueEntry(
      "page.validation.stage-needs-milestones.hint", zh: "先在项目页的“节点计划”下点“新增”，写节点和日期",
      en: "First press “Add” under “Milestone” on the project's page: name and planned date"),
    CatalogueEntry(
      "page.validation.verb-out-of-order.hint", zh: "先在项目页的“台账操作”下点“新增”，动作选{1}",
      en: "First press “Add” under “Ledger operation” on the project's page and choose {1}"),
    CatalogueEntry(
      "page.validation.row-not-claimed.hint", zh: "责任单位先在项目页的“台账操作”下点“新增”，动作选认领，写日期和姓名",
      en:
        "The unit first presses “Add” under “Ledger operation” on the project's page: the claim, its date and the name"
    ),
    CatalogueEntry(
      "page.validation.hand-in-without-report.hint", zh: "先在“月报”里填好该项目的报告",
      en: "First fill in the project's report in “Month”"),
    CatalogueEntry(
      "page.validation.hand-in-draft.hint", zh: "先在“月报”里报送该项目的报告",
      en: "First submit the project's report in “Month”"),
    CatalogueEntry(
      "page.validation.hand-in-without-evidence.hint", zh: "在项目页的“佐证”下点“新增”，写类别和这一期间内的日期",
      en: "Press “Add” under “Evidence” on the project's page: its kind and a day of the period"),
    CatalogueEntry(
      "page.validation.report-handed-in.hint", zh: "请市办退回该报告后再改，或另报一份更正并写更正原因",
      en: "Ask the city to return the report, or report a correction with its reason"),
    CatalogueEntry(
      "page.validation.catch-up-before.hint", zh: "补账期间选 {2} 以后的",
      en: "Choose a period of catching up after {2}"),
    CatalogueEntry(
      "page.validation.opinion-against.hint", zh: "重新咨询评估后更新专家意见，再入库",
      en: "Have it assessed again and write the new opinion, then admit it"),
    CatalogueEntry(
      "page.validation.not-feasible.hint", zh: "达到可研后更新成熟度；确需入库，在“原因”里写明",
      en: "Update its maturity once it is argued; to admit it all the same say why in “Reason”"),
    CatalogueEntry(
      "page.validation.settle-before-close.hint", zh: "请市办先为 {2} 月结",
      en: "The city first closes {2}"),
    CatalogueEntry(
      "page.validation.notice-open.hint", zh: "打开通知书或问题，整改后填整改日，由交办方填核验日和核验人",
      en: "Open the notice or the issue: the day of rectifying; the assigner, that of verifying"),
    CatalogueEntry(
      "page.validation.start-unproven.hint", zh: "先加施工许可等佐证和现场照片，再把阶段改为开工（办法第30条）",
      en:
        "Add the permit and a dated site photo as evidence, then set the stage to “Started” (measures, 30)"
    ),
    CatalogueEntry(
      "page.validation.batch-closing.hint", zh: "逐项在问题页的“佐证”下点“新增”，类别选销号佐证，再销号",
      en: "For each add evidence of the closing on the issue's page, then close it"),
    CatalogueEntry(
      "page.validation.common-issue-bare.hint", zh: "在问题页的“共性问题项目”下点“新增”，选项目",
      en: "Press “Add” under “Project of a common issue” on the issue's page"),
    CatalogueEntry(
      "page.validation.level-skipped.hint", zh: "先到上一级，或写明“原因”",
      en: "Go one level up, or fill in “Reason”"),
    CatalogueEntry(
      "page.validation.promise-moved.hint", zh: "补齐后写成 名称/承诺日/补齐日；确需变更，写明“原因”",
      en: "Write NAME/PROMISED/SUPPLIED once it came, or fill in “Reason”"),
    CatalogueEntry(
      "page.validation.letter-signed.hint", zh: "请市办写明“原因”后修改",
      en: "The city changes it and fills in “Reason”"),
    CatalogueEntry(
      "page.validation.closing-needs-evidence.hint", zh: "先在它的页面上加佐证，类别选销号佐证",
      en: "First add evidence of the closing on its page"),
    CatalogueEntry(
      "page.validation.board-needs-evidence.hint", zh: "先在项目页的“佐证”下点“新增”，写明挂牌，类别选摘牌佐证",
      en: "First add evidence of the board's clearing on the project's page"),
    CatalogueEntry(
      "page.validation.letter-needs-plan.hint", zh: "先在项目页的“节点计划”下点“新增”，写节点、日期和责任人",
      en: "First press “Add” under “Milestone” on the project's page: name, date and owner"),
    CatalogueEntry(
      "page.validation.batch-needs-plan.hint", zh: "先在项目页的“节点计划”下点“新增”，写节点、日期和责任人",
      en: "First press “Add” under “Milestone” on the project's page: name, date and owner"),
    CatalogueEntry(
      "page.validation.closing-unsaid.hint", zh: "先申请销号；核验后由交办方在同一次修改中把状态改为销号并填销号日",
      en: "Request the closing; the assigner then sets the status and the closing day in one change"
    ),
    CatalogueEntry(
      "page.validation.standard-land-reason.hint", zh: "标准地选“是”，或写明未按标准地出让的原因",
      en: "Say yes to standard land, or write the reason why not"),
    CatalogueEntry(
      "page.validation.financing-not-done.hint", zh: "全部投放后销号；撤回的需求，撤回选“是”",
      en: "Close it when all is disbursed, or say yes to withdrawn"),
    CatalogueEntry(
      "page.store.siblings-changed.hint", zh: "别人刚改过：回到这一页再看一遍，然后重新决定。",
      en: "Another changed it just now: open the page again and decide anew."),
    CatalogueEntry(
      "page.store.no-such-record.hint", zh: "用“项目”页的查找找到它。",
      en: "Find it with the search of “Projects”."),
    CatalogueEntry("page.unit.workdays", zh: "工作日", en: "working days"),
    CatalogueEntry("page.unit.wan-per-mu", zh: "万元/亩", en: "10,000 yuan/mu"),
  ]
}
