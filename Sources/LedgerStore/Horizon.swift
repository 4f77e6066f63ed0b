// Guarantees: how far a ledger may be compacted is what every active member is known to hold; the
// hub finds it from what members say of themselves and publishes it in the member ledger, for all
// to read.

public import Causality
internal import LMDB
internal import Wire

/// What a member was last known to hold of a ledger.
public struct Acknowledgement: Sendable, Hashable {
  /// The member.
  public let replica: ReplicaID
  /// What it said that it holds.
  public let vector: VersionVector
  /// When it said so, milliseconds since 1970.
  public let heardMilliseconds: UInt64
}

extension Store {
  /// How long a member may be silent before it no longer holds compaction back: 180 days. It then
  /// starts again from a snapshot, and its unsent edits stand on top.
  public static let awayMillisecondsMax: UInt64 = 180 * 86_400_000

  /// Notes what a member says that it holds. Nothing is written when that is known already, so that
  /// a quiet sync stays quiet. Durable on return.
  public func noteAcknowledged(
    _ replica: ReplicaID, ledger: String, _ vector: VersionVector
  ) throws(StoreError) {
    let now = options.wallMilliseconds()
    let key = Self.acknowledgedKey(ledger, replica)
    if let known = try peerValue(key).flatMap({ Self.acknowledgement(replica, $0) }),
      known.vector == vector,
      now < known.heardMilliseconds + 7 * 86_400_000
    {
      return
    }
    try setPeerValue(key, Self.timed(vector, at: now))
  }

  /// What each member was last known to hold of a ledger, by replica.
  public func acknowledgements(_ ledger: String) throws(StoreError) -> [Acknowledgement] {
    let prefix = Self.acknowledgedPrefix(ledger)
    var found: [Acknowledgement] = []
    for key in try peerKeys(prefix: prefix) {
      guard let replica = ReplicaID(String(key.dropFirst(prefix.count))),
        let value = try peerValue(key),
        let acknowledgement = Self.acknowledgement(replica, value)
      else { continue }
      found.append(acknowledgement)
    }
    return found
  }

  private static func acknowledgedPrefix(_ ledger: String) -> String { "ack/\(ledger)/" }

  private static func acknowledgedKey(_ ledger: String, _ replica: ReplicaID) -> String {
    acknowledgedPrefix(ledger) + replica.description
  }

  private static func timed(_ vector: VersionVector, at milliseconds: UInt64) -> [UInt8] {
    var value: [UInt8] = []
    value.appendBigEndian(milliseconds)
    VectorCoding.encode(vector, into: &value)
    return value
  }

