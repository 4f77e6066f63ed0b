// Verified here, on a book judged by the policy room:
// 1. an indicator's values become the rates of the text, by county and for the whole; they agree
//    with the records they are of, and where a record says otherwise nothing is published;
// 2. a score table becomes scores, items and places, zones apart;
// 3. warnings of progress light the projects they are about, red before yellow, with their
//    sentence;
// 4. a project that lacks something else and is not behind its plan has no light.

import Bulletins
import Catalogue
import Causality
import Policy
import Projects
import Testing
import Workbooks

@Suite struct PolicyFactsTests {
  /// Signed projects by county, the first of each started, in a book and as facts.
  static func ledger() throws -> (book: Book, facts: BulletinFacts, ids: [RecordID: String]) {
    var book = Book()
    var facts = BulletinFacts()
    facts.head = SampleFacts.head()
    facts.head.month = 12
    facts.head.year = 2021
    facts.counties = [
      CountyFact(code: "411702", name: "驿城区"), CountyFact(code: "411721", name: "西平县"),
      CountyFact(code: "411722", name: "上蔡县"),
      CountyFact(code: "411702-gx", name: "高新区", isZone: true),
    ]
    var ids: [RecordID: String] = [:]
    let definition = try #require(Schema.standard.collection("project"))
    for (county, signed, started) in [
      ("411702", 4, 2), ("411721", 2, 1), ("411722", 5, 5), ("411702-gx", 3, 0),
    ] {
      for index in 0..<signed {
        let isStarted = index < started
        var fields = [
          "name": "签约项目\(ids.count)", "region_code": county, "signed_on": "2021-10-08",
          "stage": "signed",
        ]
        if isStarted { fields["substantive_start_on"] = "2021-11-01" }
        let id = RecordID(high: 0x0190_0000_0000_7000, low: 1 << 63 | UInt64(ids.count + 1))
        book.put(
          id, in: "project",
          try fields.map { ($0.key, Fact.value(try definition.require($0.key).parse($0.value))) })
        ids[id] = "S\(ids.count)"
        var project = ProjectFact(
          code: ids[id] ?? "", name: fields["name"] ?? "", county: county, lists: .signing)
        project.signedOn = SampleFacts.date("2021-10-08")
        project.startedOn = isStarted ? SampleFacts.date("2021-11-01") : nil
        facts.projects.append(project)
      }
    }
    return (book, facts, ids)
  }

  @Test func indicators() throws {
    var (book, facts, _) = try Self.ledger()
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let table = IndicatorTable(book, rules, asOf: SampleFacts.date("2021-12-31"))
    facts.take(table.values("F4"), as: .signedStarted)
    facts.take(table.values("F4", by: .county), as: .signedStarted)
    #expect(facts.rates.contains(RateFact(.signedStarted, Rate(8, 14))))
    #expect(facts.rates.contains(RateFact(.signedStarted, county: "411722", Rate(5, 5))))
    #expect(facts.rates.count == 5)
    let bulletin = try Bulletin(facts)
    #expect(bulletin.document.printed.contains("签约开工率57.1%（8/14）"))
    #expect(bulletin.discrepancies().isEmpty)
    facts.projects[0].startedOn = nil
    let found = try Bulletin(facts).discrepancies()
    #expect(found.contains { $0.figure == "signing.started" && $0.expected == "7" })
  }

  @Test func scores() throws {
    var (book, facts, _) = try Self.ledger()
    let rules = try RuleSet(
      yaml: """
        rule_set: scores
        rules:
          - id: s
            kind: scoring
            clause: 测试
            items:
              - {name: start, title: {zh: 开工, en: start}, weight: "30", indicator: F4}
              - {name: service, weight: "10", figure: service, full: "100"}
        """)
    book.setFigure(FigureName("service", county: "411722"), SampleFacts.money("85"))
    let asOf = SampleFacts.date("2021-12-31")
    facts.take(try #require(ScoreTable(book, rules, rule: "s", asOf: asOf)))
    #expect(facts.scoreItems == ["开工", "service"])
    #expect(facts.counties.map { $0.score?.description } == ["15", "15", "38.5", "0"])
    #expect(facts.counties[2].parts == [SampleFacts.money("30"), SampleFacts.money("8.5")])
    // What has no data has no points, which is not none of them.
    #expect(facts.counties[0].parts == [SampleFacts.money("15"), nil])
    let bulletin = try Bulletin(facts)
    #expect(bulletin.discrepancies().isEmpty)
    let ranks = bulletin.annexes[0].rows.map { $0.cells[0] }
    #expect(ranks == [.empty, .whole(1), .whole(2), .whole(2), .empty, .whole(1)])
  }

  @Test func lights() throws {
    var (book, facts, ids) = try Self.ledger()
    let definition = try #require(Schema.standard.collection("project"))
    let ordered = ids.keys.sorted { $0.low < $1.low }
    // Planned for May and not started; the first of each county has started.
    for (id, day) in [(ordered[2], "2022-05-10"), (ordered[0], "2021-11-01")] {
      let code = try #require(ids[id])
      let isStarted = id == ordered[0]
      var fields = [
        "name": code, "region_code": "411702", "signed_on": "2021-10-08", "stage": "signed",
        "planned_start_on": day,
      ]
      if isStarted { fields["substantive_start_on"] = "2021-11-01" }
      book.put(
        id, in: "project",
        try fields.map { ($0.key, Fact.value(try definition.require($0.key).parse($0.value))) })
    }
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let warnings = Evaluation(book, rules, asOf: SampleFacts.date("2022-06-30")).warnings
    facts.take(warnings) { ids[$0] }
    for (id, code) in ids {
      let project = try #require(facts.projects.first { $0.code == code })
      #expect(project.light == (id == ordered[2] ? .red : .none))
      #expect((project.light == .none) == project.reason.isEmpty)
    }
    #expect(
      warnings.contains { $0.record == ordered[0] && ($0.level == .yellow || $0.level == .red) },
      "it lacks what the rules ask for otherwise")
    let bulletin = try Bulletin(facts)
    #expect(bulletin.annexes.contains { $0.code == "behind" })
    #expect(bulletin.discrepancies().isEmpty)
  }
}
