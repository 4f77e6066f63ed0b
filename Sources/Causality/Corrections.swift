// Records that correct others: of a record, what corrects it, and what corrects that, one stands.
// Replicas that correct one record apart make several corrections of it; which one stands is the
// same everywhere, and so is which counts of several that were made apart and correct nothing of
// each other.

/// Corrections of records by records, taken in and out one at a time.
public struct Corrections: Sendable {
  /// What each correction corrects.
  private var corrects: [RecordID: RecordID] = [:]
  /// The corrections of each record.
  private var corrections: [RecordID: [RecordID]] = [:]

  /// None.
  public init() {}

  /// Takes a correction in, instead of what it corrected before; one that names itself is none.
  public mutating func insert(_ id: RecordID, correcting corrected: RecordID) {
    remove(id)
    if id == corrected { return }
    corrects[id] = corrected
    corrections[corrected, default: []].append(id)
  }

  /// Takes a correction out.
  ///
  /// - Returns: what it corrected; nil where it corrected nothing.
  @discardableResult
  public mutating func remove(_ id: RecordID) -> RecordID? {
    guard let corrected = corrects.removeValue(forKey: id) else { return nil }
    corrections[corrected]?.removeAll { $0 == id }
    if corrections[corrected]?.isEmpty == true { corrections[corrected] = nil }
    return corrected
  }

  /// What a record corrects, and what that corrects, down to the one that corrects nothing; the
  /// record itself where it corrects nothing. In a ring of corrections the last before it closes.
  ///
  /// - Complexity: O(records that correct one another).
  public func original(of id: RecordID) -> RecordID {
    var (root, seen): (RecordID, Set<RecordID>) = (id, [id])
    while let corrected = corrects[root], seen.insert(corrected).inserted { root = corrected }
    return root
  }

  /// Whether of two records that stand and say the same thing of the same time the first is the one
  /// that counts: the one whose original has the smaller id. The violation stands on the other
  /// original.
  ///
  /// - Complexity: O(records that correct one another).
  public func precedes(_ id: RecordID, _ other: RecordID) -> Bool {
    (original(of: id), id) < (original(of: other), other)
  }

  /// Of a record, what it corrects and all corrections of these the one that stands: of those that
  /// nothing corrects the one with the greatest id. Nil in a ring of corrections, where none does.
  ///
  /// - Complexity: O(records that correct one another).
  public func standing(for id: RecordID) -> RecordID? { group(of: id).standing }

  /// Those of some records that stand, as ``stands(_:)`` says of each.
  ///
  /// - Complexity: O(records given, and those that correct one another): no group is walked twice.
  public func standing(among ids: some Sequence<RecordID>) -> Set<RecordID> {
    let ids = Set(ids)
    if corrects.isEmpty { return ids }
    var (found, seen): (Set<RecordID>, Set<RecordID>) = ([], [])
    for id in ids where !seen.contains(id) {
      let group = group(of: id)
      seen.formUnion(group.members)
      if let standing = group.standing, ids.contains(standing) { found.insert(standing) }
    }
    return found
  }

  /// All records that correct one another with `id`, and the one of them that stands.
  private func group(of id: RecordID) -> (standing: RecordID?, members: Set<RecordID>) {
    let root = original(of: id)
    var (standing, open): (RecordID?, [RecordID]) = (nil, [root])
    var seen: Set<RecordID> = [root]
    while let next = open.popLast() {
      guard let later = corrections[next] else {
        standing = max(standing ?? next, next)
        continue
      }
      open += later.filter { seen.insert($0).inserted }
    }
    return (standing, seen)
  }

  /// Whether a record stands: nothing corrects it, and no later correction of the same record is
  /// beside it.
  public func stands(_ id: RecordID) -> Bool { corrects.isEmpty || standing(for: id) == id }
}
