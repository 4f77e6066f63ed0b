// The elements of an approval item's set-valued fields that have a structure of their own, read
// from the text they are stored as.

public import Causality

/// A time for which an approval clock stood still.
public struct ApprovalPause: Sendable, Hashable {
  /// The first day of standing still.
  public let from: CivilDate
  /// The last day; nil while the clock still stands.
  public let to: CivilDate?
  /// Why; empty when nobody said.
  public let reason: String

  /// Reads an element of `approval.pauses`; nil for text that is not one.
  public init?(_ text: String) {
    guard let slash = text.utf8.firstIndex(of: 0x2F), let from = CivilDate(iso: text[..<slash])
    else { return nil }
    let rest = text[text.index(after: slash)...]
    let end = rest.prefix { $0 != " " }
    let to = CivilDate(iso: end)
    guard end.isEmpty || to != nil else { return nil }
    self.from = from
    self.to = to
    reason = String(rest.dropFirst(end.count).drop { $0 == " " })
  }
}

/// An item accepted as missing, with the day it was promised for.
public struct MissingItem: Sendable, Hashable {
  /// What is missing.
  public let name: String
  /// The day it was promised for.
  public let promiseDueOn: CivilDate
  /// The day it came; nil until then.
  public let suppliedOn: CivilDate?

  /// Reads an element of `approval.missing_items`; nil for text that is not one.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let due = CivilDate(iso: parts[1]) else {
      return nil
    }
    name = String(parts[0])
    promiseDueOn = due
    suppliedOn = parts.count == 3 ? CivilDate(iso: parts[2]) : nil
  }
}
