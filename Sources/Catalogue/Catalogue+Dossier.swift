// The words of one project one page.

extension Catalogue {
  static let dossierWords: [CatalogueEntry] = [
    CatalogueEntry(
      "dossier.title", zh: "{0}\n一项目一档",
      en: "{0}\nProject dossier"),
    CatalogueEntry(
      "dossier.facts", zh: "一、基本情况",
      en: "1. Facts"),
    CatalogueEntry(
      "dossier.people", zh: "二、责任人",
      en: "2. People"),
    CatalogueEntry(
      "dossier.milestones", zh: "三、节点",
      en: "3. Milestones"),
    CatalogueEntry(
      "dossier.approvals", zh: "四、审批",
      en: "4. Approvals"),
    CatalogueEntry(
      "dossier.money", zh: "五、逐月投资",
      en: "5. Money by month"),
    CatalogueEntry(
      "dossier.issues", zh: "六、问题",
      en: "6. Issues"),
    CatalogueEntry(
      "dossier.photos", zh: "七、照片",
      en: "7. Photographs"),
    CatalogueEntry(
      "dossier.wan", zh: " 万元",
      en: " 万元"),
    CatalogueEntry(
      "dossier.none", zh: "暂无",
      en: "None yet"),
    CatalogueEntry(
      "dossier.head.field", zh: "项",
      en: "Field"),
    CatalogueEntry(
      "dossier.head.value", zh: "内容",
      en: "Content"),
    CatalogueEntry(
      "dossier.head.duty", zh: "职责",
      en: "Duty"),
    CatalogueEntry(
      "dossier.head.person", zh: "姓名、职务",
      en: "Name and post"),
    CatalogueEntry(
      "dossier.head.milestone", zh: "节点",
      en: "Milestone"),
    CatalogueEntry(
      "dossier.head.planned", zh: "计划日期",
      en: "Planned"),
    CatalogueEntry(
      "dossier.head.actual", zh: "实际日期",
      en: "Actual"),
    CatalogueEntry(
      "dossier.head.month", zh: "月份",
      en: "Month"),
    CatalogueEntry(
      "dossier.head.month-plan", zh: "计划（累计）",
      en: "Plan to date"),
    CatalogueEntry(
      "dossier.head.month-done", zh: "完成（当月）",
      en: "Completed"),
    CatalogueEntry(
      "dossier.head.month-arrived", zh: "到位资金（当月）",
      en: "Funds arrived"),
    CatalogueEntry(
      "dossier.county", zh: "所属县区",
      en: "County"),
    CatalogueEntry(
      "dossier.issued", zh: "{0}　　截至{1}",
      en: "{0}, as of {1}"),
    CatalogueEntry(
      "dossier.photo", zh: "{0}（{1}）",
      en: "{0} ({1})"),
  ]
}
