// The files of a bulletin: document, workbook of annexes, page and the frozen facts they are made of.
// Nothing is written unless every figure agrees.

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
  /// The facts as text, from which the same files can be made again.
  public let snapshot: [UInt8]
  /// The message to the late and the silent; nil when there are none.
  public let reminder: String?
}

extension Bulletin {
  /// Checks every figure and makes the files. Throws all discrepancies at once, and then no file is
  /// made. O(records).
  public func publish() throws(BulletinFault) -> Publication {
    let discrepancies = discrepancies()
    guard discrepancies.isEmpty else { throw .discrepancies(discrepancies) }
    do {
      return Publication(
        docx: try document.docx(annexes: annexes, date: facts.head.issuedOn.description),
        html: document.html(annexes: annexes), workbook: workbook, snapshot: facts.snapshot(),
        reminder: reminder)
    } catch {
      throw .file(error)
    }
  }
}
