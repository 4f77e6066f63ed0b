// The collections of duties: responsibility letters with their targets, the responsibility list,
// task forces, chains with their four lists, zones and the supply of elements; model sections 1.12,
// 1.13.

internal import Causality

extension Schema {
  static let letter = CollectionDefinition(
    19, "responsibility_letter", "责任书", "Responsibility letter", name: 1,
    access: .cityDecides,
    fields: [
      .text(1, "name", "责任书名称", "Name", .cityDecides.with { $0.required = true }),
      .choice(2, "kind", "责任书类型", "Kind", .letterKind, cityWanted),
      .text(3, "unit", "责任单位", "Unit", cityWanted),
      .code(4, "period", "期间", "Period", .period, cityWanted),
      .date(5, "issued_on", "下达日", "Issued on", .cityDecides),
      .date(6, "due_on", "签订期限", "To be signed by", .cityDecides),
      .text(7, "signed_by", "签订人", "Signed by"),
      .date(8, "signed_on", "签订日", "Signed on"),
      .reference(9, "project", "项目", "Project", to: "project", .cityDecides),
      .text(10, "no", "文号", "Number", .cityDecides),
      .text(11, "remark", "备注", "Remark"),
    ])

  static let letterTarget = CollectionDefinition(
    20, "letter_target", "责任目标", "Target of a letter", name: 5, parent: 1,
    access: .cityDecides,
    fields: [
      .parent(1, "responsibility_letter", "责任书", "Letter", required: true, .cityDecides),
      .reference(2, "project", "项目", "Project", to: "project", .cityDecides),
      .choice(3, "indicator", "指标", "Indicator", .letterIndicator, cityWanted),
      .money(4, "amount", "目标金额", "Amount", cityAmount),
      .text(5, "goal", "目标", "Goal", .cityDecides),
      .date(6, "due_on", "完成期限", "Due on", cityWanted),
      .choice(7, "softness", "约束力", "Binding or not", .softness, .cityDecides),
      .text(8, "remark", "备注", "Remark"),
    ])

  static let responsibilityItem = CollectionDefinition(
    21, "responsibility_item", "责任清单", "Responsibility item", name: 2, access: .cityDecides,
    fields: [
      .integer(1, "no", "序号", "Number", cityAmount),
      .text(
        2, "provincial_task", "省定目标任务", "Task set by the province",
        .cityDecides.with { $0.required = true }),
      .text(3, "city_plan", "市定推进方案", "The city's plan", .cityDecides),
      .texts(4, "lead_units", "牵头单位", "Leading units", cityWanted),
      .texts(5, "coop_units", "配合单位", "Cooperating units", .cityDecides),
      .text(6, "remark", "备注", "Remark"),
      .codes(7, "updates", "进展", "Updates", .note),
      .text(8, "source", "依据", "Source", .cityDecides),
    ])

  static let taskForceUnit = CollectionDefinition(
    27, "task_force", "专班", "Task force", name: 1, access: .cityDecides,
    fields: [
      .text(1, "name", "专班名称", "Name", .cityDecides.with { $0.required = true }),
      .choice(2, "class", "专班类别", "Class", .taskForceClass, cityWanted),
      .choice(3, "project_kind", "对应项目专班", "Project task force", .taskForce, .cityDecides),
      .text(4, "lead_unit", "牵头单位", "Leading unit", .cityDecides),
      .texts(5, "members", "成员单位", "Members", .cityDecides),
      .choice(6, "mode", "办公方式", "Way of working", .taskForceMode, .cityDecides),
      .text(7, "head", "负责人", "Head", .cityDecides),
      .text(8, "responsible_person", "专职专责人员", "Person in full-time charge"),
      .text(9, "duties", "职责", "Duties", .cityDecides),
      .text(10, "remark", "备注", "Remark"),
    ])

  static let chain = CollectionDefinition(
    28, "chain", "产业链", "Industry chain", name: 1, access: .cityDecides,
    fields: [
      .text(1, "name", "产业链名称", "Name", .cityDecides.with { $0.required = true }),
      .choice(2, "level", "层级", "Level", .level, .cityDecides),
      .text(3, "city_head", "市级链长", "Head in the city", .cityDecides),
      .text(4, "county_head", "县级链长", "Head in the county"),
      .text(5, "alliance_head", "产业联盟会长", "Head of the alliance", .cityDecides),
      .text(6, "lead_unit", "牵头部门", "Leading department", .cityDecides),
      .text(7, "plan", "提升方案", "Plan", .cityDecides),
      .choices(8, "charts", "四张图", "Charts drawn", .chainChart),
      .text(9, "team", "工作专班", "Team", .cityDecides),
      .texts(10, "aliases", "别名", "Other names"),
      .text(11, "remark", "备注", "Remark"),
    ])

  static let chainItem = CollectionDefinition(
    29, "chain_item", "产业链清单", "Item of a chain's lists", name: 3, parent: 1,
    fields: [
      .parent(1, "chain", "产业链", "Industry chain", required: true),
      .choice(2, "list", "清单", "List", .chainList, .wanted),
      .text(3, "content", "事项", "Content", .required),
      .reference(4, "project", "项目", "Project", to: "project"),
      .text(5, "unit", "责任单位", "Unit", .wanted),
      .text(6, "person", "责任人", "Person"),
      .date(7, "due_on", "完成期限", "Due on"),
      .date(8, "done_on", "完成日", "Done on"),
      .text(9, "remark", "备注", "Remark"),
    ])

  static let zone = CollectionDefinition(
    30, "zone", "开发区", "Development zone", name: 1,
    fields: [
      .text(1, "name", "开发区名称", "Name", .required),
      .code(2, "region_code", "所属县区", "County", .region, .others("region")),
      .area(3, "industrial_area", "工业用地面积", "Industrial area"),
      .area(4, "total_area", "总面积", "Total area"),
      .texts(5, "leading_industries", "主导产业", "Leading industries"),
      .text(6, "top_leader", "主要负责人", "Leader in charge"),
      .text(7, "application", "申建状态", "State of the application"),
      .integer(8, "rank", "考核位次", "Rank", .cityOnly.with { $0.check = .notNegative }),
      .integer(9, "rank_year", "考核年度", "Year ranked", .cityOnly.with { $0.check = .year }),
      .text(10, "remark", "备注", "Remark"),
    ])

  static let elementNeed = CollectionDefinition(
    42, "element_need", "要素需求", "Element needed", name: 3, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .choice(2, "kind", "要素类别", "Kind", .elementNeedKind, .wanted),
      .text(3, "content", "需求内容", "Need", .required),
      .decimal(4, "quantity", "数量", "Quantity", places: 4),
      .text(5, "quantity_unit", "计量单位", "Unit of the quantity"),
      .text(6, "unit", "保障单位", "Provided by"),
      .date(7, "due_on", "需用日", "Needed by"),
      .boolean(8, "is_secured", "已落实", "Secured"),
      .date(9, "secured_on", "落实日", "Secured on"),
      .text(10, "remark", "备注", "Remark"),
    ])

  private static let cityWanted = FieldOptions.cityDecides.with { $0.needed = .planning }
  private static let cityAmount = FieldOptions.cityDecides.with { $0.check = .notNegative }
}
