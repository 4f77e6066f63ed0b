// Verifies:
//  1. a store is made in a missing or empty directory, and opens again as the same writer
//  2. a directory with files, a bad ledger id, an unwritable parent are refused; nothing is left
//  3. a missing store is no-such-store; a newer format is newer-format, before anything is read
//  4. a key file that others may read, that is damaged or missing is refused
//  5. opened read-only a store reads and refuses to write
//  6. adding a ledger is idempotent, takes effect at once, and refuses bad names
//  7. a store opens once in a process
//  8. local notes are written, listed by prefix, replaced and removed

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct OpeningTests {
  let directory = TemporaryDirectory("open")

  private func create(_ name: String, _ ledgers: [String] = [ledger]) throws -> Store {
    try Store.create(
      at: directory.path(name), ledgers: ledgers, office: "office", role: .county,
      schema: Guest.schema, options: StoreOptions(mapSizeBytes: 64 << 20, sync: .none))
  }

  private func open(_ name: String, readOnly: Bool = false) throws -> Store {
    try Store.open(
      at: directory.path(name), schema: Guest.schema,
      options: StoreOptions(mapSizeBytes: 64 << 20, sync: .none, isReadOnly: readOnly))
  }

  @Test func createdStoreOpensAsTheSameWriter() throws {
    let identity: Identity
    do {
      let store = try create("a/b/c")
      identity = store.identity
      try store.edit(ledger, [Guest.write(workID(1), Guest.Field.name, .text("桥"))])
      #expect(try store.ledgers() == [ledger])
      #expect(identity.office == "office")
      #expect(identity.role == .county)
      try expectSound(store)
    }
    let store = try open("a/b/c")
    #expect(store.identity == identity)
    #expect(try store.record(ledger, workID(1))?[Guest.Field.name] == .text("桥"))
    #expect(try store.edit(ledger, [Guest.add(workID(1), "t")]).seq == 2)
    try expectSound(store)
  }

  @Test func refusedDirectories() throws {
    let files = FileManager.default
    let full = directory.path("full")
    try files.createDirectory(atPath: full, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(fileURLWithPath: full + "/notes"))
    #expect(refusal { _ = try create("full") } == .notEmpty)
    #expect(try files.contentsOfDirectory(atPath: full) == ["notes"])
    #expect(refusal { _ = try create("full/notes") } == .cannotCreate)
    #expect(refusal { _ = try create("bad", ["A B"]) } == .badLedgerID)
    #expect(!files.fileExists(atPath: directory.path("bad")))
    let store = try create("once")
    #expect(refusal { _ = try create("once") } == .notEmpty)
    try expectSound(store)
  }

  @Test func missingAndNewerStores() throws {
    #expect(refusal { _ = try open("nowhere") } == .noSuchStore)
    _ = try create("newer")
    let path = directory.path("newer")
    func setFormat(_ format: UInt8) throws {
      let environment = try Environment.open(path: path, mapSizeBytes: 64 << 20, sync: .none)
      let meta = try environment.table(named: "meta")
      var transaction = try environment.beginWrite()
      let value: [UInt8] = [0, 0, 0, format]
      try transaction.put(meta, key: Array("format".utf8).span.bytes, value: value.span.bytes)
      try transaction.commit()
    }
    try setFormat(9)
    do {
      _ = try open("newer")
      Issue.record("opened a store of format 9")
    } catch let error as StoreError {
      #expect(error == StoreError(.newerFormat, path, "9", "1"))
      #expect(error.exitCode == 78)
    }
    try setFormat(1)
    try expectSound(try open("newer"))
  }

  @Test func keyFileMustBePrivateAndWhole() throws {
    _ = try create("keyed")
    let file = directory.path("keyed/identity.key")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for mode in [0o644, 0o640, 0o602] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
      #expect(refusal { _ = try open("keyed") } == .badIdentity)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    for damaged in ["", "taizhang identity 2\n", String(text.dropLast(9)), text.uppercased()] {
      try damaged.write(toFile: file, atomically: false, encoding: .utf8)
      #expect(refusal { _ = try open("keyed") } == .badIdentity)
    }
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    try expectSound(try open("keyed"))
    try FileManager.default.removeItem(atPath: file)
    #expect(refusal { _ = try open("keyed") } == .noIdentity)
  }

  @Test func readOnlyReadsAndRefusesToWrite() throws {
    try create("still").edit(ledger, [Guest.write(workID(1), Guest.Field.name, .text("a"))])
    let store = try open("still", readOnly: true)
    #expect(try store.record(ledger, workID(1))?[Guest.Field.name] == .text("a"))
    #expect(refusal { try store.edit(ledger, [Guest.archive(workID(1))]) } == .readOnly)
    #expect(refusal { try store.addLedger("b") } == .readOnly)
    #expect(refusal { try store.setPeerValue("k", [1]) } == .readOnly)
    try expectSound(store)
  }

  @Test func ledgersAreAddedOnce() throws {
    let store = try create("many", ["a"])
    try store.edit("a", [Guest.add(workID(1), "x")])
    try store.addLedger("b")
    try store.edit("b", [Guest.add(workID(2), "y")])
    try store.addLedger("b")
    try store.edit("b", [Guest.add(workID(2), "z")])
    #expect(try store.ledgers() == ["a", "b"])
    #expect(refusal { try store.addLedger("B") } == .badLedgerID)
    #expect(refusal { try store.addLedger("") } == .badLedgerID)
    #expect(refusal { try store.edit("c", [Guest.add(workID(1), "x")]) } == .noSuchLedger)
    #expect(refusal { _ = try store.vector("c") } == .noSuchLedger)
    #expect(try store.record("a", workID(2)) == nil)
    try expectSound(store)
  }

  @Test func opensOnceInAProcess() throws {
    let store = try create("alone")
    #expect(refusal { _ = try open("alone") } == .io)
    try store.edit(ledger, [Guest.add(workID(1), "x")])
    try expectSound(store)
  }

  @Test func localNotes() throws {
    let store = try create("notes")
    #expect(try store.peerValue("sync/a") == nil)
    try store.setPeerValue("sync/a", [1, 2])
    try store.setPeerValue("sync/b", [])
    try store.setPeerValue("other", [3])
    #expect(try store.peerValue("sync/a") == [1, 2])
    #expect(try store.peerValue("sync/b") == [])
    #expect(try store.peerKeys(prefix: "sync/") == ["sync/a", "sync/b"])
    try store.setPeerValue("sync/a", nil)
    try store.setPeerValue("never", nil)
    let keys = try store.peerKeys(prefix: "").filter { !$0.hasPrefix("self/") }
    #expect(keys == ["other", "sync/b"])
    try expectSound(store)
  }
}
