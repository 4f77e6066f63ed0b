// Which column of a sheet is which field: by code, by label, or by the wordings that offices really
// use, with line breaks, spaces and brackets left out. A bracket may hold the unit; a header may
// begin with its year; under a wide header each column has its own.

internal import Causality
package import Projects

/// What one column of a sheet holds.
package struct SheetColumn: Sendable {
  /// The words of the header, as they are shown to a person.
  package let header: String
  /// What becomes of the column's cells.
  package let target: Target
  /// The unit of bare numbers of money in the column.
  package let moneyUnit: MoneyUnit
  /// Whether the header itself names the unit.
  let hasOwnUnit: Bool

  /// What a column stands for.
  package enum Target: Sendable {
    case id
    /// A column of numbers that only count the rows.
    case serial
    case field(FieldDefinition)
    /// What this program computes or the person passes over.
    case passedOver
    case unknown
  }

  /// The field of the column.
  package var field: FieldDefinition? {
    if case .field(let field) = target { return field }
    return nil
  }
}

/// The columns of a sheet.
package struct HeaderMap: Sendable {
  /// From the left, one for each column of the header.
  package private(set) var columns: [SheetColumn]
  /// The year that the header of the annual plan names.
  package private(set) var planYear: Int64?
  /// The headers that a person mapped and no column has.
  package private(set) var unheeded: [String] = []
  /// The columns that a field would answer to, were their unit known, and that unit as it stands.
  package private(set) var oddUnits: [(column: Int, unit: String)] = []
  /// What stands above the header of units.
  let sheetUnit: SheetUnit
  /// The column that may say of each row in which unit its amounts are.
  private(set) var unitColumn: Int?

  /// Wordings by field code, for the collection `project`; fields.md and published sheets.
  private static let wordings: [(code: String, headers: [String])] = [
    ("name", ["项目名", "工程名称", "工程名", "名称", "项目单位及名称", "建设项目名称", "project_name"]),
    (
      "owner",
      [
        "建设单位", "实施单位", "项目单位", "承建单位", "项目法人", "建设主体", "法人单位", "项目实施主体",
        "项目法人单位", "项目业主", "业主",
      ]
    ),
    ("region_code", ["所在市县", "所在盟市", "隶属区县", "所在省辖市、县区", "县市、区", "县区", "所属地区", "项目属地"]),
    ("address", ["项目地点", "建设地址", "所在地", "项目位置", "建设位置"]),
    ("total_investment", ["项目总投资", "总投资额", "项目总投资额", "计划总投资", "投资额"]),
    (
      "annual_plan",
      [
        "年度投资", "本年度计划投资", "本年度投资计划", "年计划投资额", "年计划投资", "计划投资", "预计投资",
        "投资计划", "计划完成投资", "年度投资计划", "年度计划",
      ]
    ),
    (
      "year_goal",
      [
        "年度工作目标", "当年工作目标", "年度建设目标", "年工作目标", "年主要建设任务", "年工作计划", "年目标任务",
        "工程形象进度", "计划形象进度", "进度目标或新增效益", "前期工作或工程形象进度目标", "整体形象目标",
      ]
    ),
    (
      "construction_period",
      ["建设起止时间", "建设年限", "建设期限", "建设周期", "起止年限", "计划工期", "计划建设期限"]
    ),
    (
      "scale",
      [
        "建设内容", "主要建设内容", "建设规模", "建设规模和内容", "建设规模及内容", "建设内容及规模",
        "建设规模及主要内容", "拟建设规模", "项目内容", "项目简介", "规模", "建设规模及建设内容",
      ]
    ),
    ("duty_unit", ["牵头单位", "责任牵头单位", "挂钩责任单位", "监管单位", "主责单位"]),
    ("supervising_unit", ["项目主管单位", "主管单位", "项目主管部门"]),
    (
      "category",
      [
        "产业类别", "项目分类", "项目大类", "行业分类", "项目类型", "项目领域", "领域分类", "所属行业", "行业类别",
        "九大领域",
      ]
    ),
    ("year_nature", ["项目性质", "建设阶段"]),
    ("prior_cumulative", ["开工至上年底累计", "到上年底累计完成投资", "截至上年底累计完成投资", "累计完成投资"]),
    ("leader", ["市级分包领导", "县级分包领导", "联系领导"]),
    (
      "planned_start_on",
      ["计划开工", "计划开工日期", "计划开工时间", "开工时间", "开工", "开工日期", "开工年份", "开工年度", "计划开工年份"]
    ),
    (
      "planned_completion_on",
      ["计划竣工", "计划竣工日期", "计划竣工时间", "竣工时间", "竣工", "竣工日期", "竣工年份", "完工年份", "计划竣工年份"]
    ),
  ]

  private static let numbering: Set<String> = ["序号", "编号", "no", "no.", "#"]
  /// Lower headers that mean the wide header above them.
  private static let ofParent: Set<String> = ["小计", "合计", "金额", "总计", "计划", "万元", "亿元"]

  private static let byWording: [String: String] = {
    var table: [String: String] = [:]
    for (code, headers) in wordings {
      for header in headers { table[header] = code }
    }
    return table
  }()

  /// What a header may be called, whatever the collection.
  private static let words: Set<String> = {
    var words = numbering.union(byWording.keys).union(["id"])
    for field in Schema.standard.collections.flatMap(\.fields) {
      words.formUnion([Header(field.zh).whole, Header(field.en).whole, field.code])
    }
    return words
  }()

  /// Whether a text is a header by its wording.
  static func isWord(_ text: String) -> Bool {
    guard text.utf8.count <= 120 else { return false }
    let header = Header(text)
    return [header.whole, header.bare, header.yearless].contains { words.contains($0) }
  }

  /// Reads headers, each as its lines from the top down; what a person chose goes before all
  /// wordings.
  ///
  /// - Parameter labels: those of the collection, made once for a sheet.
  init(
    _ headers: [[String]], of collection: CollectionDefinition,
    _ labels: [String: FieldDefinition], choice: HeaderChoice, sheetUnit: SheetUnit
  ) {
    columns = []
    self.sheetUnit = sheetUnit
    let reserved = choice.chosenCodes
    var unheeded = Set(choice.map.keys)
    let worded = headers.map { lines in
      Self.target(lines, Self.candidates(lines).map { Header($0) }, collection, labels, choice.map)
    }
    let claims = HeaderClaims(worded, labels)
    for index in 0..<max(headers.count, choice.width) {
      let lines = headers.indices.contains(index) ? headers[index] : [""]
      let names = Self.candidates(lines).map { Header($0) }
      let shown = lines.map { Header($0).shown }.joined(separator: "/")
      unheeded.subtract([shown] + names.flatMap { [$0.shown, $0.whole] })
      var target = SheetColumn.Target.unknown
      var known: Header?
      if let code = choice.code(of: index) {
        target = Self.target(code, collection)
      } else if let code = choice.map[shown] {
        target = Self.target(code, collection)
      } else {
        (target, known) = worded.indices.contains(index) ? worded[index] : (.unknown, nil)
        if case .field(let field) = target,
          reserved.contains(field.code) || !claims.hold(field, known)
        {
          target = .unknown
        }
      }
      if case .field(let field) = target, columns.contains(where: { $0.isFor(field) }) {
        target = .unknown
      }
      if case .field(let field) = target,
        let unit = Self.oddUnit(of: field, names, known: sheetUnit)
      {
        // Taken in another unit every amount would be wrong: better none, and said.
        target = .unknown
        oddUnits.append((index, unit))
      }
      if case .field(let field) = target, field.code == "annual_plan" {
        planYear = known?.year ?? names.lazy.compactMap(\.year).first ?? planYear
      }
      if case .unknown = target, names.contains(where: { Self.ofUnits.contains($0.whole) }) {
        unitColumn = unitColumn ?? index
      }
      columns.append(
        SheetColumn(
          header: shown, target: target,
          moneyUnit: names.lazy.compactMap(\.moneyUnit).first ?? sheetUnit.money
            ?? .tenThousandYuan,
          hasOwnUnit: names.contains { $0.moneyUnit != nil }))
    }
    self.unheeded = unheeded.sorted()
  }

  private static let ofUnits: Set = ["单位", "计量单位", "金额单位", "投资单位", "货币单位"]

  /// The unit of a column's amounts where it is none that is known; nil where it is known or
  /// unsaid.
  private static func oddUnit(
    of field: FieldDefinition, _ names: [Header], known sheetUnit: SheetUnit
  ) -> String? {
    switch field.type {
    case .money:
      if let odd = names.lazy.compactMap(\.oddMoneyUnit).first { return odd }
      return names.contains { $0.moneyUnit != nil } ? nil : sheetUnit.odd
    case .area:
      if let odd = names.lazy.compactMap(\.oddAreaUnit).first { return odd }
      let isSaid = sheetUnit.area == nil || sheetUnit.area == "亩"
      return isSaid || names.contains { $0.whole.hasSuffix("亩") } ? nil : sheetUnit.area
    default: return nil
    }
  }

  /// What a person chose.
  private static func target(
    _ code: String, _ collection: CollectionDefinition
  ) -> SheetColumn.Target {
    if code == "-" { return .passedOver }
    return collection.field(code).map { .field($0) } ?? .unknown
  }

  /// What the wordings say, and by which of its names the column is known.
  private static func target(
    _ lines: [String], _ names: [Header], _ collection: CollectionDefinition,
    _ labels: [String: FieldDefinition], _ extra: [String: String]
  ) -> (SheetColumn.Target, Header?) {
    var target = SheetColumn.Target.unknown
    var known: Header?
    for name in names {
      target = Self.target(name, collection, labels, extra)
      if case .unknown = target { continue }
      known = name
      break
    }
    if let own = yearly(lines, target, collection, labels, extra) {
      return (.field(own.field), own.name)
    }
    return (target, known)
  }

  /// The texts by which a column may be known: all its lines as one word, its lowest line, and the
  /// line above where the lowest says nothing of its own.
  private static func candidates(_ lines: [String]) -> [String] {
    guard lines.count > 1, let last = lines.last else { return lines }
    let own = Header(last).whole
    let isOfParent = ofParent.contains(own)
    return [lines.joined()] + (isOfParent ? [lines[lines.count - 2]] : [last])
  }

  /// `2024年计划投资` over `计划总投资` is the plan of the year.
  private static func yearly(
    _ lines: [String], _ target: SheetColumn.Target, _ collection: CollectionDefinition,
    _ labels: [String: FieldDefinition], _ extra: [String: String]
  ) -> (field: FieldDefinition, name: Header)? {
    guard lines.count > 1, case .field(let field) = target, field.code == "total_investment"
    else { return nil }
    let parent = Header(lines[lines.count - 2])
    guard case .field(let above) = Self.target(parent, collection, labels, extra),
      above.code == "annual_plan"
    else { return nil }
    return (above, parent)
  }

  /// How many columns are understood.
  package var understood: Int {
    columns.count { column in
      if case .field = column.target { return true }
      return false
    }
  }

  /// Whether a column names the records: by name or by id.
  package func names(_ collection: CollectionDefinition) -> Bool {
    columns.contains { column in
      if case .id = column.target { return true }
      return column.isFor(collection.nameField)
    }
  }

  /// The fields by their labels in both languages, in the form in which headers are compared.
  static func labels(of collection: CollectionDefinition) -> [String: FieldDefinition] {
    var labels: [String: FieldDefinition] = [:]
    for field in collection.fields {
      for label in [field.zh, field.en] {
        let whole = Header(label).whole
        if labels[whole] == nil { labels[whole] = field }
      }
    }
    return labels
  }

  /// Whether the sheet has a column of ids, as this program's own exports have.
  package var hasIDs: Bool {
    columns.contains { column in
      if case .id = column.target { return true }
      return false
    }
  }

  /// The column that counts the rows.
  package var serialColumn: Int? {
    columns.firstIndex { column in
      if case .serial = column.target { return true }
      return false
    }
  }

  /// The same with its column of serial numbers passed over.
  func withoutSerial() -> HeaderMap {
    var map = self
    for (index, column) in columns.enumerated() {
      guard case .serial = column.target else { continue }
      map.columns[index] = SheetColumn(
        header: column.header, target: .passedOver, moneyUnit: column.moneyUnit,
        hasOwnUnit: column.hasOwnUnit)
    }
    return map
  }

  /// The column of a field.
  package func column(of field: FieldDefinition) -> Int? {
    columns.firstIndex { $0.isFor(field) }
  }

  private static func target(
    _ name: Header, _ collection: CollectionDefinition, _ labels: [String: FieldDefinition],
    _ extra: [String: String]
  ) -> SheetColumn.Target {
    if let code = extra[name.shown] ?? extra[name.whole] { return target(code, collection) }
    if name.whole == "id" { return .id }
    if numbering.contains(name.whole) { return .serial }
    if ["ledger", "archived", "台账", "归档"].contains(name.whole) { return .passedOver }
    for candidate in [name.whole, name.bare, name.yearless] where !candidate.isEmpty {
      if let field = collection.field(candidate) ?? labels[candidate] { return .field(field) }
      if collection.derived.contains(where: { $0.code == candidate || $0.zh == candidate }) {
        return .passedOver
      }
      if collection.code == "project", let code = byWording[candidate],
        let field = collection.field(code)
      {
        return .field(field)
      }
    }
    return .unknown
  }
}

extension SheetColumn {
  /// Whether the unit of its numbers must be known: money or an area.
  var holdsAmounts: Bool {
    switch field?.type {
    case .money, .area: true
    default: false
    }
  }

  /// Whether the column is for this field.
  package func isFor(_ field: FieldDefinition) -> Bool {
    guard case .field(let own) = target else { return false }
    return own.id == field.id
  }
}
