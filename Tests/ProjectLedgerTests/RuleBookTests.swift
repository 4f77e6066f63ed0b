// Verifies:
//  1. rules that followed a store edit by edit find what rules that read it anew find, after every
//     one of many random edits, archivings and restorings
//  2. an edit costs its own records; a look without edits costs none
//  3. what the city keeps (working days, rule sets) is followed too; where it has become unusable
//     the look fails, keeps nothing of what failed, and fails again until it is mended
//  4. more rule sets than are read are refused by name, none is passed over
//  5. a book is filled with every record, also when there are more than wait between the thread
//     that reads and the one that fills; each with its own facts
//  6. a county without a project is judged where its book is: at a hub, and at its own office once
//     a target is set for it; counties whose books are elsewhere are not

import Catalogue
import Causality
import LedgerStore
import Policy
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire

struct RuleBookTests {
  private let asOf = CivilDate(year: 2021, month: 10, day: 11) ?? .latest

  private func findings(_ rules: RuleBook) throws -> [String] {
    let ruleSet = try #require(RuleSet.standard("zhumadian-2021"))
    let evaluation = Evaluation(
      rules.book, ruleSet, asOf: asOf, calendar: rules.calendar, listsOpen: true)
    let values = IndicatorTable(rules.book, ruleSet, asOf: asOf, calendar: rules.calendar)
      .values(nil, by: .county)
    return evaluation.warnings.map { "\($0)" } + evaluation.open.map { "\($0)" }
      + values.map { "\($0)" }
  }

