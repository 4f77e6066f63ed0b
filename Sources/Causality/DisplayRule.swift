// Which sibling is shown while a conflict is open. Each rule is a pure function of the siblings: it
// depends on no order of arrival, and it never changes or hides what it chooses from.

/// How a field chooses the sibling to show.
public enum DisplayRule: Hashable, Sendable {
  /// The greatest (clock, replica, seq): the last writer.
  case newest
  /// The sibling that claims least. `order` lists the numbers of an enumeration's cases, the one
  /// that claims least first; a value that is not listed claims less than any that is. Among equal
  /// claims the newest.
  case cautious(order: [UInt32])
  /// A sibling written by the authority (the city) before all others; among equals the newest.
  case authority

  /// The place of a case number in a cautious order, from 0, for the `rank` of
  /// ``Register/shown(by:isAuthority:rank:)``; -1 for a value that is no case number or not listed,
  /// and under the other rules.
  public func rank(ofCode code: UInt32?) -> Int {
    guard let code, case .cautious(let order) = self else { return -1 }
    return order.firstIndex(of: code) ?? -1
  }
}
