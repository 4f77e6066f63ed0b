// The words of a bulletin: its head, its headings, lights and states.

extension Catalogue {
  static let bulletinWords: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.reporter.partial", zh: "{0}（{1} 项缺 {2} 项）", en: "{0} ({2} of {1} missing)"),
    CatalogueEntry(
      "bulletin.not-applicable", zh: "不适用",
      en: "n/a"),
    CatalogueEntry(
      "bulletin.yi", zh: "亿元",
      en: "亿元"),
    CatalogueEntry(
      "bulletin.points", zh: "分",
      en: " points"),
    CatalogueEntry(
      "bulletin.total-row", zh: "合计",
      en: "Total"),
    CatalogueEntry(
      "bulletin.total", zh: "合计（{0}项）",
      en: "Total ({0})"),
    CatalogueEntry(
      "bulletin.part", zh: "其中：{0}（{1}项）",
      en: "Of which {0} ({1})"),
    CatalogueEntry(
      "bulletin.section.county", zh: "{0}、{1}（{2}项）",
      en: "{0}. {1} ({2})"),
    CatalogueEntry(
      "bulletin.section.nature", zh: "（{0}）{1}（{2}项）",
      en: "({0}) {1} ({2})"),
    CatalogueEntry(
      "bulletin.nature.building", zh: "在建",
      en: "under construction"),
    CatalogueEntry(
      "bulletin.nature.preliminary", zh: "前期",
      en: "in preparation"),
    CatalogueEntry(
      "bulletin.group.counties", zh: "县区（{0}个）",
      en: "Counties ({0})"),
    CatalogueEntry(
      "bulletin.group.zones", zh: "功能区（{0}个）",
      en: "Functional zones ({0})"),
    CatalogueEntry(
      "bulletin.unit.wan", zh: "单位：万元",
      en: "Unit: 万元"),
    CatalogueEntry(
      "bulletin.note-no-plan", zh: "{0}；没有年度计划的项目，完成数不计入占比",
      en: "{0}; projects without a plan of the year are in no share"),
    CatalogueEntry(
      "bulletin.ten-days.note", zh: "{0}；旬完成：{1}",
      en: "{0}; ten days: {1}"),
    CatalogueEntry(
      "bulletin.ten-days.1", zh: "{0}月上旬",
      en: "month {0}, the 1st to the 10th"),
    CatalogueEntry(
      "bulletin.ten-days.2", zh: "{0}月中旬",
      en: "month {0}, the 11th to the 20th"),
    CatalogueEntry(
      "bulletin.ten-days.3", zh: "{0}月下旬",
      en: "month {0}, from the 21st on"),
    CatalogueEntry(
      "bulletin.unit.count", zh: "单位：个",
      en: "Unit: projects"),
    CatalogueEntry(
      "bulletin.unit.count-wan", zh: "单位：个、万元",
      en: "Units: projects, 万元"),
    CatalogueEntry("bulletin.unit.count-yi", zh: "单位：个、亿元", en: "Units: projects, 亿元"),
    CatalogueEntry(
      "bulletin.unit.points", zh: "单位：分",
      en: "Unit: points"),
    CatalogueEntry(
      "bulletin.light.none", zh: "正常",
      en: "normal"),
    CatalogueEntry(
      "bulletin.light.yellow", zh: "黄灯",
      en: "yellow"),
    CatalogueEntry(
      "bulletin.light.red", zh: "红灯",
      en: "red"),
    CatalogueEntry(
      "bulletin.issue.assigned", zh: "办理中",
      en: "in work"),
    CatalogueEntry(
      "bulletin.issue.settled", zh: "已销号",
      en: "settled"),
    CatalogueEntry(
      "bulletin.issue.refused", zh: "不予销号",
      en: "refused"),
    CatalogueEntry(
      "bulletin.report.on-time", zh: "按时",
      en: "in time"),
    CatalogueEntry(
      "bulletin.report.undated", zh: "日期不详",
      en: "day unknown"),
    CatalogueEntry(
      "bulletin.report.late", zh: "迟报",
      en: "late"),
    CatalogueEntry(
      "bulletin.report.missing", zh: "未报",
      en: "missing"),
    CatalogueEntry(
      "bulletin.see", zh: "附件{0}",
      en: "Annex {0}"),
    CatalogueEntry(
      "bulletin.annex-title", zh: "附件{0}  {1}",
      en: "Annex {0}  {1}"),
    CatalogueEntry(
      "bulletin.annex-first", zh: "附件：{0}. {1}",
      en: "Annexes: {0}. {1}"),
    CatalogueEntry(
      "bulletin.annex-next", zh: "　　　{0}. {1}",
      en: "         {0}. {1}"),
    CatalogueEntry(
      "bulletin.addressee", zh: "{0}：",
      en: "{0}:"),
    CatalogueEntry(
      "bulletin.draft", zh: "草稿：本月尚未关账，数字可能变动",
      en: "Draft: the month is not closed, its figures may change"),
    CatalogueEntry(
      "bulletin.note-kept", zh: "按本月关账时留存的数",
      en: "Figures as kept when the month was closed"),
    CatalogueEntry(
      "bulletin.note-of-today", zh: "本月已关账，但没有留存数据：按现有记录",
      en: "The month is closed without kept facts: by the records of today"),
    CatalogueEntry(
      "bulletin.number", zh: "〔{0}〕第{1}期",
      en: "No. {1} of {0}"),
    CatalogueEntry(
      "bulletin.issued", zh: "{0}　　{1}",
      en: "{0}, {1}"),
    CatalogueEntry(
      "bulletin.name", zh: "{0}年{1}月 {2}",
      en: "{0}-{1} {2}"),
    CatalogueEntry(
      "bulletin.month", zh: "{0}月",
      en: "{0}"),
    CatalogueEntry(
      "bulletin.measure.signing.performed", zh: "签约履约率",
      en: "Signed and performed"),
    CatalogueEntry(
      "bulletin.measure.signing.started", zh: "签约开工率",
      en: "Signed and started"),
    CatalogueEntry(
      "bulletin.measure.start.started", zh: "开工率",
      en: "Started"),
    CatalogueEntry(
      "bulletin.measure.production.producing", zh: "投产率",
      en: "Producing"),
    CatalogueEntry(
      "bulletin.measure.provincial.investment", zh: "省重点项目投资完成率",
      en: "Investment, provincial key projects"),
    CatalogueEntry(
      "bulletin.measure.city.investment", zh: "市重点项目投资完成率",
      en: "Investment, city key projects"),
    CatalogueEntry(
      "bulletin.measure.provincial.starts", zh: "省重点项目开工率",
      en: "Starts, provincial key projects"),
    CatalogueEntry(
      "bulletin.measure.city.starts", zh: "市重点项目开工率",
      en: "Starts, city key projects"),
    CatalogueEntry(
      "bulletin.measure.approvals.done", zh: "联审联批完成率",
      en: "Joint approvals"),
  ]
}
