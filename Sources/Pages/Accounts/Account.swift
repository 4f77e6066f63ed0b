// An account of a node that several people use: who signs in, in which role, for which county. An
// account only narrows what the node itself may; it is known to this node alone and never
// replicated.

internal import Causality
package import LedgerStore
internal import ProjectLedger
package import Projects

/// One account.
package struct Account: Sendable, Hashable {
  /// Names are at most this long, bytes.
  package static let nameBytesMax = 64

  /// As typed when signing in; also the author of the account's changes.
  package let name: String
  /// What the account may at most; the node's own role bounds it.
  package var role: OfficeRole
  /// The county's code, or a zone's; nil for all that the node holds.
  package var county: String?
  /// Whether it may not sign in; its name stays taken.
  package var isDisabled = false
  /// Milliseconds since 1970.
  package var changedMilliseconds: UInt64
  var password: PasswordHash

  /// Changes with the password: sessions of another stamp are over.
  var stamp: [UInt8] { password.salt }

  /// What the account may do.
  var permit: Permit { Permit(author: name, role: role, county: county) }

  /// Whether a text can be a name: no spaces, tabs or controls, and not too long.
  static func isName(_ text: String) -> Bool {
    (1...nameBytesMax).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F
          && $0.properties.generalCategory != .format
      }
  }

  /// The code of a county typed by code (`411702`, `411702-gx`) or by name (`驿城区`).
  static func county(_ text: String) throws(AccountFault) -> String {
    if let region = Region.named(text) { return region.code }
    let base = text.split(separator: "-", maxSplits: 1).first.map(String.init) ?? ""
    guard let region = Region.find(base), !region.isCity,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), text.utf8.count <= 32
    else { throw AccountFault(.badCounty, text) }
    return text
  }

  /// The roles that accounts of a node can have: a role only narrows the node's own.
  package static func roles(at role: Role) -> [OfficeRole] {
    switch OfficeRole(member: role.rawValue) {
    case .city: [.city, .county, .department, .observer]
    case .county: [.county, .observer]
    case .department: [.department, .observer]
    case .observer, nil: [.observer]
    }
  }
}

/// Why something about accounts cannot be done. The sentences are the catalogue's
/// `account.fault-<code>` and its hint.
package struct AccountFault: Error, Sendable, Hashable {
  /// The raw value is the catalogue key after `account.fault-` and the JSON code after `account-`.
  package enum Code: String, Sendable, CaseIterable {
    /// Arguments: the name.
    case exists, missing
    case badName = "bad-name"
    /// Arguments: how many there can be.
    case full
    /// Arguments: what was typed.
    case badCounty = "bad-county"
    /// Arguments: the role, the roles possible here.
    case badRole = "bad-role"
    /// A county's account at a node that holds more than a county.
    case countyNeeded = "county-needed"
    /// Arguments: the fewest characters.
    case shortPassword = "short-password"
    case longPassword = "long-password"
    case plainPassword = "plain-password"
    case passwordsDiffer = "passwords-differ"
    case wrongPassword = "wrong-password"
    /// Arguments: the file.
    case exposed, damaged
    /// Arguments: the file, the system's words.
    case io
  }

  /// Why not.
  package let code: Code
  /// What fills the gaps of the sentence, in order.
  package let arguments: [String]

  /// - Parameter arguments: as the code says of them.
  package init(_ code: Code, _ arguments: String...) {
    self.code = code
    self.arguments = arguments
  }
}