  @Test func moreRecordsThanWait() throws {
    let office = try Office()
    let project = try #require(Schema.standard.collection("project"))
    let (name, county) = (
      try #require(project.field("name")), try #require(project.field("region_code"))
    )
    let total = try #require(project.field("total_investment"))
    // Six batches and a part of one; the sum tells every record from every other.
    let count = 6 * 4_096 + 100
    let drafts = stride(from: 0, to: count, by: 500).map { start in
      Draft(
        author: "desk",
        operations: (start..<min(count, start + 500)).flatMap { number in
          let id = office.store.newRecordID()
          return [
            Operation(
              collection: project.id, record: id, field: name.id, value: .text("P\(number)")),
            Operation(
              collection: project.id, record: id, field: county.id, value: .text("411702")),
            Operation(
              collection: project.id, record: id, field: total.id,
              value: .decimal(ExactDecimal(Int64(number)))),
          ].sorted { $0.field < $1.field }
        })
    }
    _ = try office.store.commit(Office.ledger, drafts)
    let book = try RuleBook(office.store, ledger: nil).book
    #expect(book.count(of: "project") == count)
    // Read by itself, record by record: the same book, or the findings would differ.
    var plain = Book()
    try office.store.read { snapshot throws(StoreError) in
      try snapshot.query(Query(collection: project.id)) { record in
        plain.put(
          record.id, in: project.id,
          record.fields.compactMap { state in
            record[state.field].map { (state.field, Fact.value($0)) }
          })
        return true
      }
    }
    let ruleSet = try #require(RuleSet.standard("zhumadian-2021"))
    func values(_ book: Book) -> [String] {
      IndicatorTable(book, ruleSet, asOf: asOf).values(nil, by: .county).map { "\($0)" }
    }
    #expect(values(book) == values(plain) && !values(book).isEmpty)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func followingIsReadingAnew(seed: UInt64) throws {
    let office = try Office()
    var random = SeededGenerator(seed: seed)
    var projects: [RecordID] = []
    for number in 0..<6 {
      projects.append(
        try office.write(
          "project",
          ["name": "P\(number)", "region_code": "411702", "stage": "signed"]))
    }
    var followed = try RuleBook(office.store, ledger: nil)
    for step in 0..<60 {
      let id = projects[random.below(projects.count)]
      let day = "2021-0\(1 + random.below(9))-1\(random.below(10))"
      switch random.below(7) {
      case 0: try office.archive("project", id, random.chance(50))
      case 1: try office.write("project", ["signed_on": day], id: id)
      case 2: try office.write("project", ["handed_over_on": random.chance(50) ? day : ""], id: id)
      case 3:
        try office.write("project", ["stage": "started", "substantive_start_on": day], id: id)
      case 4:
        try office.write(
          "progress_report",
          [
            "project": id.description, "period": "2021-0\(1 + random.below(9))",
            "month_investment": "\(random.below(900))",
          ])
      case 5: try office.write("project", ["total_investment": "\(random.below(90_000))"], id: id)
      default:
        projects.append(
          try office.write("project", ["name": "new \(step)", "region_code": "411725"]))
      }
      #expect(try followed.refresh(from: office.store) == .records(1), "seed \(seed) step \(step)")
      #expect(
        try findings(followed) == findings(RuleBook(office.store, ledger: nil)),
        "seed \(seed) step \(step)")
    }
    #expect(try followed.refresh(from: office.store) == .nothing)
  }

  @Test func daysThatCollideAndAreMended() throws {
    let office = try Office()
    let hub = office.city.hub
    let city = Store.memberLedger
    let day = try #require(CivilDate(year: 2021, month: 10, day: 12))
    var rules = try RuleBook(hub, ledger: nil)
    #expect(try rules.calendar.isWorkday(day))
    let holiday = try office.write(
      "calendar_day", ["date": "2021-10-12", "kind": "holiday", "name": "x"], to: hub, ledger: city)
    _ = try rules.refresh(from: hub)
    #expect(try !rules.calendar.isWorkday(day))
    try office.write(
      "calendar_day", ["date": "2021-10-12", "kind": "workday", "name": "x"], to: hub, ledger: city)
    for _ in 0..<2 {
      #expect(throws: CityBookFault.dayTwice(day)) { _ = try rules.refresh(from: hub) }
      #expect(try !rules.calendar.isWorkday(day))
    }
    try office.write("calendar_day", ["kind": "workday"], id: holiday, to: hub, ledger: city)
    _ = try rules.refresh(from: hub)
    #expect(try rules.calendar.isWorkday(day))
  }

  @Test func tooManyRuleSets() throws {
    let office = try Office()
    let hub = office.city.hub
    for number in 0..<CityBooks.ruleSetsMax {
      try office.write(
        "rule_set", ["code": "set-\(number)", "text": "code: x"], to: hub,
        ledger: Store.memberLedger)
    }
    var rules = try RuleBook(hub, ledger: nil)
    #expect(rules.ruleSets.count == CityBooks.ruleSetsMax)
    try office.write(
      "rule_set", ["code": "one-more", "text": "code: x"], to: hub, ledger: Store.memberLedger)
    let fault = CityBookFault.tooMany(what: "rule-sets", most: CityBooks.ruleSetsMax)
    #expect(throws: fault) { _ = try rules.refresh(from: hub) }
    #expect(throws: fault) { _ = try RuleBook(hub, ledger: nil) }
    for fault in [fault, .tooMany(what: "days", most: CityBooks.daysMax)] {
      #expect(Catalogue.contains(fault.message.key) && Catalogue.contains(fault.hint.key))
    }
  }

  @Test func countiesWithoutProjects() throws {
    let office = try Office()
    let end = try #require(CivilDate(year: 2021, month: 12, day: 31))
    let ruleSet = try #require(RuleSet.standard("zhumadian-2021"))
    func judged(_ rules: RuleBook) -> Set<String> {
      let found = Evaluation(rules.book, ruleSet, asOf: end, calendar: rules.calendar).warnings
      return Set(found.filter { $0.rule == "zmd-m-start5" }.map(\.county))
    }
    let hub = office.city.hub
    #expect(try judged(RuleBook(hub, ledger: nil)) == ["411702"])
    var own = try RuleBook(office.store, ledger: nil)
    #expect(judged(own).isEmpty)
    for county in ["411702", "411721"] {
      try office.write(
        "target", ["name": "开工", "region_code": county, "value": "5"], to: hub,
        ledger: Store.memberLedger)
    }
    _ = try office.store.pull(Store.memberLedger, from: hub)
    _ = try own.refresh(from: office.store)
    #expect(judged(own) == ["411702"])
    #expect(try judged(RuleBook(office.store, ledger: nil)) == ["411702"])
    #expect(try judged(RuleBook(hub, ledger: nil)) == ["411702"])
  }
}
