// The collections between planning and production: entries of the reserve library, land parcels,
// acceptance in parts, the projects of common issues, and the list of approval items; model
// sections 1.4, 1.14, 1.15 and closing rule 6 of 2.2.

internal import Causality

extension Schema {
  static let reserveEntry = CollectionDefinition(
    24, "reserve_entry", "储备库", "Reserve entry", name: 2, parent: 1,
    derived: [
      DerivedField(
        code: "reserve_class", zh: "储备分类", en: "Class in the reserve", typedInstead: "status")
    ],
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "入库名称", "Name"),
      .choice(3, "library", "库级", "Library", .level),
      .choice(4, "status", "入库状态", "Status", .reserveStatus, reserveOptions),
      .date(5, "entered_on", "入库日", "Entered on"),
      .date(6, "expert_opinion_on", "专家意见日", "Expert opinion on"),
      .text(7, "expert_opinion_result", "专家意见", "Expert opinion"),
      .text(8, "catalog_item", "目录项", "Catalogue item"),
      .text(9, "filing_no", "备案号", "Filing number"),
      .integer(10, "plan_year", "拟开工年度", "Year of the start", .year),
      .text(11, "removal_reason", "调出原因", "Reason of removal"),
      .text(12, "removal_approver", "调出批准人", "Removal approved by"),
      .date(13, "removed_on", "退库日", "Removed on"),
      .text(14, "remark", "备注", "Remark"),
    ])

  static let landParcel = CollectionDefinition(
    25, "land_parcel", "地块", "Land parcel", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project"),
      .text(2, "name", "宗地名称", "Name", .required),
      .choice(3, "use", "用途", "Use", .landUse, .wanted),
      .area(4, "area", "面积", "Area"),
      .choice(5, "kind", "来源类别", "Kind", .landKind),
      .boolean(6, "is_standard", "标准地", "Standard land"),
      .date(7, "granted_on", "供地日", "Granted on"),
      .date(8, "revitalised_on", "盘活日", "Revitalised on"),
      .text(9, "non_standard_reason", "非标准地原因", "Reason of not being standard"),
      .code(10, "region_code", "所属县区", "County", .region, .others("region")),
      .text(11, "first_handler", "首办负责人", "First handler"),
      .date(12, "pre_review_on", "先行审查日", "Reviewed in advance on"),
      .boolean(13, "is_hard", "疑难事项", "Hard case"),
      .date(14, "listed_on", "列入清单日", "Listed on"),
      .date(15, "cleared_on", "清零日", "Cleared on"),
      .text(16, "remark", "备注", "Remark"),
    ])

  static let acceptanceUnit = CollectionDefinition(
    26, "acceptance_unit", "验收单体", "Acceptance unit", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "单体名称", "Name", .required),
      .boolean(3, "plan_ok", "规划合格", "Planning passed"),
      .boolean(4, "quality_ok", "质量合格", "Quality passed"),
      .boolean(5, "safety_ok", "安全合格", "Safety passed"),
      .boolean(6, "fire_ok", "消防合格", "Fire protection passed"),
      .date(7, "accepted_on", "验收日", "Accepted on"),
      .text(8, "accepted_by", "验收单位", "Accepted by"),
      .text(9, "remark", "备注", "Remark"),
    ])

  static let issueProject = CollectionDefinition(
    39, "issue_project", "共性问题项目", "Project of a common issue", name: 6, parent: 1,
    fields: [
      .parent(1, "issue", "问题", "Issue", required: true),
      .parent(2, "project", "项目", "Project", required: true),
      .text(3, "measures", "解决措施", "Measures"),
      .date(4, "settled_on", "解决日", "Settled on"),
      .text(5, "settled_by", "解决确认人", "Confirmed by"),
      .text(6, "remark", "备注", "Remark"),
    ])

  static let approvalItem = CollectionDefinition(
    40, "approval_item", "审批事项清单", "Item of the approval list", name: 2, access: .cityDecides,
    fields: [
      .text(1, "item_code", "事项编码", "Item code", .cityDecides.with { $0.required = true }),
      .text(2, "name", "事项名称", "Name", .cityDecides),
      .text(3, "unit", "审批部门", "Approving department", .cityDecides),
      .integer(4, "sla_workdays", "时限", "Time limit", slaOptions),
      .choice(5, "route", "审批路径", "Route", .approvalRoute, .cityDecides),
      .choice(6, "eia_kind", "环评类别", "Kind of assessment", .eiaKind, .cityDecides),
      .text(7, "list_version", "清单版本", "Version of the list", .cityDecides),
      .date(8, "effective_from", "起用日", "Effective from", .cityDecides),
      .date(9, "effective_to", "停用日", "Effective to", .cityDecides),
      .text(10, "source", "依据", "Source", .cityDecides),
      .text(11, "remark", "备注", "Remark"),
    ])

  private static let slaOptions = FieldOptions.cityDecides.with {
    $0.unit = "工作日"
    $0.check = .notNegative
  }

  private static let reserveOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.reserveStatus.numbers([
        "applied", "assessed", "in_library", "to_remove", "removed",
      ])), needed: .planning)
}
