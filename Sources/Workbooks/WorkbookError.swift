// Why a file of a workbook could not be made: what, where, and what to do next.

public import Catalogue

/// A workbook or an archive that could not be written.
public struct WorkbookError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The library could not create or write the file.
    case unwritable
    /// A sheet refused a row, a column or a name.
    case unfit
    /// The archive could not be closed.
    case archive
    /// The bytes are no archive, or more than was allowed.
    case unreadable
  }

  /// What went wrong.
  public let code: Code
  /// The file, sheet or part.
  public let place: String
  /// What the library said.
  public let reason: String

  /// The sentence for people.
  public var message: Message { Message("workbook.\(code.rawValue)", [place, reason]) }
  /// What to do next.
  public var hint: Message { Message("workbook.\(code.rawValue).hint", [place]) }
}
