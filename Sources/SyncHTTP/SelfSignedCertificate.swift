// Guarantees: a certificate that a hub makes for itself where no authority issues one: X.509 v3,
// ECDSA P-256 with SHA-256, digitalSignature and serverAuth, the hub's names as alternative names.
// Members trust it because the hub's own key vouches for it, not because of who issued it.

internal import Causality
internal import Crypto
internal import FoundationEssentials

/// A key and a certificate for it, as PEM text.
public struct SelfSignedCertificate: Sendable {
  /// The certificate.
  public let certificatePEM: String
  /// The private key; whoever writes it down must keep it from others.
  public let keyPEM: String

  /// Makes a key and its certificate.
  ///
  /// - Parameters:
  ///   - hosts: names and IP addresses that the hub is reached by; one at least.
  ///   - validSeconds: from a day before `nowMilliseconds`.
  public init(hosts: [String], validSeconds: Int, nowMilliseconds: UInt64) throws {
    guard let common = hosts.first else { throw HubError(.badRequest, "hosts") }
    let key = P256.Signing.PrivateKey()
    let start = Int64(clamping: nowMilliseconds / 1_000) - 86_400
    let algorithm = DER.sequence(DER.objectID([1, 2, 840, 10_045, 4, 3, 2]))
    var generator = SystemRandomNumberGenerator()
    let serial =
      [0x01] + (0..<15).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let name = DER.sequence(
      DER.set(
        DER.sequence(
          DER.objectID([2, 5, 4, 3]), DER.element(0x0c, Array(common.utf8.prefix(64))))))
    let body = DER.sequence(
      DER.element(0xa0, DER.integer([2])), DER.integer(serial), algorithm, name,
      DER.sequence(
        DER.time(start), DER.time(start + 86_400 + Int64(validSeconds))),
      name, [UInt8](key.publicKey.derRepresentation),
      DER.element(0xa3, DER.sequence(Self.extensions(hosts))))
    let signature = try key.signature(for: body)
    let certificate = DER.sequence(
      body, algorithm, DER.element(0x03, [0] + [UInt8](signature.derRepresentation)))
    certificatePEM = PEM.text("CERTIFICATE", certificate)
    keyPEM = key.pemRepresentation + "\n"
  }

  private static func extensions(_ hosts: [String]) -> [UInt8] {
    func entry(_ id: [UInt64], isCritical: Bool = false, _ value: [UInt8]) -> [UInt8] {
      DER.sequence(
        DER.objectID(id), isCritical ? DER.element(0x01, [0xff]) : [], DER.element(0x04, value))
    }
    let names = hosts.flatMap { host in
      IPAddress(host).map { DER.element(0x87, $0.bytes) } ?? DER.element(0x82, Array(host.utf8))
    }
    return entry([2, 5, 29, 19], isCritical: true, DER.sequence([]))
      + entry([2, 5, 29, 15], isCritical: true, DER.element(0x03, [7, 0x80]))
      + entry([2, 5, 29, 37], DER.sequence(DER.objectID([1, 3, 6, 1, 5, 5, 7, 3, 1])))
      + entry([2, 5, 29, 17], DER.sequence(names))
  }
}

/// The parts of ASN.1's distinguished encoding that a certificate is made of (X.690).
private enum DER {
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    if content.count < 128 {
      length = [UInt8(content.count)]
    } else {
      var rest = content.count
      while rest > 0 {
        length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
        rest >>= 8
      }
      length.insert(0x80 | UInt8(length.count), at: 0)
    }
    return [tag] + length + content
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }
  static func set(_ parts: [UInt8]...) -> [UInt8] { element(0x31, parts.flatMap { $0 }) }
  /// A positive integer whose first byte is below 128.
  static func integer(_ bytes: [UInt8]) -> [UInt8] { element(0x02, bytes) }

  static func objectID(_ arcs: [UInt64]) -> [UInt8] {
    var bytes = [UInt8(arcs[0] * 40 + arcs[1])]
    for arc in arcs.dropFirst(2) {
      var digits = [UInt8(arc & 0x7f)]
      var rest = arc >> 7
      while rest > 0 {
        digits.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
        rest >>= 7
      }
      bytes += digits
    }
    return element(0x06, bytes)
  }

  /// UTCTime up to 2049, GeneralizedTime after (RFC 5280).
  static func time(_ seconds: Int64) -> [UInt8] {
    let text = InstantText.format(milliseconds: UInt64(max(0, seconds)) * 1_000)
    let digits = text.filter { $0.isNumber }.prefix(14)
    let isShort = digits.prefix(4) < "2050"
    let value = (isShort ? digits.dropFirst(2) : digits) + "Z"
    return element(isShort ? 0x17 : 0x18, Array(value.utf8))
  }
}

/// An IP address as the bytes of a certificate's alternative name.
private struct IPAddress {
  let bytes: [UInt8]

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) {
      bytes = parts.compactMap { UInt8($0) }
      return
    }
    guard text.contains(":") else { return nil }
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.split(separator: ":").map { UInt16($0, radix: 16) } }
    guard halves.allSatisfy({ $0.allSatisfy { $0 != nil } }) else { return nil }
    let groups = halves.map { $0.compactMap { $0 } }
    let missing = 8 - groups.reduce(0) { $0 + $1.count }
    guard groups.count == 2 ? missing >= 1 : missing == 0 else { return nil }
    let all =
      groups.count == 2 ? groups[0] + Array(repeating: 0, count: missing) + groups[1] : groups[0]
    bytes = all.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
  }
}

private enum PEM {
  static func text(_ label: String, _ bytes: [UInt8]) -> String {
    let base64 = Array(Data(bytes).base64EncodedString().utf8)
    let lines = stride(from: 0, to: base64.count, by: 64).map {
      String(decoding: base64[$0..<min($0 + 64, base64.count)], as: UTF8.self)
    }
    return "-----BEGIN \(label)-----\n" + lines.joined(separator: "\n")
      + "\n-----END \(label)-----\n"
  }
}
