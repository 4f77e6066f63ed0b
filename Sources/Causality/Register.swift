// One field of one record: the siblings that no later change has superseded.
// A value leaves only through a change that had seen it; what arrives in any causal order gives the
// same register. Two different values side by side are a conflict, and a conflict is state.

/// The value, or the concurrent values, of one field.
///
/// Writing costs O(n log r) for n siblings and r replicas, and no allocation while there is at most
/// one sibling. The empty register is that of a field never written.
@frozen
public struct Register<Payload> {
  @usableFromInline
  var standing: Siblings<Payload>

  /// The register of a field that nobody has written.
  @inlinable
  public init() {
    standing = Siblings()
  }

  /// Sorted by dot, one a dot.
  @inlinable
  public var siblings: Siblings<Payload> { standing }

  /// Whether nothing stands in the register: never written. O(1).
  @inlinable
  public var isEmpty: Bool { standing.isEmpty }

  /// Adds a stored sibling while a register is read back.
  ///
  /// - Returns: false, with no change, unless the dot is greater than those of all siblings
  ///   present: stored registers are sorted.
  @inlinable
  public mutating func append(_ sibling: Sibling<Payload>) -> Bool {
    standing.append(sibling)
  }

  /// Applies a write: takes out the siblings that the writer had seen and adds the new one.
  ///
  /// Writing the same dot again changes nothing as long as its sibling stands. The register does
  /// not remember superseded dots: callers apply every change once, after its deps and without gaps
  /// (`seq` = highest seen + 1).
  ///
  /// - Parameter deps: all that the writer had seen. The writer's own earlier changes count as
  ///   seen, whether listed or not.
  @inlinable
  public mutating func write(
    _ payload: Payload, dot: Dot, clock: HybridTimestamp, deps: VersionVector
  ) {
    supersede(by: dot, deps: deps)
    standing.insert(Sibling(dot: dot, clock: clock, payload: payload))
  }

  /// Takes out the siblings that the writer of `dot` had seen, and adds none.
  @inlinable
  public mutating func supersede(by dot: Dot, deps: VersionVector) {
    standing.removeAll { dot.supersedes($0.dot, deps: deps) }
  }

  /// Whether siblings of different value stand side by side, `areEqual` deciding what is the same.
  @inlinable
  public func isConflict(by areEqual: (Payload, Payload) -> Bool) -> Bool {
    for index in 1..<max(standing.count, 1) {
      if !areEqual(standing[0].payload, standing[index].payload) { return true }
    }
    return false
  }

  /// The index of the sibling to show, nil for the empty register. O(n).
  ///
  /// - Parameters:
  ///   - isAuthority: whether a replica writes for the city; asked under ``DisplayRule/authority``.
  ///   - rank: how much a payload claims, less being shown first, below 0 for unknown; asked under
  ///     ``DisplayRule/cautious(order:)``. ``DisplayRule/rank(ofCode:)`` gives it from a case
  ///     number.
  @inlinable
  public func shown(
    by rule: DisplayRule, isAuthority: (ReplicaID) -> Bool, rank: (Payload) -> Int
  ) -> Int? {
    guard standing.count > 1 else { return standing.isEmpty ? nil : 0 }
    switch rule {
    case .newest:
      return preferred { _ in 0 }
    case .cautious:
      return preferred { max(rank($0.payload), -1) }
    case .authority:
      return preferred { isAuthority($0.dot.replica) ? 0 : 1 }
    }
  }

  /// The newest among the siblings whose key is least.
  @inlinable
  func preferred(key: (Sibling<Payload>) -> Int) -> Int {
    var best = 0
    var bestKey = key(standing[0])
    for index in 1..<standing.count {
      let sibling = standing[index]
      let siblingKey = key(sibling)
      if siblingKey < bestKey
        || siblingKey == bestKey && sibling.isNewer(than: standing[best])
      {
        best = index
        bestKey = siblingKey
      }
    }
    return best
  }

  /// The register of a store that has seen what both have seen.
  ///
  /// A sibling stays when both have it, or when one has it and the other has not seen its dot: what
  /// the other saw and no longer has was superseded there. Commutative, associative and idempotent.
  ///
  /// - Parameters:
  ///   - seen: the version vector that goes with this register.
  ///   - otherSeen: the version vector that goes with `other`.
  @inlinable
  public func merging(
    _ other: Register, seen: VersionVector, otherSeen: VersionVector
  ) -> Register {
    var result = Register()
    var mine = siblings[...]
    var theirs = other.siblings[...]
    while let left = mine.first, let right = theirs.first {
      if left.dot == right.dot {
        _ = result.append(left)
        mine.removeFirst()
        theirs.removeFirst()
      } else if left.dot < right.dot {
        if !otherSeen.covers(left.dot) { _ = result.append(left) }
        mine.removeFirst()
      } else {
        if !seen.covers(right.dot) { _ = result.append(right) }
        theirs.removeFirst()
      }
    }
    for left in mine where !otherSeen.covers(left.dot) { _ = result.append(left) }
    for right in theirs where !seen.covers(right.dot) { _ = result.append(right) }
    return result
  }
}

extension Register where Payload: Equatable {
  /// Whether siblings of different value stand side by side.
  @inlinable
  public var isConflict: Bool { isConflict(by: ==) }
}

extension Register: Equatable where Payload: Equatable {
  @inlinable
  public static func == (left: Register, right: Register) -> Bool {
    left.standing == right.standing
  }
}

extension Register: Hashable where Payload: Hashable {}
extension Register: Sendable where Payload: Sendable {}

extension Dot {
  /// Whether the writer of this dot, having seen `deps`, had seen `other`: listed there, or an
  /// earlier change of its own. Never true of the dot itself.
  @inlinable
  func supersedes(_ other: Dot, deps: VersionVector) -> Bool {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.supersedesWithoutDeps) { return other != self }
    #endif
    return replica == other.replica ? other.seq < seq : deps.covers(other)
  }
}
