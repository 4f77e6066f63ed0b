// The titles, columns and notes of a bulletin's annexes.

extension Catalogue {
  static let bulletinTables: [CatalogueEntry] = [
    CatalogueEntry(
      "bulletin.annex.scores", zh: "综合得分排名表",
      en: "Ranking by total score"),
    CatalogueEntry(
      "bulletin.annex.batches", zh: "“三个一批”分县区情况表",
      en: "Three batches by county"),
    CatalogueEntry(
      "bulletin.annex.signing", zh: "签约一批项目表",
      en: "Projects signed"),
    CatalogueEntry(
      "bulletin.annex.start", zh: "开工一批项目表",
      en: "Projects to start"),
    CatalogueEntry(
      "bulletin.annex.production", zh: "投产一批项目表",
      en: "Projects for production"),
    CatalogueEntry(
      "bulletin.annex.counties", zh: "重点项目分县区完成情况表",
      en: "Key projects by county"),
    CatalogueEntry(
      "bulletin.annex.progress", zh: "重点项目月进度表", en: "Monthly progress of key projects"),
    CatalogueEntry(
      "bulletin.annex.county", zh: "重点项目分县区投资完成情况表", en: "Investment completed by county"),
    CatalogueEntry("bulletin.report-title", zh: "{0}年{1}月{2}", en: "{0}-{1}: {2}"),
    CatalogueEntry("bulletin.head.count", zh: "项目个数", en: "Projects"),
    CatalogueEntry("bulletin.head.county-plan", zh: "年计划投资", en: "Annual plan"),
    CatalogueEntry("bulletin.head.county-completed", zh: "完成投资", en: "Completed"),
    CatalogueEntry("bulletin.head.county-percent", zh: "完成率%", en: "Share, %"),
    CatalogueEntry(
      "bulletin.annex.provincial", zh: "省重点项目月进度表",
      en: "Monthly progress, provincial key projects"),
    CatalogueEntry(
      "bulletin.annex.city", zh: "市重点项目月进度表",
      en: "Monthly progress, city key projects"),
    CatalogueEntry(
      "bulletin.annex.provincial-starts", zh: "省重点计划新开工项目表",
      en: "Planned starts, provincial key projects"),
    CatalogueEntry(
      "bulletin.annex.city-starts", zh: "市重点计划新开工项目表",
      en: "Planned starts, city key projects"),
    CatalogueEntry(
      "bulletin.annex.not-started", zh: "未开工项目表",
      en: "Projects not started"),
    CatalogueEntry(
      "bulletin.annex.behind", zh: "进度滞后项目表",
      en: "Projects behind schedule"),
    CatalogueEntry(
      "bulletin.annex.approvals", zh: "联审联批事项表",
      en: "Joint approvals"),
    CatalogueEntry(
      "bulletin.annex.issues", zh: "问题交办销号表",
      en: "Issues"),
    CatalogueEntry(
      "bulletin.annex.ten-days", zh: "旬报表",
      en: "Ten-day report"),
    CatalogueEntry(
      "bulletin.annex.reporting", zh: "报送情况表",
      en: "Reporting"),
    CatalogueEntry(
      "bulletin.head.no", zh: "序号",
      en: "No."),
    CatalogueEntry(
      "bulletin.head.rank", zh: "名次",
      en: "Rank"),
    CatalogueEntry(
      "bulletin.head.county", zh: "县区",
      en: "County"),
    CatalogueEntry(
      "bulletin.head.affiliation", zh: "隶属",
      en: "County"),
    CatalogueEntry(
      "bulletin.head.name", zh: "项目名称",
      en: "Project"),
    CatalogueEntry(
      "bulletin.head.score", zh: "综合得分",
      en: "Total score"),
    CatalogueEntry(
      "bulletin.head.total", zh: "总投资",
      en: "Total investment"),
    CatalogueEntry(
      "bulletin.head.prior", zh: "开工至上年底累计",
      en: "To the end of last year"),
    CatalogueEntry(
      "bulletin.head.plan", zh: "年度计划",
      en: "Planned this year"),
    CatalogueEntry(
      "bulletin.head.completed", zh: "{0}完成",
      en: "Completed {0}"),
    CatalogueEntry(
      "bulletin.head.percent", zh: "占年计划%",
      en: "% of the year"),
    CatalogueEntry(
      "bulletin.head.progress", zh: "形象进度",
      en: "State of works"),
    CatalogueEntry(
      "bulletin.head.builder", zh: "建设单位及责任人",
      en: "Builder and person in charge"),
    CatalogueEntry(
      "bulletin.head.leader", zh: "分包领导",
      en: "Leader in charge"),
    CatalogueEntry(
      "bulletin.head.signed-on", zh: "签约日期",
      en: "Signed on"),
    CatalogueEntry(
      "bulletin.head.performed-on", zh: "履约日期",
      en: "Performed on"),
    CatalogueEntry(
      "bulletin.head.planned-start-on", zh: "计划开工日期",
      en: "To start on"),
    CatalogueEntry(
      "bulletin.head.started-on", zh: "开工日期",
      en: "Started on"),
    CatalogueEntry(
      "bulletin.head.planned-production-on", zh: "计划投产日期",
      en: "To produce on"),
    CatalogueEntry(
      "bulletin.head.producing-on", zh: "投产日期",
      en: "Producing since"),
    CatalogueEntry(
      "bulletin.head.signed", zh: "签约一批|签约数",
      en: "Signing|Signed"),
    CatalogueEntry(
      "bulletin.head.performed", zh: "签约一批|履约数",
      en: "Signing|Performed"),
    CatalogueEntry(
      "bulletin.head.performed-percent", zh: "签约一批|履约率%",
      en: "Signing|% performed"),
    CatalogueEntry(
      "bulletin.head.signed-started", zh: "签约一批|开工数",
      en: "Signing|Started"),
    CatalogueEntry(
      "bulletin.head.signed-started-percent", zh: "签约一批|开工率%",
      en: "Signing|% started"),
    CatalogueEntry(
      "bulletin.head.start-listed", zh: "开工一批|列入数",
      en: "Start|Listed"),
    CatalogueEntry(
      "bulletin.head.started", zh: "开工一批|开工数",
      en: "Start|Started"),
    CatalogueEntry(
      "bulletin.head.started-percent", zh: "开工一批|开工率%",
      en: "Start|% started"),
    CatalogueEntry(
      "bulletin.head.production-listed", zh: "投产一批|列入数",
      en: "Production|Listed"),
    CatalogueEntry(
      "bulletin.head.producing", zh: "投产一批|投产数",
      en: "Production|Producing"),
    CatalogueEntry(
      "bulletin.head.producing-percent", zh: "投产一批|投产率%",
      en: "Production|% producing"),
    CatalogueEntry(
      "bulletin.head.provincial-count", zh: "省重点项目|项目个数",
      en: "Provincial|Projects"),
    CatalogueEntry(
      "bulletin.head.provincial-plan", zh: "省重点项目|年计划投资",
      en: "Provincial|Planned"),
    CatalogueEntry(
      "bulletin.head.provincial-completed", zh: "省重点项目|完成投资",
      en: "Provincial|Completed"),
    CatalogueEntry(
      "bulletin.head.provincial-percent", zh: "省重点项目|完成率%",
      en: "Provincial|%"),
    CatalogueEntry(
      "bulletin.head.city-count", zh: "市重点项目|项目个数",
      en: "City|Projects"),
    CatalogueEntry(
      "bulletin.head.city-plan", zh: "市重点项目|年计划投资",
      en: "City|Planned"),
    CatalogueEntry(
      "bulletin.head.city-completed", zh: "市重点项目|完成投资",
      en: "City|Completed"),
    CatalogueEntry(
      "bulletin.head.city-percent", zh: "市重点项目|完成率%",
      en: "City|%"),
    CatalogueEntry(
      "bulletin.head.late", zh: "超期天数",
      en: "Days late"),
    CatalogueEntry(
      "bulletin.head.expected", zh: "时序计划",
      en: "Due by now"),
    CatalogueEntry(
      "bulletin.head.light", zh: "亮灯",
      en: "Light"),
    CatalogueEntry(
      "bulletin.head.reason", zh: "滞后原因",
      en: "Reason"),
    CatalogueEntry(
      "bulletin.head.month-plan", zh: "月计划",
      en: "Plan of the month"),
    CatalogueEntry(
      "bulletin.head.ten-days", zh: "旬完成",
      en: "These ten days"),
    CatalogueEntry(
      "bulletin.head.month-percent", zh: "占月计划%",
      en: "% of the month"),
    CatalogueEntry(
      "bulletin.head.to-date", zh: "至旬累计",
      en: "To date"),
    CatalogueEntry(
      "bulletin.head.share", zh: "占比%",
      en: "% of the year"),
    CatalogueEntry(
      "bulletin.head.item", zh: "审批事项",
      en: "Approval"),
    CatalogueEntry(
      "bulletin.head.unit", zh: "责任单位",
      en: "Unit in charge"),
    CatalogueEntry(
      "bulletin.head.accepted-on", zh: "受理日期",
      en: "Accepted on"),
    CatalogueEntry(
      "bulletin.head.due-on", zh: "办结时限",
      en: "Due on"),
    CatalogueEntry(
      "bulletin.head.decided-on", zh: "办结日期",
      en: "Decided on"),
    CatalogueEntry(
      "bulletin.head.issue", zh: "存在问题",
      en: "Issue"),
    CatalogueEntry(
      "bulletin.head.assigned-on", zh: "交办日期",
      en: "Assigned on"),
    CatalogueEntry(
      "bulletin.head.state", zh: "办理状态",
      en: "State"),
    CatalogueEntry(
      "bulletin.head.closed-on", zh: "销号日期",
      en: "Settled on"),
    CatalogueEntry(
      "bulletin.head.reporter", zh: "报送单位",
      en: "Reporting unit"),
    CatalogueEntry(
      "bulletin.head.report-due", zh: "应报日期",
      en: "Due on"),
    CatalogueEntry(
      "bulletin.head.reported-on", zh: "报送日期",
      en: "Reported on"),
    CatalogueEntry(
      "bulletin.head.report-state", zh: "报送状态",
      en: "State"),
  ]
}
