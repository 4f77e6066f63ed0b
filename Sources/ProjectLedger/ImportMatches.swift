// Which record of the ledger a row means: by id, else by project code, else by its exact name. What
// is only near, or of that name in another county, is for people to decide.

internal import Causality
internal import LedgerStore
internal import Projects

/// The records of a collection, found by id, project code or name.
struct ImportMatches {
  private var byName: [String: [Record]] = [:]
  private var byCode: [String: [Record]] = [:]
  private var all: [RecordID: Record] = [:]
  private let nameField: FieldDefinition
  private let countyField: FieldID?
  private let parentField: FieldID?
  /// The county whose book the ledger is; nil for a city's.
  private let ledgerCounty: String?

  /// Reads the collection. O(records).
  init(_ store: Store, ledger: String, _ collection: CollectionDefinition) throws(StoreError) {
    nameField = collection.nameField
    countyField = collection.field("region_code")?.id
    parentField = collection.parentField?.id
    ledgerCounty = Region.find(ledger).flatMap { $0.isCity ? nil : $0.code }
    let codeField = collection.field("project_code")?.id
    var records: [Record] = []
    let query = Query(ledger: ledger, collection: collection.id, includeArchived: true)
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record in
        records.append(record)
        return true
      }
    }
    if let permit = Permit.current, permit.county != nil {
      records = try Self.seen(records, permit, store)
    }
    for record in records {
      all[record.id] = record
      guard !record.isArchived else { continue }
      if case .text(let name)? = record[nameField.id] {
        byName[name, default: []].append(record)
      }
      if let codeField, case .text(let code)? = record[codeField] {
        byCode[code, default: []].append(record)
      }
    }
  }

  /// An account of a county is told of that county's records alone.
  private static func seen(
    _ records: [Record], _ permit: Permit, _ store: Store
  ) throws(StoreError) -> [Record] {
    try store.read { snapshot throws(StoreError) in
      var seen: [Record] = []
      for record in records where try permit.covers(record.id, in: record.ledger, snapshot) {
        seen.append(record)
      }
      return seen
    }
  }

  /// The record that a row means; nil for a new one.
  ///
  /// - Parameters:
  ///   - county: the county that the row names: a record of another one is not meant by its name.
  ///   - parent: the record that the row says it belongs to: nor is one that belongs elsewhere.
  func find(
    id: String?, code: String?, names: [String], county: String?, parent: RecordID?,
    at place: String
  ) throws(ImportRefusal) -> Record? {
    if let id {
      if let exact = RecordID(id) {
        // A whole id that is not here yet names the record to be made, as in `put`.
        return all[exact]
      }
      let bounds = RecordID.bounds(prefix: id)
      let found = all.values.filter { bounds?.contains($0.id) == true }
      guard found.count <= 1 else {
        let ids = found.map { "\($0.id)" }.sorted().joined(separator: " ")
        throw ImportRefusal(ImportProblem(.ambiguousID, place: place, id, ids))
      }
      guard let record = found.first else {
        throw ImportRefusal(ImportProblem(.noSuchRecord, place: place, id))
      }
      return record
    }
    if let code, let coded = byCode[code] {
      // A code that several records share tells them apart no longer: their names do.
      guard coded.count > 1 else { return coded[0] }
      let named = coded.filter { record in
        if case .text(let name)? = record[nameField.id] { names.contains(name) } else { false }
      }
      guard named.count == 1 else {
        throw ImportRefusal(ImportProblem(.ambiguousRow, place: place, "\(coded.count)", code))
      }
      return named[0]
    }
    for name in names {
      let named = (byName[name] ?? []).filter {
        !Self.differ(self.county(of: $0), county)
          && (parent == nil || self.parent(of: $0) == parent)
      }
      let inCounty = county == nil ? [] : named.filter { self.county(of: $0) != nil }
      let meant = inCounty.isEmpty ? named : inCounty
      guard meant.count <= 1 else {
        throw ImportRefusal(ImportProblem(.ambiguousRow, place: place, "\(meant.count)", name))
      }
      if let record = meant.first { return record }
    }
    return nil
  }

  /// The code of a record's county, its own or its ledger's; nil where it says none.
  func county(of record: Record) -> String? {
    guard let countyField else { return nil }
    if case .text(let code)? = record[countyField] { return code }
    if let parentField, case .reference? = record[parentField] { return nil }
    return ledgerCounty
  }

  /// The record that a record belongs to.
  private func parent(of record: Record) -> RecordID? {
    guard let parentField, case .reference(let id)? = record[parentField] else { return nil }
    return id
  }

  /// Whether two counties are known, and not the same.
  static func differ(_ left: String?, _ right: String?) -> Bool {
    guard let left, let right else { return false }
    return (Region.find(left)?.successor ?? left) != (Region.find(right)?.successor ?? right)
  }

  /// The live records under the first of some names that any has, by id; none where it is one's
  /// own.
  func named(_ names: [String]) -> [Record] {
    let found = names.lazy.compactMap { byName[$0] }.first ?? []
    return found.count > 1 ? found.sorted { $0.id < $1.id } : []
  }

  subscript(_ id: RecordID) -> Record? { all[id] }

  /// Gives every live name with its record.
  func eachName(_ body: (String, RecordID) -> Void) {
    for (name, records) in byName {
      for record in records { body(name, record.id) }
    }
  }
}

/// A row that cannot be taken.
struct ImportRefusal: Error {
  let problem: ImportProblem

  init(_ problem: ImportProblem) { self.problem = problem }
}
