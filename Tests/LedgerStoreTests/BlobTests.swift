// Verifies, of attachments:
//  1. a file added stands under its SHA-256, once whatever it was called; empty files too; more
//     than 64 MiB, a directory, a pipe and a missing file are refused and leave nothing behind
//  2. parts: any cut, gone on with where it ended; a wrong offset names the right one; a wrong hash
//     at the end drops the parts; senders do not mix; two at once of one sender: busy; too long:
//     refused before anything is written
//  3. a flipped byte is found on reading, at export and by check --deep; it is set aside, and
//     adding the file again mends it
//  4. export writes the bytes or nothing, over nothing but a whole file
//  5. which files a ledger names: by every sibling of a conflict, archived records included;
//     missing ones are counted by check --deep, which is sound without them
//  6. backup and restore bring the files along; a store that could not be made leaves none
//  7. stale parts go, young ones stay
//  8. a ledger that is left takes along, in its bundle, the files that the hub is not known to hold

import Causality
import Foundation
import Glibc
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct BlobTests {
  let directory = TemporaryDirectory("blobs")

  private var blobs: BlobStore { BlobStore(directory: directory.path("blobs")) }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = directory.path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  private func flip(_ path: String) throws {
    chmod(path, 0o600)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func leftovers() throws -> [String] {
    let partial = directory.path("blobs/partial")
    return (try? FileManager.default.contentsOfDirectory(atPath: partial)) ?? []
  }

  @Test func addedOnceByContent() throws {
    let bytes = noise(3_000_000)
    let first = try blobs.add(try file("照片 1.jpg", bytes))
    let second = try blobs.add(try file("other", bytes))
    #expect(first == second)
    #expect(first == BlobRef(sha256: Digest(hashing: bytes), bytes: bytes.count))
    #expect(try blobs.all() == [first.sha256])
    #expect(blobs.path(of: first.sha256).hasSuffix(first.sha256.description.dropFirst(2)))
    #expect(try blobs.verify(first.sha256) == .here)
    let empty = try blobs.add(try file("empty", []))
    #expect(empty.bytes == 0)
    #expect(blobs.size(of: empty.sha256) == 0)
    #expect(try blobs.open(first.sha256)?.read(at: 2_999_990, count: 100) == bytes.suffix(10))
    #expect(try leftovers().isEmpty)
  }

  @Test func refusedFiles() throws {
    let long = directory.path("long")
    #expect(FileManager.default.createFile(atPath: long, contents: nil))
    #expect(truncate(long, BlobStore.sizeBytesMax + 1) == 0)
    #expect(refusal { _ = try blobs.add(long) } == .blobTooLarge)
    #expect(refusal { _ = try blobs.add(directory.path) } == .unreadableFile)
    #expect(refusal { _ = try blobs.add(directory.path("none")) } == .unreadableFile)
    let pipe = directory.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(refusal { _ = try blobs.add(pipe) } == .unreadableFile)
    #expect(try blobs.all().isEmpty)
    #expect(try leftovers().isEmpty)
    #expect(truncate(long, BlobStore.sizeBytesMax) == 0)
    #expect(try blobs.add(long).bytes == BlobStore.sizeBytesMax)
  }

  @Test func partsAtEveryCut() throws {
    let bytes = noise(257)
    let sha256 = Digest(hashing: bytes)
    for cut in 0...bytes.count {
      let blobs = BlobStore(directory: directory.path("parts-\(cut)"))
      try FileManager.default.createDirectory(
        atPath: directory.path("parts-\(cut)"), withIntermediateDirectories: true)
      let head = Array(bytes[..<cut])
      let tail = Array(bytes[cut...])
      let begun = try blobs.append(head, to: sha256, at: 0, of: bytes.count, from: "hub")
      #expect(begun == (cut == bytes.count ? .complete : .partial(cut)))
      #expect(blobs.has(sha256) == (cut == bytes.count))
      guard cut < bytes.count else { continue }
      #expect(blobs.partialBytes(sha256, from: "hub") == cut)
      let ended = try blobs.append(tail, to: sha256, at: cut, of: bytes.count, from: "hub")
      #expect(ended == .complete)
      #expect(try blobs.verify(sha256) == .here)
      #expect(blobs.partialBytes(sha256, from: "hub") == 0)
    }
  }

  @Test func partsThatDoNotFit() throws {
    let bytes = noise(1_000)
    let sha256 = Digest(hashing: bytes)
    func append(
      _ part: ArraySlice<UInt8>, at offset: Int, of total: Int = 1_000, from sender: String = "a"
    ) throws -> BlobProgress {
      try blobs.append(Array(part), to: sha256, at: offset, of: total, from: sender)
    }
    #expect(try append(bytes[..<400], at: 0) == .partial(400))
    do throws(StoreError) {
      _ = try blobs.append([1], to: sha256, at: 500, of: 1_000, from: "a")
      Issue.record("taken")
    } catch {
      #expect(error == StoreError(.blobOffset, sha256.description, "400"))
    }
    #expect(refusal { _ = try append(bytes[400...], at: 400, of: 900) } == .blobOffset)
    // Another sender, with a name that would be a path, begins for itself.
    #expect(try append([9, 9, 9], at: 0, from: "../../B") == .partial(3))
    #expect(try blobs.all().isEmpty)
    #expect(try append(bytes[400...], at: 400) == .complete)
    #expect(try append(bytes[..<10], at: 0) == .complete)
    #expect(try blobs.verify(sha256) == .here)
    let other = Digest(hashing: [1, 2, 3])
    let wrong = refusal {
      _ = try blobs.append([1, 2, 4], to: other, at: 0, of: 3, from: "a")
    }
    #expect(wrong == .blobMismatch)
    #expect(blobs.partialBytes(other, from: "a") == 0)
    #expect(!blobs.has(other))
    let long = refusal {
      _ = try blobs.append([1], to: other, at: 0, of: BlobStore.sizeBytesMax + 1, from: "a")
    }
    #expect(long == .blobTooLarge)
    #expect(blobs.partialBytes(other, from: "a") == 0)
    let dropped = try blobs.discardStalePartials(
      olderThanSeconds: 60, nowSeconds: Int(time(nil)) + 30)
    #expect(dropped == 0)
    #expect(
      try blobs.discardStalePartials(olderThanSeconds: 60, nowSeconds: Int(time(nil)) + 90) == 1)
  }

  @Test func oneWriterOfParts() throws {
    let sha256 = Digest(hashing: [7])
    #expect(try blobs.append([], to: sha256, at: 0, of: 1, from: "a") == .partial(0))
    let name = try #require(try leftovers().first)
    let descriptor = open(directory.path("blobs/partial/" + name), O_RDWR)
    #expect(flock(descriptor, LOCK_EX) == 0)
    #expect(refusal { _ = try blobs.append([7], to: sha256, at: 0, of: 1, from: "a") } == .busy)
    close(descriptor)
    #expect(try blobs.append([7], to: sha256, at: 0, of: 1, from: "a") == .complete)
  }

  @Test func damageIsFoundAndMended() throws {
    let source = try file("a", noise(70_000))
    let ref = try blobs.add(source)
    try flip(blobs.path(of: ref.sha256))
    #expect(try blobs.verify(ref.sha256) == .damaged)
    let target = try file("target", [1])
    #expect(refusal { try blobs.export(ref.sha256, to: target) } == .blobDamaged)
    #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data([1]))
    #expect(!blobs.has(ref.sha256))
    #expect(refusal { try blobs.export(ref.sha256, to: target) } == .noSuchBlob)
    _ = try blobs.add(source)
    try blobs.export(ref.sha256, to: target)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: target))
        == Data(contentsOf: URL(fileURLWithPath: source)))
    try flip(blobs.path(of: ref.sha256))
    _ = try blobs.add(source)
    #expect(try blobs.verify(ref.sha256) == .here)
  }

  @Test func whatALedgerNames() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("a"), try city.office("b"))
    let one = try a.blobs.add(try file("one", noise(10)))
    let two = try b.blobs.add(try file("two", noise(20)))
    let visit = workID(2)
    try a.edit(ledger, [Guest.write(workID(1), Guest.Field.name, .text("桥"))])
    try a.edit(ledger, Guest.visit(visit, to: workID(1), file: one, name: "一.jpg"))
    try city.settle([a, b, city.hub])
    #expect(
      try b.read { snapshot throws(StoreError) in try snapshot.missingBlobs(ledger) } == [
        one.sha256
      ])
    let attachment = try #require(
      try b.read { snapshot throws(StoreError) in try snapshot.attachments().first })
    #expect(attachment.sha256 == one.sha256 && attachment.bytes == 10)
    #expect(attachment.name == "一.jpg" && attachment.record == visit)
    // Two offices replace the file at once: both are named until somebody settles it.
    let three = try a.blobs.add(try file("three", noise(30)))
    try a.edit(ledger, Guest.visit(visit, to: workID(1), file: three, name: "三.jpg"))
    try b.edit(ledger, Guest.visit(visit, to: workID(1), file: two, name: "二.jpg"))
    try city.settle([a, b, city.hub])
    for store in [a, b, city.hub] {
      try store.read { snapshot throws(StoreError) in
        #expect(try snapshot.ledgers(referringTo: two.sha256) == [ledger])
        #expect(try snapshot.refers(ledger, to: three.sha256))
        #expect(try !snapshot.refers(ledger, to: one.sha256))
        #expect(try snapshot.attachments(ledger).count == 2)
      }
    }
    try b.edit(ledger, [.archive(Guest.visit, visit)])
    try b.read { snapshot throws(StoreError) in
      #expect(try snapshot.refers(ledger, to: two.sha256))
      #expect(try snapshot.attachments(ledger).allSatisfy(\.isArchived))
    }
    let report = try b.check(deep: true)
    #expect(report.isOK)
    #expect(report.counts.contains { $0 == ("attachments", 2) })
    #expect(report.counts.contains { $0 == ("attachments_missing", 1) })
    try flip(b.blobs.path(of: two.sha256))
    #expect(try b.check(deep: true).problems.map(\.code) == ["blob-damaged"])
    #expect(try b.checkAttachments().problems.map(\.code) == ["blob-damaged"])
    _ = try b.blobs.add(directory.path("two"))
    try expectSound(a, b, city.hub)
  }

  @Test func leavingBringsUnsentFiles() throws {
    let city = try TestCity()
    let a = try city.office("a")
    let (sent, unsent) = (
      try a.blobs.add(try file("sent", noise(10))),
      try a.blobs.add(try file("unsent", noise(20, seed: 2)))
    )
    try a.edit(ledger, [Guest.write(workID(1), Guest.Field.name, .text("桥"))])
    try a.edit(ledger, Guest.visit(workID(2), to: workID(1), file: sent, name: "一.jpg"))
    try city.settle([a, city.hub])
    try a.setPeerValue(Store.heldBlobPrefix + sent.sha256.description, [1])
    try a.edit(ledger, Guest.visit(workID(3), to: workID(1), file: unsent, name: "二.jpg"))
    let bundle = directory.path("left.tzb")
    try a.dropLedger(ledger, exportingTo: bundle)
    #expect(try BundleFile(bundle).header.blobs == 1)
    let report = try city.hub.applyBundle(from: bundle, blobs: city.hub.bundleIntake())
    #expect(report.blobs == 1)
    #expect(city.hub.blobs.has(unsent.sha256))
    try expectSound(city.hub)
  }

  @Test func backupBringsFiles() throws {
    let city = try TestCity()
    let a = try city.office("a")
    let ref = try a.blobs.add(try file("one", noise(100_000)))
    try a.edit(ledger, Guest.visit(workID(2), to: workID(1), file: ref, name: "x"))
    let backup = directory.path("backup")
    try a.backup(to: backup)
    #expect(try BlobStore(directory: backup + "/blobs").verify(ref.sha256) == .here)
    let restored = try Store.restore(
      from: backup, to: directory.path("restored"), office: "a", role: .county,
      schema: Guest.schema, options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none))
    #expect(try restored.blobs.verify(ref.sha256) == .here)
    try expectSound(a, restored)
    // A backup whose data is no store: nothing is left behind.
    let broken = directory.path("broken")
    try FileManager.default.copyItem(atPath: backup, toPath: broken)
    try Data(count: 8_192).write(to: URL(fileURLWithPath: broken + "/data.mdb"))
    let failed = directory.path("failed")
    #expect(
      refusal {
        _ = try Store.restore(
          from: broken, to: failed, office: "a", role: .county, schema: Guest.schema)
      } != nil)
    #expect(!FileManager.default.fileExists(atPath: failed))
  }
}
