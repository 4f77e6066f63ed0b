// 32-byte hashes and 64-byte signatures as plain values: no heap, cheap to compare and to store.

public import Causality
internal import Crypto

/// A SHA-256 hash.
@frozen
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The four big-endian words, most significant first.
  public let words: (UInt64, UInt64, UInt64, UInt64)

  /// 32.
  public static let byteCount = 32
  /// All zeros: the previous hash of a replica's first change.
  public static let zero = Digest(words: (0, 0, 0, 0))

  init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// The digest in `bytes`, or nil unless there are exactly 32.
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == Digest.byteCount else { return nil }
    self = bytes.withUnsafeBytes { Digest(loading: $0.baseAddress.unsafelyUnwrapped) }
  }

  /// The digest written as 64 hexadecimal digits, either case; nil for anything else.
  public init?(_ hexadecimal: some StringProtocol) {
    let digits = hexadecimal.utf8
    guard digits.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, digit) in digits.enumerated() {
      guard let value = Hexadecimal.number(of: digit) else { return nil }
      words[index / 16] = words[index / 16] << 4 | UInt64(value)
    }
    self.init(words: (words[0], words[1], words[2], words[3]))
  }

  /// The SHA-256 hash of `bytes`. About 1 µs a kilobyte.
  public init(hashing bytes: RawSpan) {
    self = bytes.withUnsafeBytes { Digest(hashing: $0) }
  }

  /// The SHA-256 hash of `bytes`.
  public init(hashing bytes: [UInt8]) { self.init(hashing: bytes.span.bytes) }

  init(hashing buffer: UnsafeRawBufferPointer) {
    var hasher = SHA256()
    hasher.update(bufferPointer: buffer)
    self = hasher.finalize().withUnsafeBytes {
      Digest(loading: $0.baseAddress.unsafelyUnwrapped)
    }
  }

  init(loading base: UnsafeRawPointer) {
    func word(_ offset: Int) -> UInt64 {
      UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    words = (word(0), word(8), word(16), word(24))
  }

  func store(to base: UnsafeMutableRawPointer) {
    func store(_ word: UInt64, _ offset: Int) {
      base.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
    }
    store(words.0, 0)
    store(words.1, 8)
    store(words.2, 16)
    store(words.3, 24)
  }

  /// Appends the 32 bytes.
  public func appendBytes(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { buffer in
      store(to: buffer.baseAddress.unsafelyUnwrapped)
      bytes.append(contentsOf: buffer)
    }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Digest.byteCount)
    appendBytes(to: &bytes)
    return bytes
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Whether all 32 bytes are equal.
  @inlinable
  public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  /// Order of the bytes.
  @inlinable
  public static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }

  /// Feeds the words to `hasher`.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

/// The first 16 bytes of a SHA-256 hash: enough to tell one history from another.
@frozen
public struct DigestPrefix: Hashable, Sendable, CustomStringConvertible {
  /// The two big-endian words, most significant first.
  public let high, low: UInt64

  /// 16.
  public static let byteCount = 16
  /// All zeros: nothing is said.
  public static let none = DigestPrefix(high: 0, low: 0)

  /// A prefix of two words.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String {
    String(Digest(words: (high, low, 0, 0)).description.prefix(32))
  }
}

extension Digest {
  /// The first 16 bytes.
  public var prefix: DigestPrefix { DigestPrefix(high: words.0, low: words.1) }
}

/// A change named by its dot, with what somebody holds there.
@frozen
public struct Pin: Hashable, Sendable {
  /// The change.
  public let dot: Dot
  /// The first half of its hash.
  public let hash: DigestPrefix

  /// A pin.
  @inlinable
  public init(dot: Dot, hash: DigestPrefix) {
    self.dot = dot
    self.hash = hash
  }
}

/// The digest of all heads of a ledger, as a receipt carries it.
public enum HeadsDigest {
  /// SHA-256 over `10-byte replica | 8-byte seq | 32-byte hash` of each head, ascending by replica.
  /// Heads in any order, one a replica.
  public static func of(_ heads: [ChainHead]) -> Digest {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(heads.count * 50)
    for head in heads.sorted(by: { $0.dot < $1.dot }) {
      head.dot.replica.appendBytes(to: &bytes)
      appendBigEndian(head.dot.seq, to: &bytes)
      head.hash.appendBytes(to: &bytes)
    }
    return Digest(hashing: bytes)
  }
}

/// An Ed25519 signature (RFC 8032): the encoded point R and the scalar S, 32 bytes each.
@frozen
public struct Signature64: Hashable, Sendable, CustomStringConvertible {
  let point: Digest
  let scalar: Digest

  /// 64.
  public static let byteCount = 64
  /// All zeros: no valid signature of anything.
  public static let zero = Signature64(point: .zero, scalar: .zero)

  init(point: Digest, scalar: Digest) {
    self.point = point
    self.scalar = scalar
  }

  /// The signature in `bytes`, or nil unless there are exactly 64. Nothing is verified.
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == Signature64.byteCount else { return nil }
    self = bytes.withUnsafeBytes { Signature64(loading: $0.baseAddress.unsafelyUnwrapped) }
  }

  init(loading base: UnsafeRawPointer) {
    point = Digest(loading: base)
    scalar = Digest(loading: base + Digest.byteCount)
  }

  /// Appends the 64 bytes.
  public func appendBytes(to bytes: inout [UInt8]) {
    point.appendBytes(to: &bytes)
    scalar.appendBytes(to: &bytes)
  }

  /// The 64 bytes.
  public var bytes: [UInt8] { point.bytes + scalar.bytes }

  /// 128 lower-case hexadecimal digits.
  public var description: String { point.description + scalar.description }
}
