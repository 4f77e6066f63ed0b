// Guarantees: every request that a store sends to its hub is signed under the store's present
// identity, once: method, target, content digest, time and a nonce of its own (RFC 9421, Ed25519).

internal import Causality
internal import FoundationEssentials
package import LedgerStore
internal import Wire

/// Signs requests as a store.
package struct RequestSigner: Sendable {
  private let store: Store

  /// Signs as `store` does at the time of each request: a renewal is followed.
  package init(_ store: Store) { self.store = store }

  /// Of a signature that a hub of ours takes, in order.
  static let components = ["@method", "@target-uri", "content-digest"]

  /// The fields to add to a request.
  ///
  /// - Parameters:
  ///   - url: the whole address, as it is asked for.
  ///   - body: the content as it goes over the wire; nil for a request without one.
  ///   - createdSeconds: since 1970, by the hub's clock as far as it is known.
  ///   - tellsKey: adds the public key, for a hub that may not know it.
  package func fields(
    method: String, url: String, body: [UInt8]?, createdSeconds: Int64, tellsKey: Bool = false
  ) throws -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    var components = Self.components
    if let body {
      fields.append((ContentDigest.name, ContentDigest.field(Digest(hashing: body))))
    } else {
      components.removeLast()
    }
    let identity = store.identity
    let input = SignatureInput(
      components: components, created: createdSeconds, nonce: Self.nonce(),
      keyID: identity.replica.description)
    let signedFields = fields
    let request = SignedRequest(url: url, method: method) { name in
      signedFields.filter { $0.name.lowercased() == name }.map(\.value)
    }
    let signature = store.sign(try request.base(for: input))
    fields.append(("Signature-Input", input.field))
    fields.append(("Signature", SignatureField.field(input.label, signature)))
    if tellsKey { fields.append(("Taizhang-Key", identity.publicKey.hexadecimal)) }
    return fields
  }

  /// 96 random bits, base64.
  private static func nonce() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<12).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Data(bytes).base64EncodedString()
  }
}

extension SignedRequest {
  /// - Parameter url: absolute: scheme, authority, path and query.
  init(url: String, method: String, field: @escaping @Sendable (String) -> [String]) {
    let scheme = url.hasPrefix("https://") ? "https" : "http"
    let rest = url.dropFirst(scheme.count + 3)
    let authority = rest.prefix { $0 != "/" }
    self.init(
      method: method, scheme: scheme, authority: String(authority),
      target: String(rest.dropFirst(authority.count)), field: field)
  }
}
