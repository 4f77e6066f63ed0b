// Guarantees: a data file is looked at byte by byte before LMDB maps it: what would make LMDB read
// beyond a page or beyond the file is found here and named by page, so that damage ends in a
// message and never in a signal.
//
// The layout is that of LMDB 0.9 on 64-bit machines (lmdb.h and mdb.c of that release): pages of
// one size, the first two meta pages, header 16 bytes: number 8, pad 2, flags 2, lower 2, upper 2
// (of an overflow page instead of the last two: number of pages 4). Numbers are of the machine's
// own order.

internal import Glibc

/// Reads a file's pages and nothing else.
struct PageFile: ~Copyable {
  private let descriptor: Int32
  let path: String
  let sizeBytes: Int

  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == EACCES
        ? StoreError(.notPermitted, path, "store-files")
        : StoreError(.io, path, String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw StoreError(.io, path, String(cString: strerror(errno)))
    }
    sizeBytes = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset`; false when the file ends before, or cannot be read there.
  func read(_ offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress.unsafelyUnwrapped + done, buffer.count - done,
        off_t(offset + done))
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}

/// The root and the figures of one tree.
private struct Tree {
  var depth: UInt16
  var branchPages, leafPages, overflowPages, entries, root: UInt64

  static let byteCount = 48
  static let none = UInt64.max

  init(_ bytes: UnsafeRawBufferPointer, at: Int) {
    depth = bytes.loadUnaligned(fromByteOffset: at + 6, as: UInt16.self)
    branchPages = bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
    leafPages = bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self)
    overflowPages = bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)
    entries = bytes.loadUnaligned(fromByteOffset: at + 32, as: UInt64.self)
    root = bytes.loadUnaligned(fromByteOffset: at + 40, as: UInt64.self)
  }
}

/// The newest meta page of a file.
struct MetaPage {
  let pageBytes: Int
  let lastPage: UInt64
  let transaction: UInt64
  fileprivate let free: Tree
  fileprivate let main: Tree

  private static let magic: UInt32 = 0xBEEF_C0DE
  private static let version: UInt32 = 1
  private static let flag: UInt16 = 0x08
  /// The address space of a process.
  private static let addressesMax: UInt64 = 1 << 47
  private static let transactionsMax: UInt64 = 1 << 56

  /// - Throws: `corrupt` with the place when neither meta page can be used.
  static func newest(of file: borrowing PageFile) throws(StoreError) -> MetaPage {
    func wrong(_ page: Int, _ what: String) -> StoreError {
      StoreError(.corrupt, "data.mdb", "page \(page)", what)
    }
    guard file.sizeBytes > 0 else { throw wrong(0, "the file is empty") }
    guard let first = read(file, at: 0) else { throw wrong(0, "not a meta page") }
    guard let second = read(file, at: first.pageBytes) else { throw wrong(1, "not a meta page") }
    guard second.pageBytes == first.pageBytes else { throw wrong(1, "another page size") }
    return second.transaction > first.transaction ? second : first
  }

  /// Whether a file holds every page up to the last. It need not: pages that a transaction took and
  /// gave back again count, and were never written.
  func fits(in file: borrowing PageFile) -> Bool {
    lastPage < UInt64(file.sizeBytes / pageBytes)
  }

  private static func read(_ file: borrowing PageFile, at offset: Int) -> MetaPage? {
    withUnsafeTemporaryAllocation(byteCount: 160, alignment: 8) { buffer in
      guard file.read(offset, into: buffer) else { return nil }
      let bytes = UnsafeRawBufferPointer(buffer)
      guard bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self) & flag != 0,
        bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self) == magic,
        bytes.loadUnaligned(fromByteOffset: 20, as: UInt32.self) == version
      else { return nil }
      let pageBytes = Int(bytes.loadUnaligned(fromByteOffset: 40, as: UInt32.self))
      guard pageBytes >= 512, pageBytes <= 65_536, pageBytes & (pageBytes - 1) == 0 else {
        return nil
      }
      let lastPage = bytes.loadUnaligned(fromByteOffset: 136, as: UInt64.self)
      let transaction = bytes.loadUnaligned(fromByteOffset: 144, as: UInt64.self)
      // More than a machine can map, or than transactions were ever begun: LMDB would believe it.
      guard lastPage < addressesMax / UInt64(pageBytes), transaction < transactionsMax else {
        return nil
      }
      return MetaPage(
        pageBytes: pageBytes, lastPage: lastPage, transaction: transaction,
        free: Tree(bytes, at: 40), main: Tree(bytes, at: 88))
    }
  }
}

/// Walks every page that can be reached from the newest meta page.
struct PageWalk: ~Copyable {
  private let file: PageFile
  private let meta: MetaPage
  /// Pages that the file holds as a whole.
  private let fileEnd: UInt64
  private var seen: [UInt64]
  private var report: CheckReport
  private var pages = 0
  private var entries: UInt64 = 0

  private enum Flag {
    static let branch: UInt16 = 0x01
    static let leaf: UInt16 = 0x02
    static let overflow: UInt16 = 0x04
    static let bigData: UInt16 = 0x01
    static let subTree: UInt16 = 0x02
    static let duplicates: UInt16 = 0x04
  }

  private static let headerBytes = 16
  private static let depthMax = 32
  /// How often a file is looked at that others go on writing.
  private static let looksMax = 20

  private init(_ file: consuming PageFile, _ meta: MetaPage) {
    self.file = file
    self.meta = meta
    fileEnd = UInt64(self.file.sizeBytes / meta.pageBytes)
    seen = [UInt64](repeating: 0, count: Int(fileEnd / 64) + 1)
    report = CheckReport()
  }

  /// Everything that is wrong with the pages of `path`, at most as many problems as a report lists.
  ///
  /// - Throws: an I/O error. Nobody may write meanwhile.
  /// - Complexity: O(pages in use), each read once; a bit of memory a page.
  static func problems(of path: String) throws(StoreError) -> CheckReport {
    let file = try PageFile(path)
    let meta: MetaPage
    do throws(StoreError) { meta = try MetaPage.newest(of: file) } catch {
      guard error.code == .corrupt else { throw error }
      var report = CheckReport()
      report.add(.page, "data.mdb", Array(error.arguments[1].utf8), error.arguments[2])
      return report
    }
    var walk = PageWalk(file, meta)
    walk.tree(meta.free, "free pages", isMain: false)
    walk.tree(meta.main, "tables", isMain: true)
    walk.report.count("pages", walk.pages)
    return walk.report
  }

  /// Refuses a file that ends before a page that is in use.
  ///
  /// - Parameter afterLook: called after every look that judged nothing, for others go on writing.
  /// - Throws: `corrupt` with the place, `busy` after so many looks, or an I/O error.
  /// - Complexity: O(1), but where a file ends before its last page O(pages in use).
  static func requireWhole(_ path: String, afterLook: () -> Void = {}) throws(StoreError) {
    var before: UInt64?
    for _ in 0..<looksMax {
      let file = try PageFile(path)
      let meta = try MetaPage.newest(of: file)
      if meta.fits(in: file) { return }
      if try problems(of: path).isOK { return }
      // Another process may have written meanwhile: only what stands still is judged.
      guard before != meta.transaction else {
        throw StoreError(
          .corrupt, "data.mdb", "page \(file.sizeBytes / meta.pageBytes)",
          "the file ends at byte \(file.sizeBytes), pages go on to \(meta.lastPage)")
      }
      before = meta.transaction
      afterLook()
    }
    throw StoreError(.busy, path, "0")
  }

  private mutating func wrong(_ page: UInt64, _ what: String) {
    report.add(.page, "data.mdb", Array("page \(page)".utf8), what)
  }

  private mutating func tree(_ tree: Tree, _ name: String, isMain: Bool) {
    guard tree.root != Tree.none else {
      if tree.entries != 0 { wrong(0, "\(name): \(tree.entries) entries and no root") }
      return
    }
    guard tree.depth > 0, Int(tree.depth) <= Self.depthMax else {
      return wrong(tree.root, "\(name): depth \(tree.depth)")
    }
    entries = 0
    let outer = report.problems.count
    var subTrees: [(String, Tree)] = []
    page(tree.root, name, below: Int(tree.depth), isMain: isMain, &subTrees)
    if report.problems.count == outer, entries != tree.entries {
      wrong(tree.root, "\(name): \(entries) entries, \(tree.entries) expected")
    }
    for (name, tree) in subTrees { self.tree(tree, name, isMain: false) }
  }

  /// Takes a page's bit; false when it is beyond the file or was met before.
  private mutating func take(_ number: UInt64, _ name: String, from: UInt64) -> Bool {
    guard number >= 2, number <= meta.lastPage else {
      wrong(from, "\(name): points to page \(number) of \(meta.lastPage)")
      return false
    }
    guard number < fileEnd else {
      wrong(from, "\(name): points to page \(number), and the file ends before it")
      return false
    }
    let bit = UInt64(1) << (number % 64)
    guard seen[Int(number / 64)] & bit == 0 else {
      wrong(from, "\(name): points to page \(number), which another points to")
      return false
    }
    seen[Int(number / 64)] |= bit
    pages += 1
    return true
  }

  private mutating func page(
    _ number: UInt64, _ name: String, below depth: Int, isMain: Bool,
    _ subTrees: inout [(String, Tree)]
  ) {
    guard take(number, name, from: number) else { return }
    var bytes = [UInt8](repeating: 0, count: meta.pageBytes)
    guard read(number, &bytes) else { return wrong(number, "\(name): cannot be read") }
    let isLeaf = depth == 1
    let (flags, lower, upper) = bytes.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self),
        Int(bytes.loadUnaligned(fromByteOffset: 12, as: UInt16.self)),
        Int(bytes.loadUnaligned(fromByteOffset: 14, as: UInt16.self))
      )
    }
    let found = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard found == number else { return wrong(number, "\(name): says it is page \(found)") }
    guard flags & 0x2F == (isLeaf ? Flag.leaf : Flag.branch) else {
      return wrong(number, "\(name): flags \(flags)")
    }
    guard lower >= Self.headerBytes, lower.isMultiple(of: 2), lower <= upper,
      upper <= meta.pageBytes
    else { return wrong(number, "\(name): free space \(lower)...\(upper)") }
    let count = (lower - Self.headerBytes) / 2
    guard count >= (isLeaf ? 1 : 2) else { return wrong(number, "\(name): \(count) entries") }
    for index in 0..<count {
      guard let node = Node(bytes, index, upper: upper, isLeaf: isLeaf) else {
        return wrong(number, "\(name): entry \(index) reaches beyond the page")
      }
      if isLeaf {
        leaf(node, bytes, number, name, isMain: isMain, &subTrees)
      } else {
        page(node.child, name, below: depth - 1, isMain: isMain, &subTrees)
      }
    }
  }

  private mutating func leaf(
    _ node: Node, _ bytes: [UInt8], _ number: UInt64, _ name: String, isMain: Bool,
    _ subTrees: inout [(String, Tree)]
  ) {
    entries += 1
    if node.flags & Flag.duplicates != 0 || node.flags & ~0x0F != 0 {
      return wrong(number, "\(name): entry flags \(node.flags)")
    }
    if node.flags & Flag.bigData != 0 {
      let first = bytes.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: node.data, as: UInt64.self)
      }
      return overflow(first, node.dataBytes, name, from: number)
    }
    guard node.flags & Flag.subTree != 0 else { return }
    guard isMain, node.dataBytes == Tree.byteCount else {
      return wrong(number, "\(name): a table within a table")
    }
    let table = String(decoding: bytes[node.key..<node.data], as: UTF8.self)
    subTrees.append((table, bytes.withUnsafeBytes { Tree($0, at: node.data) }))
  }

  private mutating func overflow(
    _ first: UInt64, _ dataBytes: Int, _ name: String, from: UInt64
  ) {
    let needed = UInt64((Self.headerBytes - 1 + dataBytes) / meta.pageBytes + 1)
    guard first >= 2, first <= meta.lastPage, needed - 1 <= meta.lastPage - first else {
      return wrong(from, "\(name): points to page \(first) of \(meta.lastPage)")
    }
    var header = [UInt8](repeating: 0, count: Self.headerBytes)
    guard read(first, &header) else { return wrong(first, "\(name): cannot be read") }
    let (found, flags, count) = header.withUnsafeBytes { bytes in
      (
        bytes.loadUnaligned(as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self),
        UInt64(bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
      )
    }
    guard found == first, flags & 0x2F == Flag.overflow, count == needed else {
      return wrong(first, "\(name): not the \(needed) pages of a long value")
    }
    for page in first..<first + needed where !take(page, name, from: from) { return }
  }

  private func read(_ number: UInt64, _ bytes: inout [UInt8]) -> Bool {
    let offset = Int(number) * meta.pageBytes
    return bytes.withUnsafeMutableBytes { file.read(offset, into: $0) }
  }
}

/// One entry of a page: where its key and its data stand, checked against the page's end.
private struct Node {
  let flags: UInt16
  let child: UInt64
  let key: Int
  let data: Int
  let dataBytes: Int

  /// Nil when anything of it would lie outside the page.
  init?(_ page: [UInt8], _ index: Int, upper: Int, isLeaf: Bool) {
    let end = page.count
    let parts: (at: Int, low: UInt32, flags: UInt16, keyBytes: Int)? = page.withUnsafeBytes {
      let at = Int($0.loadUnaligned(fromByteOffset: 16 + index * 2, as: UInt16.self))
      guard at >= upper, at <= end - 8 else { return nil }
      return (
        at, $0.loadUnaligned(fromByteOffset: at, as: UInt32.self),
        $0.loadUnaligned(fromByteOffset: at + 4, as: UInt16.self),
        Int($0.loadUnaligned(fromByteOffset: at + 6, as: UInt16.self))
      )
    }
    guard let parts else { return nil }
    flags = parts.flags
    child = UInt64(parts.low) | UInt64(parts.flags) << 32
    key = parts.at + 8
    data = key + parts.keyBytes
    dataBytes = Int(parts.low)
    guard data <= end else { return nil }
    if isLeaf {
      // Long values stand elsewhere; their page's number is all that stands here.
      let inPlace = parts.flags & 1 != 0 ? 8 : dataBytes
      guard inPlace <= end - data else { return nil }
    }
  }
}

extension Store {
  /// What opening a store asks of its data file, for tests that write to it between two looks.
  package static func requireWholeFile(
    _ path: String, afterLook: () -> Void
  ) throws(StoreError) {
    try PageWalk.requireWhole(path, afterLook: afterLook)
  }

  /// Looks at the data file of the store at `path` before anything maps it: every page that can be
  /// reached, without trusting any. No writer of this program works meanwhile.
  ///
  /// - Throws: `noSuchStore`, `busy`, or an I/O error.
  public static func checkPages(at path: String) throws(StoreError) -> CheckReport {
    guard access(path + "/data.mdb", F_OK) == 0 else { throw StoreError(.noSuchStore, path) }
    let gate = WriterGate(directory: path, timeoutMilliseconds: 30_000)
    guard access(path, W_OK) == 0 else { return try PageWalk.problems(of: path + "/data.mdb") }
    return try gate.withState { (_) throws(StoreError) in
      try PageWalk.problems(of: path + "/data.mdb")
    }
  }
}
