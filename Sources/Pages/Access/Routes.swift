// How a route becomes a page: the gate first, then the handler, and whatever it throws as a page in
// the reader's language. Forms are read whole within a bound and carry the session's token.

internal import Catalogue
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import Logging
internal import NIOCore

/// Adds pages to a router.
struct Routes<Context: RequestContext> {
  let pages: Pages
  let router: Router<Context>
  let isLocal: @Sendable (Context) -> Bool

  typealias Handler = @Sendable (Visit, Form) async throws -> Answer

  /// A page that is read.
  func get(_ path: RouterPath, _ handler: @escaping Handler) {
    add(path, .get) { visit, _ in try await handler(visit, Form()) }
  }

  /// A form that is sent.
  func post(_ path: RouterPath, _ handler: @escaping Handler) {
    add(path, .post) { [pages] visit, request in
      try pages.requireOwnOrigin(request)
      let form = try await Form(reading: request)
      guard let session = visit.session, let token = form["form-token"],
        Secret.equal(token, session.formToken)
      else { throw Stop(.forbidden, "page.stop-form") }
      return try await handler(visit, form)
    }
  }

  /// What is answered without a session.
  func open(_ path: RouterPath, _ handler: @escaping @Sendable (Visit) async throws -> Answer) {
    add(path, .get, needsSession: false) { visit, _ in try await handler(visit) }
  }

  private func add(
    _ path: RouterPath, _ method: HTTPRequest.Method, needsSession: Bool = true,
    _ handler: @escaping @Sendable (Visit, Request) async throws -> Answer
  ) {
    router.on(path, method: method) { [pages, isLocal] request, context in
      var visit = Visit(
        pages: pages, session: nil, language: pages.language(of: request), path: request.uri.path,
        query: Form(query: request.uri.query ?? ""),
        parameters: Dictionary(
          context.parameters.map { (String($0.0), String($0.1)) }, uniquingKeysWith: { $1 }))
      var answer: Answer
      do {
        guard isLocal(context) else { throw Stop(.forbidden, "page.stop-remote") }
        try pages.requireOwnHost(request)
        if needsSession { visit.session = try pages.session(of: request) }
        answer = try await handler(visit, request)
      } catch let error as CancellationError {
        throw error
      } catch {
        answer = visit.page(about: error)
        if answer.status.code >= 500 { context.logger.error("\(request.uri.path): \(error)") }
      }
      if let asked = visit.query["lang"], Language(rawValue: asked) != nil {
        answer.cookies.append(
          pages.cookieField(Pages.languageCookie, asked, keptSeconds: 31_536_000))
      }
      return answer.response()
    }
  }
}

/// What a handler answers.
struct Answer: Sendable {
  var status: HTTPResponse.Status = .ok
  var mediaType = "text/html; charset=utf-8"
  var body: [UInt8] = []
  var location: String?
  /// The file name under which the browser saves the body; nil shows it.
  var fileName: String?
  /// Fields that name the body for caches; nil for what must not be kept.
  var cacheControl = "no-store"
  var cookies: [String] = []

  static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
    Answer(status: status, body: Array(text.utf8))
  }

  /// See another page, with GET.
  static func redirect(_ location: String) -> Answer {
    Answer(status: .seeOther, location: location)
  }

  func response() -> Response {
    var headers = HTTPFields()
    for (name, value) in Pages.guardFields { headers[name] = value }
    headers[.contentType] = mediaType
    headers[.cacheControl] = cacheControl
    if let location { headers[.location] = location }
    if let fileName {
      headers[.contentDisposition] = "attachment; filename*=UTF-8''\(Form.encode(fileName))"
    }
    for cookie in cookies {
      headers.append(HTTPField(name: .setCookie, value: cookie))
    }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
