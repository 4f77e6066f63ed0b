// Which column of a sheet is which field: by code, by label, or by the wordings that offices really
// use, with line breaks, spaces and brackets left out. A bracket may hold the unit; a header may begin
// with its year.

internal import Catalogue
internal import Causality
internal import Projects

/// What one column of a sheet holds.
struct SheetColumn {
  let header: String
  let target: Target
  /// The unit of bare numbers of money in the column.
  var moneyUnit: MoneyUnit

  enum Target {
    case id
    case field(FieldDefinition)
    /// A column of numbers that only count the rows, or that this program computes.
    case passedOver
    case unknown
  }
}

/// The columns of a sheet.
struct HeaderMap {
  private(set) var columns: [SheetColumn]
  /// The year that the header of the annual plan names.
  private(set) var planYear: Int64?

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
    ("region_code", ["所在市县", "所在盟市", "隶属区县", "所在省辖市、县区", "县市、区", "县区", "所属地区"]),
    ("address", ["项目地点", "建设地址", "所在地", "项目位置"]),
    ("total_investment", ["项目总投资", "总投资额", "项目总投资额", "计划总投资", "投资额"]),
    (
      "annual_plan",
      [
        "年度投资", "本年度计划投资", "本年度投资计划", "年计划投资额", "年计划投资", "计划投资", "预计投资",
        "投资计划", "计划完成投资", "年度投资计划",
      ]
    ),
    (
      "year_goal",
      [
        "年度工作目标", "当年工作目标", "年度建设目标", "年工作目标", "年主要建设任务", "年工作计划", "年目标任务",
        "工程形象进度", "计划形象进度", "进度目标或新增效益", "前期工作或工程形象进度目标",
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
        "建设规模及主要内容", "拟建设规模", "项目内容", "项目简介",
      ]
    ),
    ("duty_unit", ["牵头单位", "责任牵头单位", "挂钩责任单位", "监管单位", "主责单位"]),
    ("supervising_unit", ["项目主管单位", "主管单位"]),
    (
      "category",
      [
        "产业类别", "项目分类", "项目大类", "行业分类", "项目类型", "项目领域", "领域分类", "所属行业", "行业类别",
        "九大领域",
      ]
    ),
    ("year_nature", ["项目性质", "建设阶段"]),
    ("prior_cumulative", ["到上年底累计完成投资", "截至上年底累计完成投资", "累计完成投资"]),
    ("leader", ["市级分包领导", "县级分包领导", "联系领导"]),
    ("planned_start_on", ["计划开工", "计划开工时间", "开工时间"]),
    ("planned_completion_on", ["计划竣工", "计划竣工时间", "竣工时间"]),
  ]

  private static let numbering: Set<String> = ["序号", "编号", "no", "no.", "#"]

  private static let byWording: [String: String] = {
    var table: [String: String] = [:]
    for (code, headers) in wordings {
      for header in headers { table[header] = code }
    }
    return table
  }()

  /// Reads a row of headers. `extra` are the lines of a map file: header to field code.
  init(
    _ headers: [String], of collection: CollectionDefinition, extra: [String: String],
    sheetUnit: MoneyUnit?
  ) {
    columns = []
    let labels = Self.labels(of: collection)
    for header in headers {
      let name = Header(header)
      var target = Self.target(name, collection, labels, extra)
      if case .field(let field) = target, columns.contains(where: { $0.isFor(field) }) {
        target = .unknown
      }
      if case .field(let field) = target, field.code == "annual_plan", let year = name.year {
        planYear = year
      }
      columns.append(
        SheetColumn(
          header: name.shown, target: target,
          moneyUnit: name.moneyUnit ?? sheetUnit ?? .tenThousandYuan))
    }
  }

  /// How many columns are understood.
  var understood: Int {
    columns.count { column in
      if case .field = column.target { return true }
      return false
    }
  }

  /// Whether a column names the records: by name or by id.
  func names(_ collection: CollectionDefinition) -> Bool {
    columns.contains { column in
      if case .id = column.target { return true }
      return column.isFor(collection.nameField)
    }
  }

  /// The fields by their labels in both languages, in the form in which headers are compared.
  private static func labels(of collection: CollectionDefinition) -> [String: FieldDefinition] {
    var labels: [String: FieldDefinition] = [:]
    for field in collection.fields {
      for label in [field.zh, field.en] where labels[Header(label).whole] == nil {
        labels[Header(label).whole] = field
      }
    }
    return labels
  }

  private static func target(
    _ name: Header, _ collection: CollectionDefinition, _ labels: [String: FieldDefinition],
    _ extra: [String: String]
  ) -> SheetColumn.Target {
    if let code = extra[name.shown] ?? extra[name.whole] {
      return collection.field(code).map { .field($0) } ?? .unknown
    }
    if name.whole == "id" { return .id }
    if numbering.contains(name.whole) || ["ledger", "archived", "台账", "归档"].contains(name.whole) {
      return .passedOver
    }
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
  /// Whether the column is for this field.
  func isFor(_ field: FieldDefinition) -> Bool {
    guard case .field(let own) = target else { return false }
    return own.id == field.id
  }
}

