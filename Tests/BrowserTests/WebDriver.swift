// What these tests share: Chromium, headless, driven through chromedriver by the W3C WebDriver
// protocol. A driver is a process with a port of its own; a window is a browser with cookies, a
// profile and settings of its own, that cannot resolve any name and keeps a log of every request it
// makes. Nothing here is verified.

import Foundation
import Testing

struct BrowserFailure: Error, CustomStringConvertible { let description: String }

/// A chromedriver process.
final class Driver {
  private let process = Process()
  let directory: String
  let port: Int

  init() throws {
    directory = NSTemporaryDirectory() + "taizhang-browser-" + UUID().uuidString.lowercased()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let output = directory + "/driver.out"
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["chromedriver", "--port=0"]
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    var found: Int?
    for _ in 0..<600 where found == nil {
      let said = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      found = said.firstMatch(of: /successfully on port (\d+)/).flatMap { Int($0.output.1) }
      if found == nil {
        guard process.isRunning else { break }
        usleep(50_000)
      }
    }
    guard let found else {
      throw BrowserFailure(
        description: "chromedriver did not start: apt-get install chromium-driver")
    }
    port = found
  }

  /// Ends the driver, and every browser with a profile in its directory. Both ignore gentler
  /// signals when a test began them.
  deinit {
    kill(process.processIdentifier, SIGKILL)
    let ending = Process()
    ending.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    ending.arguments = ["pkill", "-KILL", "-f", directory]
    if (try? ending.run()) != nil { ending.waitUntilExit() }
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Opens a browser.
  ///
  /// - Parameter scripts: false for one that runs none.
  func open(scripts: Bool = true) async throws -> Window {
    let profile = directory + "/" + UUID().uuidString
    var preferences: [String: Any] = [
      "download.default_directory": profile + "-files", "download.prompt_for_download": false,
    ]
    if !scripts { preferences["profile.managed_default_content_settings.javascript"] = 2 }
    let options: [String: Any] = [
      "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--user-data-dir=\(profile)", "--window-size=1024,768", "--no-first-run",
        "--no-default-browser-check", "--disable-background-networking", "--disable-sync",
        "--disable-component-update", "--disable-extensions", "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ], "prefs": preferences,
    ]
    let wanted: [String: Any] = [
      "browserName": "chrome", "goog:chromeOptions": options,
      "goog:loggingPrefs": ["performance": "ALL", "browser": "ALL"],
      "timeouts": ["pageLoad": 60_000, "script": 60_000],
    ]
    let made = try await send("POST", "/session", ["capabilities": ["alwaysMatch": wanted]])
    guard let id = (made as? [String: Any])?["sessionId"] as? String else {
      throw BrowserFailure(description: "no session: \(made)")
    }
    return Window(self, "/session/\(id)", files: profile + "-files")
  }

  /// One command; its value.
  func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any {
    let bytes = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
    let (status, answer) = try Self.exchange(method, path, bytes, port: port)
    let value =
      (try JSONSerialization.jsonObject(with: answer) as? [String: Any])?["value"] ?? NSNull()
    guard status == 200 else {
      let error = value as? [String: Any]
      throw BrowserFailure(
        description: "\(path.suffix(40)): \(error?["error"] ?? "") \(error?["message"] ?? "")")
    }
    return value
  }

  /// One request on a connection of its own, answered within two minutes.
  private static func exchange(
    _ method: String, _ path: String, _ body: Data, port: Int
  ) throws -> (status: Int, body: Data) {
    let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard line >= 0 else { throw BrowserFailure(description: "socket: \(errno)") }
    defer { close(line) }
    var limit = timeval(tv_sec: 120, tv_usec: 0)
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw BrowserFailure(description: "connect: \(errno)") }
    var request = Data(
      "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n".utf8)
    request += Data("Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
    request += body
    var sent = 0
    while sent < request.count {
      let count = request.withUnsafeBytes { buffer in
        write(line, buffer.baseAddress! + sent, buffer.count - sent)
      }
      guard count > 0 else { throw BrowserFailure(description: "write: \(errno)") }
      sent += count
    }
    var answer = Data()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let whole = parsed(answer) { return whole }
      let count = read(line, &piece, piece.count)
      guard count > 0 else { break }
      answer.append(contentsOf: piece[..<count])
    }
    throw BrowserFailure(description: "no answer to \(method) \(path): \(errno)")
  }

