// The templates built into the program, parsed once. Every value that a template shows is escaped
// byte by byte: a mark that a combining character would join to its neighbour is escaped all the
// same.

internal import Catalogue
internal import Mustache

/// What a template shows, by name.
typealias Model = [String: Any]

/// The templates of the pages.
struct Templates: Sendable {
  private let library: MustacheLibrary

  init() throws {
    MustacheContentTypes.register(Markup(), named: "MARKUP")
    var library = MustacheLibrary()
    for (name, bytes) in Resources.templates {
      let text = "{{% CONTENT_TYPE:MARKUP}}" + String(decoding: bytes, as: UTF8.self)
      try library.register(text, named: name)
    }
    self.library = library
  }

  /// A part of a page without the frame.
  func fragment(_ name: String, _ model: Model) -> String {
    library.render(model, withTemplate: name) ?? ""
  }

  /// A page within the frame that all pages share.
  func page(_ name: String, _ model: Model, in frame: Model) -> String {
    var frame = frame
    frame["main"] = library.render(model, withTemplate: name) ?? ""
    return library.render(frame, withTemplate: "layout") ?? ""
  }
}

/// Text as it stands in HTML, in elements and in quoted attributes.
struct Markup: MustacheContentType {
  func escapeText(_ text: String) -> String { Self.escape(text) }

  static func escape(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
      case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The sentences of the pages for a template: `{{t.save}}` is the catalogue's `page.save`.
struct Words: MustacheParent {
  let language: Language

  func child(named name: String) -> Any? {
    Catalogue.text(Message("page.\(name)"), in: language)
  }
}
