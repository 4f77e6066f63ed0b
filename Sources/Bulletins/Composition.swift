// The text of the bulletin, section by section: head, basis, ranking, the three batches, key
// projects, issues and demands, signature and the list of annexes.

internal import Causality
internal import Policy
internal import Workbooks

struct Composition {
  let sentences: Sentences
  let annexes: Annexes
  private var blocks: [Block] = []

  var facts: BulletinFacts { sentences.facts }
  private var head: BulletinHead { sentences.facts.head }
  private var months: String { Words.months(to: head.month) }

  init(sentences: Sentences, annexes: Annexes) {
    self.sentences = sentences
    self.annexes = annexes
  }

  mutating func compose() -> Document {
    if !head.addressee.isEmpty {
      blocks.append(.address(Words.text("bulletin.addressee", head.addressee)))
    }
    for basis in head.basis { blocks.append(.paragraph(Paragraph(basis))) }
    say("bulletin.opening", [[.text(head.whole)], [.text("\(head.year)")], [.text(months)]])
    composeRanking()
    composeBatches()
    composeKeyProjects()
    composeDemands()
    if !annexes.tables.isEmpty {
      for (place, table) in annexes.tables.enumerated() {
        let title = Words.text("bulletin.annex.\(table.code)")
        let number = "\(place + 1)"
        let key = place == 0 ? "bulletin.annex-first" : "bulletin.annex-next"
        blocks.append(.address(Words.text(key, number, title)))
      }
    }
    blocks.append(.signature([head.office, Words.date(head.issuedOn)]))
    return Document(
      title: head.title,
      subtitle: [
        Words.text("bulletin.number", "\(head.year)", "\(head.number)"),
        Words.text("bulletin.issued", head.office, Words.date(head.issuedOn)),
      ] + (facts.isDraft ? [Words.text("bulletin.draft")] : []),
      blocks: blocks, office: head.office,
      name: Words.text("bulletin.name", "\(head.year)", "\(head.month)", head.title),
      rounding: head.rounding)
  }

  private mutating func heading(_ level: Int, _ key: String) {
    blocks.append(.heading(level: level, Words.text(key)))
  }

  /// Adds a paragraph of one sentence, and another after it in the same paragraph.
  private mutating func say(_ key: String, _ gaps: [[Run]], then more: [Run] = []) {
    blocks.append(.paragraph(Paragraph(Words.runs(key, gaps) + more)))
  }

  // MARK: Ranking

  private mutating func composeRanking() {
    for (zones, key) in [(false, "counties"), (true, "zones")] {
      let ranked = Annexes.ranking(facts.counties, zones: zones)
      if ranked.isEmpty { continue }
      func named(_ places: [(rank: Int, county: CountyFact)]) -> [Run] {
        var runs: [Run] = []
        for (place, entry) in places.enumerated() {
          runs.append(.text((place == 0 ? "" : "、") + entry.county.name + "（"))
          runs += sentences.figure(
            "score/\(entry.county.code)", .score(entry.county.score ?? ExactDecimal(0)),
            [.cell(table: "scores", row: entry.county.code, column: "score")])
          runs.append(.text(Words.text("bulletin.points") + "）"))
        }
        return runs
      }
      let count = sentences.count(
        "scored.\(key)", ranked.count, Selection("scores", under: [key]))
      // A score of which most is missing tells nobody better from worse.
      let parts: [ExactDecimal?] = ranked.flatMap { $0.county.parts }
      if parts.count(where: { $0 == nil }) * 2 > parts.count {
        say("bulletin.ranking.\(key).bare", [count, [.text(annexes.reference("scores"))]])
      } else if let ends = Sentences.ends(ranked.map(\.rank), naming: head.namedCount) {
        say(
          "bulletin.ranking.\(key)",
          [
            count, named(ends.best.map { ranked[$0] }), named(ends.worst.map { ranked[$0] }),
            [.text(annexes.reference("scores"))],
          ])
      } else {
        say("bulletin.ranking.\(key).level", [count, named(ranked)])
      }
      let title = Words.text("bulletin.ranking-title.\(key)")
      if let table = annexes.rankingTable(zones: zones, code: "ranking-\(key)", title: title) {
        blocks.append(.table(table))
      }
    }
  }

  private mutating func composeDemands() {
    let wanting = wanting()
    if wanting.isEmpty, head.demands.isEmpty { return }
    heading(1, "bulletin.section.demands")
    for runs in wanting { blocks.append(.paragraph(Paragraph(runs))) }
    for demand in head.demands { blocks.append(.paragraph(Paragraph(demand))) }
  }

  // MARK: The three batches

