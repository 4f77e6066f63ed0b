// Guarantees: whatever goes wrong reaches the person as a kind, a place and a next step, and the
// calling script as an exit status of `cli.md` and a code that never changes with the language.

internal import Catalogue
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// The exit statuses of `cli.md`.
enum ExitStatus: Int32, Sendable {
  case done = 0
  case wanting = 1
  case found = 3
  case usage = 64
  case badInput = 65
  case missing = 66
  case unavailable = 69
  case cannotCreate = 73
  case input = 74
  case busy = 75
  case notPermitted = 77
  case configuration = 78
}

/// One kind of failure. Its sentences are the catalogue's `failure.<code>` and, where there is a
/// next step, `failure.<code>.hint`. Each command's folder adds its own in an extension.
struct FailureKind: Sendable, Hashable {
  let code: String
  let status: ExitStatus

  init(_ code: String, _ status: ExitStatus) {
    self.code = code
    self.status = status
  }
}

/// Where in the input a failure stands. Lines and columns count from 1; columns are bytes for
/// NDJSON and cells for CSV.
struct Place: Sendable, Hashable {
  var file: String?
  var record: String?
  var line: Int?
  var column: Int?
  var field: String?

  init(
    file: String? = nil, record: String? = nil, line: Int? = nil, column: Int? = nil,
    field: String? = nil
  ) {
    self.file = file
    self.record = record
    self.line = line
    self.column = column
    self.field = field
  }

  /// The parts as messages, from the outside in.
  var messages: [Message] {
    var parts: [Message] = []
    if let file { parts.append(Message("place.file", [file])) }
    if let record { parts.append(Message("place.record", [record])) }
    if let line { parts.append(Message("place.line", [String(line)])) }
    if let column { parts.append(Message("place.column", [String(column)])) }
    if let field { parts.append(Message("place.field", [field])) }
    return parts
  }
}

/// A command cannot do what was asked. Thrown by commands, rendered by the frame.
struct CommandFailure: Error, Sendable {
  /// The JSON `code`.
  let code: String
  let exitStatus: Int32
  let message: Message
  let hint: Message?
  let place: Place?

  /// A failure of a kind; `arguments` fill the gaps of its sentence and of its hint alike.
  init(_ kind: FailureKind, _ arguments: String..., at place: Place? = nil) {
    self.init(kind, arguments: arguments, at: place)
  }

  init(_ kind: FailureKind, arguments: [String], at place: Place? = nil) {
    code = kind.code
    exitStatus = kind.status.rawValue
    message = Message("failure.\(kind.code)", arguments)
    let key = "failure.\(kind.code).hint"
    hint = Catalogue.contains(key) ? Message(key, arguments) : nil
    self.place = place
  }

  /// A failure with sentences of its own, such as one that `Projects` worded.
  init(
    code: String, status: ExitStatus, message: Message, hint: Message? = nil, at place: Place? = nil
  ) {
    self.code = code
    exitStatus = status.rawValue
    self.message = message
    self.hint = hint
    self.place = place
  }

  /// A refusal by the store, in the sentences of its ``StoreError/topic``.
  init(_ error: StoreError, at place: Place? = nil) {
    code = error.code.rawValue
    exitStatus = error.exitCode
    let topic = error.topic
    message = Message(topic, error.arguments)
    let key = topic + ".hint"
    hint = Catalogue.contains(key) ? Message(key, error.arguments) : nil
    self.place = place
  }

  /// The same failure in a line of the input, its field kept.
  func placed(file: String? = nil, line: Int, column: Int?) -> CommandFailure {
    CommandFailure(
      self, place: Place(file: file, line: line, column: column, field: place?.field))
  }

  private init(_ failure: CommandFailure, place: Place) {
    code = failure.code
    exitStatus = failure.exitStatus
    message = failure.message
    hint = failure.hint
    self.place = place
  }

  /// The sentence with its place before it, as one line or, where the sentence has lines, several.
  func sentence(in language: Language) -> String {
    let text = Catalogue.text(NamedWords.told(message, in: language), in: language)
    var place = place
    if let field = place?.field, text.contains(field) { place?.field = nil }
    guard let parts = place?.messages, !parts.isEmpty else { return text }
    let separator = language == .zh ? "，" : ", "
    let prefix = parts.map { Catalogue.text($0, in: language) }.joined(separator: separator)
    return prefix + (language == .zh ? "：" : ": ") + text
  }
}

/// Ends a command with a status after it has said all there is to say: `throw CommandExit(.found)`.
struct CommandExit: Error, Sendable {
  let status: ExitStatus

  init(_ status: ExitStatus) { self.status = status }
}
