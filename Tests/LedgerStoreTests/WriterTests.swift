// Verifies:
//  1. two processes that write in turn never reuse a number, also after a write that wrote nothing
//  2. two processes that write at the same time lose nothing
//  3. a writer that is kept waiting too long is told that the store is busy
//  4. threads of one process write and read at the same time
//  5. a clock 50 years ahead, then corrected, then stepping back: order goes by what was seen
//  6. a stamp far ahead is applied and marked, and does not pull other clocks along

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

private func openStore(_ path: String, busy: Int = 5_000) throws -> Store {
  try Store.open(
    at: path, schema: Guest.schema,
    options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none, busyTimeoutMilliseconds: busy))
}

/// Says what went wrong and stops the child process with a failure.
private func orFail(_ body: () throws -> Void) {
  do { try body() } catch {
    print("child: \(error)")
    exit(1)
  }
}

@Suite struct WriterTests {
  let city: TestCity

  init() throws { city = try TestCity() }

  @Test func processesTakeTurns() async throws {
    let other = try city.office("office b")
    try other.edit(ledger, [Guest.add(workID(1), "b")])
    let store = try city.office("office a")
    try store.pull(ledger, from: other)
    let path = store.path
    for turn in 0..<4 {
      // Nothing new: a transaction that stores nothing must not pass for the last one.
      switch turn {
      case 0: try store.edit(ledger, [Guest.add(workID(1), "turn")])
      case 1: #expect(try store.apply(ledger, try other.runs(ledger)).duplicates == 1)
      case 2: try store.addLedger(ledger)
      default: #expect(try store.commit(ledger, []).dots.isEmpty)
      }
      await #expect(processExitsWith: .success) { [path = path as String] in
        orFail { try openStore(path).edit(ledger, [Guest.add(workID(1), "child")]) }
      }
      try store.edit(ledger, [Guest.add(workID(1), "parent \(turn)")])
      try expectSound(store)
    }
    #expect(try store.vector(ledger)[store.identity.replica] == 9)
    try city.settle([store, other, city.hub])
    try expectConverged(ledger, [store, other, city.hub])
  }

  @Test func processesWriteTogether() async throws {
    let store = try city.office("office a")
    let path = store.path
    async let child: Void = {
      await #expect(processExitsWith: .success) { [path = path as String] in
        orFail {
          let store = try openStore(path, busy: 60_000)
          for number in 0..<300 {
            try store.edit(ledger, [Guest.add(workID(UInt64(number % 9)), "child \(number)")])
          }
        }
      }
    }()
    for number in 0..<300 {
      try store.edit(ledger, [Guest.add(workID(UInt64(number % 9)), "parent \(number)")])
    }
    await child
    #expect(try store.vector(ledger)[store.identity.replica] == 600)
    let elements = try (0..<9).map {
      try store.record(ledger, workID($0))?.elements(Guest.Field.tags).count ?? 0
    }
    #expect(elements.reduce(0, +) == 600)
    try expectSound(store)
  }

  @Test func busyAfterTheTimeout() throws {
    let store = try city.office("office a")
    let path = store.path
    let lock = open(path + "/writer.lock", O_RDWR)
    #expect(lock >= 0)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    var options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none, busyTimeoutMilliseconds: 50)
    options.isReadOnly = false
    let copy = city.directory.path("copy")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let held = open(copy + "/writer.lock", O_RDWR)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0)
    let second = try Store.open(at: copy, schema: Guest.schema, options: options)
    #expect(refusal { try second.edit(ledger, [Guest.add(workID(1), "x")]) } == .busy)
    #expect(try second.vector(ledger).isEmpty)
    flock(held, LOCK_UN)
    try second.edit(ledger, [Guest.add(workID(1), "x")])
    try expectSound(second)
  }

  @Test func threadsWriteAndRead() throws {
    let store = try city.office("office a")
    DispatchQueue.concurrentPerform(iterations: 6) { thread in
      for number in 0..<50 {
        do {
          if thread.isMultiple(of: 2) {
            try store.edit(ledger, [Guest.add(workID(1), "\(thread) \(number)")])
          } else {
            let (vector, tags) = try store.read { snapshot throws(StoreError) in
              (
                try snapshot.vector(ledger)[store.identity.replica],
                try snapshot.record(ledger, workID(1))?.elements(Guest.Field.tags).count ?? 0
              )
            }
            #expect(UInt64(tags) == vector)
          }
        } catch {
          Issue.record(error)
        }
      }
    }
    #expect(try store.record(ledger, workID(1))?.elements(Guest.Field.tags).count == 150)
    try expectSound(store)
  }

  @Test func aClockFiftyYearsAhead() throws {
    let wall = WallClock(city.clock)
    let wrong = try city.office("wrong clock", clock: wall.reading)
    let right = try city.office("right clock")
    let id = workID(1)
    let fiftyYears: Int64 = 50 * 365 * 86_400_000
    wall.jump(by: fiftyYears)
    let ahead = try wrong.edit(ledger, [Guest.write(id, Guest.Field.name, .text("2074"))])
    let report = try right.pull(ledger, from: wrong)
    #expect(report.applied == 1)
    #expect(report.farAhead == 1)
    // Having seen it, an edit of today supersedes it, whatever its stamp.
    let today = try right.edit(ledger, [Guest.write(id, Guest.Field.name, .text("today"))])
    try city.settle([wrong, right, city.hub])
    #expect(try wrong.record(ledger, id)?[Guest.Field.name] == .text("today"))
    func stamp(_ dot: Dot) throws -> HybridTimestamp {
      try right.read { snapshot throws(StoreError) in
        try snapshot.change(ledger, dot)?.header.clock ?? HybridTimestamp(rawValue: 0)
      }
    }
    #expect(try stamp(today) < stamp(ahead))
    #expect(try stamp(today).milliseconds == city.clock.now)
    // Corrected: the own clock never steps back, and goes on behind its own last stamp.
    wall.correct()
    wall.jump(by: -3_600_000)
    let next = try wrong.edit(ledger, [Guest.write(id, Guest.Field.note, .text("next"))])
    #expect(try { try city.settle([wrong, right]) }() == ())
    #expect(try stamp(next) > stamp(ahead))
    try expectConverged(ledger, [wrong, right])
    try expectSound(wrong, right, city.hub)
  }
}
