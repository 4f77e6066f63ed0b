// What is verified, for random reports put in, put again, taken out and corrected, in and out of
// the order of their ids, one at a time and many at once (TAIZHANG_SEED replays a failure):
// 1. The sums of a project's year are those of a plain recount, and so is which report is its
//    latest; of several corrections of one report, made apart, one counts, and so does one of
//    several reports of one period that correct nothing of each other: the first original's.
// 2. The reports of a month are those that were handed in of it and of its ten days, corrected or
//    not.
// 3. Reports given as entries end where the same reports given as records end.
// And with numbers worked by hand:
// 4. What a project completed since its start is what it carries from before its plan's year and
//    every report from then on, as the month's line has it; without anything carried, all its
//    reports.

import Causality
import Policy
import Projects
import TestSupport
import Testing

@Suite struct ReportSumTests {
  /// A report as the test knows it.
  private struct Known {
    var project: Int
    var period: String
    var amount: Int64
    var isDraft: Bool
    var corrects: RecordID?
  }

  private static let periods = [
    "2021-01", "2021-08", "2021-09", "2021-10", "2021-11", "2020-12", "2021-10-T1", "2021-W40",
    "whatever",
  ]

  private static func id(_ low: UInt64) -> RecordID {
    RecordID(high: 0x0190_0000_0000_7000, low: low)
  }

  private static func project(_ number: Int) -> RecordID { id(UInt64(1_000_000 + number)) }

  private func facts(_ known: Known) throws -> [(FieldID, Value)] {
    let collection = try #require(Schema.standard.collection("progress_report"))
    func field(_ code: String) throws -> FieldID { try #require(collection.field(code)).id }
    var facts: [(FieldID, Value)] = [
      (try field("project"), .reference(Self.project(known.project))),
      (try field("period"), .text(known.period)),
      (try field("month_investment"), .decimal(ExactDecimal(known.amount))),
      (try field("report_state"), .code(known.isDraft ? 1 : 2)),
    ]
    if let corrected = known.corrects {
      facts.append((try field("corrects"), .reference(corrected)))
    }
    return facts
  }

  private func entry(
    _ id: RecordID, _ known: Known, _ entries: inout ReportEntries
  ) throws -> ReportEntry {
    var entry = ReportEntry(id)
    for (field, value) in try facts(known) { entries.take(field, value, into: &entry) }
    return entry
  }

  /// Of reports that corrections tie together, the greatest id that nothing corrects; of a ring
  /// none.
  private func lastOfCorrections(_ all: [RecordID: Known]) -> Set<RecordID> {
    let edges = all.compactMap { id, known -> (RecordID, RecordID)? in
      guard !known.isDraft, let corrected = known.corrects, corrected != id else { return nil }
      return (id, corrected)
    }
    var group: [RecordID: RecordID] = [:]
    for id in all.keys { group[id] = id }
    for (_, corrected) in edges { group[corrected] = corrected }
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (one, other) in edges where group[one] != group[other] {
        let least = min(group[one] ?? one, group[other] ?? other)
        (group[one], group[other]) = (least, least)
        isSettled = false
      }
    }
    let corrected = Set(edges.map(\.1))
    var last: [RecordID: RecordID] = [:]
    for (id, name) in group where !corrected.contains(id) { last[name] = max(last[name] ?? id, id) }
    return Set(last.values)
  }

  /// What a report corrects in the end.
  private func original(_ id: RecordID, _ all: [RecordID: Known]) -> RecordID {
    var (root, seen): (RecordID, Set<RecordID>) = (id, [id])
    while let known = all[root], !known.isDraft, let corrected = known.corrects, corrected != root,
      seen.insert(corrected).inserted
    {
      root = corrected
    }
    return root
  }

  /// Of each project's reports of one period that stand, the one that counts.
  private func firstOriginals(_ standing: [RecordID: Known], _ all: [RecordID: Known]) -> Set<
    RecordID
  > {
    var first: [String: RecordID] = [:]
    for (id, known) in standing {
      let key = "\(known.project) \(known.period)"
      if let other = first[key],
        (original(other, all), other) < (original(id, all), id)
      {
        continue
      }
      first[key] = id
    }
    return Set(first.values)
  }

