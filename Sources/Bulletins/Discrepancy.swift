// A figure that does not agree with the annexes: which one, where it stands, what is printed, what
// the rows add up to.

public import Catalogue

/// A disagreement that stops a publication.
public struct Discrepancy: Sendable, Hashable {
  /// What disagrees.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// A figure of the text and the rows of its annex.
    case figure
    /// A number stated by hand and what the rows give, without a reason.
    case stated
    /// A summing row and the rows it sums.
    case sum
    /// The number of items a heading says and the items under it.
    case count
    /// A percentage and the two cells it is made of.
    case percent
    /// A cell of one annex and the rows of another.
    case annex
    /// A figure that names a column or row that is not there.
    case missing
  }

  /// How it disagrees.
  public let code: Code
  /// The heading the figure stands under, or the annex of the cell.
  public let section: String
  /// The sentence in its section, from 1; 0 for a cell of an annex.
  public let sentence: Int
  /// The figure's id, or the column of the cell.
  public let figure: String
  /// What is printed.
  public let printed: String
  /// What the rows give.
  public let expected: String
  /// The title of the annex it is held against.
  public let annex: String
  /// The row of that annex, as people find it, and its column.
  public let row: String

  /// The sentence for people.
  public var message: Message {
    Message(
      "bulletin.discrepancy.\(code.rawValue)",
      [section, "\(sentence)", figure, printed, expected, annex, row])
  }
}
