// One project, one page: who answers for it, its milestones planned and reached, approvals, money
// by month, issues and photographs, as a document like any other.

public import Causality
internal import Policy
public import Workbooks

/// What a project's page holds.
public struct Dossier: Sendable {
  /// A step on the way, planned and reached.
  public struct Milestone: Sendable, Hashable {
    /// What people call the step.
    public var name: String
    /// By when it was to be reached; nil without a plan.
    public var plannedOn: CivilDate?
    /// When it was reached; nil while it was not.
    public var actualOn: CivilDate?

    /// A step.
    public init(_ name: String, plannedOn: CivilDate? = nil, actualOn: CivilDate? = nil) {
      self.name = name
      self.plannedOn = plannedOn
      self.actualOn = actualOn
    }
  }

  /// A month's money in 万元.
  public struct Month: Sendable, Hashable {
    /// 1...12.
    public var month: Int
    /// From January to this month.
    public var planned: ExactDecimal?
    /// Completed from January to this month.
    public var completed: ExactDecimal?
    /// Funds arrived from January to this month.
    public var arrived: ExactDecimal?

    /// A month.
    public init(
      _ month: Int, planned: ExactDecimal? = nil, completed: ExactDecimal? = nil,
      arrived: ExactDecimal? = nil
    ) {
      self.month = month
      self.planned = planned
      self.completed = completed
      self.arrived = arrived
    }
  }

  /// The project as of ``asOf``.
  public var project: ProjectFact
  /// The county's name.
  public var county: String
  /// The office that issues the page.
  public var office: String
  /// The day for which everything on the page holds.
  public var asOf: CivilDate
  /// Who answers for what: duty, and name and post.
  public var people: [(duty: String, person: String)] = []
  /// In the order in which they are shown.
  public var milestones: [Milestone] = []
  /// Approvals that the project needs, in the order in which they are shown.
  public var approvals: [ApprovalFact] = []
  /// The months of the year, ascending.
  public var months: [Month] = []
  /// The project's issues, in the order in which they are shown.
  public var issues: [IssueFact] = []
  /// Photographs, in the order in which they are shown.
  public var photos: [Photo] = []

  /// A page to be filled in.
  public init(project: ProjectFact, county: String, office: String, asOf: CivilDate) {
    self.project = project
    self.county = county
    self.office = office
    self.asOf = asOf
  }

  /// The document without its photographs. O(content).
  public var document: Document {
    var blocks: [Block] = []
    func section(_ key: String, _ table: Table) {
      blocks.append(.heading(level: 1, Words.text("dossier.\(key)")))
      blocks.append(
        table.rows.isEmpty ? .paragraph(Paragraph(Words.text("dossier.none"))) : .table(table))
    }
    section("facts", factTable)
    section("people", peopleTable)
    section("milestones", milestoneTable)
    section("approvals", approvalTable)
    section("money", moneyTable)
    section("issues", issueTable)
    if !photos.isEmpty { blocks.append(.heading(level: 1, Words.text("dossier.photos"))) }
    return Document(
      title: Words.text("dossier.title", project.name),
      subtitle: [Words.text("dossier.issued", office, Words.date(asOf))], blocks: blocks,
      office: office, name: project.name, rounding: .halfUp)
  }

  /// The page for word processors.
  public func docx() throws(WorkbookError) -> [UInt8] {
    try document.docx(photos: photos, date: asOf.description)
  }

  /// The page for browsers and printers.
  public func html() -> [UInt8] { document.html(photos: photos) }
}
