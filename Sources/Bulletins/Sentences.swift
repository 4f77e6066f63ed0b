// Sentences with figures: each measure with its evidence, and who is ahead and who behind.

internal import Causality
internal import Policy

/// What the sections of a bulletin are written with.
struct Sentences {
  let facts: BulletinFacts
  let tally: Tally
  private let stated: [String: StatedFact]

  init(_ facts: BulletinFacts, _ tally: Tally) {
    self.facts = facts
    self.tally = tally
    stated = Dictionary(facts.stated.map { ($0.figure, $0) }, uniquingKeysWith: { $1 })
  }

  /// The annex rows behind a measure, numerator's and denominator's; the whole's for no county.
  static func evidence(_ measure: Measure, county: String?) -> [Evidence]? {
    let under = county.map { [$0] } ?? []
    func counts(_ table: String, _ column: String) -> [Evidence] {
      [
        .count(Selection(table, under: under, filled: [column])),
        .count(Selection(table, under: under)),
      ]
    }
    func sums(_ table: String) -> [Evidence] {
      let items = Selection(table, under: under)
      return [.sum("completed", items), .sum("plan", items)]
    }
    switch measure {
    case .signedPerformed: return counts("signing", "performed-on")
    case .signedStarted: return counts("signing", "started-on")
    case .started: return counts("start", "started-on")
    case .producing: return counts("production", "producing-on")
    case .provincialInvestment: return sums("provincial")
    case .cityInvestment: return sums("city")
    case .provincialStarts: return counts("provincial-starts", "started-on")
    case .cityStarts: return counts("city-starts", "started-on")
    case .approvals:
      // Approvals stand in one list for all counties.
      return county == nil ? counts("approvals", "decided-on") : nil
    }
  }

  /// A figure, with what the office states instead.
  func figure(_ id: String, _ value: Figure.Value, _ evidence: [Evidence]) -> [Run] {
    var figure = Figure(id, value, evidence)
    figure.stated = stated[id]
    return [.figure(figure)]
  }

  /// A rate of the whole or of a county.
  func rate(_ measure: Measure, _ county: String? = nil) -> [Run] {
    let id = measure.rawValue + (county.map { "/" + $0 } ?? "")
    return figure(
      id, .rate(tally.rate(measure, county), isMoney: measure.isMoney),
      Self.evidence(measure, county: county) ?? [])
  }

  /// The numerator or denominator of a measure of the whole, alone.
  func part(_ measure: Measure, over isNumerator: Bool) -> [Run] {
    let rate = tally.rate(measure)
    let evidence = Self.evidence(measure, county: nil).map { [isNumerator ? $0[0] : $0[1]] }
    let number = isNumerator ? rate.numerator : rate.denominator
    return figure(
      measure.rawValue + (isNumerator ? ".over" : ".under"),
      measure.isMoney ? .money(number) : .count(number.scaled(to: 0) ?? 0), evidence ?? [])
  }

  /// The total investment of the items of an annex.
  func investment(_ table: String, of list: ProjectLists) -> [Run] {
    let total = facts.projects.reduce(0) { sum, project in
      sum + (project.lists.contains(list) ? project.totalInvestment?.scaled(to: 4) ?? 0 : 0)
    }
    return figure(
      table + ".total", .money(ExactDecimal(tenThousandths: total)),
      [.sum("total", Selection(table))])
  }

  /// A count of the items of an annex that meet a condition.
  func count(_ id: String, _ count: Int, _ selection: Selection) -> [Run] {
    figure(id, .count(Int64(count)), [.count(selection)])
  }

  /// “履约率较好的是…，较差的是…”: by exact rate, ties kept together; nothing where fewer than two
  /// counties have the rate. A county is named once. `reference` ends the sentence.
  func comparison(_ measure: Measure, _ reference: String) -> [Run] {
    let ranked = facts.counties.map { (county: $0, rate: tally.rate(measure, $0.code)) }
      .filter { $0.rate.fraction?.isApplicable == true }
      .enumerated()
      .sorted {
        if $0.element.rate.isAhead(of: $1.element.rate) { return true }
        if $1.element.rate.isAhead(of: $0.element.rate) { return false }
        return $0.offset < $1.offset
      }.map(\.element)
    let name = Words.text("bulletin.measure.\(measure.rawValue)")
    guard ranked.count >= 2, let first = ranked.first, let last = ranked.last else {
      return reference.isEmpty ? [] : [.text(Words.text("bulletin.reference", reference))]
    }
    guard first.rate.isAhead(of: last.rate) else {
      let key = reference.isEmpty ? "bulletin.level.bare" : "bulletin.level"
      return Words.runs(key, [[.text(name)], [.text(reference)]])
    }
    let named = min(facts.head.namedCount, ranked.count / 2)
    let bestLimit = ranked[named - 1].rate
    let worstLimit = ranked[ranked.count - named].rate
    let best = ranked.filter { !bestLimit.isAhead(of: $0.rate) }
    let worst = ranked.filter { !$0.rate.isAhead(of: worstLimit) && bestLimit.isAhead(of: $0.rate) }
      .reversed()
    return Words.runs(
      reference.isEmpty ? "bulletin.comparison.bare" : "bulletin.comparison",
      [
        [.text(name)], list(best.map(\.county), measure), list(Array(worst).map(\.county), measure),
        [.text(reference)],
      ])
  }

  private static let listedMax = 6

  private func list(_ counties: [CountyFact], _ measure: Measure) -> [Run] {
    var runs: [Run] = []
    for (place, county) in counties.prefix(Self.listedMax).enumerated() {
      runs.append(.text((place == 0 ? "" : "、") + county.name))
      runs += rate(measure, county.code)
    }
    if counties.count > Self.listedMax {
      runs.append(.text(Words.text("bulletin.and-more", "\(counties.count)")))
    }
    return runs
  }
}
