// Guarantees: a reader that has once read all shown values of a store learns which records may show
// others since, in proportion to what came in between; and learns when only reading all again will
// do.

public import Causality
internal import LMDB
internal import Wire

/// How far a reader has followed a store. Good for one process; says nothing across programs.
public struct FollowPoint: Sendable {
  fileprivate struct Reached: Sendable {
    let base: Digest
    let heads: [ReplicaID: Head]
    let arrival: UInt64
  }

  fileprivate let ledgers: [String: Reached]
  fileprivate let members: MemberList
}

/// A record that some change has touched.
public struct TouchedRecord: Sendable, Hashable {
  /// The ledger of the record.
  public let ledger: String
  /// The collection of the record.
  public let collection: CollectionID
  /// The record, alive or archived.
  public let id: RecordID
}

extension Snapshot {
  /// The point of a reader that has read everything of this snapshot. O(ledgers and replicas).
  public func followPoint() throws(StoreError) -> FollowPoint {
    var ledgers: [String: FollowPoint.Reached] = [:]
    for ledger in try allLedgers() {
      ledgers[ledger] = FollowPoint.Reached(
        base: try store.base(of: ledger, transaction).digest,
        heads: try store.heads(ledger, transaction),
        arrival: try store.lastArrival(ledger, transaction))
    }
    return FollowPoint(ledgers: ledgers, members: members)
  }

  /// The records that changes since `point` name, each once, in no order.
  ///
  /// nil when everything must be read again: ledgers came or went, a base was laid, changes left
  /// the log, members' rights changed, or more than `recordsMax` records were touched.
  ///
  /// - Complexity: O(changes since).
  public func touched(
    since point: FollowPoint, recordsMax: Int = 10_000
  ) throws(StoreError) -> Set<TouchedRecord>? {
    let names = try allLedgers()
    guard Set(names) == Set(point.ledgers.keys),
      members.judgedOtherwise(by: point.members).isEmpty
    else { return nil }
    var touched: Set<TouchedRecord> = []
    for ledger in names {
      guard let reached = point.ledgers[ledger], try isFollowed(ledger, reached) else { return nil }
      var last = reached.arrival
      while let next = try store.nextArrival(ledger, after: last, transaction) {
        last = next
        guard let dot = try store.arrivedDot(ledger, next, transaction),
          let change = try store.change(ledger, dot, transaction)
        else { return nil }
        for operation in change.operations {
          touched.insert(
            TouchedRecord(ledger: ledger, collection: operation.collection, id: operation.record))
        }
        if touched.count > recordsMax { return nil }
      }
    }
    return touched
  }

  /// Whether all that was read of a ledger still stands beneath what is there now.
  private func isFollowed(
    _ ledger: String, _ reached: FollowPoint.Reached
  ) throws(StoreError) -> Bool {
    guard try store.base(of: ledger, transaction).digest == reached.base else { return false }
    let heads = try store.heads(ledger, transaction)
    for (replica, head) in reached.heads {
      guard let now = heads[replica], now.seq >= head.seq else { return false }
      if now.seq == head.seq {
        if now.hash != head.hash { return false }
      } else if try store.hash(of: Dot(replica: replica, seq: head.seq), ledger, transaction)
        != head.hash
      {
        return false
      }
    }
    return true
  }
}
