// The words by which offices head their columns, and those over what this program computes itself:
// what an export heads, an import knows.

internal import Catalogue
internal import Projects

enum HeaderWording {
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
    ("prior_cumulative", ["到上年底累计完成投资", "截至上年底累计完成投资", "累计完成投资"]),
    ("leader", ["市级分包领导", "县级分包领导", "联系领导"]),
    (
      "planned_start_on",
      [
        "计划开工", "计划开工时间", "计划开工日期", "开工时间", "开工", "开工日期", "开工年份", "开工年度",
        "计划开工年份",
      ]
    ),
    (
      "planned_completion_on",
      ["计划竣工", "计划竣工时间", "竣工时间", "竣工", "竣工日期", "竣工年份", "完工年份", "计划竣工年份"]
    ),
  ]

  static let numbering: Set<String> = ["序号", "编号", "no", "no.", "#"]
  /// Lower headers that mean the wide header above them.
  static let ofParent: Set<String> = ["小计", "合计", "金额", "总计", "计划", "万元", "亿元"]
  /// Headers of a column that says of each row in which unit its amounts are.
  static let ofUnits: Set<String> = ["单位", "计量单位", "金额单位", "投资单位", "货币单位"]

  /// The codes of project fields by other wordings than their labels.
  static let fieldCodes: [String: String] = {
    var table: [String: String] = [:]
    for (code, headers) in wordings {
      for header in headers { table[header] = code }
    }
    return table
  }()

  /// What a header may be called, whatever the collection.
  private static let words: Set<String> = {
    var words = numbering.union(fieldCodes.keys).union(["id"])
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

  /// Headers of the reports of a month over what is computed for them, or told by other records
  /// than the project.
  private static let computed: Set<String> = Set(
    [
      "percent", "progress", "builder", "late", "expected", "light", "reason", "month-plan",
      "ten-days", "month-percent", "to-date", "share",
    ].map { Header(Catalogue.text(Message("bulletin.head.\($0)"), in: .zh)).whole })

  /// `1—10月完成` without its months.
  private static let completed = Catalogue.text(Message("bulletin.head.completed", ["月"]), in: .zh)

  /// Whether a header stands over what a report of projects computes.
  static func isComputed(_ name: Header, of collection: CollectionDefinition) -> Bool {
    let forms = [name.whole, name.bare]
    if collection.derived.contains(where: { forms.contains($0.code) || forms.contains($0.zh) }) {
      return true
    }
    guard collection.code == "project" else { return false }
    if forms.contains(where: { computed.contains($0) }) { return true }
    guard name.bare.hasSuffix(completed) else { return false }
    let months = name.bare.dropLast(completed.count)
    return !months.isEmpty
      && months.allSatisfy { $0.isASCII && $0.isNumber || $0 == "-" || $0 == "—" }
  }
}
