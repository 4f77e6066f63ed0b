// Invitations: a hub keeps only the hash of a token, what it grants, until when, and who used it.
// A token works for one replica; that replica may present it again, so that a lost answer does no
// harm. Whoever holds a token knows which hub it belongs to: the token carries the hub's replica
// id.

internal import Causality
public import LedgerStore
internal import Wire

/// A one-time invitation to a ledger.
public struct Invitation: Sendable, Hashable {
  /// 26 characters of secret, a dash, and the hub's replica id.
  public let token: String
  /// Where to join.
  public let url: String
  /// Milliseconds since 1970.
  public let expiresMilliseconds: UInt64
  public let ledger: String
  public let role: Role
}

/// What a hub's store is asked outside of serving.
public enum Hub {
  /// Notes where this store last served.
  static let servedAtKey = "serve/url"
  static let defaultURL = "http://127.0.0.1:8420"

  /// Makes an invitation; durable on return. The store keeps the hash of its token only.
  ///
  /// - Parameters:
  ///   - expiresSeconds: from now; default a week.
  ///   - url: nil for the address that this store last served at.
  /// - Throws: `HubError.notAHubStore`, `StoreError` `badLedgerID`, or an I/O error.
  public static func invite(
    _ store: Store, ledger: String, role: Role, expiresSeconds: Int = 604_800, url: String? = nil,
    wallMilliseconds: @Sendable () -> UInt64 = StoreOptions.systemMilliseconds
  ) throws -> Invitation {
    guard store.identity.role == .hub else {
      throw HubError(.notAHubStore, store.identity.role.rawValue)
    }
    guard LedgerName.isValid(ledger) else { throw StoreError(.badLedgerID, ledger) }
    guard role != .hub else { throw HubError(.badRequest, "role hub") }
    var generator = SystemRandomNumberGenerator()
    let secret = RecordID(high: generator.next(), low: generator.next()).description
    let expires = wallMilliseconds() + UInt64(max(0, expiresSeconds)) * 1_000
    let grant = Grant(ledger: ledger, role: role, expiresMilliseconds: expires, usedBy: nil)
    try store.setPeerValue(Grant.key(of: secret), grant.encoded())
    let servedAt = try store.peerValue(servedAtKey).map { String(decoding: $0, as: UTF8.self) }
    return Invitation(
      token: secret + "-" + store.identity.replica.description,
      url: url ?? servedAt ?? defaultURL, expiresMilliseconds: expires, ledger: ledger, role: role)
  }
}

/// What a token grants, as the hub keeps it.
struct Grant: Sendable, Hashable {
  let ledger: String
  let role: Role
  let expiresMilliseconds: UInt64
  /// Who enrolled with it.
  var usedBy: ReplicaID?

  static func key(of secret: String) -> String {
    "invite/" + Digest(hashing: Array(secret.utf8)).description
  }

  /// The secret of a token, and the hub it names if it names one.
  static func parts(of token: String) -> (secret: String, hub: ReplicaID?)? {
    let pieces = token.trimmed.split(separator: "-", omittingEmptySubsequences: false)
    guard let secret = pieces.first.flatMap({ RecordID($0) })?.description else { return nil }
    switch pieces.count {
    case 1: return (secret, nil)
    case 2: return ReplicaID(pieces[1]).map { (secret, $0) }
    default: return nil
    }
  }

  func encoded() -> [UInt8] {
    let used = usedBy?.description ?? ""
    return Array("\(ledger) \(role.rawValue) \(expiresMilliseconds) \(used)".utf8)
  }

  init(ledger: String, role: Role, expiresMilliseconds: UInt64, usedBy: ReplicaID?) {
    self.ledger = ledger
    self.role = role
    self.expiresMilliseconds = expiresMilliseconds
    self.usedBy = usedBy
  }

  init?(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 4, let role = Role(rawValue: String(parts[1])),
      let expires = UInt64(parts[2])
    else { return nil }
    self.init(
      ledger: String(parts[0]), role: role, expiresMilliseconds: expires,
      usedBy: ReplicaID(parts[3]))
  }
}
