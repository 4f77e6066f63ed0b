// Guarantees: a hub serves TLS 1.2 or later (1.3 where the caller can) with a certificate and key
// that belong together and are in force, and with a key that its owner alone can read; anything
// else is refused before a connection is taken, with the file named.

internal import Glibc
internal import LedgerStore
internal import NIOSSL
internal import Wire

/// Where a hub's certificate and key are.
public struct TLSFiles: Hashable, Sendable {
  /// PEM; the hub's own certificate first, then those it builds on.
  public let certificatePath: String
  /// PEM.
  public let keyPath: String

  /// Two paths; neither file is opened here.
  public init(certificatePath: String, keyPath: String) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
  }
}

/// A certificate that was read and found usable.
struct LoadedTLS: Sendable {
  let configuration: TLSConfiguration
  /// SHA-256 of the leaf's DER form.
  let digest: Digest

  /// Throws `secretExposed`, `badCertificate`, `certificateExpired`.
  init(_ files: TLSFiles, nowMilliseconds: UInt64) throws(HubError) {
    try SecretFiles.requirePrivate(files.keyPath)
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(files.certificatePath)
    } catch {
      throw HubError(.badCertificate, files.certificatePath, "\(error)")
    }
    guard let leaf = chain.first else {
      throw HubError(.badCertificate, files.certificatePath, "PEM")
    }
    guard Int64(leaf.notValidAfter) > Int64(clamping: nowMilliseconds / 1_000) else {
      throw HubError(
        .certificateExpired, files.certificatePath, InstantText.format(seconds: leaf.notValidAfter))
    }
    do {
      digest = Digest(hashing: try leaf.toDERBytes())
      let key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      // Fails where the key is another certificate's.
      _ = try NIOSSLContext(configuration: configuration)
      self.configuration = configuration
    } catch {
      throw HubError(.badCertificate, files.keyPath, "\(error)")
    }
  }
}

/// Files and directories that others must not read.
enum SecretFiles {
  /// Throws `secretExposed` when anyone but the owner may read or write the file, `badCertificate`
  /// when it cannot be looked at.
  static func requirePrivate(_ path: String) throws(HubError) {
    guard let facts = FileFacts(path) else {
      throw HubError(.badCertificate, path, String(cString: strerror(errno)))
    }
    guard facts.mode & 0o077 == 0 else { throw HubError(.secretExposed, path, "600") }
  }

  /// Throws `secretExposed` when the data of a store can be read by everyone on the machine.
  static func requirePrivate(store: Store) throws(HubError) {
    guard let facts = FileFacts(store.path), facts.mode & 0o007 == 0 else {
      throw HubError(.secretExposed, store.path, "700")
    }
  }
}

extension InstantText {
  static func format(seconds: Int) -> String {
    format(milliseconds: UInt64(max(0, seconds)) * 1_000)
  }
}
