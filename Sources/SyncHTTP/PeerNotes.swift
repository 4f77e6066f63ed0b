// What a store remembers of its hub between syncs: durable local notes, never replicated. None of
// it decides what is sent. A sync that moved nothing writes nothing to the store: its time goes to
// a file beside it, which may be lost without harm.

public import Causality
internal import FoundationEssentials
public import LedgerStore
internal import Wire

/// What `status` tells about a ledger's exchange with the hub.
public struct SyncState: Sendable, Hashable {
  /// When the last sync ended well, milliseconds since 1970; nil for never.
  public let lastSyncMilliseconds: UInt64?
  /// The hub's clock minus this machine's at the last sync, milliseconds.
  public let clockOffsetMilliseconds: Int64?
  /// What the hub held by its last receipt; empty before the first.
  public let hubVector: VersionVector
  /// Changes here that the receipt does not cover.
  public let unsent: UInt64
  /// Changes that the receipt covers and that are not here.
  public let unreceived: UInt64
  /// The hub's refusal of this store itself, until a sync ends well.
  public let turnedAway: TurnedAway?
  /// How the agent stands with the ledger, by its last word; nil when none has run.
  public let agent: AgentNote?
}

/// The hub that a store has joined.
public struct KnownHub: Sendable, Hashable {
  /// Where the hub is asked.
  public let url: String
  /// The office's name.
  public let name: String
  /// The hub's identity, to which the store holds.
  public let replica: ReplicaID
  /// Ledgers that the hub invited this store to, sorted.
  public let ledgers: [String]
  /// This store's role there.
  public let role: Role
}

/// Reads and writes the notes; keys begin with `sync/`.
struct PeerNotes: Sendable {
  let store: Store

  private static let hubKey = "sync/hub"
  private static let certificateKey = "sync/certificate"

  // MARK: - The hub

  func hub() throws(StoreError) -> KnownHub? {
    guard let pinned = try pinned(), let bytes = try store.peerValue(Self.hubKey) else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 2, let role = Role(rawValue: lines[1]) else { return nil }
    return KnownHub(
      url: lines[0], name: pinned.office, replica: pinned.replica,
      ledgers: lines.dropFirst(2).filter { !$0.isEmpty }, role: role)
  }

  /// The hub whose key this store holds to: the one it joined, or, on a hub, the one above it.
  func pinned() throws(StoreError) -> (replica: ReplicaID, publicKey: [UInt8], office: String)? {
    if store.identity.role != .hub {
      return try store.hub.map { ($0.replica, $0.publicKey, $0.office) }
    }
    guard let bytes = try store.peerValue(Self.parentKey),
      let key = try? VerifyingKey(bytes: bytes)
    else { return nil }
    let office = try store.peerValue(Self.parentOfficeKey) ?? []
    return (ReplicaID(publicKey: key), bytes, String(decoding: office, as: UTF8.self))
  }

  private static let parentKey = "sync/parent/key"
  private static let parentOfficeKey = "sync/parent/office"
  private static let tellingKey = "sync/parent/members"

  /// Pins the hub above this hub. Its own member list stays as it is.
  func pinParent(_ publicKey: [UInt8], office: String) throws(StoreError) {
    try store.setPeerValue(Self.parentKey, publicKey)
    try store.setPeerValue(Self.parentOfficeKey, Array(office.utf8))
    try store.setPeerValue(Self.tellingKey, nil)
  }

  /// Follows the hub to its present key where the key pinned here leads there; true when that
  /// changed what is trusted. Those a hub above vouched for go with it.
  func follow(_ successions: [Succession], to present: [UInt8]) throws(StoreError) -> Bool {
    guard store.identity.role == .hub else { return try store.follow(successions, to: present) }
    guard let pinned = try pinned(), pinned.publicKey != present,
      Succession.line(to: present, by: successions).contains(pinned.publicKey),
      let key = try? VerifyingKey(bytes: present)
    else { return false }
    try pinParent(present, office: pinned.office)
    for var member in try store.members() where member.under == pinned.replica {
      member.under = ReplicaID(publicKey: key)
      try store.enrol(member)
    }
    return true
  }

  /// The digests of both member lists when the members were last exchanged with the parent.
  func parentTelling() throws(StoreError) -> (here: Digest, there: Digest)? {
    guard let bytes = try store.peerValue(Self.tellingKey), bytes.count == 2 * Digest.byteCount,
      let here = Digest(bytes: Array(bytes.prefix(Digest.byteCount)).span.bytes),
      let there = Digest(bytes: Array(bytes.suffix(Digest.byteCount)).span.bytes)
    else { return nil }
    return (here, there)
  }

