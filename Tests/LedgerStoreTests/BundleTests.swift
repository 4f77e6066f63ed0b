// Verifies:
//  1. bundles applied as 3, 1, 1, 2, truncated 4, then 4: gaps named, duplicates known, dumps equal
//  2. a bundle cut at any byte gives its whole runs and says where it broke
//  3. a flipped byte, a dropped middle, a stranger's bundle, another's sealed bundle: refused with
//     a reason, nothing changed, the stranger's recorded
//  4. a sealed bundle opens for its addressee alone, cut or whole
//  5. a bundle is inspected without a store; its size is known before it is written
//  6. receipts: what a member confirms is not sent again; a forged one is refused
//  7. attachments travel in pieces and are checked
//  8. a ledger is dropped only with its unsent edits in a bundle; what is left of it never comes
//     back
//  9. a bundle's report tells what has no effect; one of a strange ledger changes nothing at all
// 10. a bundle or receipt takes the place of an earlier one when it is whole; a writing that fails
//     half-way leaves the earlier one, and no other file gives way
// 11. a directory, a pipe and a device stay what they are; a symbolic link stays one and leads to
//     the bundle; - is the name of no bundle

import Causality
import Foundation
import LedgerStore
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct BundleTests {
  let directory = TemporaryDirectory("bundles")

  private func edit(_ store: Store, _ number: Int) throws {
    try store.edit(
      ledger,
      [
        Guest.write(
          workID(UInt64(number % 5)), Guest.Field.name,
          .text("\(store.identity.office) \(number)"))
      ])
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let path = directory.path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Four bundles of consecutive work of two offices, and a store that has none of it.
  private func four(_ city: TestCity) throws -> (paths: [String], source: Store, target: Store) {
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    let target = try city.office("office c")
    try city.settle([a, b, target, city.hub])
    var paths: [String] = []
    var from = VersionVector()
    for part in 1...4 {
      for number in 0..<12 { try edit(number.isMultiple(of: 2) ? a : b, part * 100 + number) }
      _ = try b.pull(ledger, from: a)
      _ = try a.pull(ledger, from: b)
      let path = directory.path("\(part).tzb")
      let made = try a.createBundle(at: path, BundleRequest(ledger: ledger, from: from))
      from = try #require(made.header.sections.last).to
      paths.append(path)
    }
    return (paths, a, target)
  }

  @Test func bundlesInAnyOrder() throws {
    let city = try TestCity()
    let (paths, source, target) = try four(city)
    let third = try target.applyBundle(from: paths[2])
    #expect(third.applied == 0)
    let gap = try #require(third.gap)
    #expect(gap.ledger == ledger)
    #expect(gap.gap.from == 1)
    #expect(try target.applyBundle(from: paths[0]).applied == 12)
    let again = try target.applyBundle(from: paths[0])
    #expect(again.applied == 0)
    #expect(again.duplicates >= 12)
    #expect(try target.applyBundle(from: paths[1]).applied == 12)
    let whole = try bytes(paths[3])
    let cut = try write(Array(whole[..<(whole.count - 300)]), "cut.tzb")
    let part = try target.applyBundle(from: cut)
    guard case .truncated = part.state else {
      Issue.record("\(part.state)")
      return
    }
    #expect(part.gap != nil || part.applied < 12)
    #expect(try target.applyBundle(from: paths[2]).applied == 12)
    let rest = try target.applyBundle(from: paths[3])
    #expect(rest.state == .whole)
    #expect(rest.gap == nil)
    try expectConverged(ledger, [source, target])
    try expectSound(source, target)
  }

  @Test func aCutAnywhereGivesTheWholePart() throws {
    let city = try TestCity()
    let (paths, source, _) = try four(city)
    let whole = try bytes(paths[0])
    var random = SeededGenerator(seed: 11)
    var most = 0
    for _ in 0..<25 {
      let end = Int.random(in: 0..<whole.count, using: &random)
      let path = try write(Array(whole[..<end]), "cut.tzb")
      let store = try city.office("cut")
      do {
        let report = try store.applyBundle(from: path)
        #expect(report.state != .whole)
        #expect(report.refused.isEmpty)
        most = max(most, report.applied)
      } catch {
        #expect(error.code == .badBundle)
      }
      _ = try store.applyBundle(from: paths[0])
      #expect(try store.vector(ledger).entries.reduce(0) { $0 + $1.seq } == 12)
      try expectSound(store)
    }
    #expect(most > 0)
    try expectSound(source)
  }

  @Test func whatIsNotAsItWasWrittenIsRefused() throws {
    let city = try TestCity()
    let (paths, _, target) = try four(city)
    let whole = try bytes(paths[0])
    let before = try target.dump()
    var random = SeededGenerator(seed: 3)
    for _ in 0..<60 {
      var flipped = whole
      // The closing frame itself is told apart from a cut only by its place: leave it.
      let at = Int.random(in: 0..<whole.count - FileClosing.tailBytes, using: &random)
      flipped[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let path = try write(flipped, "flipped.tzb")
      #expect(refusal { _ = try target.applyBundle(from: path) } == .badBundle)
    }
    var middle = whole
    middle.removeSubrange(whole.count / 3..<whole.count / 2)
    let path = try write(middle, "middle.tzb")
    #expect(refusal { _ = try target.applyBundle(from: path) } == .badBundle)
    #expect(
      refusal { _ = try target.applyBundle(from: try write([1, 2, 3], "none.tzb")) } == .badBundle)
    let stranger = try city.stranger("nobody")
    try edit(stranger, 1)
    let foreign = directory.path("foreign.tzb")
    _ = try stranger.createBundle(at: foreign, BundleRequest(ledger: ledger))
    #expect(refusal { _ = try target.applyBundle(from: foreign) } == .strangerBundle)
    let kept = try target.read { snapshot throws(StoreError) in try snapshot.refusals(ledger) }
    #expect(kept.map(\.code) == [.unknownMember])
    #expect(try target.dump() == before)
    try expectSound(target)
  }

  @Test func sealedForOne() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try city.settle([a, b, city.hub])
    for number in 0..<30 { try edit(a, number) }
    let path = directory.path("sealed.tzb")
    let recipient = try #require(try a.members().first { $0.replica == b.identity.replica })
    let made = try a.createBundle(
      at: path, BundleRequest(ledger: ledger, recipient: recipient))
    #expect(made.header.seal?.recipient == b.identity.replica)
    #expect(refusal { _ = try city.hub.applyBundle(from: path) } == .sealedBundle)
    let blind = try BundleFile(path).inspect()
    #expect(blind.state == .whole)
    #expect(!blind.isReadable)
    #expect(blind.changes.isEmpty)
    #expect(try BundleFile(path).inspect(with: b).changes[ledger] == 30)
    #expect(!(try bytes(path)).contains(Array("office a 7".utf8)))
    #expect(try b.applyBundle(from: path).applied == 30)
    try expectConverged(ledger, [a, b])
    try expectSound(a, b, city.hub)
  }

  @Test func inspectedWithoutAStore() throws {
    let city = try TestCity()
    let (paths, source, _) = try four(city)
    let found = try BundleFile(paths[1]).inspect()
    #expect(found.state == .whole)
    #expect(found.header.writer == source.identity.replica)
    #expect(found.changes[ledger] == 12)
    let planned = try source.createBundle(
      at: nil, BundleRequest(ledger: ledger, from: found.header.sections.last?.from ?? .init()))
    let written = directory.path("again.tzb")
    let made = try source.createBundle(
      at: written,
      BundleRequest(ledger: ledger, from: found.header.sections.last?.from ?? .init()))
    #expect(planned.bytes == made.bytes)
    #expect(try bytes(written).count == made.bytes)
    let cut = try write(Array(try bytes(paths[1]).dropLast(50)), "cut.tzb")
    #expect(try BundleFile(cut).inspect().state != .whole)
    try expectSound(source)
  }

  @Test func receiptsComeBack() throws {
    let city = try TestCity()
    let (paths, source, target) = try four(city)
    _ = try target.applyBundle(from: paths[0])
    let path = directory.path("back.tzr")
    _ = try target.writeReceipt(to: path)
    #expect(try ReceiptFile.isOne(path))
    #expect(try !ReceiptFile.isOne(paths[0]))
    _ = try source.applyReceipt(from: path)
    let known = try source.knownHoldings(of: target.identity.replica, ledger: ledger)
    #expect(try known.ledger == target.vector(ledger))
    let next = try source.createBundle(at: nil, BundleRequest(ledger: ledger, from: known.ledger))
    #expect(next.changes[ledger] == 36)
    // The hub's receipt on a stick counts as one over the line.
    #expect(try source.unsentOwn(ledger) == 24)
    _ = try city.hub.applyBundle(from: paths[0])
    let fromHub = directory.path("hub.tzr")
    _ = try city.hub.writeReceipt(to: fromHub)
    _ = try source.applyReceipt(from: fromHub)
    #expect(try source.unsentOwn(ledger) == 18)
    var forged = try bytes(path)
    forged[20] ^= 1
    #expect(
      refusal { _ = try source.applyReceipt(from: try write(forged, "forged.tzr")) }
        == .badBundle)
    let stranger = try city.stranger("nobody")
    let strange = directory.path("strange.tzr")
    _ = try stranger.writeReceipt(to: strange)
    #expect(refusal { _ = try source.applyReceipt(from: strange) } == .strangerBundle)
    try expectSound(source, target)
  }

  @Test func attachmentsTravelAndAreChecked() throws {
    let city = try TestCity()
    let (paths, source, target) = try four(city)
    _ = paths
    let content = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let name = Digest(hashing: content)
    let path = directory.path("blobs.tzb")
    let blobs = BundleBlobs(list: [BlobHeader(digest: name, bytes: content.count)]) {
      _, at, count in Array(content[at..<min(at + count, content.count)])
    }
    _ = try source.createBundle(at: path, BundleRequest(ledger: ledger, blobs: blobs))
    let taken = Mutex<[UInt8]>([])
    let intake = BlobIntake(wants: { $0.digest == name }) { _, at, bytes in
      taken.withLock { taken in
        if taken.count == at { taken += bytes }
      }
    }
    let report = try target.applyBundle(from: path, blobs: intake)
    #expect(report.blobs == 1)
    #expect(taken.withLock { $0 } == content)
    let wrong = BundleBlobs(list: [BlobHeader(digest: .zero, bytes: 5)]) { _, _, _ in
      [1, 2, 3, 4, 5]
    }
    let lying = directory.path("lying.tzb")
    _ = try source.createBundle(at: lying, BundleRequest(ledger: ledger, blobs: wrong))
    let all = BlobIntake(wants: { _ in true }, take: { _, _, _ in })
    #expect(refusal { _ = try target.applyBundle(from: lying, blobs: all) } == .badBundle)
    #expect(try BundleFile(lying).inspect().state != .whole)
    try expectSound(source, target)
  }

  @Test func whatABundleDidIsTold() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    for number in 0..<5 { try edit(a, number) }
    try city.settle([a, city.hub])
    try city.hub.revoke(a.identity.replica, after: [ledger: 2])
    let path = directory.path("void.tzb")
    _ = try city.hub.createBundle(at: path, BundleRequest(ledger: ledger))
    let stranger = try city.office("office c", ledgers: ["411703"])
    let before = try stranger.vector(Store.memberLedger)
    #expect(refusal { _ = try stranger.applyBundle(from: path) } == .noSuchLedger)
    #expect(try stranger.vector(Store.memberLedger) == before)
    let report = try b.applyBundle(from: path)
    #expect(report.applied > 5)
    #expect(report.ledgers.flatMap { $0.report.voided }.map(\.dot.seq) == [3, 4, 5])
    try expectConverged(ledger, [b, city.hub])
    try expectSound(b, stranger)
  }

  @Test func onlyItsOwnKindGivesWay() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    try edit(a, 1)
    let path = directory.path("stick.tzb")
    _ = try a.createBundle(at: path, BundleRequest(ledger: ledger))
    let earlier = try bytes(path)
    try edit(a, 2)
    let broken = BundleBlobs(list: [BlobHeader(digest: .zero, bytes: 5)]) { _, _, _ in [] }
    #expect(
      refusal { _ = try a.createBundle(at: path, BundleRequest(ledger: ledger, blobs: broken)) }
        == .io)
    #expect(try bytes(path) == earlier)
    _ = try a.createBundle(at: path, BundleRequest(ledger: ledger))
    #expect(try BundleFile(path).inspect().changes[ledger] == 2)
    let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(!left.contains { $0.contains(".part") }, "\(left)")

    let sheet = try write([UInt8]("PK\u{3}\u{4} a sheet".utf8), "figures.xlsx")
    let before = try bytes(sheet)
    #expect(
      refusal { _ = try a.createBundle(at: sheet, BundleRequest(ledger: ledger)) } == .otherFile)
    #expect(refusal { _ = try a.writeReceipt(to: sheet) } == .otherFile)
    #expect(try bytes(sheet) == before)
    let empty = try write([], "empty.tzr")
    for _ in 0..<2 { _ = try a.writeReceipt(to: empty) }
    #expect(try ReceiptFile.read(empty).map(\.ledger).contains(ledger))
  }

  @Test func whatIsNoFileGivesWayToNone() throws {
    let city = try TestCity(ledgers: [ledger])
    let a = try city.office("office a", ledgers: [ledger])
    try edit(a, 1)
    let pipe = directory.path("pipe.tzb")
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [directory.path, pipe, "/dev/null", "-"] {
      #expect(
        refusal { _ = try a.createBundle(at: path, BundleRequest(ledger: ledger)) }
          == .cannotCreate, "\(path)")
      #expect(refusal { _ = try a.writeReceipt(to: path) } == .cannotCreate, "\(path)")
    }
    #expect(refusal { _ = try BundleFile(pipe) } == .noSuchFile)
    let files = FileManager.default
    try files.createDirectory(atPath: directory.path("stick"), withIntermediateDirectories: true)
    let link = directory.path("link.tzb")
    try files.createSymbolicLink(atPath: link, withDestinationPath: "stick/a.tzb")
    for _ in 0..<2 { _ = try a.createBundle(at: link, BundleRequest(ledger: ledger)) }
    #expect(try files.destinationOfSymbolicLink(atPath: link) == "stick/a.tzb")
    #expect(try BundleFile(directory.path("stick/a.tzb")).inspect().changes[ledger] == 1)
    #expect(try files.contentsOfDirectory(atPath: directory.path("stick")) == ["a.tzb"])
  }

  @Test func leavingALedgerLosesNothing() throws {
    let city = try TestCity(ledgers: ["411702", "411703"])
    let both = ["411702", "411703"]
    let a = try city.office("office a", ledgers: both)
    try city.settle([a, city.hub])
    for number in 0..<5 { try edit(a, number) }
    #expect(refusal { try a.dropLedger(ledger, exportingTo: nil) } == .unsentEdits)
    #expect(refusal { try a.dropLedger(Store.memberLedger, exportingTo: nil) } == .notPermitted)
    let path = directory.path("unsent.tzb")
    try a.dropLedger(ledger, exportingTo: path)
    #expect(try !a.holds(ledger))
    try expectSound(a)
    #expect(try city.hub.applyBundle(from: path).applied == 5)
    try a.addLedger(ledger)
    #expect(try a.vector(ledger).isEmpty)
    _ = try a.pull(ledger, from: city.hub)
    try expectConverged(ledger, [city.hub, a])
    try expectSound(a, city.hub)
  }
}
