// What these tests share: Chromium, headless, driven through chromedriver by the W3C WebDriver protocol.
// A driver is a process with a port of its own; a window is a browser with cookies, a profile and
// settings of its own, that cannot resolve any name and keeps a log of every request it makes. Nothing
// here is verified.

import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

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

  deinit {
    process.terminate()
    process.waitUntilExit()
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
    let made = try await Self.send(
      "POST", "http://127.0.0.1:\(port)/session", ["capabilities": ["alwaysMatch": wanted]])
    guard let id = (made as? [String: Any])?["sessionId"] as? String else {
      throw BrowserFailure(description: "no session: \(made)")
    }
    return Window("http://127.0.0.1:\(port)/session/\(id)", files: profile + "-files")
  }

  /// One command; its value.
  static func send(_ method: String, _ address: String, _ body: [String: Any]?) async throws -> Any
  {
    guard let url = URL(string: address) else { throw BrowserFailure(description: address) }
    var request = URLRequest(url: url, timeoutInterval: 120)
    request.httpMethod = method
    if let body {
      request.httpBody = try JSONSerialization.data(withJSONObject: body)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let value = answer?["value"] ?? NSNull()
    guard (response as? HTTPURLResponse)?.statusCode == 200 else {
      let error = value as? [String: Any]
      throw BrowserFailure(
        description: "\(address.suffix(40)): \(error?["error"] ?? "") \(error?["message"] ?? "")")
    }
    return value
  }
}

/// A browser of its own.
final class Window {
  private let address: String
  /// Where it saves what is downloaded.
  let files: String
  private(set) var requests: [String] = []

  fileprivate init(_ address: String, files: String) {
    self.address = address
    self.files = files
  }

  @discardableResult
  func command(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws -> Any {
    try await Driver.send(method, address + path, method == "POST" ? body ?? [:] : nil)
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
      let found =
        try await command(
          "POST", "/elements", ["using": "css selector", "value": selector]) as? [[String: String]]
      if let id = found?.first?.values.first { return id }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(
      description: "no \(selector) at \(try await path): \(try await source.suffix(400))")
  }

  func has(_ selector: String) async throws -> Bool {
    let found =
      try await command(
        "POST", "/elements", ["using": "css selector", "value": selector]) as? [Any]
    return found?.isEmpty == false
  }

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
      if let shown = try? await self.text(selector) {
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
