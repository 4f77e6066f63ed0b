// The rates of a bulletin: those the indicators gave, and for the rest what the records add up to.
// Sums are exact.

internal import Causality

/// Rates by measure and county.
struct Tally {
  private struct Key: Hashable {
    let measure: Measure
    let county: String?
  }

  private var rates: [Key: Rate] = [:]

  /// Counts and sums once over all records. O(records).
  init(_ facts: BulletinFacts) {
    var sums: [String: [Measure: Pair]] = [:]
    var countyOf: [String: String] = Dictionary(minimumCapacity: facts.projects.count)
    for project in facts.projects {
      Tally.add(project, to: &sums[project.county, default: [:]])
      countyOf[project.code] = project.county
    }
    for approval in facts.approvals {
      let county = countyOf[approval.project] ?? ""
      sums[county, default: [:]][.approvals, default: Pair()]
        .count(approval.decidedOn != nil)
    }
    for measure in Measure.allCases {
      var whole = Pair()
      for county in facts.counties {
        let pair = sums[county.code]?[measure] ?? Pair()
        whole.add(pair)
        rates[Key(measure: measure, county: county.code)] = pair.rate
      }
      rates[Key(measure: measure, county: nil)] = whole.rate
    }
    for fact in facts.rates { rates[Key(measure: fact.measure, county: fact.county)] = fact.rate }
  }

  /// A rate; nothing over nothing where no record has a part in it.
  func rate(_ measure: Measure, _ county: String? = nil) -> Rate {
    rates[Key(measure: measure, county: county)] ?? Rate(0, 0)
  }

  private static func add(_ project: ProjectFact, to sums: inout [Measure: Pair]) {
    let lists = project.lists
    if lists.contains(.signing) {
      sums[.signedPerformed, default: Pair()].count(project.performedOn != nil)
      sums[.signedStarted, default: Pair()].count(project.startedOn != nil)
    }
    if lists.contains(.start) { sums[.started, default: Pair()].count(project.startedOn != nil) }
    if lists.contains(.production) {
      sums[.producing, default: Pair()].count(project.producingOn != nil)
    }
    for (list, investment, starts) in [
      (ProjectLists.provincial, Measure.provincialInvestment, Measure.provincialStarts),
      (.city, .cityInvestment, .cityStarts),
    ] where lists.contains(list) {
      if let plan = project.planHeld {
        sums[investment, default: Pair()].add(project.completed, plan)
      }
      if lists.contains(.plannedStart) {
        sums[starts, default: Pair()].count(project.startedOn != nil)
      }
    }
  }

  /// Numerator and denominator in ten-thousandths.
  private struct Pair {
    var over: Int64 = 0
    var under: Int64 = 0

    mutating func count(_ isDone: Bool) {
      under += 10_000
      if isDone { over += 10_000 }
    }

    mutating func add(_ numerator: ExactDecimal?, _ denominator: ExactDecimal?) {
      over += numerator?.scaled(to: 4) ?? 0
      under += denominator?.scaled(to: 4) ?? 0
    }

    mutating func add(_ other: Pair) {
      over += other.over
      under += other.under
    }

    var rate: Rate { Rate(ExactDecimal(tenThousandths: over), ExactDecimal(tenThousandths: under)) }
  }
}

extension ExactDecimal {
  /// A number of ten-thousandths.
  init(tenThousandths: Int64) {
    self = ExactDecimal(mantissa: tenThousandths, scale: 4) ?? ExactDecimal(0)
  }
}
