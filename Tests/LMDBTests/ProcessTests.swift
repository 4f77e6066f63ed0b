// Verifies, with a second process on the same environment:
//  1. the slot of a killed reader pins its pages until checkStaleReaders frees it; then they are
//     used again
//  2. opening frees the slots of dead readers by itself
//  3. a writer killed in mid-transaction leaves nothing behind and the place free
//  4. a map that another process grew is adopted at the next begin; with a transaction live it is
//     mapResized
//  5. a commit the system refuses to store leaves the last state, and the environment goes on
//  6. a write transaction that ends on another thread stops the program instead of locking all out

import Foundation
import LMDB
import Testing

private let smallMap = 1 << 20
private let largeMap = 1 << 26

/// Writes `count` keys with values of 1,000 bytes in one transaction.
private func fill(_ environment: Environment, _ table: Table, count: UInt64) throws(LMDBError) {
  let value = [UInt8](repeating: 3, count: 1_000)
  var transaction = try environment.beginWrite()
  for number in 0..<count {
    try transaction.put(table, key: bytes(number).span.bytes, value: value.span.bytes)
  }
  try transaction.commit()
}

/// Ends this process as a crash would.
private func die() -> Never {
  kill(getpid(), SIGKILL)
  while true { pause() }
}

@Suite struct ProcessTests {
  @Test func staleReaderCleared() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let environment = try Environment.open(path: path, sync: .none)
    let table = try environment.table(named: "t", create: true)
    try fill(environment, table, count: 100)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let reader = try Environment.open(path: path).beginRead()
      guard reader.id > 0 else { return }
      die()
    }
    // The dead reader pins what each rewrite frees, so the file grows.
    for _ in 0..<10 { try fill(environment, table, count: 100) }
    let pinned = try environment.info().pages
    #expect(try environment.checkStaleReaders() == 1)
    #expect(try environment.checkStaleReaders() == 0)
    for _ in 0..<10 { try fill(environment, table, count: 100) }
    #expect(try environment.info().pages <= pinned + 30)
    #expect(pinned > 300)
  }

  @Test func openClearsStaleReaders() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    // A process that keeps the environment open holds the lock file's contents through the death of
    // the reader.
    let held = try Environment.open(path: path, maxReaders: 1, sync: .none)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let reader = try Environment.open(path: path).beginRead()
      guard reader.id == 0 else { return }
      die()
    }
    #expect(failure { () throws(LMDBError) in _ = try held.beginRead() } == .readersFull)
    await #expect(processExitsWith: .success) { [path = path as String] in
      _ = try Environment.open(path: path)
    }
    #expect(try held.beginRead().id == 0)
  }

  @Test func killedWriterLeavesNothing() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let environment = try Environment.open(path: path, sync: .none)
    let table = try environment.table(named: "t", create: true)
    try fill(environment, table, count: 10)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try writeAndDie(path)
    }
    try fill(environment, table, count: 11)
    #expect(try environment.beginRead().statistics(table).entries == 11)
  }

  @Test func mapGrownElsewhere() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let environment = try Environment.open(path: path, mapSizeBytes: smallMap, sync: .none)
    let table = try environment.table(named: "t", create: true)
    let reader = try environment.beginRead()
    await #expect(processExitsWith: .success) { [path = path as String] in
      try fillLargeMap(path)
    }
    #expect(failure { () throws(LMDBError) in _ = try environment.beginRead() } == .mapResized)
    #expect(failure { () throws(LMDBError) in _ = try environment.beginWrite() } == .mapResized)
    #expect(try reader.statistics(table).entries == 0)
    endOf(reader)
    #expect(try environment.beginRead().statistics(table).entries == 5_000)
    #expect(try environment.info().mapSizeBytes == largeMap)
    try fill(environment, table, count: 5_001)
  }

  @Test func refusedCommit() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    await #expect(processExitsWith: .success) { [path = path as String] in
      try commitOverFileLimit(path)
    }
    let environment = try Environment.open(path: path)
    let table = try environment.table(named: "t")
    #expect(try environment.beginRead().statistics(table).entries == 20)
  }
}

@Suite struct ThreadTests {
  @Test func writerEndsWhereItBegan() async throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    await #expect(processExitsWith: .failure) { [path = path as String] in
      try endElsewhere(path)
    }
    let environment = try Environment.open(path: path)
    try inSynchronousCode { () throws(LMDBError) in try environment.beginWrite().abort() }
  }
}

private func inSynchronousCode(_ body: () throws(LMDBError) -> Void) throws(LMDBError) {
  try body()
}

/// Carries a write transaction to another thread, against the compiler's advice.
private final class Smuggled: @unchecked Sendable {
  var writer: WriteTransaction?

  init(_ writer: consuming WriteTransaction) { self.writer = consume writer }
}

private func endElsewhere(_ path: String) throws(LMDBError) {
  let smuggled = Smuggled(try Environment.open(path: path).beginWrite())
  let thread = Thread { smuggled.writer = nil }
  thread.start()
  while !thread.isFinished { usleep(1_000) }
}

private func endOf(_ reader: consuming ReadTransaction) {}

private func writeAndDie(_ path: String) throws(LMDBError) {
  let environment = try Environment.open(path: path, sync: .none)
  let table = try environment.table(named: "t")
  var transaction = try environment.beginWrite()
  try transaction.put(table, "unfinished", "write")
  die()
}

private func fillLargeMap(_ path: String) throws(LMDBError) {
  let environment = try Environment.open(path: path, mapSizeBytes: largeMap, sync: .none)
  try fill(environment, environment.table(named: "t"), count: 5_000)
}

/// Lets the system refuse to grow the file, and shows that the environment lives through it.
private func commitOverFileLimit(_ path: String) throws {
  let environment = try Environment.open(path: path)
  let table = try environment.table(named: "t", create: true)
  try fill(environment, table, count: 10)
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  let unlimited = limit
  limit.rlim_cur = 200_000
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  let kind = failure { () throws(LMDBError) in try fill(environment, table, count: 1_000) }
  limit = unlimited
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  #expect(kind == .diskFull || kind == .io(errno: EIO))
  #expect(try environment.beginRead().statistics(table).entries == 10)
  try fill(environment, table, count: 20)
  try environment.close()
}
