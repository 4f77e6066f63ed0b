// The monthly bulletin: facts in, a document and its annexes out. It is published only when every
// figure of the text agrees with the rows of the annexes.

public import Workbooks

/// A bulletin of one period.
public struct Bulletin: Sendable {
  /// All that the text and the annexes were made of.
  public let facts: BulletinFacts
  /// The text.
  public let document: Document
  /// The annexes, in the order of their numbers.
  public let annexes: [Table]
  let claims: [TableClaim]
  let percents: [PercentColumn]

  /// Composes a bulletin. Throws when the facts contradict themselves. O(records).
  public init(_ facts: BulletinFacts) throws(BulletinFault) {
    do { try facts.validate() } catch { throw .facts(error) }
    let tally = Tally(facts)
    let annexes = Annexes(facts, tally)
    self.facts = facts
    self.annexes = annexes.tables
    claims = annexes.claims
    percents = annexes.percents
    var composition = Composition(sentences: Sentences(facts, tally), annexes: annexes)
    let document = composition.compose()
    self.document = document
    let figures = document.figures
    for fact in facts.stated where !figures.contains(fact.figure) {
      throw .facts(
        FactFault(
          code: .figure, place: fact.figure, detail: figures.sorted().joined(separator: " ")))
    }
  }

  private init(_ bulletin: Bulletin, document: Document, annexes: [Table]) {
    facts = bulletin.facts
    claims = bulletin.claims
    percents = bulletin.percents
    self.document = document
    self.annexes = annexes
  }

  /// The bulletin with another text or other annexes, as an office corrects them by hand before it
  /// publishes; they are checked as any.
  public func with(document: Document? = nil, annexes: [Table]? = nil) -> Bulletin {
    Bulletin(self, document: document ?? self.document, annexes: annexes ?? self.annexes)
  }

  /// What disagrees: every figure of the text counted again from the rows of the annexes, every sum
  /// and percentage of the annexes, every cell that another annex adds up to. O(records).
  public func discrepancies() -> [Discrepancy] {
    CrossCheck.discrepancies(
      of: document, annexes: annexes, claims: claims, percents: percents)
  }

  /// The annexes as one workbook; nil without annexes.
  public var workbook: WorkbookFile? {
    annexes.isEmpty
      ? nil
      : WorkbookFile(
        title: document.name, office: facts.head.office, createdOn: facts.head.issuedOn,
        tables: facts.isDraft ? annexes.map { $0.noting(Words.text("bulletin.draft")) } : annexes)
  }

  /// The message that asks the late and the silent to report; nil when all have reported in time.
  public var reminder: String? {
    func names(_ state: ReportState) -> [String] {
      facts.reporters.filter { $0.state == state }.map(\.unit)
    }
    let (missing, late) = (names(.missing), names(.late))
    if missing.isEmpty, late.isEmpty { return nil }
    let asked = [("missing", missing), ("late", late)].filter { !$0.1.isEmpty }
      .map { state, units in
        Words.text(
          "bulletin.reminder.\(state)", "\(units.count)", units.joined(separator: "、"))
      }
    return Words.text("bulletin.reminder", Words.months(to: facts.head.month))
      + asked.joined(separator: "；") + Words.text("bulletin.reminder.sign", facts.head.office)
  }
}
