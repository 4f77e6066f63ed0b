// What these tests share: a browser against the real router over a real store. It keeps cookies,
// reads the forms of a page as they stand there and sends them back with something typed. Nothing
// here is verified.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import Hummingbird
import LedgerStore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Pages
import Projects
import TestSupport
import Testing
import Wire

/// An answer as a browser has it.
struct Page {
  let status: Int
  let headers: HTTPFields
  let body: String
  let bytes: [UInt8]

  /// The text of a page with marks left out and entities resolved.
  var text: String { Page.plain(body.replacing(/<[^>]*>/, with: " ")) }

  static func plain(_ text: some StringProtocol) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
      .replacingOccurrences(of: "&amp;", with: "&")
  }

  /// The fields of the first form that is posted, as a browser would send them untouched.
  var form: (action: String, fields: [(name: String, value: String)]) {
    form(#"<form[^>]*method="post"[^>]*>"#)
  }

  /// The same of the first form that takes a file.
  var uploadForm: (action: String, fields: [(name: String, value: String)]) {
    form(#"<form[^>]*enctype="multipart/form-data"[^>]*>"#)
  }

  /// The same of the form that is sent to `action`.
  func form(to action: String) -> (action: String, fields: [(name: String, value: String)]) {
    form("<form[^>]*action=\"\(action)\"[^>]*>")
  }

  private func form(_ head: String) -> (action: String, fields: [(name: String, value: String)]) {
    guard
      let start = body.range(of: head, options: .regularExpression),
      let end = body.range(of: "</form>", range: start.upperBound..<body.endIndex)
    else { return ("", []) }
    let head = String(body[start])
    return (
      Page.attribute("action", head) ?? "", Page.fields(body[start.upperBound..<end.lowerBound])
    )
  }

  private static func fields(_ part: Substring) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    let text = String(part)
    let pattern = /<input[^>]*>|<textarea[^>]*>[\s\S]*?<\/textarea>|<select[^>]*>[\s\S]*?<\/select>/
    for match in text.matches(of: pattern) {
      let mark = String(match.output)
      let head = String(mark.prefix { $0 != ">" })
      guard let name = attribute("name", head) else { continue }
      if mark.hasPrefix("<input") {
        let type = attribute("type", head) ?? "text"
        if type == "checkbox" || type == "radio", !head.contains(" checked") { continue }
        fields.append((name, attribute("value", head) ?? ""))
      } else if mark.hasPrefix("<textarea") {
        var value = mark.drop { $0 != ">" }.dropFirst().dropLast("</textarea>".count)
        if value.first == "\n" { value = value.dropFirst() }
        fields.append((name, plain(value)))
      } else {
        // A browser sends the first where none is marked.
        let chosen =
          mark.firstMatch(of: /<option value="([^"]*)" selected/)
          ?? mark.firstMatch(of: /<option value="([^"]*)"/)
        fields.append((name, chosen.map { plain($0.output.1) } ?? ""))
      }
    }
    return fields
  }

  private static func attribute(_ name: String, _ head: String) -> String? {
    guard let start = head.range(of: " \(name)=\""),
      let end = head.range(of: "\"", range: start.upperBound..<head.endIndex)
    else { return nil }
    return plain(head[start.upperBound..<end.lowerBound])
  }
}

/// A browser on the machine of a node.
final class Browser {
  private let responder: any HTTPResponder<BasicRequestContext>
  private var cookies: [String: String] = [:]
  var host = "127.0.0.1:8420"
  var language = "zh"

  /// - Parameter other: a browser whose cookies this one has.
  init(
    _ pages: Pages, isLocal: Bool = true, address: String = "127.0.0.1",
    cookiesOf other: Browser? = nil
  ) {
    cookies = other?.cookies ?? [:]
    let router = Router(context: BasicRequestContext.self)
    pages.addRoutes(to: router, isLocal: { _ in isLocal }, address: { _ in address })
    responder = router.buildResponder()
  }

  func get(_ path: String, headers: [(String, String)] = []) async throws -> Page {
    try await send(.get, path, headers, nil)
  }

