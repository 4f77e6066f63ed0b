// Guarantees: a store knows the machine and the file it lives in. Where either is another, the data
// was copied or restored, and the identity may be in use elsewhere: it is not written under again.
//
//   meta "residence": format 1 | inode 8 B | born 8 B (ns, 0 unknown) | machine, UTF-8

internal import Glibc
internal import LMDB
internal import Synchronization

/// The machine and the file that a store lives in.
struct Residence: Hashable, Sendable {
  /// `/etc/machine-id`, or what `TAIZHANG_MACHINE_ID` says; empty where there is neither.
  var machine: String
  /// Of `data.mdb`.
  var inode: UInt64
  /// When the file was made, in nanoseconds since 1970; 0 where the file system does not tell.
  var born: UInt64

  static let metaKey = Array("residence".utf8)

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [1]
    bytes.appendBigEndian(inode)
    bytes.appendBigEndian(born)
    return bytes + Array(machine.utf8)
  }

  init(machine: String, inode: UInt64, born: UInt64) {
    self.machine = machine
    self.inode = inode
    self.born = born
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 17, bytes[0] == 1 else { return nil }
    (inode, born) = bytes.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).bigEndian,
        bytes.loadUnaligned(fromByteOffset: 9, as: UInt64.self).bigEndian
      )
    }
    machine = String(decoding: bytes[17...], as: UTF8.self)
  }

  /// Where the store in `directory` lives now.
  static func now(_ directory: String, machine: String?) -> Residence {
    let (inode, born) = file(directory + "/data.mdb")
    return Residence(machine: machine ?? machineID(), inode: inode, born: born)
  }

  /// The machine's id; a container says its own by `TAIZHANG_MACHINE_ID`.
  static func machineID() -> String {
    if let named = getenv("TAIZHANG_MACHINE_ID") { return String(cString: named) }
    guard let bytes = SmallFile.read("/etc/machine-id", sizeBytesMax: 256) else { return "" }
    return String(decoding: bytes.prefix { $0 > 32 }, as: UTF8.self)
  }

  private typealias StatusCall =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UInt32, UnsafeMutableRawPointer
    ) -> Int32

  /// Inode and time of birth; the C library's `statx` is looked up, since not every one has it.
  private static func file(_ path: String) -> (inode: UInt64, born: UInt64) {
    // statx(2): mask at byte 0, inode at 32, birth at 80; the structure has 256 bytes.
    if let symbol = dlsym(nil, "statx") {
      let call = unsafeBitCast(symbol, to: StatusCall.self)
      let (inodeBit, birthBit): (UInt32, UInt32) = (0x100, 0x800)
      var bytes = [UInt8](repeating: 0, count: 512)
      let done = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { call(AT_FDCWD, path, 0, inodeBit | birthBit, $0) }
      }
      if done == 0 {
        return bytes.withUnsafeBytes { bytes in
          let seconds = bytes.load(fromByteOffset: 80, as: UInt64.self)
          let nanoseconds = UInt64(bytes.load(fromByteOffset: 88, as: UInt32.self))
          let hasBirth = bytes.load(as: UInt32.self) & birthBit != 0
          return (
            bytes.load(fromByteOffset: 32, as: UInt64.self),
            hasBirth ? seconds &* 1_000_000_000 &+ nanoseconds : 0
          )
        }
      }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { return (0, 0) }
    return (UInt64(status.st_ino), 0)
  }
}

extension Store {
  /// Whether the store's data was copied here, or restored: the next commit makes a new identity
  /// first. Reading goes on as before.
  public var needsNewIdentity: Bool { moved.withLock { $0 } }

  func notedResidence<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> Residence? {
    try metaValue(Residence.metaKey, transaction).flatMap { Residence($0) }
  }

  /// Compares where the store lives with what it noted.
  func lookAround() throws(StoreError) {
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    let noted = try notedResidence(transaction)
    let here = Residence.now(path, machine: options.machineID)
    moved.withLock { $0 = noted != nil && noted != here }
  }

  func metaValue<T: ReadableTransaction & ~Copyable>(
    _ key: [UInt8], _ transaction: borrowing T
  ) throws(StoreError) -> [UInt8]? {
    do throws(LMDBError) {
      guard let value = try transaction.get(tables.meta, key.span.bytes) else { return nil }
      return value.withUnsafeBytes { Array($0) }
    } catch {
      throw StoreError(error, at: place)
    }
  }
}

/// Whole small files, where the store's own directory is concerned.
package enum SmallFile {
  /// The bytes; nil when there is no such file, or it is larger.
  package static func read(_ path: String, sizeBytesMax: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: sizeBytesMax + 1)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0, count <= sizeBytesMax else { return nil }
    return Array(bytes[..<count])
  }

  /// Makes the renames of a directory durable.
  static func sync(directory: String) {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
