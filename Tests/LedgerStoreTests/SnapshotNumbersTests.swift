// Verifies:
//  1. a snapshot that its hub has signed, and whose numbers leave no room to go on from, is refused
//     as such; nothing of the ledger has changed

import Causality
import Foundation
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct SnapshotNumbersTests {
  enum Number: CaseIterable { case changes, records, seq }

  /// The file of a snapshot with another manifest, signed by its hub.
  private func forged(_ file: SnapshotFile, by hub: Store, _ number: Number) throws -> [UInt8] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
    let magic = SnapshotManifest.magic
    var frames = FrameReader()
    frames.feed(Array(bytes.dropFirst(magic.count)))
    let first = try #require(try frames.next())
    var manifest = try SnapshotManifest.decode(first.body)
    switch number {
    case .changes: manifest.changes = .max
    case .records: manifest.records = .max
    case .seq:
      let head = manifest.heads[0]
      manifest.heads[0] = SnapshotHead(
        dot: Dot(replica: head.dot.replica, seq: .max), clock: head.clock, hash: head.hash,
        deps: head.deps)
    }
    var whole = magic
    try FrameWriter.append(.snapshotManifest, try manifest.encode(), to: &whole)
    whole += bytes[(magic.count + frames.offset)..<(bytes.count - FileClosing.tailBytes)]
    let digest = Digest(hashing: whole)
    let signed = hub.sign(FileClosing.signedMessage(.snapshot, digest: digest))
    let signature = Signature64(bytes: signed.span.bytes)
    let closing = FileClosing(digest: digest, signature: try #require(signature))
    return whole + (try closing.encodeTail())
  }

  @Test(arguments: Number.allCases) func numbersWithoutRoom(number: Number) throws {
    let city = try TestCity()
    let (writer, reader) = (try city.office("writer"), try city.office("reader"))
    try writer.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([writer, city.hub])
    _ = try reader.pull(Store.memberLedger, from: city.hub)
    let path = city.directory.path("forged")
    let bytes = try forged(try city.hub.writeSnapshot(ledger), by: city.hub, number)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(refusal { _ = try reader.bootstrap(ledger, from: path) } == .badSnapshot)
    #expect(try reader.unfinishedBootstraps().isEmpty)
    #expect(try reader.vector(ledger).isEmpty)
    try expectSound(reader)
  }
}
