// Guarantees: a query sees shown values only; filters, order and pages are exact, whether an index
// served or the whole collection was read.

public import Causality
internal import LMDB
internal import Wire

/// A comparison of one field with one value.
public struct Filter: Sendable {
  /// How the field's value stands to the given one.
  public enum Operator: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    /// The text contains the value's text; of a set: some element does.
    case contains
  }

  /// The field whose shown value is compared.
  public var field: FieldID
  /// How it is compared.
  public var op: Operator
  /// `.empty` compares with "not filled in".
  public var value: Value

  /// A comparison; with `.empty`, equality asks whether the field is filled in.
  public init(field: FieldID, op: Operator, value: Value) {
    self.field = field
    self.op = op
    self.value = value
  }

  /// Whether a record passes. A field not filled in passes `notEqual` and equality with `.empty`.
  func passes(_ record: Record) -> Bool {
    let state = record.state(field)
    if state?.isSet == true {
      let elements = record.elements(field)
      switch op {
      case .equal: return value == .empty ? elements.isEmpty : elements.contains(value)
      case .notEqual: return value == .empty ? !elements.isEmpty : !elements.contains(value)
      case .contains: return elements.contains { Self.contains($0, value) }
      default: return elements.contains { Self.compare($0, op, value) }
      }
    }
    guard let shown = record[field] else {
      switch op {
      case .equal: return value == .empty
      case .notEqual: return value != .empty
      default: return false
      }
    }
    return op == .contains ? Self.contains(shown, value) : Self.compare(shown, op, value)
  }

  private static func compare(_ left: Value, _ op: Operator, _ right: Value) -> Bool {
    switch op {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: !(right < left)
    case .greater: right < left
    case .greaterOrEqual: !(left < right)
    case .contains: contains(left, right)
    }
  }

  private static func contains(_ value: Value, _ part: Value) -> Bool {
    guard case .text(let text) = value, case .text(let wanted) = part else { return value == part }
    return Substring(wanted).isEmpty || Search.contains(text, wanted)
  }
}

/// A question to one collection.
public struct Query: Sendable {
  /// nil: every ledger of the store.
  public var ledger: String?
  /// The collection asked.
  public var collection: CollectionID
  /// All must pass.
  public var filters: [Filter]
  /// nil: in order of id, which is order of creation.
  public var sort: (field: FieldID, ascending: Bool)?
  /// At most so many records; nil for all.
  public var limit: Int?
  /// So many of those that pass are left out first.
  public var offset: Int
  /// Whether archived records may pass too.
  public var includeArchived: Bool

  /// A question; the defaults ask for every live record of the collection, in order of creation.
  public init(
    ledger: String? = nil, collection: CollectionID, filters: [Filter] = [],
    sort: (field: FieldID, ascending: Bool)? = nil, limit: Int? = nil, offset: Int = 0,
    includeArchived: Bool = false
  ) {
    self.ledger = ledger
    self.collection = collection
    self.filters = filters
    self.sort = sort
    self.limit = limit
    self.offset = offset
    self.includeArchived = includeArchived
  }
}

extension Snapshot {
  /// Visits the records that answer `query` until `visit` returns false.
  ///
  /// Unsorted questions stream: memory is one record. Sorted ones keep ids and sort keys of all
  /// that pass. O(n) of the collection, or of one index entry when a filter asks an indexed field
  /// for equality.
  public func query(
    _ query: Query, _ visit: (Record) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var left = query.limit ?? Int.max
    var skip = query.offset
    if left == 0 { return }
    guard let sort = query.sort else {
      try candidates(query) { (record) throws(StoreError) in
        if skip > 0 {
          skip -= 1
          return true
        }
        left -= 1
        return try visit(record) && left > 0
      }
      return
    }
    var keys: [(value: Value?, ledger: String, id: RecordID)] = []
    try candidates(query) { record in
      keys.append((record[sort.field], record.ledger, record.id))
      return true
    }
    keys.sort { first, second in
      if first.value != second.value {
        // What is not filled in comes last, whichever way.
        guard let left = first.value else { return false }
        guard let right = second.value else { return true }
        return sort.ascending ? left < right : right < left
      }
      return (first.ledger, first.id) < (second.ledger, second.id)
    }
    for key in keys.dropFirst(skip).prefix(left) {
      guard let record = try record(key.ledger, query.collection, key.id) else { continue }
      guard try visit(record) else { return }
    }
  }

