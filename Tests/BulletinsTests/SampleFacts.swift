// Facts for tests: thirteen counties and zones with their published scores, and projects without
// real names whose counts give the published rates 244/247, 222/247, 43/46 and 200/215.

import Bulletins
import Causality
import Policy

enum SampleFacts {
  static let counties: [(code: String, name: String, isZone: Bool, score: String)] = [
    ("411724", "正阳县", false, "78.7"), ("411722", "上蔡县", false, "78.6"),
    ("411729", "新蔡县", false, "78"), ("411725", "确山县", false, "77.5"),
    ("411723", "平舆县", false, "77.5"), ("411726", "泌阳县", false, "74.2"),
    ("411727", "汝南县", false, "71.6"), ("411702", "驿城区", false, "71.2"),
    ("411721", "西平县", false, "70.8"), ("411728", "遂平县", false, "70.3"),
    ("411702-gx", "高新区", true, "66.8"), ("411702-jk", "经济开发区", true, "62"),
    ("411702-sf", "示范区", true, "61.9"),
  ]

  static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }
  static func money(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

  static func head() -> BulletinHead {
    var head = BulletinHead()
    head.title = "重点项目暨“三个一批”建设\n进展情况通报"
    head.office = "市重点项目建设办公室"
    head.year = 2021
    head.month = 9
    head.number = 9
    head.issuedOn = date("2021-10-08")
    head.addressee = "各县区人民政府，市直有关单位"
    head.basis = ["依据重点项目管理办法和月调度要求，按截至9月底的台账数据编制本期通报。"]
    head.demands = ["对红灯项目，责任单位十日内报送整改措施和完成时限。", "前期项目要逐项倒排审批节点，成熟一个、开工一个。"]
    return head
  }

  static func full() -> BulletinFacts {
    var facts = BulletinFacts()
    facts.head = head()
    facts.scoreItems = ["谋划储备", "签约落地"]
    facts.counties = counties.map {
      CountyFact(
        code: $0.code, name: $0.name, isZone: $0.isZone, score: money($0.score),
        parts: [money("9.5"), nil])
    }
    addBatches(to: &facts)
    addKeyProjects(to: &facts)
    for (place, county) in facts.counties.enumerated() {
      facts.reporters.append(
        ReporterFact(
          unit: county.name, dueOn: date("2021-10-03"),
          reportedOn: place == 4 ? nil : date(place == 7 ? "2021-10-05" : "2021-10-03")))
    }
    for month in 1...8 {
      facts.months.append(
        MonthFact(
          month, .cityInvestment, Rate(money("\(month * 300)"), money("4000"))))
    }
    return facts
  }

  private static func addBatches(to facts: inout BulletinFacts) {
    for number in 0..<247 {
      var project = ProjectFact(
        code: "S\(number)", name: "签约项目\(number + 1)", county: county(number * 7), lists: .signing)
      project.totalInvestment = money("\(10_000 + number * 100).5")
      project.signedOn = date("2021-08-28")
      if number >= 3 { project.performedOn = date("2021-09-10") }
      if number >= 25 { project.startedOn = date("2021-09-20") }
      facts.projects.append(project)
    }
    for number in 0..<46 {
      var project = ProjectFact(
        code: "B\(number)", name: "开工项目\(number + 1)", county: county(number), lists: .start)
      project.totalInvestment = money("52000")
      project.plannedStartOn = date("2021-09-28")
      if number >= 3 { project.startedOn = date("2021-09-28") }
      facts.projects.append(project)
    }
    for number in 0..<30 {
      var project = ProjectFact(
        code: "P\(number)", name: "投产项目\(number + 1)", county: county(number * 3),
        lists: .production)
      project.totalInvestment = money("30000")
      project.plannedProductionOn = date("2021-09-30")
      if number % 4 != 0 { project.producingOn = date("2021-09-30") }
      facts.projects.append(project)
    }
  }

  private static func addKeyProjects(to facts: inout BulletinFacts) {
    for number in 0..<43 {
      var project = ProjectFact(
        code: "K\(number)", name: "省重点项目\(number + 1)", county: county(number * 5),
        lists: number % 2 == 0 ? [.provincial, .city] : .provincial)
      if number % 3 == 0 {
        project.lists.insert(.plannedStart)
        project.plannedStartOn = date("2021-06-30")
        if number % 2 == 0 { project.startedOn = date("2021-07-05") }
      }
      if number % 5 == 0 { project.lists.insert(.preliminary) }
      project.totalInvestment = money("\(120_000 + number * 1_000)")
      project.priorCumulative = money("20000")
      project.annualPlan = money("\(40_000 + number * 10)")
      project.completed = money("\(28_000 + number * 7).25")
      project.expected = money("30000")
      project.monthPlan = money("3000")
      if number < 10 { project.tenDays = money("\(900 + number)") }
      if number < 10 { project.toTenDays = project.completed }
      project.progress = "主体结构施工，完成三层"
      project.builder = "建设单位\(number + 1)"
      project.leader = "分包领导\(number % 5 + 1)"
      if number % 9 == 1 {
        project.light = number % 2 == 0 ? .red : .yellow
        project.reason = "征地未完成，影响二期进场"
      }
      facts.projects.append(project)
      for item in 0..<5 {
        let isOpen = facts.approvals.count < 15
        facts.approvals.append(
          ApprovalFact(
            project: project.code, item: ["施工许可", "用地", "环评", "规划许可", "能评"][item],
            unit: "市直部门\(item + 1)", acceptedOn: date("2021-08-01"),
            dueOn: date(number == 0 ? "2021-09-10" : "2021-10-20"),
            decidedOn: isOpen ? nil : date("2021-09-15")))
      }
      if number % 4 == 0 {
        facts.issues.append(
          IssueFact(
            project: project.code, text: "管线迁改未完成", unit: "市直部门1", assignedOn: date("2021-08-10"),
            dueOn: date("2021-09-10"),
            state: [.settled, .assigned, .refused][number / 4 % 3],
            closedOn: number / 4 % 3 == 0 ? date("2021-09-08") : nil))
      }
    }
  }

  private static func county(_ number: Int) -> String { counties[number % counties.count].code }
}

extension Document {
  /// The printed text of all paragraphs, a line each.
  var printed: String {
    blocks.compactMap { block in
      if case .paragraph(let paragraph) = block { text(paragraph) } else { nil }
    }.joined(separator: "\n")
  }
}