  private static func acknowledgement(
    _ replica: ReplicaID, _ value: [UInt8]
  ) -> Acknowledgement? {
    guard value.count > 8, let vector = try? VectorCoding.decode(Array(value[8...])) else {
      return nil
    }
    return Acknowledgement(
      replica: replica, vector: vector,
      heardMilliseconds: value.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// What a member is known to hold of a ledger and of the member ledger: what it said itself, and
  /// of the hub also what its last receipt says. Empty where nothing is known.
  public func knownHoldings(
    of replica: ReplicaID?, ledger: String
  ) throws(StoreError) -> (ledger: VersionVector, members: VersionVector) {
    guard let replica else { return (VersionVector(), VersionVector()) }
    let isHub = try hub?.replica == replica
    func known(_ name: String) throws(StoreError) -> VersionVector {
      let said = try acknowledgements(name).first { $0.replica == replica }?.vector
      let confirmed = isHub ? try confirmedByHub(name) : VersionVector()
      return confirmed.merging(said ?? VersionVector())
    }
    return (try known(ledger), try known(Self.memberLedger))
  }

  // MARK: - The horizon

  /// Up to where the ledger may be compacted here: on a hub, what every active member has said that
  /// it holds; elsewhere, what the hub published; never more than is here.
  public func horizon(_ ledger: String) throws(StoreError) -> VersionVector {
    let own = try vector(ledger)
    if identity.role == .hub {
      return try holdingBack(ledger).reduce(own) { $0.meeting($1.vector) }
    }
    let published = try read { (snapshot) throws(StoreError) in
      try snapshot.record(
        Self.memberLedger, HorizonRecord.collection, HorizonRecord.id(ledger))
    }
    guard case .bytes(let bytes)? = published?[HorizonRecord.Field.vector],
      let vector = try? VectorCoding.decode(bytes)
    else { return VersionVector() }
    return own.meeting(vector)
  }

  /// The active members of a ledger with what they are known to hold: nothing, for one that joined
  /// and has not been heard of.
  public func holdingBack(_ ledger: String) throws(StoreError) -> [Acknowledgement] {
    let now = options.wallMilliseconds()
    let heard = try acknowledgements(ledger)
    var found: [Acknowledgement] = []
    for member in try members() where member.role != .hub && member.isActive {
      guard ledger == Self.memberLedger || member.ledgers.contains(ledger) else { continue }
      let last =
        heard.first { $0.replica == member.replica }
        ?? Acknowledgement(
          replica: member.replica, vector: VersionVector(),
          heardMilliseconds: member.enrolledMilliseconds)
      if last.heardMilliseconds + Self.awayMillisecondsMax >= now { found.append(last) }
    }
    return found
  }

  /// Publishes the horizon of a ledger in the member ledger, unless it stands there already.
  func publishHorizon(_ ledger: String, _ vector: VersionVector) throws(StoreError) {
    let known = try read { (snapshot) throws(StoreError) in
      try snapshot.record(
        Self.memberLedger, HorizonRecord.collection, HorizonRecord.id(ledger))
    }
    let bytes = VectorCoding.encode(vector)
    guard known?[HorizonRecord.Field.vector] != .bytes(bytes) else { return }
    _ = try commit(
      Self.memberLedger,
      [
        Draft(
          author: identity.office,
          operations: HorizonRecord.operations(
            ledger, bytes, at: options.wallMilliseconds()))
      ])
  }

  // MARK: - Backups

  /// Notes that a backup holds this of the ledger.
  func noteBackup(_ ledger: String, _ vector: VersionVector) throws(StoreError) {
    try setPeerValue(
      "backup/\(ledger)", Self.timed(vector, at: options.wallMilliseconds()))
  }

  /// What the last backup made from here holds of a ledger; empty when none was made.
  func backedUp(_ ledger: String) throws(StoreError) -> VersionVector {
    guard let value = try peerValue("backup/\(ledger)"), value.count > 8 else {
      return VersionVector()
    }
    return (try? VectorCoding.decode(Array(value[8...]))) ?? VersionVector()
  }
}

extension Member {
  /// Whether the member still takes part.
  var isActive: Bool { !isRevoked && retiredMilliseconds == nil }
}

extension VersionVector {
  /// The greatest vector that both cover.
  func meeting(_ other: VersionVector) -> VersionVector {
    VersionVector(
      entries.compactMap { entry in
        let seq = Swift.min(entry.seq, other[entry.replica])
        return seq > 0 ? Entry(replica: entry.replica, seq: seq) : nil
      })
  }
}

/// A ledger's horizon, as the member ledger tells it: collection 60001, one record a ledger.
enum HorizonRecord {
  static let collection = CollectionID(rawValue: 60_001)

  enum Field {
    static let ledger = FieldID(rawValue: 1)
    static let vector = FieldID(rawValue: 2)
    static let published = FieldID(rawValue: 3)
  }

  static let traits = CollectionTraits(
    id: collection, code: "horizon", nameField: Field.ledger,
    fields: [
      FieldTraits(id: Field.ledger, code: "ledger"),
      FieldTraits(id: Field.vector, code: "vector"),
      FieldTraits(id: Field.published, code: "published_at"),
    ])

  /// The record of a ledger: the first 16 bytes of SHA-256 of its name.
  static func id(_ ledger: String) -> RecordID {
    let words = Digest(hashing: Array("horizon \(ledger)".utf8)).words
    return RecordID(high: words.0, low: words.1)
  }

  static func operations(
    _ ledger: String, _ vector: [UInt8], at milliseconds: UInt64
  ) -> [Operation] {
    func write(_ field: FieldID, _ value: Value) -> Operation {
      Operation(collection: collection, record: id(ledger), field: field, value: value)
    }
    return [
      write(Field.ledger, .text(ledger)), write(Field.vector, .bytes(vector)),
      write(Field.published, .instant(Int64(clamping: milliseconds))),
    ]
  }
}
