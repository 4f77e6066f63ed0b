// The collections of bookkeeping: operations on the ledger, closed periods and their corrections,
// targets, scores, figures as stated, days of the calendar, rule sets and the place whose rules are
// on; model sections 1.15, 3 and 5. Operations and closed periods are never written again: what
// follows is a new record.

internal import Causality

extension Schema {
  static let ledgerOp = CollectionDefinition(
    32, "ledger_op", "台账操作", "Ledger operation", name: 3, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .code(2, "period", "期间", "Period", .period),
      .choice(3, "verb", "操作", "Verb", .ledgerVerb, verbOptions),
      .date(4, "on", "日期", "Date", .required),
      .text(5, "unit", "操作单位", "Unit"),
      .text(6, "person", "操作人", "Person", .wanted),
      .text(7, "source", "对账口径一", "First source"),
      .money(8, "figure", "口径一数", "First figure", signed),
      .text(9, "other_source", "对账口径二", "Second source"),
      .money(10, "other_figure", "口径二数", "Second figure", signed),
      .text(11, "explanation", "差异说明", "Explanation of the difference"),
      .text(12, "findings", "理账结果", "What was sorted"),
      .money(13, "catch_up", "补账金额", "Amount to catch up"),
      .code(14, "catch_up_period", "补账期间", "Period of catching up", .period),
      .text(15, "catch_up_plan", "补账措施", "Plan of catching up"),
      .text(16, "results", "算账结果", "Results"),
      .reference(17, "answers", "对应操作", "Answers the operation", to: "ledger_op"),
      .text(18, "remark", "备注", "Remark"),
    ])

  static let periodClose = CollectionDefinition(
    33, "period_close", "月结", "Closed period", name: 1, access: .cityOnly,
    fields: [
      .code(1, "period", "期间", "Period", .period, closedPeriod),
      .code(2, "region_code", "所属县区", "County", .region, .cityOnly),
      .integer(3, "version", "版本", "Version", closedVersion),
      .date(4, "closed_on", "结账日", "Closed on", .cityOnlyWanted),
      .text(5, "closed_by", "结账人", "Closed by", .cityOnly),
      .text(6, "snapshot", "数据快照", "Snapshot", .cityOnly.with { $0.required = true }),
      .code(7, "digest", "快照指纹", "Digest of the snapshot", .sha256, neededDigest),
      .reference(8, "supersedes", "更正的版本", "Supersedes", to: "period_close", .cityOnly),
      .text(9, "reason", "更正原因", "Reason of the correction", .cityOnly),
      .integer(10, "row_count", "项目数", "Projects", .cityOnly),
      .text(11, "remark", "备注", "Remark", .cityOnly),
      .text(12, "bulletin", "通报数据", "Facts of the bulletin", .cityOnly),
    ])

  static let correction = CollectionDefinition(
    34, "correction", "更正", "Correction", name: 4, parent: 1,
    fields: [
      .parent(1, "period_close", "月结", "Closed period", required: true),
      .reference(2, "project", "项目", "Project", to: "project"),
      .reference(3, "progress_report", "进度报告", "Progress report", to: "progress_report"),
      .text(4, "field", "更正字段", "Field", .required),
      .text(5, "before", "原值", "Before"),
      .text(6, "after", "更正值", "After"),
      .text(7, "reason", "更正原因", "Reason"),
      .text(8, "requested_by", "申请人", "Requested by"),
      .date(9, "requested_on", "申请日", "Requested on"),
      .choice(10, "status", "办理状态", "Status", .correctionStatus, correctionOptions),
      .text(11, "decided_by", "审定人", "Decided by", .cityOnly),
      .date(12, "decided_on", "审定日", "Decided on", .cityOnly),
      .reference(13, "new_version", "更正后版本", "New version", to: "period_close", .cityOnly),
      .text(14, "remark", "备注", "Remark"),
    ])

  static let target = CollectionDefinition(
    31, "target", "目标", "Target", name: 1, access: .cityOnly,
    fields: [
      .text(1, "name", "指标", "Indicator", .cityOnly.with { $0.required = true }),
      .text(2, "subject", "对象", "Subject", .cityOnly),
      .choice(3, "comparator", "比较", "Comparator", .comparator, .cityOnlyWanted),
      .decimal(4, "value", "目标值", "Value", places: 4, .cityOnlyWanted),
      .decimal(5, "upper", "上限", "Upper bound", places: 4, .cityOnly),
      .text(6, "measure", "计量单位", "Unit of measure", .cityOnly),
      .choice(7, "frequency", "周期", "Frequency", .frequency, .cityOnly),
      .code(8, "period", "期间", "Period", .period, .cityOnly),
      .date(9, "due_on", "截止日", "Due on", .cityOnly),
      .choice(10, "softness", "约束力", "Binding or not", .softness, .cityOnly),
      .reference(11, "rule_set", "规则集", "Rule set", to: "rule_set", .cityOnly),
      .choice(12, "place", "地方", "Place", .placeCode, .cityOnly),
      .code(13, "region_code", "所属县区", "County", .region, .cityOnly),
      .text(14, "source", "依据", "Source", .cityOnly),
      .text(15, "remark", "备注", "Remark"),
    ])

  static let review = CollectionDefinition(
    35, "review", "考评", "Score", name: 1, access: .cityOnly,
    fields: [
      .text(1, "unit", "考评对象", "Unit", .cityOnly.with { $0.required = true }),
      .code(2, "region_code", "所属县区", "County", .region, .cityOnly),
      .code(3, "period", "期间", "Period", .period, .cityOnlyWanted),
      .text(4, "group", "组别", "Group", .cityOnly),
      .text(5, "factor", "考评项", "Factor", .cityOnlyWanted),
      .decimal(6, "score", "得分", "Score", places: 4, anyNumber),
      .decimal(7, "weight", "权重", "Weight", places: 4, cityNumber),
      .decimal(8, "cap", "封顶分", "Cap", places: 4, cityNumber),
      .integer(9, "rank", "位次", "Rank", cityNumber),
      .text(10, "basis", "依据", "Basis", .cityOnly),
      .date(11, "published_on", "公布日", "Published on", .cityOnly),
      .text(12, "remark", "备注", "Remark"),
    ])

  static let calendarDay = CollectionDefinition(
    36, "calendar_day", "日历", "Day of the calendar", name: 1, access: .cityOnly,
    fields: [
      .date(1, "date", "日期", "Date", .cityOnly.with { $0.required = true }),
      .choice(2, "kind", "类别", "Kind", .dayKind, .cityOnly.with { $0.required = true }),
      .text(3, "name", "名称", "Name", .cityOnly),
      .text(4, "source", "依据", "Source", .cityOnly),
      .text(5, "remark", "备注", "Remark"),
    ])

  static let ruleSet = CollectionDefinition(
    37, "rule_set", "规则集", "Rule set", name: 1, access: .cityOnly,
    fields: [
      .text(1, "name", "名称", "Name", .cityOnly.with { $0.required = true }),
      .text(2, "code", "编码", "Code", .cityOnlyWanted),
      .choice(3, "place", "地方", "Place", .placeCode, .cityOnly),
      .choice(4, "status", "状态", "Status", .ruleStatus, .cityOnlyWanted),
      .date(5, "effective_from", "起用日", "Effective from", .cityOnlyWanted),
      .date(6, "effective_to", "停用日", "Effective to", .cityOnly),
      .text(7, "text", "规则正文", "Text (YAML)", .cityOnlyWanted),
      .text(8, "source", "依据", "Source", .cityOnly),
      .integer(9, "version", "版本", "Version", cityNumber),
      .text(10, "remark", "备注", "Remark"),
    ])

  static let place = CollectionDefinition(
    38, "place", "地方设置", "Place setting", name: 1, access: .cityOnly,
    fields: [
      .choice(1, "code", "地方", "Place", .placeCode, .cityOnly.with { $0.required = true }),
      .date(2, "effective_from", "起用日", "Effective from", .cityOnlyWanted),
      .date(3, "effective_to", "停用日", "Effective to", .cityOnly),
      .choices(4, "verbs", "启用操作", "Verbs switched on", .ledgerVerb, .cityOnly),
      .choices(5, "duties", "启用职责", "Duties switched on", .duty, .cityOnly),
      .text(6, "source", "依据", "Source", .cityOnly),
      .text(7, "remark", "备注", "Remark"),
    ])

  static let statedFigure = CollectionDefinition(
    43, "figure", "统计数", "Figure", name: 1,
    fields: [
      .text(1, "name", "名称", "Name", .required),
      .decimal(2, "value", "数值", "Value", places: 4, .required),
      .text(3, "measure", "计量单位", "Unit of measure"),
      .code(4, "region_code", "所属县区", "County", .region, .others("region")),
      .code(5, "period", "期间", "Period", .period),
      .date(6, "as_of", "截至日", "As of"),
      .reference(7, "part_of", "总数", "Part of the total", to: "figure"),
      .text(8, "source", "依据", "Source"),
      .text(9, "remark", "备注", "Remark"),
    ])

  /// Computing and publishing results is the city's.
  private static let verbOptions = FieldOptions(
    required: true, reserved: [6: .cityOnly])
  private static let signed = FieldOptions.usual
  private static let correctionOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.correctionStatus.numbers(["proposed", "rejected", "accepted"])),
    reserved: [2: .cityOnly, 3: .cityOnly])
  private static let closedPeriod = FieldOptions.cityOnly.with {
    $0.required = true
    $0.indexed = true
  }
  private static let closedVersion = FieldOptions.cityOnly.with { $0.check = .range(1...9_999) }
  private static let neededDigest = FieldOptions.cityOnly.with { $0.required = true }
  private static let cityNumber = FieldOptions.cityOnly.with { $0.check = .notNegative }
  private static let anyNumber = FieldOptions.cityOnlyWanted
}
