// Errors on the wire: RFC 9457 problem details with the code of the closed set, the sentence and
// the next step in the caller's language, and the places as members. The agent reads them back.

internal import Catalogue
internal import Causality
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

/// An error as a hub reports it.
struct Problem: Error, Sendable {
  var status: Int
  var code: String
  var message: Message
  var hint: Message
  var retryAfterSeconds: Int?
  /// Members besides the standard ones.
  var members: [String: JSONValue] = [:]

  init(_ error: HubError, members: [String: JSONValue] = [:]) {
    status = error.status
    code = error.kind.rawValue
    message = error.message
    hint = error.hint
    retryAfterSeconds = error.retryAfterSeconds ?? (error.kind == .busy ? 5 : nil)
    self.members = members
  }

  /// Any error of a route; what is none of ours is `internal` and told to the log alone.
  init(reporting error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as HubError: self.init(error)
    case let error as WireError:
      self.init(HubError(error), members: ["offset": .integer(Int64(error.offset))])
    case let error as StoreError: self.init(store: error)
    case let error as any HTTPResponseError:
      self.init(HubError(.refused, "HTTP \(error.status.code)"))
      status = error.status.code
    default: self.init(HubError(.internal, "\(type(of: error))"))
    }
  }

  private init(store error: StoreError) {
    switch error.code {
    case .noSuchLedger, .badLedgerID:
      self.init(HubError(.noSuchLedger, error.arguments.first ?? ""))
    case .belowBase: self.init(HubError(.belowBase, error.arguments.first ?? ""))
    case .busy, .mapFull, .diskFull:
      self.init(
        HubError(.busy, error.code.rawValue, retryAfterSeconds: error.code == .busy ? 2 : 60))
    default:
      self.init(HubError(.internal, error.code.rawValue))
    }
    members["store"] = .string(error.code.rawValue)
  }

  /// The JSON of the problem.
  func text(in language: Language) throws -> [UInt8] {
    var object = members
    object["type"] = .string("urn:taizhang:problem:" + code)
    object["status"] = .integer(Int64(status))
    object["code"] = .string(code)
    object["title"] = .string(code)
    object["detail"] = .string(Catalogue.text(message, in: language))
    object["hint"] = .string(Catalogue.text(hint, in: language))
    object["arguments"] = .array(message.arguments.map { .string($0) })
    return try JSONValue.object(object).text()
  }

  /// The answer in a language.
  func response(in language: Language) throws -> Response {
    var headers: HTTPFields = [.contentType: Media.problem]
    if let retryAfterSeconds { headers[.retryAfter] = String(retryAfterSeconds) }
    return Response(
      status: .init(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try text(in: language))))
  }
}

extension HubError {
  /// A defect of a body.
  init(_ error: WireError) {
    switch error.code {
    case .unsupportedVersion: self.init(.protocolTooOld, "?", "\(PackedHello.version)")
    default: self.init(.badFrames, error.code.rawValue, "\(error.offset)")
    }
  }

  /// What a hub's problem details say; nil when the bytes are none.
  init?(problem: JSONValue, status: Int, retryAfterSeconds: Int?) {
    guard let code = problem["code"]?.string else { return nil }
    let arguments = problem["arguments"]?.array?.compactMap(\.string) ?? []
    if let kind = Kind(rawValue: code), kind != .refused {
      self.init(kind, arguments: arguments, retryAfterSeconds: retryAfterSeconds)
    } else {
      self.init(.refused, problem["detail"]?.string ?? "HTTP \(status)")
    }
  }
}

extension Language {
  /// The first language of an `Accept-Language` that the catalogue has; `otherwise` for none.
  init(accepted header: String?, otherwise: Language) {
    for part in (header ?? "").split(separator: ",") {
      let tag = (part.split(separator: ";").first ?? "").trimmed.lowercased()
      if tag.hasPrefix("zh") {
        self = .zh
        return
      }
      if tag.hasPrefix("en") {
        self = .en
        return
      }
    }
    self = otherwise
  }
}
