// Verifies, with processes of the program
// 1. A file added offline in one office is shown as missing in another, by list, show and
//    check --deep, and comes when it is asked for; what `attach get` writes is the file.
// 2. Names that are paths, or that a terminal would obey, are shown and never used as paths.
// 3. An agent that runs sends the file within seconds, and an edit does not wait for a long upload.
// 4. `attach fetch` and a sync killed again and again go on where they were.
// 5. backup and restore bring files along; check --deep on the backup itself finds a damaged one,
//    and `attach fetch --all` mends a damaged one in a store.
// 6. A bundle brings files along when asked to, cut ones in the end too; a stranger's file stays
//    out.
// 7. A file that takes another's place is written whole, what stays the same too: name, type, size.
// 8. What cannot be attached is refused: too long, missing, a directory, cut short, an unknown
//    record.

import Foundation
import Testing

@Suite(.serialized) struct AttachmentTests {
  private func file(_ city: City, _ name: String, _ count: Int) throws -> String {
    var random = SystemRandomNumberGenerator()
    var bytes = Data(capacity: count + 8)
    while bytes.count < count {
      withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) }
    }
    let path = city.path(name)
    try bytes.prefix(count).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func same(_ left: String, _ right: String) -> Bool {
    FileManager.default.contentsEqual(atPath: left, andPath: right)
  }

  private func states(_ city: City, _ store: String) throws -> [String] {
    try city.must(store, "attach", "list").objects.compactMap { $0["state"] as? String }
  }

  @Test func replacedWhole() throws {
    let city = try City()
    try city.make("office", "--role", "county")
    let id = try #require(
      try city.must("office", "add", "project", "name=大桥").object["id"] as? String)
    let first = try city.must("office", "attach", "add", id, try file(city, "一.jpg", 300)).object
    let evidence = try #require(first["id"] as? String)
    // Another file of the same size and type: only its hash and its name differ.
    let other = try file(city, "二.jpg", 300)
    let second = try city.must("office", "attach", "add", evidence, other).object
    let dot = try #require(second["dot"] as? String)
    let lines = try city.must("office", "history", evidence).objects
    let written = Set(
      lines.filter { $0["dot"] as? String == dot }.compactMap { $0["field"] as? String })
    #expect(
      written.isSuperset(of: ["sha256", "file_name", "size_bytes", "media_type"]), "\(written)")
    // The same file again changes nothing.
    let again = try city.must("office", "attach", "add", evidence, other).object
    #expect(again["dot"] as? String == dot)
    #expect(try city.must("office", "history", evidence).objects.count == lines.count)
  }

  @Test func offlineThenOnDemand() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    let id = try #require(
      try city.must("east", "add", "project", "name=大桥").object["id"] as? String)
    let photo = try file(city, "现场 照片.jpg", 5_000_000)
    let added = try city.must(
      "east", "attach", "add", id, photo, "--kind", "site_photo", "--date", "2021-09-28"
    ).object
    let sha256 = try #require(added["sha256"] as? String)
    let evidence = try #require(added["id"] as? String)
    #expect(try states(city, "east") == ["here"])
    #expect(try city.must("east", "sync").object["attachments_sent"] as? Int == 1)
    try city.must("west", "sync")
    #expect(try states(city, "west") == ["missing"])
    let shown = try city.must("west", "show", id).object
    let attachments = try #require(shown["attachments"] as? [[String: Any]])
    #expect(attachments.first?["state"] as? String == "missing")
    #expect(attachments.first?["file_name"] as? String == "现场 照片.jpg")
    let checked = try city.must("west", "check", "--deep").object
    #expect((checked["counts"] as? [String: Int])?["attachments_missing"] == 1)
    // A stage guard sees the photograph as any other evidence.
    let fields = try city.must("west", "show", evidence).object["fields"] as? [String: Any]
    #expect(fields?["size_bytes"] as? Int == 5_000_000)
    #expect(fields?["media_type"] as? String == "image/jpeg")

    try city.must("west", "attach", "get", id, city.path("copy.jpg"))
    #expect(same(photo, city.path("copy.jpg")))
    #expect(try states(city, "west") == ["here"])
    try city.must("west", "attach", "get", sha256, city.path("again.jpg"))
    #expect(same(photo, city.path("again.jpg")))
    let fetched = try city.must("west", "attach", "fetch", "--all").object
    #expect((fetched["fetched"] as? [String])?.isEmpty == true)
    // The same file on another record is kept once and sent no more.
    let other = try #require(
      try city.must("west", "add", "project", "name=路").object["id"] as? String)
    let twice = try city.must("west", "attach", "add", other, city.path("copy.jpg")).object
    #expect(twice["sha256"] as? String == sha256)
    #expect(try city.must("west", "sync").object["attachments_sent"] as? Int == 0)
    #expect(city.stop(hub) == 0)
    try city.must("east", "attach", "verify")
    try city.expectConverged("hub", "west")
  }

  @Test func namesAreNoPaths() throws {
    let city = try City()
    try city.make("east")
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    let plain = try file(city, "plain", 100)
    let hostile = "../../../../\u{1B}[2Jetc/passwd\n"
    try city.must("east", "attach", "add", id, plain, "--name", hostile)
    let evidence = try #require(
      try city.must("east", "attach", "list").objects.first?["id"] as? String)
    try city.must("east", "set", evidence, "file_name=../../identity.key")
    let directory = city.path("out")
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let intoDirectory = try city.run("east", "attach", "get", id, directory)
    #expect(intoDirectory.status == 74 || intoDirectory.status == 73)
    try city.must("east", "attach", "get", id, directory + "/file")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["file"])
    #expect(same(plain, directory + "/file"))
    let listed = try city.must("east", "attach", "list", id).objects.first
    #expect(listed?["file_name"] as? String == "../../identity.key")
    try city.must("east", "check", "--deep")
  }

  @Test func aRunningAgentSends() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    let agent = try city.launchAgent("east")
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    try city.must("east", "attach", "add", id, try file(city, "long", 60_000_000))
    try city.must("east", "set", id, "remark=不等附件")
    try City.eventually("the edit at the hub") {
      let fields = try city.run("hub", "show", id).object["fields"] as? [String: Any]
      return fields?["remark"] as? String == "不等附件"
    }
    try City.eventually("the file at the hub") { try states(city, "hub") == ["here"] }
    #expect(city.stop(agent) == 0)
    #expect(city.stop(hub) == 0)
    try city.must("hub", "attach", "verify")
    try city.expectConverged("hub", "east")
  }

  @Test func killedOnTheWay() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    let long = try file(city, "long", 60_000_000)
    try city.must("east", "attach", "add", id, long)
    for delay in [60_000, 120_000, 180_000] as [UInt32] {
      let sync = try city.launch("east", "sync")
      usleep(delay)
      _ = city.stop(sync, SIGKILL)
    }
    try city.must("east", "sync")
    #expect(try states(city, "hub") == ["here"])
    try city.must("west", "sync")
    for delay in [80_000, 120_000, 160_000] as [UInt32] {
      let fetch = try city.launch("west", "attach", "fetch", "--all")
      usleep(delay)
      _ = city.stop(fetch, SIGKILL)
    }
    try city.must("west", "attach", "fetch", "--all")
    try city.must("west", "attach", "get", id, city.path("copy"))
    #expect(same(long, city.path("copy")))
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west")
  }

  @Test func backupsAndDamage() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    let added = try city.must("east", "attach", "add", id, try file(city, "a", 300_000)).object
    let sha256 = try #require(added["sha256"] as? String)
    try city.must("east", "sync")
    try city.must("east", "backup", city.path("backup"))
    let inBackup = city.path("backup/blobs/\(sha256.prefix(2))/\(sha256.dropFirst(2))")
    #expect(same(city.path("a"), inBackup))
    try city.must("backup", "check", "--deep")
    try city.must("backup", "verify")
    #expect(try city.run("restored", "restore", city.path("backup")).status == 0)
    try city.must("restored", "attach", "get", id, city.path("b"))
    #expect(same(city.path("a"), city.path("b")))

    // Another file in its place, not a byte changed in it: backups may be links.
    func spoil(_ path: String) throws {
      try FileManager.default.removeItem(atPath: path)
      try Data(repeating: 1, count: 300_000).write(to: URL(fileURLWithPath: path))
    }
    try spoil(inBackup)
    let damaged = try city.run("backup", "check", "--deep")
    #expect(damaged.status == 1)
    let problems = try #require(damaged.object["problems"] as? [[String: Any]])
    #expect(problems.first?["code"] as? String == "blob-damaged")
    try city.must("east", "check", "--deep")
    try spoil(city.path("east/blobs/\(sha256.prefix(2))/\(sha256.dropFirst(2))"))
    #expect(try city.run("east", "attach", "verify").status == 1)
    let mended = try city.must("east", "attach", "fetch", "--all").object
    #expect(mended["fetched"] as? [String] == [sha256])
    try city.must("east", "attach", "verify")
    #expect(city.stop(hub) == 0)
  }

  @Test func onAStick() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    #expect(city.stop(hub) == 0)
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    try city.must("east", "attach", "add", id, try file(city, "a", 3_000_000))
    try city.must("east", "attach", "add", id, try file(city, "empty", 0))
    let plain = try city.must("east", "bundle", "create", city.path("plain.tzb"), "--all").object
    #expect(plain["attachments"] as? Int == 0)
    let made = try city.must(
      "east", "bundle", "create", city.path("full.tzb"), "--all", "--with-attachments"
    ).object
    #expect(made["attachments"] as? Int == 2)
    #expect(made["bytes"] as? Int ?? 0 > 3_000_000)
    try city.must("west", "bundle", "apply", city.path("plain.tzb"))
    #expect(try states(city, "west") == ["missing", "missing"])
    let whole = try Data(contentsOf: URL(fileURLWithPath: city.path("full.tzb")))
    try whole.prefix(2_000_000).write(to: URL(fileURLWithPath: city.path("cut.tzb")))
    #expect(try city.run("west", "bundle", "apply", city.path("cut.tzb")).status == 1)
    #expect(try states(city, "west").contains("missing"))
    try city.must("west", "bundle", "apply", city.path("full.tzb"))
    #expect(try states(city, "west") == ["here", "here"])
    try city.must("west", "attach", "verify")
    try city.must("west", "check", "--deep")
  }

  @Test func whatIsRefused() throws {
    let city = try City()
    try city.make("east")
    let id = try #require(
      try city.must("east", "add", "project", "name=桥").object["id"] as? String)
    let long = city.path("long")
    _ = FileManager.default.createFile(atPath: long, contents: nil)
    #expect(truncate(long, (64 << 20) + 1) == 0)
    for (arguments, status, code) in [
      ([id, long], 65, "blob-too-large"), ([id, city.path("none")], 66, "unreadable-file"),
      ([id, city.directory], 66, "unreadable-file"), (["zzzz", long], 66, "no-such-record"),
    ] {
      let refused = try city.run("east", "attach", "add", arguments[0], arguments[1])
      #expect(refused.status == Int32(status) && refused.code == code, "\(refused.errors)")
    }
    // A JPEG, a PNG, a WebP and a PDF without their ends.
    for (name, bytes) in [
      ("工地.jpg", [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 0x12, 0xFF, 0x00, 0x34]),
      ("工地.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]),
      ("工地.webp", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8)),
      ("批复", Array("%PDF-1.7\n1 0 obj".utf8)),
    ] as [(String, [UInt8])] {
      try Data(bytes).write(to: URL(fileURLWithPath: city.path(name)))
      let refused = try city.run("east", "attach", "add", id, city.path(name))
      #expect(refused.status == 65 && refused.code == "file-cut", "\(refused.errors)")
    }
    let unknown = try city.run("east", "attach", "get", "zzzzzz", city.path("x"))
    #expect(unknown.status == 66 && unknown.code == "no-such-attachment")
    #expect(try city.run("east", "attach", "fetch").status == 64)
    #expect(try city.run("east", "attach", "fetch", "--all").code == "not-joined")
    #expect(try city.must("east", "attach", "list").objects.isEmpty)
    try city.must("east", "check", "--deep")
  }
}
