// 1. Accounts are kept in a file of mode 600 without any password; a file that others may read, or
//    that is damaged anywhere, lets nobody in and says so.
// 2. A password that is short, long, made of the name or of few characters is refused; two hashes
//    of one password differ.
// 3. Names, counties and roles are checked: a role only narrows the node's, a county's account at a
//    hub names its county.
// 4. What another process changed is seen at the next question; there are never more than the
//    bound.
// 5. The notes of sign-ins are bounded and keep the newest.

import Foundation
import LedgerStore
import Pages
import Projects
import TestSupport
import Testing

struct AccountBookTests {
  private let directory = TemporaryDirectory("accounts")
  private var path: String { directory.path("accounts") }
  private var book: AccountBook {
    AccountBook(String(path.dropLast("/accounts".count)))
  }

  private func add(
    _ name: String, _ role: OfficeRole = .observer, county: String? = nil,
    password: String = SharedNode.password, node: Role = .hub
  ) throws {
    try book.add(name, role: role, county: county, password: password, node: node, at: 1_000)
  }

  private func fault(_ body: () throws -> Void) -> AccountFault.Code? {
    do { try body() } catch let fault as AccountFault { return fault.code } catch {}
    return nil
  }

  @Test func kept() throws {
    try add("统计岗", .county, county: "驿城区")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!text.contains("冷链") && text.contains("scrypt:15:8:3:"))
    let account = try #require(try book.all().first)
    #expect(account.name == "统计岗" && account.role == .county && account.county == "411702")
    #expect(book.isInUse)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(fault { _ = try book.all() } == .exposed)
    #expect(!book.isInUse)
    for damage in [
      String(text.dropLast(3)), text + "x",
      text.replacingOccurrences(of: "scrypt:15", with: "scrypt:40"),
      text.replacingOccurrences(of: "county", with: "king"), "taizhang accounts 2\n",
      text.replacingOccurrences(of: "\tenabled", with: "\tyes"),
    ] {
      try FileManager.default.removeItem(atPath: path)
      #expect(
        FileManager.default.createFile(
          atPath: path, contents: Data(damage.utf8), attributes: [.posixPermissions: 0o600]))
      #expect(fault { _ = try book.all() } == .damaged, "\(damage)")
      #expect(!book.isInUse)
    }
  }

  @Test func passwords() throws {
    #expect(fault { try add("甲", password: "短密码") } == .shortPassword)
    #expect(
      fault { try add("甲", password: String(repeating: "长密码字", count: 100)) } == .longPassword)
    #expect(fault { try add("gongxin", password: "my-GongXin-2026") } == .plainPassword)
    #expect(fault { try add("甲乙丙", password: "aaaaaaaaaaaabbb") } == .plainPassword)
    #expect(try book.all().isEmpty)
    try add("甲科")
    try add("乙科")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
    let hashes = lines.map { $0.split(separator: "\t").last }
    #expect(hashes.count == 2 && hashes[0] != hashes[1])
  }

  @Test func checks() throws {
    for name in ["", " ", "a b", "a\tb", "a\nb", "零\u{200B}宽", String(repeating: "长", count: 22)] {
      #expect(fault { try add(name) } == .badName, "\(name)")
    }
    #expect(fault { try add("甲科", .county) } == .countyNeeded)
    #expect(fault { try add("甲科", .county, county: "无名县") } == .badCounty)
    #expect(fault { try add("甲科", .county, county: "411700") } == .badCounty)
    #expect(fault { try add("甲科", .city, node: .county) } == .badRole)
    #expect(fault { try add("甲科", .county, county: "411702", node: .department) } == .badRole)
    #expect(fault { try book.setDisabled("甲科", true, at: 1) } == .missing)
    try add("甲科", .county, node: .county)
    #expect(fault { try add("甲科") } == .exists)
    try add("开发区", .county, county: "411702-gx")
    #expect(fault { try book.setRole("甲科", .city, county: nil, node: .county, at: 2) } == .badRole)
    #expect(try book.all().map(\.role) == [.county, .county])
  }

  @Test func seenElsewhere() throws {
    let other = book
    #expect(try other.all().isEmpty)
    try add("甲科")
    #expect(try other.all().count == 1)
    try book.setDisabled("甲科", true, at: 2)
    #expect(try other.all().first?.isDisabled == true && !other.isInUse)
    try book.setDisabled("甲科", false, at: 3)
    let line = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")[1]
    var text = "taizhang accounts 1\n"
    for number in 0..<AccountBook.countMax {
      text += line.replacingOccurrences(of: "甲科", with: "号\(number)") + "\n"
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try book.all().count == AccountBook.countMax)
    #expect(fault { try add("又一个") } == .full)
  }

  @Test func notesAreBounded() throws {
    let file = directory.path("sign-ins")
    let line = "1\tsigned-in\t甲科\t127.0.0.1\n"
    try Data(String(repeating: line, count: 9_500).utf8).write(to: URL(fileURLWithPath: file))
    let node = SignInNotes(String(file.dropLast("/sign-ins".count)))
    #expect(node.newest(10_000).count == 9_500)
    node.add(try #require(SignInNote(line: "2\twrong-password\t\t10.0.0.9")))
    let kept = node.newest(10_000)
    #expect(kept.count < 6_000 && kept.first?.atMilliseconds == 2)
    #expect(SignInNote(line: "x\tsigned-in\ta\tb") == nil)
  }
}
