// A form with a file, read as it comes: fields into memory within bounds, the file to the disk
// piece by piece. Guarantees: no byte of a file is written before the form's token is proven; a
// file that is too large, does not arrive whole or is refused later leaves nothing behind.

internal import Catalogue
internal import Causality
internal import Crypto
internal import Glibc
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOPosix

/// What a form with a file holds.
struct Upload: Sendable {
  let form: Form
  let file: ShelvedFile
}

/// A form whose file was refused on its way in, with the fields that had come before it.
struct RefusedUpload: Error {
  let reason: any Error
  let form: Form
}

/// The hash of a file's content.
enum ContentHash {
  static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension Pages {
  /// Reads a form with one file for a session.
  ///
  /// - Throws: `Stop` for another media type or a form without the session's token;
  ///   ``RefusedUpload`` with a `Stop` for a form without a file, more than
  ///   ``UploadShelf/fileBytesMax``, or a disk that does not take it.
  func receive(_ request: Request, for session: Session) async throws -> Upload {
    let type = request.headers[.contentType] ?? ""
    guard let boundary = Self.boundary(of: type) else {
      throw Stop(.unsupportedMediaType, "page.stop-media", type)
    }
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard shelf.enter() else { throw Stop(.serviceUnavailable, "page.stop-upload-busy") }
    defer { shelf.leave() }
    var receiving = Receiving(
      scanner: MultipartScanner(boundary: boundary), shelf: shelf, token: session.formToken,
      isTooLong: length > UploadShelf.fileBytesMax + Form.bodyBytesMax)
    do {
      for try await piece in request.body { try await receiving.take(piece) }
      return try await receiving.finish()
    } catch {
      await receiving.discard()
      throw receiving.refusal(error)
    }
  }

  /// The boundary that `multipart/form-data` names; nil for any other type.
  static func boundary(of type: String) -> String? {
    guard type.lowercased().hasPrefix("multipart/form-data"),
      let mark = type.range(ofFolded: "boundary=")
    else { return nil }
    let boundary = type[mark.upperBound...].prefix { $0 != ";" && $0 != " " }
      .filter { $0 != "\"" }
    return (1...70).contains(boundary.utf8.count) ? boundary : nil
  }
}

extension String {
  fileprivate func range(ofFolded text: String) -> Range<String.Index>? {
    lowercased().utf8.count == utf8.count ? lowercased().firstRange(of: text) : nil
  }
}

/// One form on its way in.
private struct Receiving {
  private static let fieldsMax = 64
  private static let pieceBytes = 512 << 10

  private enum Part {
    case none
    case field(String)
    case file
  }

  private var scanner: MultipartScanner
  private let shelf: UploadShelf
  private let token: String
  /// Whether the request announces more than is taken: it is read up to its file.
  private let isTooLong: Bool
  private var part = Part.none
  private var fields: [(name: String, value: String)] = []
  private var fieldBytes: [UInt8] = []
  private var textBytes = 0
  private var opened: (path: String, file: Int32)?
  private var isOpen = false
  private var fileName = ""
  private var pending: [UInt8] = []
  private var count = 0
  private var hash = SHA256()

  private static var tooLong: Stop {
    Stop(.contentTooLarge, "page.stop-file-length", "\(UploadShelf.fileBytesMax >> 20)")
  }

  private static var tooMuchText: Stop {
    Stop(.contentTooLarge, "page.stop-length", "\(Form.bodyBytesMax >> 20)")
  }

  init(scanner: MultipartScanner, shelf: UploadShelf, token: String, isTooLong: Bool) {
    self.scanner = scanner
    self.shelf = shelf
    self.token = token
    self.isTooLong = isTooLong
  }

  mutating func take(_ piece: ByteBuffer) async throws {
    let events: [MultipartScanner.Event]
    do throws(MultipartFault) {
      events = try scanner.feed(piece.readableBytesView)
    } catch {
      throw Stop(.badRequest, "page.stop-cut-short")
    }
    for event in events {
      switch event {
      case .head(let head): try await begin(head)
      case .bytes(let bytes): try await add(bytes)
      case .end: try await end()
      }
    }
  }