  private func candidates(
    _ query: Query, _ visit: (Record) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let ledgers = try ledgersAsked(query.ledger)
    let indexed = store.indexPlan.fields(query.collection)
    let probe = query.filters.first {
      $0.op == .equal && $0.value != .empty && indexed.contains($0.field)
    }
    var goesOn = true
    for ledger in ledgers where goesOn {
      func offer(_ record: Record) throws(StoreError) -> Bool {
        guard query.includeArchived || !record.isArchived,
          query.filters.allSatisfy({ $0.passes(record) })
        else { return true }
        goesOn = try visit(record)
        return goesOn
      }
      if let probe {
        try eachIndexed(ledger, query.collection, probe.field, probe.value) {
          (id) throws(StoreError) in
          guard let record = try record(ledger, query.collection, id) else { return true }
          return try offer(record)
        }
      } else {
        let prefix = Keys.collection(ledger, query.collection)
        try store.scan(store.tables.record, prefix: prefix, transaction) {
          (key, value) throws(StoreError) in
          try offer(
            try store.decodeRecord(
              ledger, key: key, value: value, isAuthority: members.isAuthority))
        }
      }
    }
  }

  /// Visits the ids that the index holds for a value, in order of id.
  func eachIndexed(
    _ ledger: String, _ collection: CollectionID, _ field: FieldID, _ value: Value,
    _ visit: (RecordID) throws(StoreError) -> Bool
  ) throws(StoreError) {
    guard let bytes = try? ValueCoding.encode(value) else { return }
    let prefix = Keys.index(ledger, collection, field, value: bytes, nil)
    try store.scan(store.tables.index, prefix: prefix, transaction) {
      (key, _) throws(StoreError) in
      guard key.count == prefix.count + RecordID.byteCount,
        let id = Self.recordID(key, prefix.count)
      else { return true }
      return try visit(id)
    }
  }

  /// The records of other collections whose parent is `id`, archived ones left out, by collection
  /// and id.
  public func children(of id: RecordID, ledger: String) throws(StoreError) -> [Record] {
    var children: [Record] = []
    for collection in store.schema.collections {
      guard let parent = collection.parentField else { continue }
      try eachIndexed(ledger, collection.id, parent, .reference(id)) {
        (child) throws(StoreError) in
        if let record = try record(ledger, collection.id, child), !record.isArchived,
          record[parent] == .reference(id)
        {
          children.append(record)
        }
        return true
      }
    }
    return children
  }

  /// Records with `text` in any shown text, whatever the letter case of ASCII; archived ones left
  /// out; in order of ledger, collection and id. O(records).
  public func search(
    _ text: String, ledger: String? = nil, limit: Int, matches: ((Record) -> Bool)? = nil
  ) throws(StoreError) -> [Record] {
    var found: [Record] = []
    if limit <= 0 { return found }
    for name in try ledger == nil ? ledgers() : ledgersAsked(ledger) {
      for collection in store.schema.collections {
        let question = Query(ledger: name, collection: collection.id)
        try query(question) { record in
          let hit =
            record.fields.contains { state in
              !state.isSet && state.siblings.indices.contains(state.shown)
                && Search.contains(state.siblings[state.shown].payload, text)
            } || matches?(record) == true
          if hit { found.append(record) }
          return found.count < limit
        }
        if found.count >= limit { return found }
      }
    }
    return found
  }
}

/// Substring search over UTF-8, blind to the case of ASCII letters.
enum Search {
  static func contains(_ value: Value, _ wanted: String) -> Bool {
    guard case .text(let text) = value else { return false }
    return contains(text, wanted)
  }

  static func contains(_ text: String, _ wanted: String) -> Bool {
    var text = text
    var wanted = wanted
    return text.withUTF8 { hay in
      wanted.withUTF8 { needle in
        guard !needle.isEmpty else { return true }
        guard hay.count >= needle.count else { return false }
        return (0...(hay.count - needle.count)).contains { start in
          needle.indices.allSatisfy { fold(hay[start + $0]) == fold(needle[$0]) }
        }
      }
    }
  }

  private static func fold(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
  }
}