/// A header cell in the forms in which it may be known.
private struct Header {
  /// On one line.
  let shown: String
  /// Without spaces, line breaks and bracket signs; ASCII letters in lower case.
  let whole: String
  /// The same without what stands in brackets.
  let bare: String
  /// `bare` without a year before it.
  let yearless: String
  /// The year before it.
  let year: Int64?
  let moneyUnit: MoneyUnit?

  private static let opening: Set<Unicode.Scalar> = ["(", "（", "[", "【", "〔"]
  private static let closing: Set<Unicode.Scalar> = [")", "）", "]", "】", "〕"]

  init(_ text: String) {
    var shown = String.UnicodeScalarView()
    var whole = String.UnicodeScalarView()
    var bare = String.UnicodeScalarView()
    var bracket = String.UnicodeScalarView()
    var depth = 0
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x20 { shown.append(scalar) }
      if scalar.properties.isWhitespace || scalar.value == 0xFEFF { continue }
      if Self.opening.contains(scalar) {
        depth += 1
      } else if Self.closing.contains(scalar) {
        depth = max(0, depth - 1)
      } else {
        let lowered = scalar.properties.lowercaseMapping.unicodeScalars
        whole.append(contentsOf: lowered)
        if depth == 0 { bare.append(contentsOf: lowered) } else { bracket.append(scalar) }
      }
    }
    self.shown = String(shown)
    self.whole = String(whole)
    self.bare = String(bare)
    moneyUnit = MoneyUnit(named: String(bracket)) ?? MoneyUnit(endOf: String(bare))
    (year, yearless) = Self.split(self.bare)
  }

  /// `2022年计划投资` is 2022 and `年计划投资`, then `计划投资` by the wordings that begin with 年 too.
  private static func split(_ text: String) -> (Int64?, String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 4, let year = Int64(digits), (1990...2199).contains(year) else {
      return (nil, "")
    }
    let rest = text.dropFirst(4)
    let withoutMark = rest.hasPrefix("年度") ? rest : rest.hasPrefix("年") ? rest.dropFirst() : rest
    return (year, String(withoutMark))
  }
}

extension MoneyUnit {
  /// The unit of `万元`, `亿元`, `元`, `单位：万元`; nil for anything else.
  init?(named text: String) {
    var name = text
    for prefix in ["单位：", "单位:", "单位"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
      break
    }
    switch name {
    case "亿元", "亿": self = .hundredMillionYuan
    case "万元", "万": self = .tenThousandYuan
    case "元", "人民币元": self = .yuan
    default: return nil
    }
  }

  fileprivate init?(endOf text: String) {
    if text.hasSuffix("亿元") {
      self = .hundredMillionYuan
    } else if text.hasSuffix("万元") {
      self = .tenThousandYuan
    } else {
      return nil
    }
  }
}
