// JSON as values, for what people read with curl: written with sorted keys, so that equal content
// is equal text.

internal import Causality
internal import FoundationEssentials

/// One JSON value.
enum JSONValue: Sendable, Hashable, Codable {
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Swift.Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// Values in one text, at most: each costs microseconds, some bytes of text make one, and whoever
  /// sends them need not have proven anything.
  static let valuesMax = 500_000

  /// Parses one JSON text; nil when it is none, or one of more than `valuesMax` values. Every comma
  /// and bracket counts as one, those in strings too.
  init?(parsing bytes: [UInt8], valuesMax: Int = JSONValue.valuesMax) {
    let (comma, bracket, brace) = (UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"))
    let values = bytes.count { $0 == comma || $0 == bracket || $0 == brace }
    guard values <= valuesMax else { return nil }
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      return nil
    }
    self = value
  }

  /// The text, keys sorted, with a newline at its end.
  func text() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [0x0a]
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
  var unsigned: UInt64? {
    switch self {
    case .integer(let value): UInt64(exactly: value)
    case .unsigned(let value): value
    default: nil
    }
  }

  /// Replica to sequence number.
  init(_ vector: VersionVector) {
    self = .object(
      Dictionary(
        uniqueKeysWithValues: vector.entries.map { ($0.replica.description, .unsigned($0.seq)) }))
  }

  /// The version vector that ``init(_:)-(VersionVector)`` writes; nil when it is none.
  var vector: VersionVector? {
    guard let object else { return nil }
    var entries: [VersionVector.Entry] = []
    for (key, value) in object {
      guard let replica = ReplicaID(key), let seq = value.unsigned, seq > 0 else { return nil }
      entries.append(VersionVector.Entry(replica: replica, seq: seq))
    }
    return VersionVector(entries)
  }
}

/// Instants as RFC 3339 in UTC with milliseconds; empty beyond the year 9999.
enum InstantText {
  static func format(milliseconds: UInt64) -> String {
    UTCText.of(milliseconds: Int64(clamping: milliseconds)) ?? ""
  }
}

extension [UInt8] {
  /// Lower-case hexadecimal.
  var hexadecimal: String { Hexadecimal.text(self) }

  /// The bytes of hexadecimal text; nil when it is none.
  init?(hexadecimal text: some StringProtocol) {
    guard let bytes = Hexadecimal.bytes(text) else { return nil }
    self = bytes
  }
}
