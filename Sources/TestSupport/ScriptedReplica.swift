// Guarantees: a writer without a store: it signs whatever a test asks for, true or false, so that a
// store can be shown histories that no store would write.

public import Causality
public import Wire

/// A key pair and the end of its chain in one ledger. A copy goes its own way under the same
/// identity: that is how two histories under one name are made.
public struct ScriptedReplica: Sendable {
  /// What it signs with.
  public let key: SigningKey
  /// The ledger of its chain.
  public let ledger: String
  /// The number of the last change made; 0 before the first.
  public private(set) var seq: UInt64 = 0
  /// The hash of the last change made; zero before the first.
  public private(set) var head = Digest.zero

  /// A replica without changes.
  ///
  /// - Parameter seed: 32 bytes; the same seed gives the same identity.
  /// - Throws: for a seed of another length.
  public init(seed: [UInt8], ledger: String) throws(WireError) {
    key = try SigningKey(seed: seed)
    self.ledger = ledger
  }

  /// Its name in dots.
  public var replica: ReplicaID { key.replica }
  /// What a member list says of it: 32 bytes.
  public var publicKey: [UInt8] { key.verifyingKey.bytes }

  /// The next change of the chain.
  public mutating func change(
    _ operations: [Operation], deps: [VersionVector.Entry] = [],
    at milliseconds: UInt64 = VirtualClock.start, ledger other: String? = nil,
    memberVersion: UInt64 = 0
  ) throws(WireError) -> DecodedChange {
    let header = ChangeHeader(
      ledger: other ?? ledger, dot: Dot(replica: replica, seq: seq + 1), previous: head,
      depsDelta: deps, clock: HybridTimestamp(milliseconds: milliseconds),
      memberVersion: memberVersion,
      author: "script", schemaVersion: 1)
    let change = try ChangeCoding.decode(
      try ChangeCoding.encode(header: header, operations: operations))
    seq += 1
    head = change.hash
    return change
  }

  /// A run of changes, signed by this key.
  public func run(_ changes: [DecodedChange]) throws(WireError) -> Run {
    guard let last = changes.last else { throw WireError(.unsignedRun, at: 0) }
    return try Frames.run(changes, signature: key.sign(change: last.hash))
  }
}
