// Guarantees: before anything secret goes to a hub over TLS, the hub's key, which the token names
// or which was pinned, has vouched for the certificate shown; a hub that changes its certificate is
// followed on that key's word alone.

internal import Causality
internal import LedgerStore
internal import NIOPosix
internal import Wire

extension HubClient {
  /// Asks the hub behind a certificate that is not the pinned one whether it is the hub's, and pins
  /// it if the pinned hub key says so. False when it does not.
  func followCertificate(_ trust: CertificateTrust) async throws -> Bool {
    let store = store
    guard let hub = try PeerNotes(store: store).pinned(),
      let rule = try await learnedRule(pinned: hub.replica, hub.publicKey, after: trust.rule)
    else { return false }
    trust.follow(rule)
    try await NIOThreadPool.singleton.runIfActive { try PeerNotes(store: store).remember(rule) }
    return true
  }

  /// What the pinned key vouches for, or the one it was signed over to.
  private func learnedRule(
    pinned: ReplicaID, _ publicKey: [UInt8], after rule: CertificateRule
  ) async throws -> CertificateRule? {
    let (hub, seen) = try await Self.ask(url, options, store, .learning)
    let present = hub["public_key"]?.string.flatMap { [UInt8](hexadecimal: $0) } ?? publicKey
    let bytes = hub.leads(from: pinned, to: present) ? present : publicKey
    guard let key = try? VerifyingKey(bytes: bytes) else { return nil }
    return CertificateTrust.rule(vouchedBy: hub, key: key, seen: seen, after: rule)
  }

  /// The rule for a hub that is met for the first time.
  ///
  /// - Parameter namedHub: the replica that the token names.
  /// - Throws: `hubKeyChanged` when another hub answers, `certificateUntrusted` when neither the
  ///   hub nor the system's authorities vouch for its certificate.
  static func meet(
    _ url: HubURL, _ options: AgentOptions, _ store: Store, namedHub: ReplicaID?
  ) async throws -> CertificateRule {
    guard url.isSecure else { return .system }
    let (hub, seen) = try await ask(url, options, store, .learning)
    guard let bytes = hub["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
      let key = try? VerifyingKey(bytes: bytes)
    else { throw HubError(.notAHub, url.base, "JSON") }
    let replica = ReplicaID(publicKey: key)
    if let namedHub, namedHub != replica, !hub.leads(from: namedHub, to: bytes) {
      throw HubError(.hubKeyChanged, namedHub.description, replica.description)
    }
    if let rule = CertificateTrust.rule(vouchedBy: hub, key: key, seen: seen, after: nil) {
      return rule
    }
    do {
      _ = try await ask(url, options, store, .system)
      return .system
    } catch {
      throw HubError(.certificateUntrusted, url.base)
    }
  }

  private static func ask(
    _ url: HubURL, _ options: AgentOptions, _ store: Store, _ rule: CertificateRule
  ) async throws -> (hub: JSONValue, certificate: Digest?) {
    let client = try HubClient(url, options: options, store: store, rule: rule)
    do {
      let answer = try await client.hubDescription()
      await client.shutdown()
      return answer
    } catch {
      await client.shutdown()
      throw client.classified(error)
    }
  }
}
