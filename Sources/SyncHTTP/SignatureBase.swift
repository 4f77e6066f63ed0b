// Guarantees: the bytes that a signature covers (RFC 9421, 2.5) are made alike by caller and hub,
// from the same parts of a request; a component that is not there, or that this program does not
// know how to render, makes no base. Imports no HTTP.

/// The parts of a request that a signature may cover.
package struct SignedRequest: Sendable {
  let method: String
  /// `http` or `https`.
  let scheme: String
  /// Host, and port unless it is the scheme's own; lower case.
  let authority: String
  /// Path and query as on the wire.
  let target: String
  /// The values of a field, in order; the name is lower case.
  let field: @Sendable (String) -> [String]

  /// - Parameters:
  ///   - authority: host and port; the scheme's own port is dropped.
  ///   - target: path and query as they go over the wire; an empty one counts as `/`.
  package init(
    method: String, scheme: String, authority: String, target: String,
    field: @escaping @Sendable (String) -> [String]
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = Self.normalised(authority, scheme: scheme)
    self.target = target.isEmpty ? "/" : target
    self.field = field
  }

  var targetURI: String { "\(scheme)://\(authority)\(target)" }

  private static func normalised(_ authority: String, scheme: String) -> String {
    let lower = authority.lowercased()
    let standard = scheme == "https" ? ":443" : ":80"
    return lower.hasSuffix(standard) ? String(lower.dropLast(standard.count)) : lower
  }

  /// The signature base for `input`.
  package func base(for input: SignatureInput) throws(SignatureDefect) -> [UInt8] {
    var text = ""
    for name in input.components {
      text += "\"\(name)\": \(try value(of: name))\n"
    }
    text += "\"@signature-params\": \(input.canonical)"
    return Array(text.utf8)
  }

  private func value(of name: String) throws(SignatureDefect) -> String {
    let path = target.prefix { $0 != "?" }
    switch name {
    case "@method": return method
    case "@target-uri": return targetURI
    case "@authority": return authority
    case "@scheme": return scheme
    case "@request-target": return target
    case "@path": return String(path)
    case "@query": return path.count == target.count ? "?" : String(target.dropFirst(path.count))
    default: break
    }
    guard let first = name.utf8.first, first != UInt8(ascii: "@"), name == name.lowercased() else {
      throw SignatureDefect(name)
    }
    let values = field(name)
    guard !values.isEmpty else { throw SignatureDefect(name) }
    let joined = values.map(\.trimmed).joined(separator: ", ")
    guard joined.utf8.allSatisfy({ $0 == 0x09 || (0x20...0x7e).contains($0) }) else {
      throw SignatureDefect(name)
    }
    return joined
  }
}
