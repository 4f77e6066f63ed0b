// Verifies, of environments:
//  1. a second open in the process is refused with alreadyOpen, by any path; after close it
//     succeeds
//  2. the environment closes with its last reference, also when that is a transaction's
//  3. close is refused while a transaction lives; afterwards every use says closed
//  4. a read-only environment reads, refuses writes with readOnly, and is not created when missing
//  5. map full -> abort -> resize -> retry succeeds; resize is refused while a transaction lives,
//     and one that cannot be had leaves the old map in place
//  6. the file of a 1 TiB map stays small
//  7. hot copies, compacting or not, equal the snapshot at their start, while a writer goes on
//  8. a copy refuses to overwrite; a failed one leaves no file
//  9. files that are no environment are refused: corrupted, versionMismatch or io, never opened as
//     empty
// 10. info says what is there; errors of the system carry their kinds

import Foundation
import LMDB
import Testing

@Suite struct EnvironmentTests {
  @Test func doubleOpenRefused() throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let link = scratch.environment("link")
    let first = try Environment.open(path: path)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for other in [path, path + "/", path + "/../env", link] {
      let kind = failure { () throws(LMDBError) in _ = try Environment.open(path: other) }
      #expect(kind == .alreadyOpen)
    }
    let readOnly = failure { () throws(LMDBError) in
      _ = try Environment.open(path: path, readOnly: true)
    }
    #expect(readOnly == .alreadyOpen)
    try first.close()
    try first.close()
    let again = try Environment.open(path: link)
    _ = try again.info()
  }

  @Test func closesWithLastReference() throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    do {
      let reader = try Environment.open(path: path).beginRead()
      let kind = failure { () throws(LMDBError) in _ = try Environment.open(path: path) }
      #expect(kind == .alreadyOpen)
      #expect(reader.id == 0)
    }
    _ = try Environment.open(path: path)
    _ = try Environment.open(path: path)
  }

  @Test func closeWaitsForNobody() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    do {
      let reader = try environment.beginRead()
      #expect(failure { () throws(LMDBError) in try environment.close() } == .transactionsLive)
      #expect(try reader.text(table, "k") == nil)
      var writer = try environment.beginWrite()
      try writer.put(table, "k", "v")
      #expect(failure { () throws(LMDBError) in try environment.close() } == .transactionsLive)
      try writer.commit()
    }
    try environment.close()
    let kinds = [
      failure { () throws(LMDBError) in _ = try environment.beginRead() },
      failure { () throws(LMDBError) in _ = try environment.beginWrite() },
      failure { () throws(LMDBError) in _ = try environment.info() },
      failure { () throws(LMDBError) in try environment.sync() },
      failure { () throws(LMDBError) in try environment.checkStaleReaders() },
      failure { () throws(LMDBError) in try environment.resize(mapSizeBytes: 1 << 30) },
      failure { () throws(LMDBError) in
        try environment.copy(to: scratch.environment("copy"), compacting: true)
      },
    ]
    #expect(kinds.allSatisfy { $0 == .closed })
  }

  @Test func readOnly() throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let missing = failure { () throws(LMDBError) in
      _ = try Environment.open(path: path, readOnly: true)
    }
    #expect(missing == .io(errno: ENOENT))
    #expect(!FileManager.default.fileExists(atPath: path))
    do {
      let environment = try Environment.open(path: path)
      let table = try environment.table(named: "t", create: true)
      var writer = try environment.beginWrite()
      try writer.put(table, "k", "v")
      try writer.commit()
    }
    let environment = try Environment.open(path: path, readOnly: true)
    #expect(environment.isReadOnly)
    let table = try environment.table(named: "t")
    #expect(try environment.beginRead().text(table, "k") == "v")
    #expect(failure { () throws(LMDBError) in _ = try environment.beginWrite() } == .readOnly)
    let creating = failure { () throws(LMDBError) in
      _ = try environment.table(named: "new", create: true)
    }
    #expect(creating == .readOnly)
    #expect(failure { () throws(LMDBError) in try environment.sync() } == .readOnly)
  }

  @Test func mapFullResizeRetry() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(
      path: scratch.environment(), mapSizeBytes: 1 << 20, sync: .none)
    let table = try environment.table(named: "t", create: true)
    func fill() throws(LMDBError) {
      let value = [UInt8](repeating: 3, count: 1_000)
      var transaction = try environment.beginWrite()
      for number in UInt64(0)..<2_000 {
        try transaction.put(table, key: bytes(number).span.bytes, value: value.span.bytes)
      }
      try transaction.commit()
    }
    #expect(failure(fill) == .mapFull)
    #expect(try environment.beginRead().statistics(table).entries == 0)
    do {
      let reader = try environment.beginRead()
      let kind = failure { () throws(LMDBError) in try environment.resize(mapSizeBytes: 1 << 24) }
      #expect(kind == .transactionsLive)
      #expect(try reader.statistics(table).entries == 0)
    }
    for size in [1 << 60, -1] {
      let kind = failure { () throws(LMDBError) in try environment.resize(mapSizeBytes: size) }
      #expect(kind == .io(errno: ENOMEM))
    }
    #expect(try environment.info().mapSizeBytes == 1 << 20)
    try environment.resize(mapSizeBytes: 1 << 24)
    #expect(try environment.info().mapSizeBytes == 1 << 24)
    #expect(failure(fill) == nil)
    #expect(try environment.beginRead().statistics(table).entries == 2_000)
  }

  @Test func failedTransactionStaysFailed() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(
      path: scratch.environment(), mapSizeBytes: 1 << 18, sync: .none)
    let table = try environment.table(named: "t", create: true)
    let value = [UInt8](repeating: 3, count: 1 << 19)
    var transaction = try environment.beginWrite()
    try transaction.put(table, "small", "fits")
    let kind = failure { () throws(LMDBError) in
      try transaction.put(table, key: bytes("large").span.bytes, value: value.span.bytes)
    }
    #expect(kind == .mapFull)
    let next = failure { () throws(LMDBError) in try transaction.put(table, "other", "small") }
    #expect(next == .badTransaction)
    var committing: LMDBError.Kind?
    do throws(LMDBError) { try transaction.commit() } catch { committing = error.kind }
    #expect(committing == .badTransaction)
    #expect(try environment.beginRead().keys(table) == [])
    try environment.beginWrite().abort()
    try environment.close()
  }

  @Test func largeMapSmallFile() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment())
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    try transaction.put(table, "k", "v")
    try transaction.commit()
    let info = try environment.info()
    let file = scratch.environment() + "/data.mdb"
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(info.mapSizeBytes == 1 << 40)
    #expect(try #require(size) < 100_000)
  }

  @Test(arguments: [false, true])
  func hotCopy(compacting: Bool) throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var writer = try environment.beginWrite()
    for number in 0..<3_000 { try writer.put(table, "key \(number)", "value \(number)") }
    try writer.commit()
    writer = try environment.beginWrite()
    for number in 0..<1_000 { try writer.delete(table, bytes("key \(number)").span.bytes) }
    try writer.commit()

    let before = try environment.beginRead()
    let pages = try environment.info().pages
    try environment.copy(to: scratch.environment("copy"), compacting: compacting)
    writer = try environment.beginWrite()
    try writer.clear(table)
    try writer.commit()

    let copy = try Environment.open(path: scratch.environment("copy"), readOnly: true)
    let copied = try copy.beginRead()
    let keys = try before.keys(table)
    let copiedTable = try copy.table(named: "t")
    #expect(keys.count == 2_000)
    #expect(try copied.keys(copiedTable) == keys)
    for key in keys {
      #expect(try copied.text(copiedTable, key) == before.text(table, key))
    }
    let copiedPages = try copy.info().pages
    #expect(compacting ? copiedPages < pages * 3 / 4 : copiedPages == pages)
  }

  @Test func copyRefusals() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let itself = failure { () throws(LMDBError) in
      try environment.copy(to: scratch.environment(), compacting: true)
    }
    #expect(itself == .io(errno: EEXIST))
    let nowhere = failure { () throws(LMDBError) in
      try environment.copy(to: scratch.environment("no/such"), compacting: false)
    }
    #expect(nowhere == .io(errno: ENOENT))
    try environment.copy(to: scratch.environment("copy"), compacting: true)
    let again = failure { () throws(LMDBError) in
      try environment.copy(to: scratch.environment("copy"), compacting: true)
    }
    #expect(again == .io(errno: EEXIST))
    try environment.close()
    _ = try Environment.open(path: scratch.environment())
  }

  @Test func foreignFilesRefused() throws {
    let scratch = try Scratch()
    let cases: [(name: String, bytes: [UInt8])] = [
      ("noise", [UInt8](repeating: 0xA5, count: 16_384)),
      ("zeros", [UInt8](repeating: 0, count: 16_384)),
      ("short", [UInt8](repeating: 1, count: 100)),
    ]
    for (name, content) in cases {
      let path = scratch.environment(name)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data(content).write(to: URL(fileURLWithPath: path + "/data.mdb"))
      let kind = failure { () throws(LMDBError) in _ = try Environment.open(path: path) }
      #expect(kind == .corrupted, "\(name)")
      #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + "/data.mdb"))) == content)
    }
    let file = scratch.environment("file")
    try Data([1]).write(to: URL(fileURLWithPath: file))
    let notDirectory = failure { () throws(LMDBError) in _ = try Environment.open(path: file) }
    #expect(notDirectory == .io(errno: ENOTDIR))
  }

  @Test func informationAndKinds() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(
      path: scratch.environment(), mapSizeBytes: 1 << 26, maxReaders: 9, sync: .noMetaSync)
    _ = try environment.table(named: "a", create: true)
    _ = try environment.table(named: "b", create: true)
    let reader = try environment.beginRead()
    let info = try environment.info()
    #expect(info.mapSizeBytes == 1 << 26)
    #expect(info.pageSizeBytes >= 4096)
    #expect(info.lastTransactionID == 2 && reader.id == 2)
    #expect(info.maxReaders == 9)
    #expect(info.readers == 1)
    #expect(info.entries == 2 && info.depth == 1)
    #expect(try environment.checkStaleReaders() == 0)
    try environment.sync()

    #expect(LMDBError(.commit, code: ENOSPC).kind == .diskFull)
    #expect(LMDBError(.commit, code: EDQUOT).kind == .diskFull)
    #expect(LMDBError(.commit, code: EIO).kind == .io(errno: EIO))
    #expect(LMDBError(.commit, code: EROFS).kind == .readOnly)
    #expect(LMDBError(.open, code: EACCES).kind == .io(errno: EACCES))
    #expect(LMDBError(.commit, code: -30795).kind == .panicked)
    #expect(LMDBError(.open, code: -1).kind == .unknown)
    #expect(String(describing: LMDBError(.put, code: -30792)) == "put: mapFull (-30792)")
  }
}