  /// Sends a form; `origin` and the like can be forged.
  func post(
    _ path: String, _ fields: [(name: String, value: String)], headers: [(String, String)]? = nil
  ) async throws -> Page {
    let body = fields.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }
      .joined(separator: "&")
    return try await send(
      .post, path,
      (headers ?? [("Origin", "http://\(host)")])
        + [("Content-Type", "application/x-www-form-urlencoded")], body)
  }

  /// Sends a body as it stands.
  func post(raw path: String, _ body: String) async throws -> Page {
    try await send(
      .post, path,
      [("Origin", "http://\(host)"), ("Content-Type", "application/x-www-form-urlencoded")], body)
  }

  /// Asks by any method, without a body.
  func ask(_ method: String, _ path: String) async throws -> Page {
    try await send(try #require(HTTPRequest.Method(method)), path, [], nil)
  }

  /// Sends bytes as they stand.
  func send(
    _ path: String, _ bytes: [UInt8], headers: [(String, String)]
  ) async throws -> Page {
    try await page(
      try await respond(.post, path, headers, RequestBody(buffer: ByteBuffer(bytes: bytes))))
  }

  /// Sends a page's form with some fields typed anew.
  func submit(_ page: Page, _ typed: [String: String]) async throws -> Page {
    var (action, fields) = page.form
    for (name, value) in typed.sorted(by: { $0.key < $1.key }) {
      if let place = fields.firstIndex(where: { $0.name == name }) {
        fields[place].value = value
      } else {
        fields.append((name, value))
      }
    }
    return try await post(action, fields)
  }

  /// Sends a form with a file, as a browser does; the body arrives in pieces of `pieceBytes`.
  ///
  /// - Parameter file: nil where none was chosen.
  func upload(
    _ path: String, _ fields: [(name: String, value: String)],
    file: (name: String, bytes: [UInt8])?,
    headers: [(String, String)]? = nil, pieceBytes: Int = 64 << 10, cut: Int = 0
  ) async throws -> Page {
    let mark = "----Taizhang7MA4YWxkTrZu0gW"
    var body: [UInt8] = []
    for field in fields {
      body += Array("--\(mark)\r\nContent-Disposition: form-data; ".utf8)
      body += Array("name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n".utf8)
    }
    let name = (file?.name ?? "").replacingOccurrences(of: "\"", with: "%22")
    body += Array("--\(mark)\r\nContent-Disposition: form-data; name=\"file\"; ".utf8)
    body += Array("filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n".utf8)
    body += (file?.bytes ?? []) + Array("\r\n--\(mark)--\r\n".utf8)
    body.removeLast(cut)
    let whole = body
    let pieces = AsyncStream<ByteBuffer> { stream in
      for start in stride(from: 0, to: whole.count, by: pieceBytes) {
        stream.yield(ByteBuffer(bytes: whole[start..<min(whole.count, start + pieceBytes)]))
      }
      stream.finish()
    }
    let response = try await respond(
      .post, path,
      (headers ?? [("Origin", "http://\(host)")]) + [
        ("Content-Type", "multipart/form-data; boundary=\(mark)")
      ], RequestBody(asyncSequence: pieces))
    return try await page(response)
  }

  /// Chooses a file in the form of a page that takes one, and sends it.
  func submit(
    _ page: Page, file: (name: String, bytes: [UInt8])?, _ typed: [String: String] = [:]
  ) async throws -> Page {
    let (action, all) = page.uploadForm
    let fields = all.filter { $0.name != "file" }.map { ($0.name, typed[$0.name] ?? $0.value) }
    return try await upload(action, fields, file: file)
  }

  /// Follows a redirect.
  func follow(_ page: Page) async throws -> Page { try await get(page.headers[.location] ?? "") }

  /// An answer whose body is not read.
  func open(_ path: String, headers: [(String, String)] = []) async throws -> Response {
    try await respond(.get, path, headers, RequestBody(buffer: ByteBuffer()))
  }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, _ headers: [(String, String)], _ body: String?
  ) async throws -> Page {
    try await page(
      try await respond(method, path, headers, RequestBody(buffer: ByteBuffer(string: body ?? ""))))
  }

  private func page(_ response: Response) async throws -> Page {
    let writer = Collected()
    try await response.body.write(writer)
    let buffer = writer.buffer.withLockedValue { $0 }
    return Page(
      status: response.status.code, headers: response.headers, body: String(buffer: buffer),
      bytes: Array(buffer.readableBytesView))
  }

  private func respond(
    _ method: HTTPRequest.Method, _ path: String, _ headers: [(String, String)],
    _ body: RequestBody
  ) async throws -> Response {
    var fields = HTTPFields()
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { continue }
      fields[name] = value
    }
    var cookies = cookies
    if cookies["taizhang-lang"] == nil { cookies["taizhang-lang"] = language }
    fields[.cookie] = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ")
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: host, path: path, headerFields: fields),
      body: body)
    let context = BasicRequestContext(
      source: ApplicationRequestContextSource(
        channel: EmbeddedChannel(), logger: Logger(label: "test")))
    let response = try await responder.respond(to: request, context: context)
    for field in response.headers[values: .setCookie] {
      let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { self.cookies[String(pair[0])] = String(pair[1]) }
    }
    return response
  }

  private static func encode(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

private struct Collected: ResponseBodyWriter {
  let buffer = NIOLockedValueBox(ByteBuffer())

  mutating func write(_ part: ByteBuffer) async throws {
    _ = buffer.withLockedValue { $0.writeImmutableBuffer(part) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A store with little room and its pages, to see what they say once it is full.
struct SmallDesk {
  private let directory = TemporaryDirectory("full")
  let store: Store
  let browser: Browser

  init(role: Role) async throws {
    var random = SeededGenerator(seed: 7)
    var options = TestCity.options({ 1_633_924_800_000 }, &random)
    options.mapSizeBytes = 4 << 20
    store = try Store.create(
      at: directory.path("store"), ledgers: ["411702"], office: "县项目办", role: role,
      schema: Schema.standard.traits, options: options)
    let pages = try Pages(
      store: store,
      settings: PagesSettings(
        author: "录入岗", language: .zh, wallMilliseconds: { 1_633_924_800_000 }),
      logger: Logger(label: "test"))
    browser = Browser(pages)
    _ = try await browser.get(pages.startPath)
  }
}

/// A county's node with its pages, and the hub beside it.
final class Desk {
  let city: TestCity
  let store: Store
  let pages: Pages
  let browser: Browser
  let ledger = "411702"

  /// With a session open unless asked otherwise.
  ///
  /// - Parameter patience: how long a page waits for what it can be shown without; long enough for
  ///   any machine, unless that is what is tested.
  init(
    opened: Bool = true, role: Role = .county, patience: Duration = .seconds(600)
  ) async throws {
    city = try TestCity(schema: Schema.standard.traits)
    store = try city.office("驿城区发改委", role: role)
    let clock = city.clock
    var settings = PagesSettings(
      author: "录入岗", language: .zh, wallMilliseconds: { clock.now })
    settings.line = nil
    settings.patience = patience
    pages = try Pages(store: store, settings: settings, logger: Logger(label: "test"))
    browser = Browser(pages)
    if opened { _ = try await browser.get(pages.startPath) }
  }

  /// Writes a record of a collection, fields as they would be typed.
  @discardableResult
  func add(
    _ code: String, _ fields: [String: String], to store: Store? = nil, id: RecordID? = nil,
    reason: String? = nil
  ) throws -> RecordID {
    let store = store ?? self.store
    let collection = try #require(Schema.standard.collection(code))
    let id = id ?? store.newRecordID()
    var operations: [Wire.Operation] = []
    for (name, text) in fields.sorted(by: { $0.key < $1.key }) {
      let field = try #require(collection.field(name))
      if field.isSet {
        for element in try field.parseElements(text) {
          operations.append(
            Operation(
              collection: collection.id, record: id, field: field.id, kind: .add, value: element))
        }
      } else {
        operations.append(
          Operation(
            collection: collection.id, record: id, field: field.id, kind: .write,
            value: try field.parse(text)))
      }
    }
    _ = try store.commit(
      ledger, [Draft(author: "外岗", reason: reason, operations: operations)])
    return id
  }

  /// What a field of a record shows, as text.
  func shown(_ id: RecordID, _ code: String, of collection: String = "project") throws -> String {
    let collection = try #require(Schema.standard.collection(collection))
    let field = try #require(collection.field(code))
    let record = try #require(try store.record(ledger, id))
    return field.display(record[field.id] ?? .empty, .zh)
  }
}
