// One line of `put`: `{"collection","id"?,"fields":{…}}`, read in one pass into typed assignments.
// Unknown members, a member or field given twice and values of the wrong type are refused with the
// byte column where they stand.

internal import Catalogue
internal import Causality
internal import ProjectLedger
internal import Projects

/// A record as a line of NDJSON asks for it.
struct PutLine {
  let collection: CollectionDefinition
  let id: RecordID?
  let assignments: [Assignment]
}

/// Reads lines; keeps what it learned of field names from one line to the next.
struct PutLineReader {
  private let schema: Schema
  private var names: [CollectionID: FieldNames] = [:]
  private var usual: CollectionDefinition?
  private var usualCode: [UInt8] = []

  init(_ schema: Schema) { self.schema = schema }

  /// Reads one line. Throws `JSONFlaw` or `PutLineProblem`.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> PutLine {
    var line = JSONLine(bytes)
    var collection: CollectionDefinition?
    var id: RecordID?
    var fieldsAt: Int?
    var assignments: [Assignment]?
    var seen: Set<String> = []
    try line.expect(0x7B)
    if try !line.take(0x7D) {
      repeat {
        let column = line.column
        let key = try line.string()
        try line.expect(0x3A)
        guard seen.insert(key).inserted else {
          throw JSONFlaw(.duplicateKey, column: column, key: key)
        }
        switch key {
        case "collection": collection = try self.collection(&line)
        case "id": id = try Self.id(&line)
        case "fields":
          guard try line.shape() == .object else {
            throw JSONFlaw(.wrongShape, column: line.column, key: key)
          }
          fieldsAt = line.at
          if let collection {
            assignments = try fields(&line, of: collection)
          } else {
            try line.skip()
          }
        default: throw JSONFlaw(.unknownKey, column: column, key: key)
        }
      } while try line.take(0x2C)
      try line.expect(0x7D)
    }
    try line.end()
    guard let collection else { throw JSONFlaw(.missingKey, column: 1, key: "collection") }
    guard let fieldsAt else { throw JSONFlaw(.missingKey, column: 1, key: "fields") }
    if assignments == nil {
      line.rewind(to: fieldsAt)
      assignments = try fields(&line, of: collection)
    }
    return PutLine(collection: collection, id: id, assignments: assignments ?? [])
  }

  private mutating func collection(_ line: inout JSONLine) throws -> CollectionDefinition {
    guard try line.shape() == .string else {
      throw JSONFlaw(.wrongShape, column: line.column, key: "collection")
    }
    let column = line.column
    let start = line.at
    let (raw, escaped) = try line.rawString()
    if let usual, !escaped, raw.elementsEqual(usualCode) { return usual }
    line.rewind(to: start)
    let name = try line.string()
    guard let found = schema.collection(name) else {
      throw PutLineProblem(
        CommandFailure(
          .unknownCollection, name, schema.collections.map(\.code).joined(separator: " ")),
        column: column)
    }
    usual = found
    usualCode = Array(found.code.utf8)
    return found
  }

  private static func id(_ line: inout JSONLine) throws -> RecordID? {
    let column = line.column
    switch try line.shape() {
    case .null:
      try line.null()
      return nil
    case .string:
      let text = try line.string()
      if let id = RecordID(text) { return id }
      throw PutLineProblem(
        CommandFailure(
          code: FailureKind.badLine.code, status: .badInput,
          message: Message("line.whole-id", [text]), hint: Message("line.whole-id.hint", [text])),
        column: column)
    default: throw JSONFlaw(.wrongShape, column: column, key: "id")
    }
  }

  private mutating func fields(
    _ line: inout JSONLine, of collection: CollectionDefinition
  ) throws -> [Assignment] {
    var names = self.names.removeValue(forKey: collection.id) ?? FieldNames(collection)
    defer { self.names[collection.id] = names }
    var assignments: [Assignment] = []
    assignments.reserveCapacity(names.usualCount)
    names.beginRecord()
    try line.expect(0x7B)
    if try line.take(0x7D) { return [] }
    repeat {
      line.skipSpace()
      let start = line.at
      let (raw, escaped) = try line.rawString()
      let place: Int
      if !escaped, let known = names.find(raw) {
        place = known
      } else {
        line.rewind(to: start)
        let name = try line.string()
        do {
          place = try names.learn(name)
        } catch {
          throw PutLineProblem(CommandFailure(error), column: start + 1)
        }
      }
      let field = names.fields[place]
      guard names.note(place) else {
        throw JSONFlaw(.duplicateKey, column: start + 1, key: field.code)
      }
      try line.expect(0x3A)
      line.skipSpace()
      let column = line.column
      do {
        assignments.append(Assignment(field, try Self.action(&line, field)))
      } catch let problem as ValidationProblem {
        throw PutLineProblem(CommandFailure(problem), column: column)
      }
    } while try line.take(0x2C)
    try line.expect(0x7D)
    return assignments
  }

  private static func action(
    _ line: inout JSONLine, _ field: FieldDefinition
  ) throws -> FieldAction {
    let shape = try line.shape()
    if shape == .null {
      try line.null()
      return field.isSet ? .replace([]) : .write(.empty)
    }
    guard field.isSet else { return .write(try value(&line, shape, field)) }
    guard shape == .array else {
      guard shape == .string else {
        throw ValidationProblem(.wrongType, field: field.code, [field.named])
      }
      return .replace(try field.parseElements(try line.string()))
    }
    var elements: [Value] = []
    try line.expect(0x5B)
    if try line.take(0x5D) { return .replace([]) }
    repeat {
      let element = try value(&line, try line.shape(), field)
      if element != .empty, !elements.contains(element) { elements.append(element) }
    } while try line.take(0x2C)
    try line.expect(0x5D)
    return .replace(elements)
  }

  /// One value or element, which must be of the field's own kind in JSON.
  private static func value(
    _ line: inout JSONLine, _ shape: JSONLine.Shape, _ field: FieldDefinition
  ) throws -> Value {
    switch shape {
    case .string: return try field.parse(try line.string())
    case .number:
      let literal = try line.number()
      switch field.type {
      case .integer, .money, .decimal, .area:
        return try field.parse(String(decoding: literal, as: UTF8.self))
      default: break
      }
    case .boolean:
      let isTrue = try line.boolean()
      if case .boolean = field.type { return .boolean(isTrue) }
    case .null, .object, .array: break
    }
    throw ValidationProblem(.wrongType, field: field.code, [field.named])
  }
}