  private mutating func composeBatches() {
    let codes = Set(annexes.tables.map(\.code))
    let has = { (code: String) in codes.contains(code) }
    guard has("batches") else { return }
    heading(1, "bulletin.section.batches")
    if has("signing") {
      heading(2, "bulletin.section.signing")
      say(
        "bulletin.signing",
        [
          sentences.part(.signedPerformed, over: false),
          sentences.investment("signing", of: .signing),
          sentences.part(.signedPerformed, over: true), sentences.rate(.signedPerformed),
          sentences.part(.signedStarted, over: true), sentences.rate(.signedStarted),
        ])
      compare([.signedPerformed, .signedStarted], annexes.reference("batches", "signing"))
    }
    if has("start") {
      heading(2, "bulletin.section.start")
      say(
        "bulletin.start",
        [
          sentences.part(.started, over: false), sentences.investment("start", of: .start),
          sentences.part(.started, over: true), sentences.rate(.started),
        ])
      compare([.started], annexes.reference("batches", "start", "not-started"))
    }
    if has("production") {
      heading(2, "bulletin.section.production")
      say(
        "bulletin.production",
        [
          sentences.part(.producing, over: false),
          sentences.investment("production", of: .production),
          sentences.part(.producing, over: true), sentences.rate(.producing),
        ])
      compare([.producing], annexes.reference("batches", "production"))
    }
  }

  /// Who is ahead and who behind, in words and as bars.
  private mutating func compare(_ measures: [Measure], _ reference: String) {
    for (place, measure) in measures.enumerated() {
      let runs = sentences.comparison(measure, place == measures.count - 1 ? reference : "")
      if !runs.isEmpty { blocks.append(.paragraph(Paragraph(runs))) }
      let title = Words.text(
        "bulletin.chart.bars", Words.text("bulletin.measure.\(measure.rawValue)"))
      let points = facts.counties.map {
        ChartPoint($0.name, sentences.tally.rate(measure, $0.code))
      }
      if points.contains(where: { $0.rate.fraction?.isApplicable == true }) {
        blocks.append(.chart(.bars(title: title, unit: "%", points)))
      }
    }
  }

  // MARK: Key projects

  private mutating func composeKeyProjects() {
    let kinds: [(String, ProjectLists, Measure, Measure)] = [
      ("provincial", .provincial, .provincialInvestment, .provincialStarts),
      ("city", .city, .cityInvestment, .cityStarts),
    ]
    let present = kinds.filter { kind in annexes.tables.contains { $0.code == kind.0 } }
    if present.isEmpty { return }
    heading(1, "bulletin.section.key")
    for (code, list, investment, starts) in present {
      heading(2, "bulletin.section.\(code)")
      let count = facts.projects.reduce(0) { $0 + ($1.lists.contains(list) ? 1 : 0) }
      let lead = sentences.tally.rate(investment)
      let isAhead = Figure.lead(lead, head.month).map { $0.numerator >= 0 } ?? true
      say(
        "bulletin.key",
        [
          [.text(Words.text("bulletin.kind.\(code)"))],
          sentences.count(code + ".count", count, Selection(code)),
          sentences.investment(code, of: list), sentences.part(investment, over: false),
          [.text(months)], sentences.rate(investment),
          [.text(Words.text(isAhead ? "bulletin.ahead" : "bulletin.behind"))],
          sentences.figure(
            investment.rawValue + ".lead", .lead(lead, months: head.month),
            Sentences.evidence(investment, county: nil) ?? []),
        ])
      if sentences.tally.rate(starts).fraction?.isApplicable == true {
        say(
          "bulletin.starts",
          [
            sentences.part(starts, over: false), sentences.part(starts, over: true),
            sentences.rate(starts), [.text(annexes.reference(code + "-starts"))],
          ])
      }
      if code == "provincial" { composeApprovals() }
      compare([investment], annexes.reference("counties", code))
      composeLine(investment)
    }
  }

  private mutating func composeApprovals() {
    let rate = sentences.tally.rate(.approvals)
    guard rate.fraction?.isApplicable == true else { return }
    var names: [String: String] = [:]
    let open = facts.approvals.filter { $0.decidedOn == nil }
    let wanted = Set(open.prefix(Self.namedApprovalsMax).map(\.project))
    for project in facts.projects where wanted.contains(project.code) {
      names[project.code] = project.name
    }
    let listed = open.prefix(Self.namedApprovalsMax).map {
      (names[$0.project] ?? $0.project) + "（\($0.item)）"
    }.joined(separator: "、")
    let more = Words.runs(
      open.count > Self.namedApprovalsMax ? "bulletin.approvals.more" : "bulletin.approvals.open",
      [
        [.text(listed)],
        sentences.figure(
          "approvals.open", .count(Int64(open.count)),
          [.count(Selection("approvals", blank: ["decided-on"]))]),
        [.text(annexes.reference("approvals"))],
      ])
    say(
      "bulletin.approvals",
      [
        sentences.part(.approvals, over: false), sentences.part(.approvals, over: true),
        sentences.rate(.approvals),
      ], then: open.isEmpty ? [] : more)
  }

  private static let namedApprovalsMax = 5

  /// The year's line of a rate, with this month at its end.
  private mutating func composeLine(_ measure: Measure) {
    var rates: [Int: Rate] = [:]
    for month in facts.months where month.measure == measure { rates[month.month] = month.rate }
    guard !rates.isEmpty else { return }
    rates[head.month] = sentences.tally.rate(measure)
    let points = (1...head.month).map {
      ChartPoint(Words.text("bulletin.month", "\($0)"), rates[$0] ?? Rate(0, 0))
    }
    let title = Words.text(
      "bulletin.chart.line", Words.text("bulletin.measure.\(measure.rawValue)"))
    blocks.append(.chart(.line(title: title, unit: "%", points)))
  }
}
