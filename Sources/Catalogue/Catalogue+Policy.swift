// Sentences of calendars, rule sets and warnings. In a warning the first gap is what the rule asks.

extension Catalogue {
  static let policy: [CatalogueEntry] = policyCalendar + policyNames + policyRules + policyWarnings

  private static let policyNames: [CatalogueEntry] = [
    CatalogueEntry("policy.the-counties", zh: "各县区", en: "the counties"),
    CatalogueEntry("policy.counties", zh: "县区", en: "Counties"),
    CatalogueEntry("policy.zones", zh: "功能区", en: "Zones"),
    CatalogueEntry("policy.first-half", zh: "上半月", en: "the first half of the month"),
    CatalogueEntry("policy.second-half", zh: "下半月", en: "the second half of the month"),
  ]

  private static let policyCalendar: [CatalogueEntry] = [
    CatalogueEntry(
      "calendar.beyond-coverage", zh: "无日历数据：{0} 不在 {1}—{2} 年的工作日历之内",
      en: "No calendar: {0} is not within the years {1} to {2}"),
    CatalogueEntry(
      "calendar.beyond-coverage.hint", zh: "请补上国务院公布的 {0} 年节假日和调休安排",
      en: "Add the holidays and made-up working days announced for {0}"),
    CatalogueEntry(
      "calendar.bad-line", zh: "工作日历第 {0} 行读不懂：{1}", en: "Calendar line {0} is not readable: {1}"),
    CatalogueEntry(
      "calendar.repeated", zh: "工作日历第 {0} 行重复了 {1}", en: "Calendar line {0} repeats {1}"),
    CatalogueEntry(
      "calendar.missing-year", zh: "无日历数据：工作日历缺 {0} 年",
      en: "No calendar: the year {0} is lacking"),
    CatalogueEntry(
      "calendar.incomplete-year", zh: "无日历数据：{0} 年的节假日没有录全，缺 {1}",
      en: "No calendar: the holidays of {0} are not all entered, {1} is missing"),
    CatalogueEntry("calendar.empty", zh: "工作日历是空的", en: "The calendar is empty"),
    CatalogueEntry(
      "calendar.too-long", zh: "工作日历超过 {0} 行", en: "The calendar has more than {0} lines"),
    CatalogueEntry(
      "calendar.data.hint", zh: "每行写成 2021-10-09,workday,国庆节 或 2021-10-01,holiday,国庆节",
      en: "Write each line as 2021-10-09,workday,NAME or 2021-10-01,holiday,NAME"),
  ]

  private static let policyRules: [CatalogueEntry] =
    [
      refusal(
        "not-yaml", "第 {3} 行不是 YAML：{4}", "line {3} is no YAML: {4}", "缩进用空格，冒号后留一格",
        "Indent with spaces and leave one after each colon"),
      refusal(
        "too-large", "规则文本超过 {4} 字节", "the text has more than {4} bytes", "拆成几个规则集",
        "Split it into several rule sets"),
      refusal(
        "too-deep", "第 {3} 行嵌套超过 {4} 层", "line {3} is nested deeper than {4}", "减少嵌套", "Nest less"),
      refusal(
        "alias", "第 {3} 行用了锚点或别名", "line {3} has an anchor or alias", "把内容直接写出来",
        "Write the content out"),
      refusal(
        "wrong-form", "规则 {1} 第 {3} 行 {2} 应写成 {4}", "rule {1}, line {3}: {2} should be {4}",
        "改成所示的写法", "Write it as shown"),
      refusal(
        "unknown-key", "规则 {1} 第 {3} 行没有“{2}”这一项", "rule {1}, line {3}: no such key {2}", "可用：{2}",
        "Keys that do: {2}"),
      refusal(
        "missing-key", "规则 {1} 第 {3} 行缺“{2}”", "rule {1}, line {3}: {2} is missing", "补上 {0}",
        "Add {0}"),
      refusal(
        "unknown-kind", "规则 {1} 第 {3} 行的类型不认识：{4}", "rule {1}, line {3}: unknown kind {4}",
        "用列出的类型之一", "Use one of the kinds listed"),
      refusal(
        "unknown-collection", "规则 {1} 第 {3} 行 {2}：没有这种台账 {4}",
        "rule {1}, line {3}, {2}: no such collection {4}", "用列出的台账之一",
        "Use one of the collections listed"),
      refusal(
        "unknown-field", "规则 {1} 第 {3} 行 {2}：没有这个字段 {4}",
        "rule {1}, line {3}, {2}: no such field {4}", "字段名照 taizhang list 台账 --json 所列",
        "Field names are those of taizhang list COLLECTION --json"),
      refusal(
        "bad-condition", "规则 {1} 第 {3} 行 {2}：条件读不懂 {4}",
        "rule {1}, line {3}, {2}: unreadable condition {4}", "写成 字段 比较 值，例如 total_investment >= 5亿",
        "Write FIELD COMPARISON VALUE, such as total_investment >= 5亿"),
      refusal(
        "bad-value", "规则 {1} 第 {3} 行 {2} 的值不对，应为 {4}", "rule {1}, line {3}: {2} should be {4}",
        "改成 {2}", "Change it to {2}"),
      refusal(
        "no-such-reading", "规则 {1} 第 {3} 行：没有这种读法 {4}", "rule {1}, line {3}: no such reading {4}",
        "reading 要是 readings 里的一个", "Let reading name one of readings"),
      refusal(
        "repeated-rule", "第 {3} 行重复了规则 {4}", "line {3} repeats rule {4}", "同一规则的各版本生效时间不能重叠",
        "The times of force of a rule's versions may not overlap"),
      refusal(
        "unknown-rule", "规则 {1} 第 {3} 行：没有规则 {4}", "rule {1}, line {3}: no rule {4}", "写规则集里有的编号",
        "Name a rule of this set"),
      refusal(
        "cycle", "规则 {1} 第 {3} 行：期限互相等待", "rule {1}, line {3}: deadlines wait for each other",
        "去掉一个 after 或 then", "Remove one after or then"),
    ].flatMap { $0 }

