// Verifies, of a data file that ends before the last page that its meta page counts
//  1. pages that a deleted value left free, cut off: the store opens, writes on, and is sound
//  2. pages that were counted and never written: the same
//  3. cut within what is in use: refused as corrupt, with the place and the end named
//  4. such a file is judged when it has stood still between two looks; one that others go on
//     writing is busy after 20 looks, and looked at no more

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing

@Suite struct ShortFileTests {
  let directory = TemporaryDirectory("short")

  /// A closed store of thirty works whose file ends in free pages: those of a long value that was
  /// put and deleted again.
  private func freeTail(_ name: String) throws -> (file: String, pageBytes: Int) {
    let path = directory.path(name)
    let pageBytes = try written(path)
    let raw = try RawStore(path)
    let key = Array("long".utf8)
    // As many bytes as fill 257 pages after the first one's header.
    try raw.write("peer", key, [UInt8](repeating: 0xA5, count: 257 * pageBytes - 16))
    try raw.write("peer", key, nil)
    return (path + "/data.mdb", pageBytes)
  }

  private func written(_ path: String) throws -> Int {
    let store = try Store.create(
      at: path, ledgers: [ledger], office: "office", role: .county, schema: Guest.schema,
      options: StoreOptions(mapSizeBytes: 64 << 20, sync: .none))
    for number in 1...30 {
      try store.edit(
        ledger, [Guest.write(workID(UInt64(number)), Guest.Field.name, .text("work \(number)"))])
    }
    return try store.statistics().pageSizeBytes
  }

  private func bytes(_ file: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: file))
  }

  private func cut(_ file: String, toBytes count: Int) throws {
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.truncate(atOffset: UInt64(count))
    try handle.close()
  }

  /// Cuts off the pages that hold nothing but the deleted value; how many those were.
  private func cutFreeTail(_ file: String, _ pageBytes: Int) throws -> Int {
    let all = try bytes(file)
    let free = Data(repeating: 0xA5, count: pageBytes)
    var end = all.count
    while end > 0, all[end - pageBytes..<end] == free { end -= pageBytes }
    try cut(file, toBytes: end)
    return (all.count - end) / pageBytes
  }

  private func open(_ name: String) throws -> Store {
    try Store.open(
      at: directory.path(name), schema: Guest.schema,
      options: StoreOptions(mapSizeBytes: 64 << 20, sync: .none))
  }

  /// Reads what was written, writes what takes hundreds of pages, and is sound.
  private func expectWhole(_ name: String) throws {
    let store = try open(name)
    for number in 1...30 {
      #expect(
        try store.record(ledger, workID(UInt64(number)))?[Guest.Field.name]
          == .text("work \(number)"))
    }
    let note = Value.text(String(repeating: "long ", count: 200_000))
    for number in 31...33 {
      try store.edit(ledger, [Guest.write(workID(UInt64(number)), Guest.Field.note, note)])
    }
    #expect(try store.record(ledger, workID(33))?[Guest.Field.note] == note)
    try expectSound(store)
  }

  @Test func freedPagesCutOff() throws {
    let (file, pageBytes) = try freeTail("freed")
    #expect(try cutFreeTail(file, pageBytes) == 256)
    try expectWhole("freed")
  }

  @Test func pagesNeverWritten() throws {
    let path = directory.path("counted")
    let pageBytes = try written(path)
    let file = path + "/data.mdb"
    var all = try bytes(file)
    // The number of the last page, in both meta pages.
    for place in [136, pageBytes + 136] {
      let last = all.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
      withUnsafeBytes(of: last + 1_000) { all.replaceSubrange(place..<place + 8, with: $0) }
    }
    try all.write(to: URL(fileURLWithPath: file))
    try expectWhole("counted")
  }

  @Test func cutWithinWhatIsInUse() throws {
    let (file, pageBytes) = try freeTail("cut")
    _ = try cutFreeTail(file, pageBytes)
    try cut(file, toBytes: 8 * pageBytes)
    let error = #expect(throws: StoreError.self) { _ = try open("cut") }
    #expect(error?.code == .corrupt)
    #expect(error?.arguments[1] == "page 8")
    #expect(error?.arguments[2].contains("byte \(8 * pageBytes),") == true)
  }

  @Test func looksAreBounded() throws {
    let (file, pageBytes) = try freeTail("written")
    try cut(file, toBytes: 8 * pageBytes)
    var looks = 0
    let still = #expect(throws: StoreError.self) {
      try Store.requireWholeFile(file) { looks += 1 }
    }
    #expect(still?.code == .corrupt)
    #expect(looks == 1)

    looks = 0
    let busy = #expect(throws: StoreError.self) {
      try Store.requireWholeFile(file) {
        looks += 1
        try? commit(file, pageBytes)
      }
    }
    #expect(busy?.code == .busy)
    #expect(looks == 20)
  }

  /// Counts the newest transaction on, as a commit does.
  private func commit(_ file: String, _ pageBytes: Int) throws {
    let all = try bytes(file)
    func transaction(_ place: Int) -> UInt64 {
      all.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
    }
    let (first, second) = (144, pageBytes + 144)
    let newest = transaction(first) > transaction(second) ? first : second
    let next = transaction(newest) + 1
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seek(toOffset: UInt64(newest))
    try handle.write(contentsOf: withUnsafeBytes(of: next) { Data($0) })
    try handle.close()
  }
}
