// Sentences of a project's page: its road, milestones, approvals, money and photos.

extension Catalogue {
  static let pageDossier: [CatalogueEntry] = [
    CatalogueEntry("page.stages", zh: "阶段与佐证", en: "Stage and evidence"),
    CatalogueEntry("page.next-step", zh: "下一步：", en: "Next:"),
    CatalogueEntry("page.step-ready", zh: "可以进入", en: "ready"),
    CatalogueEntry("page.step-lacks", zh: "还缺", en: "lacks"),
    CatalogueEntry("page.step-nothing-lacks", zh: "要件已齐", en: "everything is there"),
    CatalogueEntry("page.evidence-there", zh: "已有佐证", en: "Evidence there"),
    CatalogueEntry("page.evidence-none", zh: "还没有佐证", en: "no evidence yet"),
    CatalogueEntry("page.gantt", zh: "节点计划（倒排）", en: "Milestones, backwards from the end"),
    CatalogueEntry("page.gantt-end", zh: "终点", en: "end"),
    CatalogueEntry("page.gantt-planned", zh: "计划", en: "planned"),
    CatalogueEntry("page.gantt-actual", zh: "实际", en: "actual"),
    CatalogueEntry("page.gantt-today", zh: "今天", en: "today"),
    CatalogueEntry("page.gantt-to-end", zh: "距终点", en: "To the end"),
    CatalogueEntry("page.gantt-left", zh: "{0} 天", en: "{0 day}"),
    CatalogueEntry("page.gantt-late", zh: "迟 {0} 天", en: "{0 day} late"),
    CatalogueEntry("page.gantt-done", zh: "按期", en: "in time"),
    CatalogueEntry("page.gantt-overdue", zh: "超 {0} 天", en: "{0 day} over"),
    CatalogueEntry("page.gantt-open", zh: "未到", en: "to come"),
    CatalogueEntry("page.as-table", zh: "看数字", en: "As a table"),
    CatalogueEntry("page.clocks", zh: "审批时限", en: "Approvals and their clocks"),
    CatalogueEntry("page.clock-item", zh: "事项", en: "Item"),
    CatalogueEntry("page.clock-unit", zh: "审批部门", en: "Department"),
    CatalogueEntry("page.clock-accepted", zh: "受理", en: "Accepted"),
    CatalogueEntry("page.clock-allowed", zh: "时限（工作日）", en: "Allowed (workdays)"),
    CatalogueEntry("page.clock-used", zh: "已用", en: "Used"),
    CatalogueEntry("page.clock-stopped-days", zh: "暂停", en: "Stopped"),
    CatalogueEntry("page.clock-decided", zh: "办结", en: "Decided"),
    CatalogueEntry("page.clock-state", zh: "状态", en: "State"),
    CatalogueEntry("page.clock-overdue", zh: "超 {0} 个工作日", en: "{0 workday} over"),
    CatalogueEntry("page.clock-done", zh: "按时办结", en: "decided in time"),
    CatalogueEntry("page.clock-stopped", zh: "暂停中，还剩 {0}", en: "stopped, {0} left"),
    CatalogueEntry("page.clock-running", zh: "还剩 {0} 个工作日", en: "{0 workday} left"),
    CatalogueEntry("page.clock-not-accepted", zh: "未受理", en: "not accepted"),
    CatalogueEntry("page.clock-no-limit", zh: "未定时限", en: "no limit set"),
    CatalogueEntry(
      "page.clock-no-calendar", zh: "没有 {0} 的工作日历", en: "no calendar for {0}"),
    CatalogueEntry("page.clock-before", zh: "办结早于受理，请核对", en: "decided before accepted"),
    CatalogueEntry("page.money", zh: "投资进度", en: "Investment by month"),
    CatalogueEntry("page.money-of-month", zh: "当月完成", en: "in the month"),
    CatalogueEntry("page.money-so-far", zh: "年内累计", en: "year to date"),
    CatalogueEntry("page.money-planned", zh: "累计计划", en: "planned to date"),
    CatalogueEntry("page.money-month", zh: "{0}月完成 {1} 万元", en: "month {0}: {1} × 10,000 yuan"),
    CatalogueEntry(
      "page.money-reached", zh: "至{0}月累计 {1} 万元", en: "to month {0}: {1} × 10,000 yuan"),
    CatalogueEntry("page.photos", zh: "照片与附件", en: "Photos and files"),
    CatalogueEntry("page.photo-missing", zh: "文件还没有到本机", en: "the file is not here yet"),
    CatalogueEntry(
      "page.stop-file-missing", zh: "文件 {0}… 还没有到本机。", en: "The file {0}… is not here yet."),
    CatalogueEntry(
      "page.stop-file-missing.hint", zh: "联网后用 taizhang attach fetch 取回。",
      en: "Fetch it with taizhang attach fetch when there is a line."),
    CatalogueEntry(
      "page.stop-not-a-photo", zh: "这个文件不是 JPEG 或 PNG 照片，页面不打开它。",
      en: "This file is no JPEG or PNG photo; the page does not open it."),
    CatalogueEntry(
      "page.stop-not-a-photo.hint", zh: "用 taizhang attach get 取出后在本机查看。",
      en: "Take it out with taizhang attach get."),
    CatalogueEntry("page.print", zh: "打印", en: "Print"),
  ]
}
