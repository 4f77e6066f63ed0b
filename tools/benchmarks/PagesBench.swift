// pages: what a clerk waits for, over a real socket, with a full ledger behind the program: the
// first page after the start, lists, the month's form, drafts, the rules of today. Beside each
// stands the answer that costs nothing but the request, asked in the same run.

import Foundation
import LedgerStore
import Projects

extension Bench {
  /// A county's own ledger, beside the full one.
  private static let countyProjects = 2_000

  func pagesBench() throws {
    try pages(of: Self.countyProjects, months: 12, "a county")
    try pages(of: count, months: 24, "a city")
  }

  private func pages(of projects: Int, months: Int, _ whose: String) throws {
    Report.title("pages: \(whose), \(projects) projects, \(months) months of reports each")
    let store = try create("pages", role: .hub, ledgers: ["411700"])
    try RuleWork(count: projects).fill(store, ledger: "411700", months: months)
    let server = try Child(
      taizhang, ["serve", "--store", path("pages"), "--listen", "127.0.0.1:0", "--json"])
    defer { kill(server.pid, SIGKILL) }
    let (line, starting) = timed { server.firstLine() }
    let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    guard let address = said?["listening"] as? String, let link = said?["start"] as? String,
      let desk = PageClient(address)
    else { throw BenchError("serve said \(line)") }
    Report.line("from start to listening", Report.seconds(starting), memory(server))
    let (_, first) = try timed {
      _ = try desk.get(String(link.dropFirst(address.count)))
      _ = try desk.get("/")
    }
    Report.line("the first page: today", Report.seconds(first), wanted(first, 0.15))
    let (_, due) = try timed { try desk.get("/?wait=1") }
    Report.line("today with all that is due", Report.seconds(due))
    let (_, list) = try timed { try desk.get("/projects") }
    Report.line("the first list", Report.seconds(list), wanted(list, 0.1), memory(server))
    let floor = try median(
      (0..<9).map { _ in try timed { try desk.get("/assets/icon.svg") }.seconds })
    Report.line("an icon, for comparison", Report.seconds(floor))
    for (name, path, limit) in [
      ("list", "/projects", 0.1), ("its hundredth page", "/projects?page=100", 0.1),
      ("by plan, descending", "/projects?sort=annual_plan&dir=desc", 0.1),
      ("one county", "/projects?region_code=411723", 0.1),
      ("a piece of a name", "/projects?q=%E7%9B%AE77", 0.1),
      ("initials, none found", "/projects?q=xmq", 0.1),
      ("initials, all found", "/projects?q=xm", 0.1),
      ("today", "/", 0.1), ("a month's form of 60", "/month?period=2022-09", 0.1),
      ("counties and lights", "/city?as-of=2022-09-30", 1), ("the wall chart", "/city/wall", 1),
    ] {
      try measure(name, path, limit, desk, floor)
    }
    try draft(desk)
    Report.line("memory after all this", memory(server))
    _ = try server.terminate()
  }

  /// The first answer apart: what is made for it serves the rest.
  private func measure(
    _ name: String, _ path: String, _ limit: Double, _ desk: PageClient, _ floor: Double
  ) throws {
    let (page, first) = try timed { try desk.get(path) }
    let seconds = try median((0..<9).map { _ in try timed { try desk.get(path) }.seconds })
    Report.line(
      name, Report.seconds(seconds), wanted(seconds, limit), "first" + Report.seconds(first),
      String(format: "%.0f times the icon", seconds / floor), "\(page.count >> 10) KiB")
  }

  /// A month's form as it is kept at a pause of the keys.
  private func draft(_ desk: PageClient) throws {
    let page = try desk.get("/month?period=2022-09")
    guard
      let token = page.firstMatch(of: /name="form-token" value="([0-9a-f]+)"/)?.output.1
    else { throw BenchError("a month without a form") }
    let inputs = page.matches(of: /name="(m\.[^"]+)"/).map { String($0.output.1) }
    let fields = Set(inputs).sorted().prefix(600).map { "\($0)=%E4%B8%BB%E4%BD%93" }
    let body = (["form-token=\(token)", "draft-of=month+2022-09"] + fields).joined(separator: "&")
    let seconds = try median(
      (0..<9).map { _ in try timed { try desk.post("/drafts", body) }.seconds })
    Report.line(
      "a draft kept, \(body.utf8.count >> 10) KiB", Report.seconds(seconds), wanted(seconds, 0.02))
  }

  private func wanted(_ seconds: Double, _ limit: Double) -> String {
    (seconds <= limit ? "PASS" : "OVER") + String(format: " (wanted %.2f s)", limit)
  }

  private func memory(_ server: Child) -> String {
    let memory = server.memoryBytes
    return Report.mebibytes(memory.anonymous) + " of its own," + Report.mebibytes(memory.all)
      + " with pages of the store"
  }
}

/// A browser's requests, one connection each, with the cookies of one session.
private final class PageClient {
  private let origin: String
  private let port: UInt16
  private var cookies: [String: String] = [:]

  /// - Parameter address: `http://127.0.0.1:port`.
  init?(_ address: String) {
    guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else { return nil }
    self.port = port
    origin = address
  }

  func get(_ path: String) throws -> String { try send("GET", path, "") }

  func post(_ path: String, _ body: String) throws -> String { try send("POST", path, body) }

  private func send(_ method: String, _ path: String, _ body: String) throws -> String {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    if !cookies.isEmpty {
      head += "Cookie: \(cookies.map { "\($0)=\($1)" }.joined(separator: "; "))\r\n"
    }
    if !body.isEmpty {
      head += "Origin: \(origin)\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      head += "Content-Length: \(body.utf8.count)\r\n"
    }
    let answer = String(decoding: try exchange(Array((head + "\r\n" + body).utf8)), as: UTF8.self)
    guard let end = answer.firstRange(of: "\r\n\r\n") else {
      throw BenchError("no answer: \(path)")
    }
    let lines = answer[..<end.lowerBound].split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    guard (200..<400).contains(status) else { throw BenchError("\(path): \(status)") }
    for line in lines where line.lowercased().hasPrefix("set-cookie:") {
      let pair = line.dropFirst(11).split(separator: ";")[0].split(separator: "=", maxSplits: 1)
      if pair.count == 2 {
        cookies[pair[0].trimmingCharacters(in: .whitespaces)] = String(pair[1])
      }
    }
    return String(answer[end.upperBound...])
  }

  private func exchange(_ request: [UInt8]) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw BenchError("connect: \(errno)") }
    var sent = 0
    while sent < request.count {
      let count = request[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw BenchError("write: \(errno)") }
      sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw BenchError("read: \(errno)") }
      if count == 0 { return answer }
      answer += buffer[..<count]
    }
  }
}
