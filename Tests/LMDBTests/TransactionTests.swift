// Verifies, of transactions:
//  1. commit stores everything, abort and drop store nothing, and each frees the writer's place
//  2. a reader sees the snapshot of its beginning, whatever commits later; ids count commits
//  3. a write transaction sees its own writes
//  4. a second write transaction on the same thread is refused with writerActive, another thread's
//     waits
//  5. a read transaction may live on the thread that writes
//  6. a table opened by an aborted transaction is gone; one opened by a committed transaction is
//     everyone's
//  7. a transaction older than a table is refused with tableOpening or badTable, never given
//     another table
//  8. every named table is found again when the environment is reopened
//  9. more readers than slots is readersFull; more tables than slots is tablesFull
// 10. many threads reading while one writes see only whole transactions

import Dispatch
import LMDB
import Synchronization
import Testing

@Suite struct TransactionTests {
  @Test func endings() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    do {
      var transaction = try environment.beginWrite()
      try transaction.put(table, "dropped", "1")
    }
    var aborted = try environment.beginWrite()
    try aborted.put(table, "aborted", "1")
    aborted.abort()
    #expect(throws: LMDBError.self) {
      var failed = try environment.beginWrite()
      try failed.put(table, "thrown", "1")
      try failed.put(table, "", "refused")
    }
    var committed = try environment.beginWrite()
    try committed.put(table, "committed", "1")
    try committed.commit()
    #expect(try environment.beginRead().keys(table) == ["committed"])
    try environment.close()
  }

  @Test func snapshotIsolation() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var writer = try environment.beginWrite()
    try writer.put(table, "k", "old")
    try writer.put(table, "gone", "here")
    let written = writer.id
    try writer.commit()

    let before = try environment.beginRead()
    #expect(before.id == written)
    writer = try environment.beginWrite()
    try writer.put(table, "k", "new")
    try writer.delete(table, bytes("gone").span.bytes)
    #expect(try writer.text(table, "k") == "new")
    #expect(try before.text(table, "k") == "old")
    try writer.commit()

    let after = try environment.beginRead()
    #expect(after.id == before.id + 1)
    #expect(try before.text(table, "k") == "old")
    #expect(try before.keys(table) == ["gone", "k"])
    #expect(try after.keys(table) == ["k"])
  }

  @Test func nestedWriterRefused() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var outer = try environment.beginWrite()
    try outer.put(table, "k", "v")
    #expect(failure { () throws(LMDBError) in _ = try environment.beginWrite() } == .writerActive)
    let creating = failure { () throws(LMDBError) in
      _ = try environment.table(named: "new", create: true)
    }
    #expect(creating == .writerActive)
    let copying = failure { () throws(LMDBError) in
      try environment.copy(to: scratch.environment("copy"), compacting: false)
    }
    #expect(copying == .writerActive)
    try outer.commit()
    try environment.beginWrite().abort()
  }

  @Test func writersTakeTurns() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<50 {
        do {
          var transaction = try environment.beginWrite()
          let old = try transaction.text(table, "sum").flatMap { Int($0) } ?? 0
          try transaction.put(table, "sum", String(old + 1))
          try transaction.commit()
        } catch {
          Issue.record(error)
        }
      }
    }
    #expect(try environment.beginRead().text(table, "sum") == "400")
  }

  @Test func readerBesideWriter() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var writer = try environment.beginWrite()
    try writer.put(table, "k", "v")
    let one = try environment.beginRead()
    let two = try environment.beginRead()
    #expect(try one.text(table, "k") == nil)
    #expect(try two.text(table, "k") == nil)
    #expect(one.id == writer.id - 1)
    try writer.commit()
  }

  @Test func tablesFollowTheirTransaction() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    var aborted = try environment.beginWrite()
    let void = try aborted.openTable("void")
    try aborted.put(void, "k", "v")
    aborted.abort()
    let lookup = failure { () throws(LMDBError) in _ = try environment.table(named: "void") }
    #expect(lookup == .notFound)

    var committed = try environment.beginWrite()
    let kept = try committed.openTable("kept")
    #expect(try committed.openTable("kept") == kept)
    try committed.put(kept, "k", "v")
    try committed.commit()
    #expect(try environment.table(named: "kept") == kept)
    let reader = try environment.beginRead()
    #expect(try reader.openTable("kept") == kept)
    #expect(try reader.text(kept, "k") == "v")
    #expect(failure { () throws(LMDBError) in _ = try reader.openTable("none") } == .notFound)
    let absent = failure { () throws(LMDBError) in
      var writer = try environment.beginWrite()
      _ = try writer.openTable("none", create: false)
    }
    #expect(absent == .notFound)
  }

  @Test func oldTransactionsDoNotKnowNewTables() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let old = try environment.table(named: "old", create: true)
    let reader = try environment.beginRead()
    let new = try environment.table(named: "new", create: true)
    var writer = try environment.beginWrite()
    try writer.put(new, "k", "v")
    try writer.commit()
    #expect(failure { () throws(LMDBError) in _ = try reader.text(new, "k") } == .badTable)
    #expect(failure { () throws(LMDBError) in _ = try reader.keys(new) } == .badTable)
    #expect(failure { () throws(LMDBError) in _ = try reader.openTable("new") } == .tableOpening)
    #expect(failure { () throws(LMDBError) in _ = try reader.openTable("other") } == .tableOpening)
    #expect(try reader.text(old, "k") == nil)
    #expect(try environment.beginRead().text(new, "k") == "v")
  }

  @Test func onlyOneTransactionOpensTables() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let reader = try environment.beginRead()
    var writer = try environment.beginWrite()
    let table = try writer.openTable("t")
    #expect(failure { () throws(LMDBError) in _ = try reader.openTable("t") } == .tableOpening)
    try writer.put(table, "k", "v")
    try writer.commit()
    #expect(try environment.beginRead().openTable("t") == table)
  }

  @Test func tablesAreFoundAgain() throws {
    let scratch = try Scratch()
    let names = (0..<10).map { "table \($0)" }
    do {
      let environment = try Environment.open(path: scratch.environment(), sync: .none)
      var writer = try environment.beginWrite()
      for name in names {
        let table = try writer.openTable(name)
        try writer.put(table, "name", name)
      }
      try writer.commit()
    }
    let environment = try Environment.open(path: scratch.environment(), readOnly: true)
    let reader = try environment.beginRead()
    for name in names {
      #expect(try reader.text(reader.openTable(name), "name") == name)
      #expect(try reader.text(environment.table(named: name), "name") == name)
    }
    #expect(try environment.info().entries == 10)
  }

  @Test func slotsRunOut() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(
      path: scratch.environment(), maxTables: 2, maxReaders: 2, sync: .none)
    do {
      let one = try environment.beginRead()
      let two = try environment.beginRead()
      #expect(failure { () throws(LMDBError) in _ = try environment.beginRead() } == .readersFull)
      #expect(one.id == two.id)
    }
    _ = try environment.beginRead().id
    _ = try environment.table(named: "a", create: true)
    _ = try environment.table(named: "b", create: true)
    let third = failure { () throws(LMDBError) in
      _ = try environment.table(named: "c", create: true)
    }
    #expect(third == .tablesFull)
    _ = try environment.table(named: "b", create: true)
    try environment.beginWrite().abort()
  }

  @Test func readersSeeWholeTransactions() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let isDone = Atomic(false)
    let torn = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      do {
        if worker == 0 {
          defer { isDone.store(true, ordering: .relaxed) }
          for round in 0..<300 {
            var transaction = try environment.beginWrite()
            for key in 0..<20 { try transaction.put(table, "k\(key)", String(round)) }
            try transaction.commit()
          }
        } else {
          while !isDone.load(ordering: .relaxed) {
            let reader = try environment.beginRead()
            let first = try reader.text(table, "k0")
            for key in 1..<20 where try reader.text(table, "k\(key)") != first {
              torn.wrappingAdd(1, ordering: .relaxed)
            }
          }
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(torn.load(ordering: .relaxed) == 0)
  }
}
