// Verifies, with processes of the program on a file system of a few megabytes (a tmpfs where the
// tests may mount one), under a limit on the size of files, and with a small map
// 1. A county's disk fills while records are loaded: 74 and `disk-full`; what was acknowledged is
//    there, the store is sound, and with space it goes on.
// 2. A county's disk fills in the middle of a sync: 74; with space the next sync brings the rest.
// 3. A hub's disk fills while counties push: they are told `busy` (503), the hub goes on answering
//    and loses nothing; with space it takes the rest without a restart.
// 4. An attachment that does not fit: 74, nothing left behind; at the hub 503, and it goes on where
//    it was.
// 5. A limit on file sizes is met like a full disk, not by the end of the process.
// 6. A full map in mid-batch takes the whole batch back: 74 and `map-full`; at a hub `busy`; a
//    larger map goes on.
// 7. A disk that is full while the identity is renewed: 74, and the store goes on under the old
//    one; so it does beside a next key that a power cut left empty.
// 8. A backup to a full disk: 74, the disk named is the backup's, and nothing is left there.

import Foundation
import Testing

/// A file system of its own, given back when the value dies.
final class SmallDisk {
  let path: String

  /// Nil where this process may not mount.
  init?(_ path: String, megabytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard getuid() == 0,
      try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", path) == 0
    else { return nil }
  }

  deinit { _ = try? Self.run("umount", "-l", path) }

  func grow(megabytes: Int) throws {
    try #require(try Self.run("mount", "-o", "remount,size=\(megabytes)m", path) == 0)
  }

