// Why a snapshot cannot be read.

public import Catalogue

/// A snapshot of facts that is not whole, or not of this format.
public struct SnapshotFault: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The first line names no snapshot of a known version.
    case version
    /// The text is longer than allowed.
    case size
    /// A line of an unknown kind, or in the wrong order.
    case kind
    /// A line with too few or too many fields.
    case fields
    /// A field that is not what it should be.
    case value
    /// The last line does not close the snapshot with the number of its lines.
    case end
    /// Every line can be read, but not all are as they were written.
    case changed
  }

  /// What is wrong.
  public let code: Code
  /// The line, from 1.
  public let line: Int
  /// The field, from 1; 0 for the whole line.
  public let field: Int
  /// What was found.
  public let detail: String

  /// The sentence.
  public var message: Message {
    Message("bulletin.snapshot.\(code.rawValue)", ["\(line)", "\(field)", detail])
  }
}
