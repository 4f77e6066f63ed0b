// What a store has seen of one ledger: for each replica the highest seq applied. Changes are
// applied without gaps, so one number a replica says everything. Entries are sorted by replica and
// never carry seq 0: equal knowledge has one representation.

/// Replica -> highest seq seen. The empty vector has seen nothing.
///
/// Lookup costs O(log n) in the number of replicas; merging and comparing O(n + m).
@frozen
public struct VersionVector: Hashable, Sendable {
  /// One replica's part of a vector.
  @frozen
  public struct Entry: Hashable, Sendable {
    /// The writer.
    public let replica: ReplicaID
    /// At least 1 inside a vector.
    public let seq: UInt64

    /// A replica's part; seq 0 is lawful here and counts as absent in a vector.
    @inlinable
    public init(replica: ReplicaID, seq: UInt64) {
      self.replica = replica
      self.seq = seq
    }
  }

  /// How the knowledge of one vector stands to that of another.
  @frozen
  public enum Ordering: Hashable, Sendable {
    /// Both have seen the same.
    case equal
    /// The other has seen all of this one, and more.
    case before
    /// This one has seen all of the other, and more.
    case after
    /// Each has seen something that the other has not.
    case concurrent
  }

  /// Sorted by replica, one a replica, every seq at least 1.
  public private(set) var entries: [Entry]

  /// The vector that has seen nothing.
  @inlinable
  public init() {
    self.init(unchecked: [])
  }

  /// The least vector that covers every entry given: order is free, of a repeated replica the
  /// highest seq counts, seq 0 counts as absent. O(n log n), O(n) when already sorted and unique.
  public init(_ entries: some Sequence<Entry>) {
    self.init()
    var entries = Array(entries)
    let isAscending = zip(entries, entries.dropFirst()).allSatisfy { $0.replica < $1.replica }
    // Out of order each would be put between those that are there: O(n^2).
    if !isAscending { entries.sort { $0.replica < $1.replica } }
    for entry in entries where entry.seq > self[entry.replica] {
      self[entry.replica] = entry.seq
    }
  }

  @usableFromInline
  init(unchecked entries: [Entry]) {
    self.entries = entries
  }

  /// Whether nothing was seen. O(1).
  @inlinable
  public var isEmpty: Bool { entries.isEmpty }

  /// The index of the first entry whose replica is not below `replica`.
  @inlinable
  func position(of replica: ReplicaID) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low &+ high) >> 1
      if entries[middle].replica < replica {
        low = middle &+ 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The highest seq seen of a replica, 0 when none was. Setting 0 takes the entry away.
  @inlinable
  public subscript(replica: ReplicaID) -> UInt64 {
    get {
      let index = position(of: replica)
      guard index < entries.count, entries[index].replica == replica else { return 0 }
      return entries[index].seq
    }
    set {
      set(replica, to: newValue)
    }
  }

  @usableFromInline
  mutating func set(_ replica: ReplicaID, to seq: UInt64) {
    if let last = entries.last, last.replica < replica {
      if seq > 0 { entries.append(Entry(replica: replica, seq: seq)) }
      return
    }
    let index = position(of: replica)
    let isPresent = index < entries.count && entries[index].replica == replica
    switch (isPresent, seq > 0) {
    case (true, true): entries[index] = Entry(replica: replica, seq: seq)
    case (true, false): entries.remove(at: index)
    case (false, true): entries.insert(Entry(replica: replica, seq: seq), at: index)
    case (false, false): break
    }
  }

  /// Whether the change named by `dot` has been seen. Seq 0 names no change and is always covered.
  @inlinable
  public func covers(_ dot: Dot) -> Bool {
    dot.seq <= self[dot.replica]
  }

  /// Whether everything that `other` has seen has been seen here too.
  public func covers(_ other: VersionVector) -> Bool {
    switch compare(other) {
    case .equal, .after: true
    case .before, .concurrent: false
    }
  }

  /// Takes in all that `other` has seen: the greater seq of each replica.
  public mutating func merge(_ other: VersionVector) {
    self = merging(other)
  }

  /// The least vector that covers both.
  public func merging(_ other: VersionVector) -> VersionVector {
    var result: [Entry] = []
    result.reserveCapacity(max(entries.count, other.entries.count))
    forEachReplica(with: other) { replica, mine, theirs in
      result.append(Entry(replica: replica, seq: max(mine, theirs)))
    }
    return VersionVector(unchecked: result)
  }

  /// Compares what this vector has seen with what `other` has seen.
  public func compare(_ other: VersionVector) -> Ordering {
    var isBehind = false
    var isAhead = false
    forEachReplica(with: other) { _, mine, theirs in
      if mine < theirs { isBehind = true }
      if mine > theirs { isAhead = true }
    }
    return switch (isBehind, isAhead) {
    case (false, false): .equal
    case (true, false): .before
    case (false, true): .after
    case (true, true): .concurrent
    }
  }

  /// What this vector has seen and `other` has not: the changes to send to `other`, sorted by
  /// replica. Empty exactly when `other` covers this vector.
  public func missing(from other: VersionVector) -> [DotRange] {
    var result: [DotRange] = []
    forEachReplica(with: other) { replica, mine, theirs in
      if mine > theirs {
        result.append(DotRange(replica: replica, seqs: (theirs + 1)...mine))
      }
    }
    return result
  }

  /// Visits the replicas of either vector in ascending order with the seq of each, 0 for none.
  private func forEachReplica(
    with other: VersionVector, _ visit: (ReplicaID, _ mine: UInt64, _ theirs: UInt64) -> Void
  ) {
    var left = entries[...]
    var right = other.entries[...]
    while let mine = left.first, let theirs = right.first {
      if mine.replica < theirs.replica {
        visit(mine.replica, mine.seq, 0)
        left.removeFirst()
      } else if theirs.replica < mine.replica {
        visit(theirs.replica, 0, theirs.seq)
        right.removeFirst()
      } else {
        visit(mine.replica, mine.seq, theirs.seq)
        left.removeFirst()
        right.removeFirst()
      }
    }
    for entry in left { visit(entry.replica, entry.seq, 0) }
    for entry in right { visit(entry.replica, 0, entry.seq) }
  }
}

extension VersionVector: CustomStringConvertible {
  /// "replica#seq replica#seq", sorted; empty for the empty vector.
  public var description: String {
    entries.map { "\($0.replica)#\($0.seq)" }.joined(separator: " ")
  }
}
