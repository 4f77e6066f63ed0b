// Verified here:
// 1. what is composed from facts agrees with itself, under both rounding rules;
// 2. one changed cell of any annex is noticed: an item, a sum, a percentage, a heading's count;
// 3. a rate that an indicator gave and the rows do not is noticed in the text and in the table, and
//    nothing is published;
// 4. a number stated by hand must be what the rows give (93.4 for 43/46 only when truncated), or
//    carry a reason, which is printed with the difference (367 for 225 + 143 = 368);
// 5. the message names section, sentence, figure, annex and row, in both languages;
// 6. what a project without a plan of the year completed is in its row and in the sums, and in no
//    rate: not in the text, not in the annexes, not in the reports made of the same facts.

import Bulletins
import Catalogue
import Causality
import Policy
import Testing
import Workbooks

@Suite struct CrossCheckTests {
  static func discrepancies(
    _ bulletin: Bulletin, _ code: String, row: (TableRow) -> Bool, _ column: String, _ cell: Cell
  ) throws -> [Discrepancy] {
    var annexes = bulletin.annexes
    let table = try #require(annexes.firstIndex { $0.code == code })
    let found = annexes[table].rows.firstIndex(where: row)
    let place = try #require(found)
    let index = try #require(annexes[table].columnIndex(column))
    #expect(annexes[table].rows[place].cells[index] != cell)
    annexes[table].replace(row: place, column: index, with: cell)
    return bulletin.with(annexes: annexes).discrepancies()
  }

  @Test func composedAgrees() throws {
    var facts = SampleFacts.full()
    for rounding in Fraction.Rounding.allCases {
      facts.head.rounding = rounding
      #expect(try Bulletin(facts).discrepancies() == [])
    }
  }

  @Test func changedCells() throws {
    let bulletin = try Bulletin(SampleFacts.full())
    // An item of the progress table: its own percentage, three sums above, the text, the counties.
    let item = try Self.discrepancies(
      bulletin, "provincial", row: { $0.key == "K5" }, "completed", .decimal(ExactDecimal(1)))
    #expect(Set(item.map(\.code)) == [.figure, .sum, .percent, .annex])
    #expect(item.filter { $0.code == .sum }.count == 4)
    #expect(item.contains { $0.figure == "provincial.investment" && $0.section == "（一）省重点项目" })
    let sum = try Self.discrepancies(
      bulletin, "city", row: { $0.role == .total }, "total", .decimal(ExactDecimal(1)))
    #expect(sum.map(\.code) == [.sum])
    let percent = try Self.discrepancies(
      bulletin, "city", row: { $0.key == "K2" }, "percent", .decimal(ExactDecimal(1)))
    #expect(percent.map(\.code) == [.percent])
    let score = try Self.discrepancies(
      bulletin, "scores", row: { $0.key == "411724" }, "score", .decimal(ExactDecimal(1)))
    #expect(score.map(\.code) == [.figure])
    #expect(score.first?.figure == "score/411724")
    let performed = try Self.discrepancies(
      bulletin, "signing", row: { $0.key == "S9" }, "performed-on", .empty)
    #expect(performed.contains { $0.figure == "signing.performed" && $0.expected == "243" })
    #expect(performed.contains { $0.code == .annex })
    for (code, column, cell) in [
      ("approvals", "decided-on", Cell.date(CivilDate(iso: "2021-09-01")!)),
      ("issues", "state", .text("…")), ("behind", "light", .text("…")),
      ("reporting", "state", .text("未报")),
    ] {
      let found = try Self.discrepancies(bulletin, code, row: { _ in true }, column, cell)
      #expect(found.contains { $0.code == .figure }, "\(code)")
    }
  }

