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
    // What is not planned for is in no rate of completion: indicator A3.
    func sums(_ table: String) -> [Evidence] {
      let items = Selection(table, under: under, filled: ["plan"])
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
    let counties = facts.counties.map { (county: $0, rate: tally.rate(measure, $0.code).fraction) }
    let applicable = counties.filter { $0.rate?.isApplicable == true }
    let name = Words.text("bulletin.measure.\(measure.rawValue)")
    guard applicable.count >= 2 else {
      return reference.isEmpty ? [] : [.text(Words.text("bulletin.reference", reference))]
    }
    let places = Ranking.places(applicable.map(\.rate))
    guard let ends = Self.ends(places, naming: facts.head.namedCount) else {
      let key = reference.isEmpty ? "bulletin.level.bare" : "bulletin.level"
      return Words.runs(key, [[.text(name)], [.text(reference)]])
    }
    return Words.runs(
      reference.isEmpty ? "bulletin.comparison.bare" : "bulletin.comparison",
      [
        [.text(name)], list(ends.best.map { applicable[$0].county }, measure),
        list(ends.worst.map { applicable[$0].county }, measure), [.text(reference)],
      ])
  }

  /// The two ends of a ranking, by position: those on the first places, and those on the last from
  /// the last upwards. Ties stay together: the first and the last place always count, whatever
  /// their number; further ones while no more than `count` and no more than half are named, and
  /// none twice. Nil where all share a place.
  static func ends(_ places: [Int?], naming count: Int) -> (best: [Int], worst: [Int])? {
    var byPlace: [Int: [Int]] = [:]
    for (position, place) in places.enumerated() {
      if let place { byPlace[place, default: []].append(position) }
    }
    var groups = byPlace.sorted { $0.key < $1.key }.map(\.value)
    guard groups.count >= 2 else { return nil }
    var best = groups.removeFirst()
    var worst = groups.removeLast()
    let limit = min(count, places.count { $0 != nil } / 2)
    while let next = groups.first, best.count + next.count <= limit {
      best += groups.removeFirst()
    }
    while let next = groups.last, worst.count + next.count <= limit {
      worst += groups.removeLast()
    }
    return (best, worst)
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
