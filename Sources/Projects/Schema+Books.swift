// The collections around projects: money, batches, units and evidence; model sections 1.2, 1.9,
// 1.10, 1.15 and the attachments of fields.md.

internal import Causality

extension Schema {
  static let funding = CollectionDefinition(
    8, "funding", "资金", "Funding", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "资金名称", "Name"),
      .choice(3, "kind", "资金类别", "Kind", .fundingKind, .wanted),
      .money(4, "planned", "计划", "Planned"),
      .money(5, "issued", "下达", "Issued"),
      .money(6, "arrived", "到位", "Arrived"),
      .money(7, "disbursed", "拨付", "Disbursed"),
      .money(8, "spent", "支出", "Spent"),
      .choice(9, "purpose", "用途", "Purpose", .fundingPurpose),
      .date(10, "issued_on", "下达日", "Issued on"),
      .integer(11, "year", "年度", "Year", .year),
      .text(12, "remark", "备注", "Remark"),
      .boolean(13, "budgeted", "纳入预算", "In the budget"),
    ])

  static let financingNeed = CollectionDefinition(
    9, "financing_need", "融资需求", "Financing need", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "需求名称", "Name"),
      .money(3, "amount", "需求金额", "Amount", wantedMoney),
      .text(4, "bank", "对接银行", "Bank"),
      .choice(5, "status", "状态", "Status", .financingStatus, financingOptions),
      .money(6, "credit", "授信", "Credit granted"),
      .money(7, "disbursed", "投放", "Disbursed"),
      .boolean(8, "withdrawn", "需求撤回", "Need withdrawn"),
      .date(9, "surveyed_on", "摸排日", "Surveyed on"),
      .date(10, "closed_on", "销号日", "Closed on"),
      .text(11, "remark", "备注", "Remark"),
      .reference(12, "follows", "接续需求", "Adds to the need", to: "financing_need"),
    ])

  static let batch = CollectionDefinition(
    10, "batch", "批次", "Batch", name: 1, access: .cityDecides,
    fields: [
      .text(1, "name", "批次名称", "Name"),
      .integer(2, "no", "期号", "Number", cityNumber),
      .choice(3, "kind", "类型", "Kind", .batchKind, cityWanted),
      .choice(4, "level", "层级", "Level", .level, .cityDecides),
      .code(5, "quarter", "季度", "Quarter", .period, cityWanted),
      .date(6, "held_on", "举行日", "Held on", .cityDecides),
      .text(7, "remark", "备注", "Remark"),
    ])

  static let batchMember = CollectionDefinition(
    11, "batch_member", "批次成员", "Member of a batch", name: 7, parent: 2,
    access: .cityDecides,
    fields: [
      .parent(1, "batch", "批次", "Batch", required: true, .cityDecides),
      .parent(2, "project", "项目", "Project", required: true, .cityDecides),
      .choice(3, "origin", "成员来源", "Origin", .memberOrigin, cityWanted),
      .date(4, "due_on", "计划当季完成日", "Due on", .cityDecides),
      .choice(5, "result", "结果", "Result", .memberResult, .cityDecides),
      .date(6, "evaluated_on", "评定日", "Evaluated on", .cityDecides),
      .text(7, "remark", "备注", "Remark"),
    ])

  static let unit = CollectionDefinition(
    12, "unit", "单位", "Unit", name: 1,
    fields: [
      .text(1, "name", "单位名称", "Name", FieldOptions(required: true)),
      .texts(2, "aliases", "别名", "Other names"),
      .choice(3, "type", "单位类型", "Type", .unitType),
      .choice(4, "level", "层级", "Level", .level),
      .code(5, "region_code", "所属县区", "County", .region, .others("region")),
      .code(6, "uscc", "统一社会信用代码", "Unified social credit code", .credit),
      .text(7, "contact_person", "联系人", "Contact"),
      .text(8, "phone", "联系电话", "Telephone"),
      .date(9, "valid_from", "启用日", "Valid from"),
      .date(10, "valid_to", "停用日", "Valid to"),
      .text(11, "remark", "备注", "Remark"),
    ])

  static let evidence = CollectionDefinition(
    13, "evidence", "佐证", "Evidence", name: 4, parent: 1,
    attachment: AttachmentTraits(
      sha256: FieldID(rawValue: 9), size: FieldID(rawValue: 12), name: FieldID(rawValue: 10),
      mediaType: FieldID(rawValue: 11)),
    fields: [
      .parent(1, "project", "项目", "Project"),
      .parent(2, "issue", "问题", "Issue"),
      .choice(3, "kind", "佐证类别", "Kind", .evidenceKind, .wanted),
      .text(4, "name", "佐证名称", "Name"),
      .date(5, "date", "日期", "Date", FieldOptions.wanted.with { $0.others = ["on"] }),
      .text(6, "place", "地点", "Place"),
      .text(7, "document_no", "文号", "Document number", .others("no")),
      .text(8, "checked_by", "核对人", "Checked by"),
      .code(9, "sha256", "文件指纹", "SHA-256 of the file", .sha256, .others("file_hash")),
      .text(10, "file_name", "文件名", "File name"),
      .text(11, "media_type", "文件类型", "Media type"),
      .integer(12, "size_bytes", "文件大小", "Size", fileSize),
      .instant(13, "taken_at", "拍摄时间", "Taken at"),
      .decimal(14, "latitude", "纬度", "Latitude", places: 6, latitude),
      .decimal(15, "longitude", "经度", "Longitude", places: 6, longitude),
      .reference(16, "approval", "审批事项", "Approval item", to: "approval"),
      .reference(17, "assignment", "交办", "Assignment", to: "assignment"),
      .text(18, "remark", "备注", "Remark"),
      .reference(19, "milestone", "节点计划", "Milestone", to: "milestone"),
      .reference(20, "progress_report", "进度报告", "Progress report", to: "progress_report"),
      .reference(21, "visit", "现场办公", "Visit", to: "visit"),
      .reference(22, "funding", "资金", "Funding", to: "funding"),
      .reference(23, "board", "挂牌", "Board", to: "board"),
      .reference(24, "notice", "整改督办通知书", "Rectification notice", to: "notice"),
      .reference(25, "meeting", "会议", "Meeting", to: "meeting"),
      .reference(26, "land_parcel", "地块", "Land parcel", to: "land_parcel"),
      .reference(27, "acceptance_unit", "验收单体", "Acceptance unit", to: "acceptance_unit"),
      .reference(28, "ledger_op", "台账操作", "Ledger operation", to: "ledger_op"),
      .reference(29, "chain", "产业链", "Industry chain", to: "chain"),
    ])

  private static let wantedMoney = FieldOptions(needed: .planning, check: .notNegative)
  private static let cityWanted = FieldOptions.cityDecides.with { $0.needed = .planning }
  private static let cityNumber = FieldOptions.cityDecides.with {
    $0.needed = .planning
    $0.check = .notNegative
  }
  private static let financingOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.financingStatus.numbers([
        "need", "matched", "credited", "disbursed", "closed",
      ])))
  /// Attachments are at most 64 MiB each.
  private static let fileSize = FieldOptions(unit: "B", check: .range(0...67_108_864))
  private static let latitude = FieldOptions(unit: "°", check: .range(-90...90))
  private static let longitude = FieldOptions(unit: "°", check: .range(-180...180))
}
