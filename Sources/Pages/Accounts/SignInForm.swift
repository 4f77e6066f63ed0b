// What travels with signing in: where to go afterwards, and a form that was sent when its session
// was over. The form stays in the browser's page, field by field, until someone has signed in and
// sends it again: the node keeps nothing for strangers.

internal import Causality
internal import Crypto
internal import FoundationEssentials

/// A sign-in form besides its password.
struct SignInForm: Sendable {
  /// A page of this node.
  private(set) var back = "/"
  private(set) var account = ""
  /// Where the form that waits was sent, and its fields.
  private(set) var keptPath: String?
  private(set) var kept: [(name: String, value: String)] = []

  private static let keptPrefix = "kept."

  init() {}

  init(_ sent: Form) {
    if let path = sent["back"], Self.isOwn(path) { back = path }
    account = sent.text("account") ?? ""
    guard let path = sent["kept-path"], Self.isOwn(path) else { return }
    keptPath = path
    kept = sent.below(Self.keptPrefix).fields
  }

  /// Goes back to a page afterwards, if it is one of this node.
  mutating func goBack(to path: String) { if Self.isOwn(path) { back = path } }

  /// Takes a form along; its token was the session's, and is left behind.
  mutating func keep(_ form: Form, path: String) {
    guard Self.isOwn(path) else { return }
    keptPath = path
    kept = form.fields.filter { $0.name != "form-token" }
  }

  /// Whether an address stays on this node: a path, without anything that names another host.
  static func isOwn(_ path: String) -> Bool {
    path.utf8.first == UInt8(ascii: "/") && !path.hasPrefix("//")
      && path.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\\") && $0 < 0x7F }
      && path.utf8.count <= 4_096
  }

  /// The fields for a template, under the names that signing in carries them by.
  var carried: [Model] { kept.map { ["name": Self.keptPrefix + $0.name, "value": $0.value] } }
}

extension Secret {
  /// A token that only the holder of `secret` can make for a name.
  static func keyed(_ secret: String, _ name: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array(name.utf8), using: SymmetricKey(data: Array(secret.utf8)))
    return Hexadecimal.text(code)
  }
}
