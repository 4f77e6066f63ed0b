// Records that correct others: of a record, what corrects it, and what corrects that, one stands. Replicas
// that correct one record apart make several corrections of it; which one stands is the same everywhere.

/// Corrections of records by records.
public enum Corrections {
  /// The records that stand no longer: those that another corrects, and of several corrections of one
  /// record, and of their own, all but the one with the greatest id that nothing corrects. In a ring of
  /// corrections none stands.
  ///
  /// - Parameter corrects: each correction with the record that it corrects; one that names itself is none.
  /// - Complexity: O(corrections × length of their chains).
  public static func superseded(_ corrects: [RecordID: RecordID]) -> Set<RecordID> {
    var superseded: Set<RecordID> = []
    for (id, corrected) in corrects where id != corrected { superseded.insert(corrected) }
    var standing: [RecordID: RecordID] = [:]
    for (id, corrected) in corrects where id != corrected && !superseded.contains(id) {
      let root = root(of: id, corrects)
      if let other = standing[root] { superseded.insert(min(other, id)) }
      standing[root] = max(standing[root] ?? id, id)
    }
    return superseded
  }

  /// What a chain of corrections began with; of one that ends in a ring the least id of the ring.
  private static func root(of id: RecordID, _ corrects: [RecordID: RecordID]) -> RecordID {
    var (root, seen): (RecordID, Set<RecordID>) = (id, [id])
    while let next = corrects[root], next != root {
      if !seen.insert(next).inserted { return least(ofRing: next, corrects) }
      root = next
    }
    return root
  }

  private static func least(ofRing start: RecordID, _ corrects: [RecordID: RecordID]) -> RecordID {
    var (least, place) = (start, corrects[start] ?? start)
    while place != start {
      least = min(least, place)
      place = corrects[place] ?? start
    }
    return least
  }
}