  private mutating func begin(_ head: PartHead) async throws {
    guard let name = head.fileName else {
      guard fields.count < Self.fieldsMax else {
        throw Self.tooMuchText
      }
      part = .field(head.name)
      fieldBytes = []
      return
    }
    try requireToken()
    guard !isTooLong else { throw Self.tooLong }
    // A form whose file was not chosen sends a part without a name.
    guard !name.isEmpty else { return part = .none }
    guard opened == nil else { throw Stop(.badRequest, "page.stop-one-file") }
    fileName = Self.shown(name)
    let shelf = shelf
    opened = try await Self.onDisk { () throws in try shelf.begin() }
    isOpen = true
    part = .file
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) async throws {
    switch part {
    case .none: break
    case .field:
      textBytes += bytes.count
      guard textBytes <= Form.bodyBytesMax else {
        throw Self.tooMuchText
      }
      fieldBytes += bytes
    case .file:
      count += bytes.count
      guard count <= UploadShelf.fileBytesMax else { throw Self.tooLong }
      pending += bytes
      if pending.count >= Self.pieceBytes { try await write() }
    }
  }

  private mutating func end() async throws {
    switch part {
    case .none: break
    case .field(let name):
      guard let value = String(validating: fieldBytes, as: UTF8.self) else {
        throw Stop(.badRequest, "page.stop-text")
      }
      fields.append((name, value.replacing("\r\n", with: "\n")))
    case .file:
      try await write()
      guard let opened else { return }
      isOpen = false
      try await Self.onDisk { () throws in
        guard close(opened.file) == 0 else { throw UploadShelf.fault }
      }
    }
    part = .none
  }

  private mutating func write() async throws {
    guard let file = opened?.file, !pending.isEmpty else { return }
    let bytes = pending
    pending = []
    hash.update(data: bytes)
    try await Self.onDisk { () throws in
      var written = 0
      while written < bytes.count {
        let part = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        guard part > 0 else { throw UploadShelf.fault }
        written += part
      }
    }
  }

  /// The form, when all of it is there.
  mutating func finish() async throws -> Upload {
    guard scanner.isClosed else { throw Stop(.badRequest, "page.stop-cut-short") }
    try requireToken()
    guard let opened else { throw Stop(.badRequest, "page.stop-no-file") }
    let digest = Array(hash.finalize())
    return Upload(
      form: Form(fields),
      file: ShelvedFile(
        path: opened.path, name: fileName, bytes: count, sha256: Hexadecimal.text(digest)))
  }

  /// Leaves nothing behind.
  mutating func discard() async {
    guard let opened else { return }
    let isOpen = isOpen
    self.opened = nil
    // Also when the request was called off, which would keep a pool from beginning.
    await Task.detached {
      if isOpen { close(opened.file) }
      unlink(opened.path)
    }.value
  }

  /// An error with the fields that came, where the form is the session's own.
  func refusal(_ error: any Error) -> any Error {
    guard error is Stop, (try? requireToken()) != nil else { return error }
    return RefusedUpload(reason: error, form: Form(fields))
  }

  private func requireToken() throws(Stop) {
    guard let sent = fields.first(where: { $0.name == "form-token" })?.value,
      Secret.equal(sent, token)
    else { throw Stop(.forbidden, "page.stop-form") }
  }

  /// Work on the disk, off the event loops.
  private static func onDisk<R: Sendable>(
    _ body: @escaping @Sendable () throws -> R
  ) async throws -> R {
    do {
      return try await NIOThreadPool.singleton.runIfActive(body)
    } catch let fault as DraftFault {
      throw Stop(.serviceUnavailable, "page.stop-upload-disk", fault.detail)
    }
  }

  /// The last part of a name, on one line.
  private static func shown(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let scalars = last.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: " "
      default: scalar
      }
    }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars.prefix(200))
    return String(shown)
  }
}
