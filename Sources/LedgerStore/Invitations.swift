// Invitations: a hub keeps only the hash of a token, what it grants, until when, and who used it.
// A token works for one replica; that replica may present it again, so that a lost answer does no
// harm. Whoever holds a token knows which hub it belongs to: the token carries the hub's replica
// id.

package import Causality
internal import Wire

/// A one-time invitation to a ledger.
public struct Invitation: Sendable, Hashable {
  /// 26 characters of secret, a dash, and the hub's replica id.
  public let token: String
  /// Where to join.
  public let url: String
  /// Milliseconds since 1970.
  public let expiresMilliseconds: UInt64
  /// The one ledger that the token admits to.
  public let ledger: String
  /// The role in which whoever uses it enrols.
  public let role: Role
}

/// Why nobody can be invited so.
package enum InvitationFault: Error, Sendable, Hashable {
  /// A hub is made, not invited.
  case roleIsHub
  /// The member ledger is written by the city alone.
  case cityNeedsAuthority
}

extension Store {
  /// Notes where this store last served.
  package static let servedAtKey = "serve/url"
  /// Where a hub is taken to be that never served.
  package static let defaultURL = "http://127.0.0.1:8420"
  private static let invitationPrefix = "invite/"

  /// Why nobody can be invited to a ledger as `role`; nil where that is possible.
  package static func invitationFault(to ledger: String, as role: Role) -> InvitationFault? {
    if role == .hub { return .roleIsHub }
    return ledger == memberLedger && !role.isAuthority ? .cityNeedsAuthority : nil
  }

  /// Makes an invitation; durable on return. The store keeps the hash of its token only.
  ///
  /// - Parameters:
  ///   - expiresSeconds: from now.
  ///   - url: nil for the address that this store last served at.
  /// - Throws: `notPermitted` unless this store is a hub, `badLedgerID`, or an I/O error.
  package func invite(
    _ ledger: String, as role: Role, expiresSeconds: Int, url: String? = nil,
    wallMilliseconds: @Sendable () -> UInt64
  ) throws(StoreError) -> Invitation {
    try requireHub("invite")
    guard LedgerName.isValid(ledger) else { throw StoreError(.badLedgerID, ledger) }
    var generator = SystemRandomNumberGenerator()
    let secret = RecordID(high: generator.next(), low: generator.next()).description
    let expires = wallMilliseconds() + UInt64(max(0, expiresSeconds)) * 1_000
    let grant = Grant(ledger: ledger, role: role, expiresMilliseconds: expires, usedBy: nil)
    try setPeerValue(Grant.key(of: secret), grant.encoded())
    let servedAt = try peerValue(Self.servedAtKey).map { String(decoding: $0, as: UTF8.self) }
    return Invitation(
      token: secret + "-" + identity.replica.description,
      url: url ?? servedAt ?? Self.defaultURL, expiresMilliseconds: expires, ledger: ledger,
      role: role)
  }

  /// What was granted by all invitations so far, the latest to expire first. O(invitations).
  package func grants() throws(StoreError) -> [Grant] {
    var grants: [Grant] = []
    for key in try peerKeys(prefix: Self.invitationPrefix) {
      if let grant = try peerValue(key).flatMap({ Grant($0) }) { grants.append(grant) }
    }
    return grants.sorted { $0.expiresMilliseconds > $1.expiresMilliseconds }
  }
}

/// What a token grants, as the hub keeps it.
package struct Grant: Sendable, Hashable {
  /// The one ledger that the token admits to.
  package let ledger: String
  /// The role in which whoever uses it enrols.
  package let role: Role
  /// Since 1970.
  package let expiresMilliseconds: UInt64
  /// Who enrolled with it.
  package var usedBy: ReplicaID?

  /// The peer note under which a hub keeps a grant: of the secret only its SHA-256 is stored.
  package static func key(of secret: String) -> String {
    "invite/" + Digest(hashing: Array(secret.utf8)).description
  }

  /// The secret of a token, and the hub it names if it names one.
  package static func parts(of token: String) -> (secret: String, hub: ReplicaID?)? {
    let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    let scalars = token.unicodeScalars.drop(while: isSpace)
    let end = scalars.lastIndex { !isSpace($0) }
    let trimmed = end.map { String(scalars[...$0]) } ?? ""
    let pieces = trimmed.split(separator: "-", omittingEmptySubsequences: false)
    guard let secret = pieces.first.flatMap({ RecordID($0) })?.description else { return nil }
    switch pieces.count {
    case 1: return (secret, nil)
    case 2: return ReplicaID(pieces[1]).map { (secret, $0) }
    default: return nil
    }
  }

  /// `ledger role expires usedBy`, parted by single spaces; the last is empty until somebody
  /// enrols.
  package func encoded() -> [UInt8] {
    let used = usedBy?.description ?? ""
    return Array("\(ledger) \(role.rawValue) \(expiresMilliseconds) \(used)".utf8)
  }

  /// A grant; `usedBy` is nil until somebody enrols with the token.
  package init(ledger: String, role: Role, expiresMilliseconds: UInt64, usedBy: ReplicaID?) {
    self.ledger = ledger
    self.role = role
    self.expiresMilliseconds = expiresMilliseconds
    self.usedBy = usedBy
  }

  /// Reads the form of ``encoded()``; nil for anything else.
  package init?(_ bytes: [UInt8]) {
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
