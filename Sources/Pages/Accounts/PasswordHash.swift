// Passwords are kept as scrypt (RFC 7914) of the password and a random salt, and compared in a time
// that tells nothing. One is computed at a time: each takes 32 MiB while it runs.

internal import Causality
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials
internal import Synchronization

/// What is kept of a password.
struct PasswordHash: Sendable, Hashable {
  static let scalarsMin = 10
  static let bytesMax = 1_024
  private static let saltBytes = 16
  private static let keyBytes = 32
  private static let turn = Mutex(())

  /// Of new hashes: 2^15 rounds over blocks of 1 KiB, three times.
  static let usual = (logRounds: 15, blockSize: 8, parallelism: 3)

  let logRounds: Int
  let blockSize: Int
  let parallelism: Int
  let salt: [UInt8]
  let key: [UInt8]

  /// Hashes a new password.
  ///
  /// - Throws: `shortPassword`, `longPassword`, or `plainPassword` for one that the name is in or
  ///   that repeats a character or two.
  init(new password: String, of name: String) throws {
    guard password.unicodeScalars.count >= Self.scalarsMin else {
      throw AccountFault(.shortPassword, "\(Self.scalarsMin)")
    }
    guard password.utf8.count <= Self.bytesMax else {
      throw AccountFault(.longPassword, "\(Self.bytesMax)")
    }
    // A name of a letter or three is in many a good password.
    let isNamed = name.utf8.count > 3 && password.lowercased().contains(name.lowercased())
    guard !isNamed, Set(password).count > 3 else { throw AccountFault(.plainPassword) }
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try self.init(password, salt: salt)
  }

  private init(_ password: String, salt: [UInt8]) throws {
    (logRounds, blockSize, parallelism) = Self.usual
    self.salt = salt
    key = try Self.derive(password, salt, logRounds, blockSize, parallelism)
  }

  private init(
    _ logRounds: Int, _ blockSize: Int, _ parallelism: Int, _ salt: [UInt8], _ key: [UInt8]
  ) {
    self.logRounds = logRounds
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = salt
    self.key = key
  }

  /// Whether a password is the one; as dear as making a hash.
  func isOf(_ password: String) -> Bool {
    guard password.utf8.count <= Self.bytesMax,
      let other = try? Self.derive(password, salt, logRounds, blockSize, parallelism)
    else { return false }
    return Secret.equal(other, key)
  }

  /// Takes as long as a true comparison: whether an account is there cannot be told by the clock.
  static func pretend(_ password: String) {
    _ = try? derive(
      String(decoding: password.utf8.prefix(bytesMax), as: UTF8.self),
      [UInt8](repeating: 0, count: saltBytes), usual.logRounds, usual.blockSize, usual.parallelism)
  }

  private static func derive(
    _ password: String, _ salt: [UInt8], _ logRounds: Int, _ blockSize: Int, _ parallelism: Int
  ) throws -> [UInt8] {
    try turn.withLock { _ in
      let key = try KDF.Scrypt.deriveKey(
        from: Array(password.utf8), salt: salt, outputByteCount: keyBytes, rounds: 1 << logRounds,
        blockSize: blockSize, parallelism: parallelism)
      return key.withUnsafeBytes { Array($0) }
    }
  }

  // MARK: As text

  /// `scrypt:15:8:3:SALT:KEY`, the last two in hexadecimal.
  var text: String {
    "scrypt:\(logRounds):\(blockSize):\(parallelism):\(Hexadecimal.text(salt)):"
      + Hexadecimal.text(key)
  }

  /// Reads ``text``; nil for what it is not, or for work that would take seconds or gigabytes.
  init?(text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let logRounds = Int(parts[1]),
      let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
      (10...18).contains(logRounds), (1...16).contains(blockSize), (1...8).contains(parallelism),
      let salt = Hexadecimal.bytes(parts[4]), salt.count == Self.saltBytes,
      let key = Hexadecimal.bytes(parts[5]), key.count == Self.keyBytes
    else { return nil }
    self.init(logRounds, blockSize, parallelism, salt, key)
  }
}