/// A problem of a value or name, at a byte column of the line.
struct PutLineProblem: Error {
  let failure: CommandFailure
  let column: Int

  init(_ failure: CommandFailure, column: Int) {
    self.failure = failure
    self.column = column
  }
}

/// The names of one collection's fields as they appear in lines, found by their bytes.
private struct FieldNames {
  private struct Entry {
    let start: Int
    let count: Int
    /// The field's place in the collection.
    let place: Int
  }

  private static let slotCount = 1024
  private static let entriesMax = 512
  let fields: [FieldDefinition]
  private let collection: CollectionDefinition
  private var slots = [UInt16](repeating: 0, count: slotCount)
  private var entries: [Entry] = []
  private var text: [UInt8] = []
  /// The record in which a field was last given, by place in the collection.
  private var lastSeen: [Int]
  private var record = 0
  private(set) var usualCount = 8
  private var count = 0

  init(_ collection: CollectionDefinition) {
    self.collection = collection
    fields = collection.fields
    lastSeen = [Int](repeating: 0, count: collection.fields.count)
  }

  mutating func beginRecord() {
    usualCount = max(usualCount, count)
    count = 0
    record += 1
  }

  /// Notes that this record gives a field; false when it gave it before.
  mutating func note(_ place: Int) -> Bool {
    count += 1
    guard lastSeen[place] != record else { return false }
    lastSeen[place] = record
    return true
  }

  /// The place of the field with a name met before; nil for a new name.
  func find(_ raw: UnsafeBufferPointer<UInt8>) -> Int? {
    var slot = Self.hash(raw)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.count == raw.count, isEqual(entry.start, raw) { return entry.place }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    return nil
  }

  /// Finds a name in the schema and, while there is room, remembers it.
  mutating func learn(_ name: String) throws(ValidationProblem) -> Int {
    let field = try collection.require(name)
    let place = fields.firstIndex { $0.id == field.id } ?? 0
    guard entries.count < Self.entriesMax else { return place }
    let bytes = Array(name.utf8)
    entries.append(Entry(start: text.count, count: bytes.count, place: place))
    text.append(contentsOf: bytes)
    let number = UInt16(entries.count)
    bytes.withUnsafeBufferPointer { raw in
      var slot = Self.hash(raw)
      while slots[slot] != 0 { slot = (slot + 1) & (Self.slotCount - 1) }
      slots[slot] = number
    }
    return place
  }

  private func isEqual(_ start: Int, _ raw: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in 0..<raw.count where text[start + index] != raw[index] { return false }
    return true
  }

  private static func hash(_ raw: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in raw { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int((hash ^ (hash >> 32)) & UInt64(slotCount - 1))
  }
}
