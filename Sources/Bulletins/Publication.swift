// The files of a bulletin: document, workbook of annexes, page and the frozen facts they are made
// of. Nothing is written unless every figure agrees.

internal import Causality
internal import Policy
public import Workbooks

/// The files of one bulletin, agreed and ready.
public struct Publication: Sendable {
  /// The document for word processors.
  public let docx: [UInt8]
  /// The page.
  public let html: [UInt8]
  /// The annexes; nil without any.
  public let workbook: WorkbookFile?
  private let facts: BulletinFacts
  /// The message to the late and the silent; nil when there are none.
  public let reminder: String?

  init(_ bulletin: Bulletin) throws(WorkbookError) {
    let (document, facts) = (bulletin.document, bulletin.facts)
    docx = try document.docx(
      annexes: bulletin.annexes, date: facts.head.issuedOn.description)
    html = document.html(annexes: bulletin.annexes)
    workbook = bulletin.workbook
    reminder = bulletin.reminder
    self.facts = facts
  }

  /// The facts as text, from which the same files can be made again. O(records).
  public var snapshot: [UInt8] { facts.snapshot() }
}

extension Bulletin {
  /// Checks every figure and makes the files. Throws all discrepancies at once, and then no file is
  /// made. O(records).
  public func publish() throws(BulletinFault) -> Publication {
    let discrepancies = discrepancies()
    guard discrepancies.isEmpty else { throw .discrepancies(discrepancies) }
    do { return try Publication(self) } catch {
      throw .file(error)
    }
  }
}
