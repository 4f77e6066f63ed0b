// Verifies, by killing a process that makes a ledger from a snapshot, at random moments:
//  1. after every kill the store is sound, and the ledger is whole or out of sight
//  2. the next process goes on from where the last one stood, and gets to the end
//  3. edits that only the killed store had stand on top afterwards, with their dots

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct BootstrapCrashTests {
  let city: TestCity

  init() throws { city = try TestCity() }

  private func open(_ path: String) throws -> Store {
    try Store.open(
      at: path, schema: Guest.schema, options: StoreOptions(mapSizeBytes: 512 << 20, sync: .none))
  }

  /// A hub with 60 MB of records, most of them written since the office left.
  private func away() throws -> (path: String, file: String, unsent: [Dot]) {
    let path: String
    var unsent: [Dot] = []
    do {
      let office = try city.office("office")
      try city.settle([office, city.hub])
      for number in UInt64(0)..<5 {
        unsent.append(
          try office.edit(
            ledger,
            [Guest.write(RecordID(high: 7, low: number), Guest.Field.name, .text("own"))]))
      }
      path = office.path
    }
    for number in UInt64(0)..<60 {
      let text = String(repeating: "\(number) ", count: 300_000)
      try city.hub.edit(
        ledger,
        [
          Guest.write(RecordID(high: 8, low: number), Guest.Field.note, .text(text)),
          Guest.write(RecordID(high: 8, low: number), Guest.Field.name, .text("n\(number)")),
        ])
    }
    return (path, try city.hub.writeSnapshot(ledger).path, unsent)
  }

  @Test func killedAnywhereItGoesOn() throws {
    let (path, file, unsent) = try away()
    var random = SeededGenerator(seed: Seeds.asked ?? 5)
    var (kills, resumed) = (0, 0)
    while true {
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: Child.path)
      process.arguments = ["arrive", path, ledger, file, "1"]
      process.standardOutput = pipe
      try process.run()
      // After some lines, or soon after the start.
      var seen = 0
      let wanted = random.below(4)
      while seen < wanted {
        let part = pipe.fileHandleForReading.availableData
        if part.isEmpty { break }
        seen += part.count { $0 == 10 }
      }
      usleep(UInt32(random.below(60_000)))
      if kills < 25 { kill(process.processIdentifier, SIGKILL) }
      _ = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let store = try open(path)
      let unfinished = try store.unfinishedBootstraps()
      if !unfinished.isEmpty { resumed += 1 }
      #expect(try store.holds(ledger) == unfinished.isEmpty)
      #expect(try store.check(deep: true).problems == [])
      if process.terminationReason == .exit {
        #expect(process.terminationStatus == 0)
        break
      }
      kills += 1
    }
    print("killed \(kills) times, \(resumed) times half made")
    let store = try open(path)
    for dot in unsent {
      #expect(
        try store.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot) } != nil)
    }
    _ = try city.hub.pull(ledger, from: store)
    #expect(try store.dump(ledger) == city.hub.dump(ledger))
    #expect(try store.check(deep: true).problems == [])
    #expect(try store.verify().problems == [])
  }
}