  /// A refusal of a rule's text; one outside of rules (`.outside`), and one of a text whose rule
  /// set is not known either (`.unnamed`), which names its line alone.
  private static func refusal(
    _ code: String, _ zh: String, _ en: String, _ nextZh: String, _ nextEn: String
  ) -> [CatalogueEntry] {
    let (outside, outsideEn) = (
      zh.replacing("规则 {1} ", with: ""), en.replacing("rule {1}, ", with: "")
    )
    return [
      CatalogueEntry("rules.\(code)", zh: "规则集 {0}：\(zh)", en: "Rule set {0}: \(en)"),
      CatalogueEntry(
        "rules.\(code).outside", zh: "规则集 {0}：\(outside)", en: "Rule set {0}: \(outsideEn)"),
      CatalogueEntry(
        "rules.\(code).unnamed", zh: "规则集文本：\(outside)", en: "The rule set's text: \(outsideEn)"),
      CatalogueEntry("rules.\(code).hint", zh: nextZh, en: nextEn),
    ]
  }

  private static let policyWarnings: [CatalogueEntry] = [
    CatalogueEntry(
      "warning.deadline.overdue", zh: "{0}：{1} 到期未办，已超 {2} 日（{3} 个工作日）",
      en: "{0}: due {1}, not done, {2 day} ({3 working day}) over"),
    CatalogueEntry(
      "warning.deadline.overdue-next", zh: "{0}：超原则期限 {1} 日，距工作日期限余 {3} 个工作日（{2}）",
      en: "{0}: {1 day} beyond the principle, {3 working day} left to the limit ({2})"),
    CatalogueEntry(
      "warning.deadline.incomplete", zh: "{0}：{1} 到期，已办但不完整，已超 {2} 日（{3} 个工作日）",
      en: "{0}: due {1}, done but not complete, {2 day} ({3 working day}) over"),
    CatalogueEntry(
      "warning.deadline.late", zh: "{0}：{1} 到期，{2} 才办结，迟 {4} 个工作日（{3} 日）",
      en: "{0}: due {1}, done {2}, {4 working day} ({3 day}) late"),
    CatalogueEntry(
      "warning.deadline.ahead", zh: "{0}：{1} 到期，还有 {2} 日（{3} 个工作日）",
      en: "{0}: due {1}, {2 day} ({3 working day}) left"),
    CatalogueEntry(
      "warning.plan", zh: "{0}：计划 {1}，晚于 {2}，超 {3} 日",
      en: "{0}: planned for {1}, after {2} by {3 day}"),
    CatalogueEntry(
      "warning.total.over", zh: "{0}：已用 {1} 个工作日，超过 {2} 个",
      en: "{0}: {1 working day} used, more than {2}"),
    CatalogueEntry(
      "warning.total.near", zh: "{0}：已用 {1} 个工作日，上限 {2} 个",
      en: "{0}: {1 working day} used of {2}"),
    CatalogueEntry(
      "warning.plan-total", zh: "{0}：按计划逐项或并联共需 {1} 个工作日，超过 {2} 个",
      en: "{0}: planned step by step they take {1 working day}, more than {2}"),
    CatalogueEntry(
      "warning.stated-total", zh: "{0}：载明 {1}，各部分合计 {2}，相差 {3}；两数都保留，不作更正",
      en: "{0}: stated {1}, its parts add up to {2}, a difference of {3}; both stay as they are"),
    CatalogueEntry(
      "warning.ratio", zh: "{0}：{1} 为 {2}/{3} = {4}，要求 {5}",
      en: "{0}: {1} has {2}/{3} = {4}, asked {5}"),
    CatalogueEntry(
      "warning.quota", zh: "{0}：{1} 为 {2}，要求 {3}", en: "{0}: {1} has {2}, asked {3}"),
    CatalogueEntry(
      "warning.ratio.by", zh: "{0}：截至 {1} 为 {2}/{3} = {4}，{6} 前要求 {5}",
      en: "{0}: as of {1} has {2}/{3} = {4}, asked {5} by {6}"),
    CatalogueEntry(
      "warning.ratio.line", zh: "{0}：截至 {1} 为 {2}/{3} = {4}，序时线 {5}，{7} 前要求 {6}",
      en: "{0}: as of {1} has {2}/{3} = {4}, the line is at {5}, asked {6} by {7}"),
    CatalogueEntry(
      "warning.quota.by", zh: "{0}：截至 {1} 为 {2}，{4} 前要求 {3}",
      en: "{0}: as of {1} has {2}, asked {3} by {4}"),
    CatalogueEntry(
      "warning.quota.line", zh: "{0}：截至 {1} 为 {2}，序时线 {3}，{5} 前要求 {4}",
      en: "{0}: as of {1} has {2}, the line is at {3}, asked {4} by {5}"),
    CatalogueEntry(
      "warning.ratio.money", zh: "{0}：{1} 为 {2}/{3} 万元 = {4}，要求 {5}",
      en: "{0}: {1} has {2}/{3} 万元 = {4}, asked {5}"),
    CatalogueEntry(
      "warning.quota.money", zh: "{0}：{1} 为 {2} 万元，要求 {3} 万元",
      en: "{0}: {1} has {2} 万元, asked {3} 万元"),
    CatalogueEntry(
      "warning.ratio.money.by", zh: "{0}：截至 {1} 为 {2}/{3} 万元 = {4}，{6} 前要求 {5}",
      en: "{0}: as of {1} has {2}/{3} 万元 = {4}, asked {5} by {6}"),
    CatalogueEntry(
      "warning.ratio.money.line", zh: "{0}：截至 {1} 为 {2}/{3} 万元 = {4}，序时线 {5}，{7} 前要求 {6}",
      en: "{0}: as of {1} has {2}/{3} 万元 = {4}, the line is at {5}, asked {6} by {7}"),
    CatalogueEntry(
      "warning.quota.money.by", zh: "{0}：截至 {1} 为 {2} 万元，{4} 前要求 {3} 万元",
      en: "{0}: as of {1} has {2} 万元, asked {3} 万元 by {4}"),
    CatalogueEntry(
      "warning.quota.money.line", zh: "{0}：截至 {1} 为 {2} 万元，序时线 {3} 万元，{5} 前要求 {4} 万元",
      en: "{0}: as of {1} has {2} 万元, the line is at {3} 万元, asked {4} 万元 by {5}"),
    CatalogueEntry(
      "warning.cadence.missed", zh: "{0}：{1} 有 {2} 次，应有 {3} 次，连续 {5} 期未做到",
      en: "{0}: {1} has {2} of {3}, missed {5} in a row"),
    CatalogueEntry(
      "warning.cadence.ahead", zh: "{0}：{1} 有 {2} 次，{4} 前应有 {3} 次",
      en: "{0}: {1} has {2} of {3} due by {4}"),
    CatalogueEntry(
      "warning.coverage", zh: "{0}：这一条没有做到；同县区要求 {2} 条，已做到 {1} 条",
      en: "{0}: asked, and not so here; of {2} asked in the same county {1} are so"),
    CatalogueEntry(
      "warning.behind.line", zh: "{0}：落后序时进度 {1} 个百分点（完成 {2} 万元，年计划 {3} 万元，序时线 {4}）",
      en: "{0}: {1} points behind (done {2} of {3} 万元, line {4})"),
    CatalogueEntry(
      "warning.behind.plan", zh: "{0}：落后月度计划 {1} 个百分点（完成 {2} 万元，年计划 {3} 万元）",
      en: "{0}: {1} points behind its monthly plan (done {2} of {3} 万元)"),
  ]
}
