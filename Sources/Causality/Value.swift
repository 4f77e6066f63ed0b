// What a field holds. Equality is exact: text is the same only byte for byte, so that a composed
// and a decomposed accent are two values, and no floating-point number can make a value differ from
// itself.

/// The value of a field.
///
/// Values are totally ordered for sorted output: first by kind, in the order of the cases, then
/// within the kind; text and bytes by unsigned byte value, shorter before longer with the same
/// beginning.
public enum Value: Sendable {
  case empty
  /// Exactly as typed; compared by its UTF-8 bytes.
  case text(String)
  case integer(Int64)
  case decimal(ExactDecimal)
  case date(CivilDate)
  /// Milliseconds since 1970-01-01 UTC.
  case instant(Int64)
  case boolean(Bool)
  /// The number of an enumeration's case.
  case code(UInt32)
  case bytes([UInt8])
  case reference(RecordID)

  /// The place of the kind in the total order.
  private var kind: UInt8 {
    switch self {
    case .empty: 0
    case .text: 1
    case .integer: 2
    case .decimal: 3
    case .date: 4
    case .instant: 5
    case .boolean: 6
    case .code: 7
    case .bytes: 8
    case .reference: 9
    }
  }
}

extension Value: Equatable {
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.empty, .empty): true
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.integer(let left), .integer(let right)): left == right
    case (.decimal(let left), .decimal(let right)): left == right
    case (.date(let left), .date(let right)): left == right
    case (.instant(let left), .instant(let right)): left == right
    case (.boolean(let left), .boolean(let right)): left == right
    case (.code(let left), .code(let right)): left == right
    case (.bytes(let left), .bytes(let right)): left == right
    case (.reference(let left), .reference(let right)): left == right
    default: false
    }
  }
}

extension Value: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch self {
    case .empty: break
    case .text(let text):
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .integer(let number): hasher.combine(number)
    case .decimal(let number): hasher.combine(number)
    case .date(let date): hasher.combine(date)
    case .instant(let milliseconds): hasher.combine(milliseconds)
    case .boolean(let isTrue): hasher.combine(isTrue)
    case .code(let number): hasher.combine(number)
    case .bytes(let bytes): hasher.combine(bytes)
    case .reference(let record): hasher.combine(record)
    }
  }
}

extension Value: Comparable {
  public static func < (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.integer(let left), .integer(let right)): left < right
    case (.decimal(let left), .decimal(let right)): left < right
    case (.date(let left), .date(let right)): left < right
    case (.instant(let left), .instant(let right)): left < right
    case (.boolean(let left), .boolean(let right)): !left && right
    case (.code(let left), .code(let right)): left < right
    case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
    case (.reference(let left), .reference(let right)): left < right
    default: left.kind < right.kind
    }
  }
}

extension Register where Payload == Value {
  /// The index of the sibling to show, ranking case numbers by the rule's own order; see
  /// ``shown(by:isAuthority:rank:)``.
  public func shown(by rule: DisplayRule, isAuthority: (ReplicaID) -> Bool) -> Int? {
    shown(by: rule, isAuthority: isAuthority) { payload in
      if case .code(let code) = payload { return rule.rank(ofCode: code) }
      return -1
    }
  }
}
