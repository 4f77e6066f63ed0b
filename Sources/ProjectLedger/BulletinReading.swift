// From the records of a store to the facts of one month's bulletin. Acts after the month's last day
// have not happened; what no record says is left out, never made up.

internal import Bulletins
internal import Causality
package import LedgerStore
internal import Policy
internal import Projects

/// Reads the facts of a month: first what the records say by themselves, then what also takes the
/// book of the rules and the calendar.
package struct BulletinReading: Sendable {
  let month: Period
  /// The day by which the month's reports are to be in; nil for the usual one.
  let reportsDue: CivilDate?
  let schema = Schema.standard
  private(set) var facts = BulletinFacts()
  /// The reports of the month itself and of its ten days.
  private var monthLines: [ReportLine] = []
  /// Places in `facts.projects` by record.
  private var places: [RecordID: Int] = [:]
  /// The ledger of each project.
  private var ledgerOf: [RecordID: String] = [:]
  /// Places in `facts.approvals` by record.
  private var approvalPlaces: [RecordID: Int] = [:]
  private var projects: [Record] = []
  private var approvals: [Record] = []

  /// Reads the projects with their lists, approvals and issues. O(records).
  init(
    month: Period, reportsDue: CivilDate?, _ store: Store, ledger: String?
  ) throws(StoreError) {
    self.month = month
    self.reportsDue = reportsDue
    var issues: [Record] = []
    var batches: [Record] = []
    var members: [Record] = []
    try store.read { snapshot throws(StoreError) in
      projects = try snapshot.all("project", in: ledger)
      approvals = try snapshot.all("approval", in: ledger)
      issues = try snapshot.all("issue", in: ledger)
      batches = try snapshot.all("batch", in: ledger)
      members = try snapshot.all("batch_member", in: ledger)
    }
    let lists = self.lists(batches, members)
    for record in projects { add(record, lists[record.id] ?? []) }
    for record in issues { add(issue: record) }
    let counties = Set(facts.projects.map(\.county)).sorted()
    facts.counties = counties.map { code in
      CountyFact(
        code: code, name: Region.find(code)?.name ?? code,
        isZone: Region.kind(of: code) == .zone)
    }
  }

  /// Adds the reports, who has handed them in, and the approvals with their last days.
  ///
  /// - Throws: `StoreError`, or `CalendarFault` where an approval's limit lies beyond the calendar.
  /// - Complexity: O(reports kept in the book).
  mutating func add(_ rules: RuleBook, _ store: Store) throws {
    try store.read { snapshot throws(StoreError) in try addReports(rules.book, snapshot) }
    addTenDays(rules.book)
    addMonths(rules.book)
    facts.reporters = reporters(projects, monthLines, due: due(rules.calendar))
    for record in approvals { try add(approval: record, rules.calendar) }
  }

  /// The code of a project in the facts; nil for other records.
  func code(of record: RecordID) -> String? { places[record].map { facts.projects[$0].code } }

  // MARK: Projects

  private mutating func add(_ record: Record, _ batches: ProjectLists) {
    let fields = ShownFields(record, schema, asOf: month.end)
    var lists = batches
    switch fields.choice("level") {
    case "national", "provincial": lists.insert(.provincial)
    case "municipal": lists.insert(.city)
    default: break
    }
    switch fields.choice("year_nature") {
    case "new_start": lists.insert(.plannedStart)
    case "preparatory": lists.insert(.preliminary)
    default: break
    }
    var fact = ProjectFact(
      code: record.id.description, name: fields.text("name"),
      county: fields.text("region_code", else: record.ledger), lists: lists)
    fact.totalInvestment = fields.money("total_investment")
    if let plan = LedgerSurroundings.related(record) {
      let period = ReportingPeriod.month(of: month.start)
      fact.annualPlan = plan.annualPlan(of: period.year)
      fact.expected = plan.planned(through: period)
      if let expected = fact.expected {
        fact.monthPlan =
          period.number == 1
          ? expected : plan.planned(through: period.previous).flatMap { expected.subtracting($0) }
      }
    }
    fact.builder = [fields.text("owner"), fields.text("builder_person")]
      .filter { !$0.isEmpty }.joined(separator: " ")
    fact.leader = fields.text("leader")
    fact.signedOn = fields.act("signed_on")
    fact.performedOn = fields.act("performed_on")
    fact.startedOn = fields.act("substantive_start_on")
    fact.producingOn = fields.act("production_on")
    fact.plannedStartOn = fields.date("planned_start_on")
    fact.plannedProductionOn = fields.date("planned_production_on")
    places[record.id] = facts.projects.count
    ledgerOf[record.id] = record.ledger
    facts.projects.append(fact)
  }

  /// The lists of the year's batches up to the month.
  private func lists(_ batches: [Record], _ members: [Record]) -> [RecordID: ProjectLists] {
    var kinds: [RecordID: ProjectLists] = [:]
    for record in batches {
      let fields = ShownFields(record, schema, asOf: month.end)
      let day = Period(fields.text("quarter"))?.start ?? fields.date("held_on")
      guard let day, day.year == month.start.year, day <= month.end else { continue }
      switch fields.choice("kind") {
      case "signing": kinds[record.id] = .signing
      case "starting": kinds[record.id] = .start
      case "producing": kinds[record.id] = .production
      default: break
      }
    }
    var lists: [RecordID: ProjectLists] = [:]
    for record in members {
      let fields = ShownFields(record, schema, asOf: month.end)
      guard let batch = fields.reference("batch"), let kind = kinds[batch],
        let project = fields.reference("project"), fields.choice("result") != "withdrawn"
      else { continue }
      lists[project, default: []].formUnion(kind)
    }
    return lists
  }

  /// What was completed before the year, and the year's investment up to the month, of reports that
  /// were handed in and not corrected since. The sums are in the book; of millions of reports only
  /// the month's, and each project's last, are read.
  private mutating func addReports(
    _ book: Book, _ snapshot: borrowing Snapshot
  ) throws(StoreError) {
    guard let collection = schema.collection("progress_report"),
      let lines = ReportLines(collection)
    else { return }
    let ledgers = try snapshot.allLedgers()
    var ofMonth: [RecordID: ReportLine] = [:]
    for (report, project) in book.reports(of: month) {
      guard let line = try Self.line(report, in: order(ledgers, project), snapshot, lines)
      else { continue }
      ofMonth[report] = line
      monthLines.append(line)
    }
    for (project, amount) in book.completed(before: month.start.year) {
      if let place = places[project] { facts.projects[place].priorCumulative = amount }
    }
    for (project, reported) in book.reported(through: month) {
      guard let place = places[project] else { continue }
      facts.projects[place].completed = reported.invested
      var line = ofMonth[reported.latest]
      if line == nil {
        line = try Self.line(reported.latest, in: order(ledgers, project), snapshot, lines)
      }
      facts.projects[place].progress = line?.progress ?? ""
    }
  }

  /// The ledgers to look for a project's report in: but for mistakes, its own.
  private func order(_ ledgers: [String], _ project: RecordID) -> [String] {
    guard let own = ledgerOf[project] else { return ledgers }
    return [own] + ledgers.filter { $0 != own }
  }

  private static func line(
    _ report: RecordID, in ledgers: [String], _ snapshot: borrowing Snapshot, _ lines: ReportLines
  ) throws(StoreError) -> ReportLine? {
    for ledger in ledgers {
      let fields = try snapshot.shown(ledger, lines.collection, report, wanted: lines.keeps)
      if let fields { return lines.line(fields) }
    }
    return nil
  }

  /// What the last ten days of which the month has reports completed, and the year up to them: the
  /// months before, and the month's ten days.
  private mutating func addTenDays(_ book: Book) {
    let reported = Set(monthLines.lazy.filter { $0.period.kind == .tenDays }.map(\.period))
    guard let last = reported.max(by: { $0.start < $1.start }) else { return }
    facts.head.tenDays = (last.start.day + 9) / 10
    for (project, place) in places {
      let parts = reported.compactMap { book.invested(by: project, in: $0) }
      if parts.isEmpty { continue }
      let whole = facts.projects[place].completed ?? ExactDecimal(0)
      let own = book.invested(by: project, in: month) ?? ExactDecimal(0)
      facts.projects[place].tenDays = book.invested(by: project, in: last)
      facts.projects[place].toTenDays = whole.subtracting(own).flatMap { Self.sum([$0] + parts) }
    }
  }

  /// The rates of investment of the year's earlier months; of a month without reports there is
  /// none.
  private mutating func addMonths(_ book: Book) {
    let measures: [(ProjectLists, Measure)] = [
      (.provincial, .provincialInvestment), (.city, .cityInvestment),
    ]
    for (list, measure) in measures {
      let members = places.filter {
        let project = facts.projects[$0.value]
        return project.lists.contains(list) && project.planHeld != nil
      }
      let plans = members.values.compactMap { facts.projects[$0].planHeld }
      guard let plan = Self.sum(plans) else { continue }
      var invested: [ExactDecimal] = []
      for number in 1..<month.start.month {
        guard let day = CivilDate(year: month.start.year, month: number, day: 1),
          let earlier = Period(.month, containing: day)
        else { continue }
        let amounts = members.keys.compactMap { book.invested(by: $0, in: earlier) }
        invested += amounts
        if !amounts.isEmpty, let sum = Self.sum(invested) {
          invested = [sum]
          facts.months.append(MonthFact(number, measure, Rate(sum, plan)))
        }
      }
    }
  }

  /// Nil beyond what a decimal holds.
  private static func sum(_ amounts: [ExactDecimal]) -> ExactDecimal? {
    amounts.reduce(ExactDecimal(0) as ExactDecimal?) { sum, amount in sum?.adding(amount) }
  }

  // MARK: Approvals and issues

  /// Takes the last days of approvals that are late as the rules count them, stops taken out.
  func limit(_ facts: inout BulletinFacts, _ warnings: [Warning], _ ruleSet: RuleSet) {
    for warning in warnings where warning.collection == "approval" {
      guard let record = warning.record, let place = approvalPlaces[record], let due = warning.due,
        ruleSet.rules(warning.rule).first?.kind == .approvalLimit
      else { continue }
      facts.approvals[place].dueOn = due
    }
  }

  private mutating func add(approval record: Record, _ calendar: WorkCalendar) throws {
    let fields = ShownFields(record, schema, asOf: month.end)
    guard let project = fields.reference("project"), let place = places[project] else { return }
    var due: CivilDate?
    if let accepted = fields.act("accepted_on"), let days = fields.integer("sla_workdays") {
      due = try calendar.adding(days, to: accepted)
    }
    approvalPlaces[record.id] = facts.approvals.count
    facts.approvals.append(
      ApprovalFact(
        project: facts.projects[place].code, item: fields.text("name"), unit: fields.text("unit"),
        acceptedOn: fields.act("accepted_on"), dueOn: due, decidedOn: fields.act("decided_on")))
  }

  private mutating func add(issue record: Record) {
    let fields = ShownFields(record, schema, asOf: month.end)
    guard let project = fields.reference("project"), let place = places[project] else { return }
    let status = fields.choice("status")
    let closed =
      IssueLifecycle.countsClosingDay(under: status) ? fields.act("closed_on") : nil
    let state: IssueState =
      closed != nil ? .settled : status == "refused_closing" ? .refused : .assigned
    facts.issues.append(
      IssueFact(
        project: facts.projects[place].code, text: fields.text("name"),
        unit: fields.text("responsible_unit"), assignedOn: fields.act("raised_on"),
        dueOn: fields.date("due_on"), state: state, closedOn: closed))
  }
}

extension Snapshot {
  /// The records of a collection by its code, in one ledger or all; none for an unknown code.
  package borrowing func all(
    _ code: String, in ledger: String?
  ) throws(StoreError) -> [Record] {
    guard let collection = Schema.standard.collection(code) else { return [] }
    var found: [Record] = []
    try query(Query(ledger: ledger, collection: collection.id)) {
      found.append($0)
      return true
    }
    return found
  }
}
