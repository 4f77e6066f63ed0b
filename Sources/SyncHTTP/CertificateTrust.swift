// Guarantees: an agent speaks with the machine that its hub vouches for: the leaf certificate is
// pinned by its digest, a new one is taken only on the pinned hub key's word and never an older
// word than the last, an expired one never. Without a pin the system's authorities judge.

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL
internal import Synchronization
internal import Wire

/// How an agent judges the certificate it is shown.
enum CertificateRule: Hashable, Sendable {
  /// By the system's authorities and the host's name.
  case system
  /// By this digest of the leaf alone, as the hub vouched for it then.
  case pinned(Digest, issuedMilliseconds: UInt64)
  /// Not yet: for the one question whose answer decides.
  case learning

  /// As it is noted.
  var text: String {
    switch self {
    case .pinned(let digest, let issued): "pinned \(digest) \(issued)"
    case .system, .learning: "system"
    }
  }

  init?(_ text: String) {
    let parts = text.split(separator: " ")
    if parts == ["system"] {
      self = .system
    } else if parts.count == 3, parts[0] == "pinned", let digest = Digest(parts[1]),
      let issued = UInt64(parts[2])
    {
      self = .pinned(digest, issuedMilliseconds: issued)
    } else {
      return nil
    }
  }
}

/// Judges the certificates of one client's connections.
final class CertificateTrust: Sendable {
  private struct State {
    var rule: CertificateRule
    /// The leaf that was shown last.
    var seen: Digest?
  }

  private let state: Mutex<State>
  private let wallMilliseconds: @Sendable () -> UInt64

  init(_ rule: CertificateRule, wallMilliseconds: @escaping @Sendable () -> UInt64) {
    state = Mutex(State(rule: rule))
    self.wallMilliseconds = wallMilliseconds
  }

  var rule: CertificateRule { state.withLock { $0.rule } }
  /// The digest of the leaf that was shown last; nil before a connection.
  var seen: Digest? { state.withLock { $0.seen } }

  func follow(_ rule: CertificateRule) { state.withLock { $0.rule = rule } }

  /// What a client needs to be configured with: the handshake proves that the other side has the
  /// key of the certificate it shows; which certificate that may be is judged after it.
  var configuration: TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if rule != .system { configuration.certificateVerification = .none }
    return configuration
  }

  /// Judges a connection whose handshake is over. Called on its event loop; what is refused is
  /// closed before a request is sent.
  func judge(_ channel: any Channel) throws {
    do {
      guard let leaf = try channel.pipeline.syncOperations.nioSSL_peerCertificate() else {
        throw HubError(.tlsFailed, "", "certificate")
      }
      try judge(Digest(hashing: try leaf.toDERBytes()), until: leaf.notValidAfter)
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  private func judge(_ leaf: Digest, until end: Int) throws(HubError) {
    let rule = state.withLock { state in
      state.seen = leaf
      return state.rule
    }
    guard Int64(end) > Int64(clamping: wallMilliseconds() / 1_000) else {
      throw HubError(.certificateExpired, leaf.description, InstantText.format(seconds: end))
    }
    if case .pinned(let digest, _) = rule, digest != leaf {
      throw HubError(.certificateChanged, digest.description, leaf.description)
    }
  }

  /// Follows what a hub says of its certificate, by the key that was pinned.
  ///
  /// - Parameters:
  ///   - hub: the answer to `GET /v1/hub` over the connection whose leaf was ``seen``.
  ///   - key: the pinned key, or the one that the token names.
  /// - Returns: the new rule; nil when nothing vouches for the certificate seen.
  static func rule(
    vouchedBy hub: JSONValue, key: VerifyingKey, seen: Digest?, after rule: CertificateRule?
  ) -> CertificateRule? {
    guard let proof = hub["certificate"].flatMap({ CertificateProof($0) }), proof.digest == seen,
      proof.verify(with: key)
    else { return nil }
    if case .pinned(_, let issued) = rule, proof.issuedMilliseconds < issued { return nil }
    return .pinned(proof.digest, issuedMilliseconds: proof.issuedMilliseconds)
  }
}