  @Test(arguments: [nil, ExactDecimal(0)] as [ExactDecimal?])
  func withoutAPlan(_ plan: ExactDecimal?) throws {
    var facts = SampleFacts.full()
    facts.months = []
    facts.approvals = []
    facts.issues = []
    facts.projects = facts.projects.filter { $0.code == "K0" || $0.code == "K2" }
    for (place, done) in ["309", "500"].enumerated() {
      facts.projects[place].annualPlan = place == 0 ? ExactDecimal(1_000) : plan
      facts.projects[place].completed = SampleFacts.money(done)
      facts.projects[place].county = "411724"
    }
    let bulletin = try Bulletin(facts)
    #expect(bulletin.discrepancies() == [])
    #expect(bulletin.document.printed.contains("1—9月完成投资占年度计划的30.9%"))
    func cell(_ code: String, _ key: String, _ column: String) throws -> Cell {
      let table = try #require(bulletin.annexes.first { $0.code == code })
      let row = try #require(table.rows.first { $0.key == key })
      return row.cells[try #require(table.columnIndex(column))]
    }
    let share = Cell.decimal(SampleFacts.money("30.9"))
    for code in ["provincial", "city"] {
      #expect(try cell(code, "total", "completed") == .decimal(ExactDecimal(809)))
      #expect(try cell(code, "total", "percent") == share)
      #expect(try cell(code, "411724", "percent") == share)
      #expect(try cell(code, "K2", "completed") == .decimal(ExactDecimal(500)))
      #expect(try cell(code, "K2", "percent") == .text("不适用"))
      #expect(try cell("counties", "411724", "\(code)-completed") == .decimal(ExactDecimal(309)))
      #expect(try cell("counties", "total", "\(code)-percent") == share)
      let table = try #require(bulletin.annexes.first { $0.code == code })
      #expect(table.note.contains("不计入占比"))
    }
    let wrong = try Self.discrepancies(
      bulletin, "city", row: { $0.role == .total }, "percent", .decimal(SampleFacts.money("80.9")))
    #expect(wrong.map(\.code) == [.percent])
    let report = try #require(try MonthReport.county.table(of: facts))
    let row = try #require(report.rows.first { $0.key == "411724" })
    #expect(row.cells[try #require(report.columnIndex("percent"))] == share)
  }

  @Test func everyRowCounts() throws {
    let bulletin = try Bulletin(SampleFacts.full())
    // A row more in any list is a disagreement.
    for (place, table) in bulletin.annexes.enumerated() where table.code != "ten-days" {
      var annexes = bulletin.annexes
      let item = try #require(table.rows.last { $0.role == .item })
      annexes[place].append(item)
      #expect(!bulletin.with(annexes: annexes).discrepancies().isEmpty, "\(table.code)")
    }
  }

  @Test func indicatorsAgainstRows() throws {
    var facts = SampleFacts.full()
    facts.rates = [RateFact(.started, Rate(44, 46))]
    let bulletin = try Bulletin(facts)
    #expect(bulletin.document.printed.contains("开工率95.7%（44/46）"))
    let found = bulletin.discrepancies()
    #expect(found.contains { $0.code == .figure && $0.figure == "start.started" })
    #expect(found.contains { $0.code == .sum })
    do throws(BulletinFault) {
      _ = try bulletin.publish()
      Issue.record("it was published")
    } catch {
      #expect(error == .discrepancies(found))
      let first = try #require(found.first)
      #expect(first.section == "（二）开工" && first.sentence == 1)
      let zh = Catalogue.text(first.message, in: .zh)
      #expect(
        zh == "“（二）开工”第 1 句：start.started.over 印为 44，附件4  开工一批项目表（started-on≠∅）合计为 43")
      let en = Catalogue.text(first.message, in: .en)
      #expect(en.hasPrefix("“（二）开工”, sentence 1: start.started.over is printed as 44, 附件4"))
    }
    facts.rates = [RateFact(.cityInvestment, county: "411724", Rate(1, 2))]
    let counties = try Bulletin(facts).discrepancies()
    #expect(counties.contains { $0.code == .annex && $0.figure == "411724/city-completed" })
  }

  @Test func statedByHand() throws {
    var facts = SampleFacts.full()
    facts.stated = [StatedFact(figure: "start.started", text: "93.4")]
    let bulletin = try Bulletin(facts)
    #expect(bulletin.document.printed.contains("开工率93.4%（43/46）"))
    let found = bulletin.discrepancies()
    #expect(found.map(\.code) == [.stated])
    #expect(found.first?.printed == "93.4" && found.first?.expected == "93.5")
    facts.head.rounding = .truncate
    #expect(try Bulletin(facts).discrepancies().isEmpty)
    facts.head.rounding = .halfUp
    facts.stated = [
      StatedFact(figure: "signing.performed.under", text: "246", reason: "上级通报原数")
    ]
    let kept = try Bulletin(facts)
    #expect(kept.document.printed.contains("签约一批项目246（附件合计247，上级通报原数）个"))
    #expect(kept.discrepancies().isEmpty)
    facts.stated = [StatedFact(figure: "start.stated", text: "93.4", reason: "上级通报原数")]
    #expect {
      try Bulletin(facts)
    } throws: { error in
      guard case .facts(let fault)? = error as? BulletinFault else { return false }
      return fault.code == .figure && fault.place == "start.stated"
        && fault.detail.split(separator: " ").contains("start.started")
    }
  }

  @Test func everyMessageIsASentence() {
    for code in Discrepancy.Code.allCases {
      let key = "bulletin.discrepancy.\(code.rawValue)"
      #expect(Catalogue.contains(key))
    }
    for code in SnapshotFault.Code.allCases {
      #expect(Catalogue.contains("bulletin.snapshot.\(code.rawValue)"))
    }
    for code in FactFault.Code.allCases {
      #expect(Catalogue.contains("bulletin.fact.\(code.rawValue)"))
      #expect(Catalogue.contains("bulletin.fact.\(code.rawValue).hint"))
    }
  }
}