  func rememberTelling(here: Digest, there: Digest) throws(StoreError) {
    try store.setPeerValue(Self.tellingKey, here.bytes + there.bytes)
  }

  func remember(hubAt url: String, role: Role, ledgers: [String]) throws(StoreError) {
    let text = ([url, role.rawValue] + ledgers.sorted()).joined(separator: "\n")
    try store.setPeerValue(Self.hubKey, Array(text.utf8))
  }

  /// How the hub's certificate is judged; by the system's authorities where nothing was noted.
  func certificateRule() throws(StoreError) -> CertificateRule {
    let noted = try store.peerValue(Self.certificateKey)
    return noted.flatMap { CertificateRule(String(decoding: $0, as: UTF8.self)) } ?? .system
  }

  /// A rule that is noted already is not written again.
  func remember(_ rule: CertificateRule) throws(StoreError) {
    if try certificateRule() == rule { return }
    try store.setPeerValue(Self.certificateKey, Array(rule.text.utf8))
  }

  // MARK: - A ledger's exchange

  /// The hub's last receipt; nil before the first.
  func receipt(_ ledger: String) throws(StoreError) -> Receipt? {
    guard let bytes = try store.peerValue("sync/\(ledger)/receipt") else { return nil }
    return try? Receipt.decode(bytes)
  }

  func remember(_ receipt: Receipt) throws(StoreError) {
    guard let bytes = try? receipt.encode() else { return }
    try store.setPeerValue("sync/\(receipt.ledger)/receipt", bytes)
  }

  /// What the hub refused for good of a ledger, as noted under the member list of now; empty when
  /// there is none, or when the list is another since.
  func setAside(_ ledger: String) throws(StoreError) -> VersionVector {
    guard let bytes = try store.peerValue("sync/\(ledger)/refused") else { return VersionVector() }
    let digest = try store.memberDigest().bytes
    guard bytes.starts(with: digest) else { return VersionVector() }
    return (try? VectorCoding.decode(Array(bytes.dropFirst(digest.count)))) ?? VersionVector()
  }

  func setAside(_ ledger: String, _ vector: VersionVector) throws(StoreError) {
    var bytes = try store.memberDigest().bytes
    VectorCoding.encode(vector, into: &bytes)
    try store.setPeerValue("sync/\(ledger)/refused", bytes)
  }

  /// Notes the end of a sync: in the store when something has moved, else beside it.
  func rememberSync(
    _ ledger: String, at milliseconds: UInt64, offset: Int64, movedSomething: Bool
  ) throws(StoreError) {
    let text = "\(milliseconds) \(offset)"
    if movedSomething { try store.setPeerValue("sync/\(ledger)/last", Array(text.utf8)) }
    try? text.write(toFile: quietPath(ledger), atomically: false, encoding: .utf8)
  }

  func state(_ ledger: String) throws(StoreError) -> SyncState {
    let own = try store.vector(ledger)
    let hub = try receipt(ledger)?.vector ?? VersionVector()
    let noted = try store.peerValue("sync/\(ledger)/last").map {
      String(decoding: $0, as: UTF8.self)
    }
    let quiet = try? String(contentsOfFile: quietPath(ledger), encoding: .utf8)
    let last = [noted, quiet].compactMap { Self.parse($0) }.max { $0.0 < $1.0 }
    return SyncState(
      lastSyncMilliseconds: last?.0, clockOffsetMilliseconds: last?.1, hubVector: hub,
      unsent: Self.count(own.missing(from: hub)), unreceived: Self.count(hub.missing(from: own)),
      turnedAway: try turnedAway(ledger), agent: AgentNote.read(store, ledger))
  }

  private func quietPath(_ ledger: String) -> String { "\(store.path)/last-sync-\(ledger)" }

  private static func parse(_ text: String?) -> (UInt64, Int64)? {
    guard let parts = text?.split(separator: " "), parts.count == 2,
      let at = UInt64(parts[0]), let offset = Int64(parts[1])
    else { return nil }
    return (at, offset)
  }

  /// The changes in all ranges; the greatest number there is where a receipt claims more.
  static func count(_ ranges: [DotRange]) -> UInt64 {
    ranges.reduce(0) { sum, range in
      let (count, overflow) = sum.addingReportingOverflow(
        range.seqs.upperBound - range.seqs.lowerBound + 1)
      return overflow ? .max : count
    }
  }
}
