// From the records of a store to the facts of one month's bulletin. Acts after the month's last day have
// not happened; what no record says is left out, never made up.

internal import Bulletins
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

/// Reads the facts of a month.
struct BulletinReading {
  let month: Period
  private let rules: RuleBook
  private let schema = Schema.standard
  private var facts = BulletinFacts()
  /// Places in `facts.projects` by record.
  private var places: [RecordID: Int] = [:]

  init(month: Period, _ rules: RuleBook) {
    self.month = month
    self.rules = rules
  }

  /// The facts without head, scores and lights, and the code of each project. O(records).
  mutating func read(
    _ store: Store, ledger: String?
  ) throws -> (facts: BulletinFacts, codes: [RecordID: String]) {
    var approvals: [Record] = []
    var issues: [Record] = []
    var projects: [Record] = []
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
    try store.read { snapshot throws(StoreError) in try addReports(snapshot, ledger) }
    for record in approvals { try add(approval: record) }
    for record in issues { add(issue: record) }
    let counties = Set(facts.projects.map(\.county)).sorted()
    facts.counties = counties.map { code in
      CountyFact(
        code: code, name: Region.find(code)?.name ?? code,
        isZone: code.utf8.contains(UInt8(ascii: "-")))
    }
    let codes = places.mapValues { facts.projects[$0].code }
    return (facts, codes)
  }

  // MARK: Projects

  private mutating func add(_ record: Record, _ batches: ProjectLists) {
    let fields = Fields(record, schema, asOf: month.end)
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
    fact.priorCumulative = fields.money("prior_cumulative")
    fact.annualPlan = fields.money("annual_plan")
    fact.expected = fields.money(planField(month.start.month))
    if let expected = fact.expected {
      let before = month.start.month > 1 ? fields.money(planField(month.start.month - 1)) : nil
      fact.monthPlan =
        month.start.month == 1 ? expected : before.flatMap { expected.subtracting($0) }
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
    facts.projects.append(fact)
  }

  private func planField(_ month: Int) -> String {
    "monthly_plan_" + (month < 10 ? "0" : "") + "\(month)"
  }

  /// The lists of the year's batches up to the month.
  private func lists(_ batches: [Record], _ members: [Record]) -> [RecordID: ProjectLists] {
    var kinds: [RecordID: ProjectLists] = [:]
    for record in batches {
      let fields = Fields(record, schema, asOf: month.end)
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
      let fields = Fields(record, schema, asOf: month.end)
      guard let batch = fields.reference("batch"), let kind = kinds[batch],
        let project = fields.reference("project"), fields.choice("result") != "withdrawn"
      else { continue }
      lists[project, default: []].formUnion(kind)
    }
    return lists
  }

  /// The year's investment up to the month, of reports that were handed in and not corrected since:
  /// there may be millions, so none is kept.
  private mutating func addReports(
    _ snapshot: borrowing Snapshot, _ ledger: String?
  ) throws(StoreError) {
    guard let collection = schema.collection("progress_report"),
      let lines = ReportLines(collection)
    else { return }
    var latest: [Int: CivilDate] = [:]
    for name in try snapshot.allLedgers() where ledger == nil || name == ledger {
      try snapshot.eachShown(name, collection.id, wanted: lines.keeps) { id, fields in
        guard let line = lines.line(fields), let place = places[line.project],
          !rules.book.isCorrected(report: id), let period = Period(line.period),
          period.kind == .month, period.start.year == month.start.year,
          period.start <= month.start
        else { return }
        let sum = facts.projects[place].completed ?? ExactDecimal(0)
        facts.projects[place].completed = line.invested.map { sum.adding($0) } ?? sum
        if latest[place].map({ $0 < period.start }) ?? true {
          latest[place] = period.start
          facts.projects[place].progress = line.progress
        }
      }
    }
  }

  // MARK: Approvals and issues

  private mutating func add(approval record: Record) throws {
    let fields = Fields(record, schema, asOf: month.end)
    guard let project = fields.reference("project"), let place = places[project] else { return }
    var due: CivilDate?
    if let accepted = fields.act("accepted_on"), let days = fields.integer("sla_workdays") {
      due = try rules.calendar.adding(days, to: accepted)
    }
    facts.approvals.append(
      ApprovalFact(
        project: facts.projects[place].code, item: fields.text("name"), unit: fields.text("unit"),
        acceptedOn: fields.act("accepted_on"), dueOn: due, decidedOn: fields.act("decided_on")))
  }

  private mutating func add(issue record: Record) {
    let fields = Fields(record, schema, asOf: month.end)
    guard let project = fields.reference("project"), let place = places[project] else { return }
    let closed = fields.act("closed_on")
    let state: IssueState =
      closed != nil ? .settled : fields.choice("status") == "refused_closing" ? .refused : .assigned
    facts.issues.append(
      IssueFact(
        project: facts.projects[place].code, text: fields.text("name"),
        unit: fields.text("responsible_unit"), assignedOn: fields.act("raised_on"),
        dueOn: fields.date("due_on"), state: state, closedOn: closed))
  }
}

/// What a bulletin takes from a progress report.
private struct ReportLines {
  struct Line {
    let project: RecordID
    let period: String
    let invested: ExactDecimal?
    let progress: String
  }

