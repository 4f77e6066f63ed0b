// What a bulletin is made of: facts of one closed period, nothing computed from them and nothing of
// where they are stored. The same facts give the same bulletin for ever.

public import Causality
public import Policy

/// The office's words around the figures.
public struct BulletinHead: Sendable, Hashable {
  /// Such as 重点项目暨“三个一批”建设进展情况通报.
  public var title = ""
  /// The issuing office.
  public var office = ""
  /// What the city's sentences call the whole: 全市, 全县.
  public var whole = "全市"
  /// The year of the period.
  public var year = 2021
  /// The last month that counts, 1...12.
  public var month = 1
  /// The issue's number in its year.
  public var number = 1
  /// The day of issue.
  public var issuedOn = CivilDate.earliest
  /// To whom it goes; may be empty.
  public var addressee = ""
  /// Why and by what the bulletin is issued; one paragraph each.
  public var basis: [String] = []
  /// What is asked for; one paragraph each.
  public var demands: [String] = []
  /// How the percentages of all sentences and tables are rounded.
  public var rounding = Fraction.Rounding.halfUp
  /// How many counties are named as better and as worse, 1...10.
  public var namedCount = 3
  /// Which ten days of the month its ten-day report is of, 1...3; nil without one.
  public var tenDays: Int?

  /// A head to be filled in.
  public init() {}
}

/// A county or a functional zone, with its scores.
public struct CountyFact: Sendable, Hashable {
  /// The administrative code, or a zone's own.
  public var code: String
  /// The name as it is printed.
  public var name: String
  /// Functional zones are ranked apart.
  public var isZone: Bool
  /// The total score; nil where none was given.
  public var score: ExactDecimal?
  /// The scores it is made of, in the order of ``BulletinFacts/scoreItems``.
  public var parts: [ExactDecimal?]

  /// A county.
  public init(
    code: String, name: String, isZone: Bool = false, score: ExactDecimal? = nil,
    parts: [ExactDecimal?] = []
  ) {
    self.code = code
    self.name = name
    self.isZone = isZone
    self.score = score
    self.parts = parts
  }
}

/// A rate that a bulletin reports.
public enum Measure: String, Sendable, Hashable, CaseIterable {
  /// 签约履约率: performed / signed.
  case signedPerformed = "signing.performed"
  /// 签约开工率: started / signed.
  case signedStarted = "signing.started"
  /// 开工率 of the list of starts: started / listed.
  case started = "start.started"
  /// 投产率 of the list of production: producing / listed.
  case producing = "production.producing"
  /// 省重点 investment completed / annual plan, 万元.
  case provincialInvestment = "provincial.investment"
  /// 市重点 investment completed / annual plan, 万元.
  case cityInvestment = "city.investment"
  /// 省重点 planned new starts that have started.
  case provincialStarts = "provincial.starts"
  /// 市重点 planned new starts that have started.
  case cityStarts = "city.starts"
  /// 联审联批: items done / items required.
  case approvals = "approvals.done"

  var isMoney: Bool { self == .provincialInvestment || self == .cityInvestment }
}

/// A rate as an indicator gave it; the annexes are held against it.
public struct RateFact: Sendable, Hashable {
  /// What the rate is of.
  public var measure: Measure
  /// The county's code; nil for the whole.
  public var county: String?
  /// Exactly as the rules gave it.
  public var rate: Rate

  /// A rate.
  public init(_ measure: Measure, county: String? = nil, _ rate: Rate) {
    self.measure = measure
    self.county = county
    self.rate = rate
  }
}

/// A rate of an earlier month, for the line of the year.
public struct MonthFact: Sendable, Hashable {
  /// 1...12.
  public var month: Int
  /// What the rate is of.
  public var measure: Measure
  /// Exactly as the rules gave it.
  public var rate: Rate

  /// A month's rate.
  public init(_ month: Int, _ measure: Measure, _ rate: Rate) {
    self.month = month
    self.measure = measure
    self.rate = rate
  }
}

/// A number printed as the office states it, whatever the annexes add up to.
public struct StatedFact: Sendable, Hashable {
  /// The figure's id.
  public var figure: String
  /// What is printed, such as `93.4` or `367`.
  public var text: String
  /// Why it stays although it differs; empty means it must agree or nothing is published.
  public var reason: String

  /// A stated number.
  public init(figure: String, text: String, reason: String = "") {
    self.figure = figure
    self.text = text
    self.reason = reason
  }
}

/// All that a bulletin is made of.
public struct BulletinFacts: Sendable, Hashable {
  /// The office's words around the figures.
  public var head = BulletinHead()
  /// Whether the month is still open, so that its figures may change: then every file says so.
  public var isDraft = false
  /// In the order in which tables list them.
  public var counties: [CountyFact] = []
  /// The names of the scores' parts.
  public var scoreItems: [String] = []
  /// Rates that the annexes must give again.
  public var rates: [RateFact] = []
  /// The rates of the year's earlier months.
  public var months: [MonthFact] = []
  /// Figures that the office states otherwise than they are counted.
  public var stated: [StatedFact] = []
  /// The projects of every list of the period.
  public var projects: [ProjectFact] = []
  /// Approvals of those projects.
  public var approvals: [ApprovalFact] = []
  /// Issues of those projects.
  public var issues: [IssueFact] = []
  /// Who has to report for the month.
  public var reporters: [ReporterFact] = []

  /// No facts yet.
  public init() {}
}
