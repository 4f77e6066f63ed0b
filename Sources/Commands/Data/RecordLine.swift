// How one record appears in lists: the object of `list`, `search` and `dump`, and the cells of
// tables and CSV.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects
internal import Wire
internal import Workbooks

/// One record in a list.
enum RecordLine {
  /// `{"id","collection","ledger","fields"}`, and `archived` where it is asked for.
  static func write(
    _ record: Record, _ collection: CollectionDefinition?, to writer: inout JSONWriter,
    archived: Bool = false, columns: [ListColumn]? = nil
  ) {
    writer.member("id", record.id.description)
    writer.member("collection", collection?.code ?? "collection-\(record.collection.rawValue)")
    writer.member("ledger", record.ledger)
    if archived { writer.member("archived", record.isArchived) }
    writer.key("fields")
    guard let columns else { return writer.fields(of: record, collection) }
    writer.object { object in
      for case .field(let definition) in columns {
        write(record, definition, to: &object)
      }
    }
  }

  private static func write(
    _ record: Record, _ definition: FieldDefinition, to object: inout JSONWriter
  ) {
    if definition.isSet {
      let elements = record.elements(definition.id)
      guard !elements.isEmpty else { return }
      object.key(definition.code)
      object.array { array in
        for element in ValueText.sorted(elements, definition) { array.value(element, definition) }
      }
    } else if let value = record[definition.id] {
      object.key(definition.code)
      object.value(value, definition)
    }
  }
}

/// A column of a table or of CSV.
enum ListColumn {
  case id
  case ledger
  case archived
  /// Whether the record's file is here.
  case file(BlobStore, AttachmentTraits)
  case field(FieldDefinition)

  /// The column of a name: a field's code or label, or `id`, `ledger`, `archived`.
  init(_ name: String, of collection: CollectionDefinition) throws {
    switch name {
    case "id": self = .id
    case "ledger": self = .ledger
    case "archived": self = .archived
    default: self = .field(try collection.sought(name))
    }
  }

  var code: String {
    switch self {
    case .id: "id"
    case .ledger: "ledger"
    case .archived: "archived"
    case .file: "file"
    case .field(let definition): definition.code
    }
  }

  /// The header for people.
  func header(in language: Language) -> String {
    switch self {
    case .field(let definition): definition.label(language)
    case .id: "id"
    case .ledger: Catalogue.text(Message("list.ledger"), in: language)
    case .archived: Catalogue.text(Message("history.archived"), in: language)
    case .file: Catalogue.text(Message("attach.column"), in: language)
    }
  }

  /// Whether the cells stand to the right.
  var isRight: Bool {
    guard case .field(let definition) = self, !definition.isSet else { return false }
    switch definition.type {
    case .integer, .money, .decimal, .area: return true
    default: return false
    }
  }

  /// The cell as scripts read it; a set's elements are joined by `;`.
  func plain(_ record: Record) -> String {
    switch self {
    case .id: return record.id.description
    case .ledger: return record.ledger
    case .archived: return record.isArchived ? "true" : "false"
    case .file(let blobs, let traits): return Self.state(record, blobs, traits)?.rawValue ?? ""
    case .field(let definition):
      guard definition.isSet else {
        return record[definition.id].map { ValueText.plain($0, definition) } ?? ""
      }
      return ValueText.sorted(record.elements(definition.id), definition)
        .map { ValueText.plain($0, definition) }.joined(separator: ";")
    }
  }

  /// The same as a cell of CSV that no spreadsheet program takes for a formula; numbers stay
  /// numbers.
  func guarded(_ record: Record) -> String {
    let text = plain(record)
    guard case .field(let field) = self else { return text }
    switch field.type {
    case .integer, .money, .decimal, .area: return text
    default: return FormulaGuard.closed(text)
    }
  }

  /// The cell as people read it.
  func human(_ record: Record, in language: Language) -> String {
    if case .file(let blobs, let traits) = self {
      let state = Self.state(record, blobs, traits)
      return state.map { Catalogue.text(Message("attach.\($0.rawValue)"), in: language) } ?? ""
    }
    guard case .field(let definition) = self else { return plain(record) }
    return ValueText.human(record, definition, in: language)
  }

  /// Whether the file that a record names is here; nil when it names none.
  private static func state(
    _ record: Record, _ blobs: BlobStore, _ traits: AttachmentTraits
  ) -> BlobState? {
    guard case .text(let text)? = record[traits.sha256], let sha256 = Digest(text) else {
      return nil
    }
    return blobs.has(sha256) ? .here : .missing
  }

  /// The columns of a table when none are named: id, name, and what a clerk looks for first.
  static func usual(of collection: CollectionDefinition) -> [ListColumn] {
    var codes = [collection.nameField.code]
    switch collection.code {
    case "project": codes += ["stage", "category", "total_investment", "owner"]
    default:
      codes += collection.fields.filter { $0.isIndexed || $0.neededFrom != nil }.map(\.code)
    }
    var columns: [ListColumn] = [.id]
    var seen: Set<String> = []
    for code in codes.prefix(6) where seen.insert(code).inserted {
      if let field = collection.field(code) { columns.append(.field(field)) }
    }
    return columns
  }
}

extension CollectionDefinition {
  /// The field of a name as typed, or a failure that says which come nearest.
  func sought(_ name: String) throws -> FieldDefinition {
    do throws(ValidationProblem) {
      return try require(name)
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension CommandContext {
  /// The collection of a code or label, or a failure that lists them.
  func collection(_ name: String) throws -> CollectionDefinition {
    if let found = schema.collection(name) { return found }
    throw CommandFailure(
      .unknownCollection, name, schema.collections.map(\.code).joined(separator: " "))
  }
}

extension FailureKind {
  /// A field that is not there, where `Projects` has not worded it. Arguments: field, collection.
  static let unknownField = FailureKind("unknown-field", .badInput)
  /// Arguments: what was typed, the collections there are.
  static let unknownCollection = FailureKind("unknown-collection", .badInput)
}