  private static func run(_ words: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

@Suite(.serialized) struct FullDiskTests {
  private func count(_ city: City, _ store: String) throws -> Int {
    try city.must(store, "list", "project").objects.count
  }

  @Test func aCountyLoads() throws {
    let city = try City()
    guard let disk = try SmallDisk(city.path("east"), megabytes: 4) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.make("east")
    let full = try city.run("east", ["put", "--batch", "20"], input: City.projects(20_000))
    #expect(full.status == 74 && full.code == "disk-full", "\(full.errors)")
    // The last line, without "changes", is the total.
    let batches = full.objects.filter { $0["changes"] != nil }
    let acknowledged = batches.compactMap { $0["records"] as? Int }.reduce(0, +)
    #expect(acknowledged > 100)
    let kept = try count(city, "east")
    #expect(kept >= acknowledged && kept < 20_000, "\(kept) of \(acknowledged)")
    try city.must("east", "check", "--deep")
    try disk.grow(megabytes: 100)
    try city.must("east", "add", "project", "name=有地方了")
    #expect(try count(city, "east") == kept + 1)
    try city.must("east", "check", "--deep")
    try city.must("east", "verify")
  }

  @Test func aCountySyncs() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    guard let disk = try SmallDisk(city.path("east"), megabytes: 6) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.make("east")
    try city.join("east", at: url)
    try city.must("hub", "put", "--batch", "20", input: City.projects(15_000))
    let full = try city.run("east", "sync")
    #expect(full.status == 74 && full.code == "disk-full", "\(full.errors)")
    let kept = try count(city, "east")
    try city.must("east", "check", "--deep")
    try disk.grow(megabytes: 200)
    let resumed = try city.must("east", "sync").object
    #expect(resumed["received"] as? Int ?? 0 > 0)
    #expect(try count(city, "east") == 15_000 && kept < 15_000)
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }

  @Test func aHubServes() throws {
    let city = try City()
    guard let disk = try SmallDisk(city.path("hub"), megabytes: 8) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    try city.must("east", "put", "--batch", "20", input: City.projects(15_000))
    try city.must("west", "add", "project", "name=西边先到的")
    try city.must("west", "sync")
    let told = try city.run("east", "sync")
    #expect(told.status == 69 && told.code == "busy", "\(told.errors)")
    let held = try count(city, "hub")
    #expect(held > 0 && held < 15_001)
    // It goes on answering, and those who only read lose nothing.
    let health = try Self.fetch(url + "/healthz")
    #expect(health.status == 200 || health.status == 503)
    try city.must("west", "sync")
    #expect(try count(city, "west") == held)
    try city.must("hub", "check", "--deep")
    let unsent = try city.must("east", "status").object["ledgers"] as? [[String: Any]]
    #expect(unsent?.first?["unsent"] as? Int ?? 0 > 0)
    try disk.grow(megabytes: 300)
    try city.must("east", "sync")
    try city.must("west", "sync")
    #expect(try count(city, "hub") == 15_001)
    #expect(hub.isRunning)
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west")
  }

  @Test func attachmentsThatDoNotFit() throws {
    let city = try City()
    guard let disk = try SmallDisk(city.path("hub"), megabytes: 8) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    guard let small = try SmallDisk(city.path("west"), megabytes: 6) else { return }
    defer { withExtendedLifetime(small) {} }
    try city.make("west")
    for office in ["east", "west"] { try city.join(office, at: url) }
    let id = try #require(
      try city.must("west", "add", "project", "name=桥").object["id"] as? String)
    let long = city.path("long")
    try Data((0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7_919 >> 5) })
      .write(to: URL(fileURLWithPath: long))
    let full = try city.run("west", "attach", "add", id, long)
    #expect(full.status == 74 && full.code == "disk-full", "\(full.errors)")
    let partial = city.path("west/blobs/partial")
    #expect(try FileManager.default.contentsOfDirectory(atPath: partial).isEmpty)
    try city.must("west", "check", "--deep")
    try city.must("west", "sync")
    try city.must("east", "sync")
    try city.must("east", "attach", "add", id, long)
    let sync = try city.must("east", "sync").object
    #expect(sync["sent"] as? Int == 1)
    #expect(sync["attachments_sent"] as? Int == 0 && sync["attachments_left"] as? Int == 1)
    try city.must("hub", "check", "--deep")
    try disk.grow(megabytes: 100)
    let resumed = try city.must("east", "sync").object
    #expect(resumed["attachments_sent"] as? Int == 1)
    #expect(resumed["bytes_sent"] as? Int ?? .max < 20_000_000)
    try city.must("west", "sync")
    let fetch = try city.run("west", "attach", "fetch", "--all")
    #expect(fetch.status == 74 && fetch.code == "disk-full", "\(fetch.errors)")
    try small.grow(megabytes: 100)
    try city.must("west", "attach", "get", id, city.path("copy"))
    #expect(FileManager.default.contentsEqual(atPath: long, andPath: city.path("copy")))
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west")
  }

  @Test func anIdentityIsRenewed() throws {
    let city = try City()
    guard let disk = try SmallDisk(city.path("east"), megabytes: 4) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.make("east")
    try city.must("east", "add", "project", "name=桥")
    let identity = try city.must("east", "identity", "show").object["replica"] as? String
    let filler = city.path("east/filler")
    try #require(FileManager.default.createFile(atPath: filler, contents: nil))
    let handle = try #require(FileHandle(forWritingAtPath: filler))
    while (try? handle.write(contentsOf: Data(count: 4_096))) != nil {}
    try handle.close()
    let full = try city.run("east", "identity", "renew")
    #expect(full.status == 74, "\(full.errors)")
    #expect(!FileManager.default.fileExists(atPath: city.path("east/identity.key.next")))
    try FileManager.default.removeItem(atPath: filler)
    #expect(
      FileManager.default.createFile(atPath: city.path("east/identity.key.next"), contents: nil))
    try city.must("east", "add", "project", "name=路")
    #expect(try city.must("east", "identity", "show").object["replica"] as? String == identity)
    try city.must("east", "identity", "renew")
    #expect(try city.must("east", "identity", "show").object["replica"] as? String != identity)
    #expect(try count(city, "east") == 2)
    try city.must("east", "check", "--deep")
  }

  @Test func aBackupDoesNotFit() throws {
    let city = try City()
    guard let disk = try SmallDisk(city.path("stick"), megabytes: 1) else { return }
    defer { withExtendedLifetime(disk) {} }
    try city.make("east")
    try city.must("east", "put", "--batch", "500", input: City.projects(3_000))
    let full = try city.run("east", "backup", city.path("stick/backup"))
    #expect(full.status == 74 && full.code == "disk-full", "\(full.errors)")
    #expect(full.errors.contains(city.path("stick/backup")), "\(full.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: city.path("stick/backup")).isEmpty)
    try city.must("east", "check", "--deep")
  }

  @Test func aLimitOnFileSizes() throws {
    let city = try City()
    try city.make("east")
    city.wrapper = ["/usr/bin/prlimit", "--fsize=12000000"]
    let full = try city.run("east", ["put", "--batch", "20"], input: City.projects(20_000))
    #expect(full.status == 74 && full.code == "disk-full", "\(full.status) \(full.errors)")
    let id = try #require(
      try city.must("east", "list", "project").objects.first?["id"] as? String)
    city.wrapper = []
    let long = city.path("long")
    try Data(count: 13_000_000).write(to: URL(fileURLWithPath: long))
    city.wrapper = ["/usr/bin/prlimit", "--fsize=12000000"]
    let attached = try city.run("east", "attach", "add", id, long)
    #expect(attached.status == 74 && attached.code == "disk-full", "\(attached.errors)")
    city.wrapper = []
    try city.must("east", "attach", "add", id, long)
    try city.must("east", "check", "--deep")
    try city.must("east", "verify")
  }

  @Test func aFullMap() throws {
    let city = try City()
    try city.makeHub()
    city.wrapper = ["/usr/bin/env", "TAIZHANG_MAP_SIZE_BYTES=6000000"]
    let (hub, url) = try city.serveHub()
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    city.wrapper = []
    try city.join("east", at: url)
    try city.must("east", "put", "--batch", "20", input: City.projects(15_000))
    let told = try city.run("east", "sync")
    #expect(told.status == 69 && told.code == "busy", "\(told.errors)")
    #expect(hub.isRunning)
    let held = try count(city, "hub")
    #expect(held < 15_000)
    try city.must("hub", "check", "--deep")
    #expect(city.stop(hub) == 0)
    let (larger, _) = try city.serveHub(port: port)
    try city.must("east", "sync")
    #expect(city.stop(larger) == 0)
    try city.expectConverged("hub", "east")

    try city.make("west")
    city.wrapper = ["/usr/bin/env", "TAIZHANG_MAP_SIZE_BYTES=3000000"]
    let full = try city.run("west", ["put", "--batch", "500"], input: City.projects(20_000))
    #expect(full.status == 74 && full.code == "map-full", "\(full.errors)")
    let kept = try count(city, "west")
    #expect(kept.isMultiple(of: 500))
    city.wrapper = []
    try city.must("west", "check", "--deep")
    try city.must("west", "put", "--batch", "500", input: City.projects(1_000))
    #expect(try count(city, "west") == kept + 1_000)
    try city.must("west", "check", "--deep")
  }

  static func fetch(_ url: String) throws -> (status: Int, body: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "-s", "-m", "10", "-w", "\n%{http_code}", url]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n")
    return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
  }
}