  /// Status and body of an answer once all of it is there.
  private static func parsed(_ answer: Data) -> (status: Int, body: Data)? {
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
    let length = head.firstMatch(of: /content-length: *(\d+)/).flatMap { Int($0.output.1) } ?? 0
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let body = answer[end.upperBound...]
    return body.count >= length ? (status, Data(body.prefix(length))) : nil
  }
}

/// A browser of its own.
final class Window {
  /// Kept: a driver that nobody holds ends.
  private let driver: Driver
  private let address: String
  /// Where it saves what is downloaded.
  let files: String
  private(set) var requests: [String] = []

  fileprivate init(_ driver: Driver, _ address: String, files: String) {
    self.driver = driver
    self.address = address
    self.files = files
  }

  @discardableResult
  func command(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> Any {
    try await driver.send(method, address + path, method == "POST" ? body ?? [:] : nil)
  }

  func close() async throws { try await command("DELETE", "") }

  /// Goes to a page and waits until it is there.
  func go(_ url: String) async throws { try await command("POST", "/url", ["url": url]) }

  var path: String {
    get async throws {
      let url = try await command("GET", "/url") as? String ?? ""
      let parts = URLComponents(string: url)
      return (parts?.path ?? "") + (parts?.query.map { "?\($0)" } ?? "")
    }
  }

  var source: String {
    get async throws { try await command("GET", "/source") as? String ?? "" }
  }

  /// The value of a script's `return`.
  func evaluate(_ script: String, _ arguments: [Any] = []) async throws -> Any {
    try await command("POST", "/execute/sync", ["script": script, "args": arguments])
  }

  /// What is to be read in the first element of a selector.
  func text(_ selector: String = "main") async throws -> String {
    try await command("GET", "/element/\(try await element(selector))/text") as? String ?? ""
  }

  /// Waits, within bounds, for an element.
  func element(_ selector: String) async throws -> String {
    for _ in 0..<300 {
      if let id = try await elements(selector).first { return id }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(
      description: "no \(selector) at \(try await path): \(try await source.suffix(600))")
  }

  /// The elements of a selector that are there now.
  private func elements(_ selector: String) async throws -> [String] {
    let found = try await command(
      "POST", "/elements", ["using": "css selector", "value": selector])
    return (found as? [[String: String]] ?? []).compactMap { $0.values.first }
  }

  func has(_ selector: String) async throws -> Bool { try await !elements(selector).isEmpty }

  func click(_ selector: String) async throws {
    try await command("POST", "/element/\(try await element(selector))/click")
  }

  /// Types into an input what then stands there alone.
  func type(_ selector: String, _ text: String) async throws {
    let id = try await element(selector)
    try await command("POST", "/element/\(id)/clear")
    try await command("POST", "/element/\(id)/value", ["text": text])
  }

  /// Waits, within bounds, until a text can be read on the page.
  func await(_ text: String, in selector: String = "main") async throws {
    var seen = ""
    for _ in 0..<300 {
      // An element may go with its page between being found and being read.
      if let id = try await elements(selector).first,
        let shown = try? await command("GET", "/element/\(id)/text") as? String
      {
        seen = shown
        if shown.contains(text) { return }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(description: "“\(text)” is not at \(try await path): \(seen.prefix(400))")
  }

  /// A picture of the page under `.build/screenshots`.
  func keepPicture(_ name: String) async throws {
    guard let text = try await command("GET", "/screenshot") as? String,
      let bytes = Data(base64Encoded: text)
    else { throw BrowserFailure(description: "no picture of \(name)") }
    let directory = Served.root.appendingPathComponent(".build/screenshots")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try bytes.write(to: directory.appendingPathComponent(name + ".png"))
  }

  // MARK: Logs

  /// Takes the log of requests further; everything asked for since the window was opened.
  func readRequests() async throws {
    let lines = try await command("POST", "/se/log", ["type": "performance"]) as? [[String: Any]]
    for line in lines ?? [] {
      guard let text = line["message"] as? String,
        let entry = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
        let message = entry["message"] as? [String: Any],
        message["method"] as? String == "Network.requestWillBeSent",
        let parameters = message["params"] as? [String: Any],
        let request = parameters["request"] as? [String: Any], let url = request["url"] as? String
      else { continue }
      requests.append(url)
    }
  }

  /// What the console said since it was last read that is an error, or breaks the page's policy.
  func complaints() async throws -> [String] {
    let lines = try await command("POST", "/se/log", ["type": "browser"]) as? [[String: Any]]
    return (lines ?? []).filter { $0["level"] as? String == "SEVERE" }
      .compactMap { $0["message"] as? String }
  }
}