  private let project: FieldID
  private let period: FieldID
  private let invested: FieldID
  private let progress: FieldID
  private let state: FieldID
  /// The states in which a report does not count.
  private let open: [UInt32]

  init?(_ collection: CollectionDefinition) {
    guard let project = collection.field("project"), let period = collection.field("period"),
      let invested = collection.field("month_investment"),
      let progress = collection.field("progress_done"),
      let state = collection.field("report_state"), case .enumeration(let states) = state.type
    else { return nil }
    self.project = project.id
    self.period = period.id
    self.invested = invested.id
    self.progress = progress.id
    self.state = state.id
    open = states.cases.filter { ["draft", "returned"].contains($0.code) }.map(\.number)
  }

  func keeps(_ field: FieldID) -> Bool {
    [project, period, invested, progress, state].contains(field)
  }

  /// The line of a report that was handed in; nil for others.
  func line(_ fields: [(field: FieldID, content: ShownContent)]) -> Line? {
    var values: [FieldID: Value] = [:]
    for case (let field, .value(let value)) in fields { values[field] = value }
    if case .code(let number)? = values[state], open.contains(number) { return nil }
    guard case .reference(let project)? = values[project], case .text(let period)? = values[period]
    else { return nil }
    var invested: ExactDecimal?
    if case .decimal(let decimal)? = values[self.invested] { invested = decimal }
    var progress = ""
    if case .text(let text)? = values[self.progress] { progress = text }
    return Line(project: project, period: period, invested: invested, progress: progress)
  }
}

extension Snapshot {
  /// The records of a collection by its code, in one ledger or all; none for an unknown code.
  borrowing func all(_ code: String, in ledger: String?) throws(StoreError) -> [Record] {
    guard let collection = Schema.standard.collection(code) else { return [] }
    var found: [Record] = []
    try query(Query(ledger: ledger, collection: collection.id)) {
      found.append($0)
      return true
    }
    return found
  }
}

/// The shown values of a record by the codes of its fields.
private struct Fields {
  private let record: Record
  private let collection: CollectionDefinition?
  private let asOf: CivilDate

  init(_ record: Record, _ schema: Schema, asOf: CivilDate) {
    self.record = record
    self.asOf = asOf
    collection = schema.collection(record.collection)
  }

  private func value(_ code: String) -> Value? {
    collection?.field(code).flatMap { record[$0.id] }
  }

  func text(_ code: String, else other: String = "") -> String {
    if case .text(let text)? = value(code) { return text }
    return other
  }

  func money(_ code: String) -> ExactDecimal? {
    switch value(code) {
    case .decimal(let decimal)?: decimal
    case .integer(let number)?: ExactDecimal(number)
    default: nil
    }
  }

  func integer(_ code: String) -> Int? {
    if case .integer(let number)? = value(code) { return Int(exactly: number) }
    return nil
  }

  func date(_ code: String) -> CivilDate? {
    if case .date(let date)? = value(code) { return date }
    return nil
  }

  /// A date of something done; nil where that lies beyond the day asked about.
  func act(_ code: String) -> CivilDate? { date(code).flatMap { $0 <= asOf ? $0 : nil } }

  func reference(_ code: String) -> RecordID? {
    if case .reference(let id)? = value(code) { return id }
    return nil
  }

  func choice(_ code: String) -> String? {
    guard let field = collection?.field(code), case .code(let number)? = record[field.id],
      case .enumeration(let enumeration) = field.type
    else { return nil }
    return enumeration.find(number)?.code
  }
}
