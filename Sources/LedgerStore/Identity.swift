// Guarantees: a store writes under exactly one key pair; the secret half lives in its own file,
// readable by its owner only, outside LMDB, so that no backup or copy of the data carries it.

public import Causality
internal import Glibc
internal import Wire

/// What an office may be. `city` and `hub` speak with authority in the `authority` display rule.
public enum Role: String, Sendable, CaseIterable {
  case county, department, city, observer, hub

  /// Whether the display rule `authority` prefers this role's siblings.
  public var isAuthority: Bool { self == .city || self == .hub }
}

/// A store as a writer.
public struct Identity: Sendable, Hashable {
  /// The first 10 bytes of SHA-256 over ``publicKey``.
  public let replica: ReplicaID
  /// Ed25519 public key, 32 bytes.
  public let publicKey: [UInt8]
  /// The office's name, as people know it.
  public let office: String
  /// What the store may write; fixed for the replica's life.
  public let role: Role
}

/// `identity.key`: four lines of text: `taizhang identity 1`, role, office, seed in hexadecimal.
struct IdentityFile {
  var role: Role
  var office: String
  var seed: [UInt8]

  static let name = "identity.key"
  /// The key of an identity that is being gone over to.
  static let nextName = "identity.key.next"
  private static let header = "taizhang identity 1"
  /// A key file is a few hundred bytes; anything larger is not one.
  private static let sizeBytesMax = 4_096

  /// Writes a new key file, mode 600, synced; there is none when it cannot be written whole.
  ///
  /// - Throws: `cannotCreate`, `diskFull`, or an I/O error.
  func write(to path: String) throws(StoreError) {
    let lines = [Self.header, role.rawValue, office, Hexadecimal.text(seed), ""]
    let text = lines.joined(separator: "\n")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
      let failure = errno
      unlink(path)
      throw failure == ENOSPC || failure == EDQUOT || failure == EFBIG
        ? StoreError(.diskFull, path)
        : StoreError(.io, path, String(cString: strerror(failure)))
    }
  }

  /// The public key, 32 bytes.
  var publicKey: [UInt8]? { (try? SigningKey(seed: seed))?.verifyingKey.bytes }

  /// Puts the next key in the place of the present one, which stays beside it under its replica's
  /// name. Durable on return; nothing when there is no next key.
  static func goOver(in directory: String, from old: ReplicaID) throws(StoreError) {
    let (present, next) = (directory + "/" + name, directory + "/" + nextName)
    guard access(next, F_OK) == 0 else { return }
    if access(present, F_OK) == 0 {
      guard rename(present, present + "." + old.description) == 0 else {
        throw StoreError(.io, present, String(cString: strerror(errno)))
      }
    }
    guard rename(next, present) == 0 else {
      throw StoreError(.io, next, String(cString: strerror(errno)))
    }
    SmallFile.sync(directory: directory)
  }

  /// The key file that goes with what the store notes: an interrupted change of identities is
  /// ended.
  ///
  /// - Parameter noted: the public key that the store writes under; nil when it does not say.
  static func settled(
    in directory: String, noted: [UInt8]?, isReadOnly: Bool
  ) throws(StoreError) -> IdentityFile {
    let present = directory + "/" + name
    if let noted, access(directory + "/" + nextName, F_OK) == 0 {
      let old = access(present, F_OK) == 0 ? try read(from: present) : nil
      // A next key that the store never went over to may be cut short: nothing hangs on it.
      if let old, old.publicKey == noted { return old }
      let next = try read(from: directory + "/" + nextName)
      if next.publicKey == noted {
        if isReadOnly { return next }
        let key = old?.publicKey.flatMap { try? VerifyingKey(bytes: $0) }
        try goOver(
          in: directory, from: key.map { ReplicaID(publicKey: $0) } ?? ReplicaID(high: 0, low: 0))
      }
    }
    return try read(from: present)
  }

  static func read(from path: String) throws(StoreError) -> IdentityFile {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw StoreError(.badIdentity, path, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size <= sizeBytesMax else {
      throw StoreError(.badIdentity, path, "size")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw StoreError(.badIdentity, path, "chmod 600")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count == bytes.count else { throw StoreError(.badIdentity, path, "short") }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 4, lines[0] == header, let role = Role(rawValue: String(lines[1])),
      let seed = Hexadecimal.bytes(lines[3]), seed.count == 32
    else { throw StoreError(.badIdentity, path, "format") }
    return IdentityFile(role: role, office: String(lines[2]), seed: seed)
  }
}

/// An identity and the key that it signs with.
struct Signer: Sendable {
  let identity: Identity
  let key: SigningKey

  init(_ key: SigningKey, _ file: IdentityFile) {
    self.key = key
    identity = Identity(
      replica: key.replica, publicKey: key.verifyingKey.bytes, office: file.office,
      role: file.role)
  }
}