  private func check(_ book: Book, _ all: [RecordID: Known], _ comment: Comment) throws {
    let month = try #require(Period("2021-10"))
    let last = lastOfCorrections(all)
    let standing = all.filter { !$0.value.isDraft && last.contains($0.key) }
    let firsts = firstOriginals(standing, all)
    let counted = standing.filter { firsts.contains($0.key) }
    var sums: [RecordID: Int64] = [:]
    var latest: [RecordID: (period: String, id: RecordID)] = [:]
    for (id, known) in counted where ("2021-01"..."2021-10").contains(known.period) {
      guard Period(known.period)?.kind == .month else { continue }
      let project = Self.project(known.project)
      sums[project, default: 0] += known.amount
      if let before = latest[project], known.period < before.period { continue }
      latest[project] = (known.period, id)
    }
    let reported = book.reported(through: month)
    #expect(reported.mapValues(\.invested) == sums.mapValues { ExactDecimal($0) }, comment)
    #expect(reported.mapValues(\.latest) == latest.mapValues(\.id), comment)
    let ofMonth = all.filter {
      !$0.value.isDraft && ["2021-10", "2021-10-T1"].contains($0.value.period)
    }
    let found = book.reports(of: month)
    #expect(found.map(\.report).sorted() == ofMonth.keys.sorted(), comment)
    for (report, project) in found {
      #expect(project == all[report].map { Self.project($0.project) }, comment)
    }
  }

  @Test(
    arguments: [
      // Carried, the plan's year, the last month; since the start, and before that month's year.
      ("5000", "2021", "2021-12", "5180", "5000"), ("5000", "2021", "2022-01", "5187", "5180"),
      ("5000", "2021", "2020-12", "5000", nil), ("5180", "2022", "2021-12", "5180", "5000"),
      ("5180", "2022", "2021-11", "5100", "5000"), ("60", "2022", "2021-11", "1100", "1000"),
      ("5000", nil, "2022-01", "5007", "5000"), (nil, "2021", "2022-01", "1187", "1180"),
      (nil, nil, "2020-12", "1000", nil),
    ] as [(String?, String?, String, String, String?)])
  func sinceTheStart(
    _ carried: String?, _ planYear: String?, _ last: String, _ sum: String, _ before: String?
  ) throws {
    var ledger = TestBook()
    var fields: [String: String] = [:]
    fields["prior_cumulative"] = carried
    fields["annual_plan_year"] = planYear
    let project = try ledger.project(fields)
    for (month, amount) in [
      ("2020-12", "1000"), ("2021-11", "100"), ("2021-12", "80"), ("2022-01", "7"),
    ] {
      try ledger.add(
        "progress_report",
        ["project": project.description, "period": month, "month_investment": amount])
    }
    let yaml =
      "indicators:\n  - id: X\n    numerator: {sum: completed_cumulative, of: project}\n"
    let month = try #require(Period(last))
    let table = IndicatorTable(
      ledger.book, try #require(RuleSet.standard("zhumadian-2021")), asOf: month.end,
      indicators: try Indicator.read(yaml: yaml))
    #expect(try table.values("X").first?.numerator == number(sum))
    guard let before else { return }
    #expect(try ledger.book.completed(before: month.start.year)[project] == number(before))
  }

  @Test func randomReports() throws {
    #expect(Period("2021-10-T1")?.kind == .tenDays)
    for seed in Seeds.first(40) {
      let comment = Comment(rawValue: Seeds.replay(seed, "ReportSumTests"))
      var random = SeededGenerator(seed: seed)
      var (byOne, atOnce) = (Book(), Book())
      var entries = try #require(ReportEntries(.standard))
      let collection = try #require(Schema.standard.collection("progress_report")).id
      var all: [RecordID: Known] = [:]
      for _ in 0..<30 {
        var batch: [ReportEntry] = []
        for _ in 0..<Int(random.below(60)) {
          // In order where a store is read, anyhow where records are touched.
          let next = random.below(3) > 0 ? UInt64(all.count) + 500 : UInt64(random.below(400))
          let id = Self.id(next)
          let known = Known(
            project: random.below(9), period: Self.periods[random.below(Self.periods.count)],
            amount: Int64(random.below(1_000)), isDraft: random.below(5) == 0,
            corrects: random.below(4) == 0 ? Self.id(UInt64(random.below(400))) : nil)
          all[id] = known
          byOne.put(id, in: collection, try facts(known).map { ($0, .value($1)) })
          batch.append(try entry(id, known, &entries))
        }
        atOnce.put(reports: batch)
        if let gone = all.keys.sorted().randomElement(using: &random), random.below(2) == 0 {
          all[gone] = nil
          byOne.remove(gone, from: collection)
          atOnce.remove(gone, from: collection)
        }
        try check(byOne, all, comment)
        try check(atOnce, all, comment)
      }
    }
  }
}
