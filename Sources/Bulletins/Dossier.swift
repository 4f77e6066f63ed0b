// One project, one page: who answers for it, its milestones planned and reached, approvals, money by
// month, issues and photographs, as a document like any other.

public import Causality
internal import Policy
public import Workbooks

/// What a project's page holds.
public struct Dossier: Sendable {
  /// A step on the way, planned and reached.
  public struct Milestone: Sendable, Hashable {
    public var name: String
    public var plannedOn: CivilDate?
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
    public var completed: ExactDecimal?
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

  public var project: ProjectFact
  /// The county's name.
  public var county: String
  /// The office that issues the page.
  public var office: String
  public var asOf: CivilDate
  /// Who answers for what: duty, and name and post.
  public var people: [(duty: String, person: String)] = []
  public var milestones: [Milestone] = []
  public var approvals: [ApprovalFact] = []
  public var months: [Month] = []
  public var issues: [IssueFact] = []
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
