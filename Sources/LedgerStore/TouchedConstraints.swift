// Guarantees: a transaction judges each constraint that its changes may have broken or mended once,
// at its end, by what then stands; what no change of it concerns is not looked at.

internal import Causality
internal import Wire

/// Where a record stands within its ledger.
struct RecordPlace: Hashable, Comparable {
  let collection: CollectionID
  let id: RecordID

  static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    (left.collection, left.id) < (right.collection, right.id)
  }
}

/// What the changes of one transaction have touched, as far as constraints mind.
struct TouchedConstraints {
  /// Records that may share a value, one of which keeps it.
  struct Group: Hashable {
    let collection: CollectionID
    let field: FieldID
    let value: EncodedValue
  }

  /// The newest change of the transaction in each record that it wrote, and in any.
  private var dots: [RecordPlace: Dot] = [:]
  private var last: Dot?
  /// Records to judge; true where one was archived or came back.
  private(set) var records: [RecordPlace: Bool] = [:]
  /// Values that a record had, with those records.
  private(set) var groups: [Group: Set<RecordID>] = [:]
  /// Records whose children have changed.
  private(set) var wholes: Set<RecordPlace> = []
  /// Records among whose children of a collection one may have become an original, or ceased to be.
  private(set) var families: Set<Family> = []

  /// The children of one record in one collection.
  struct Family: Hashable {
    let collection: CollectionID
    let parent: RecordID
  }

  /// What one record says for one constraint.
  private struct Saying: Hashable {
    let place: RecordPlace
    let number: UInt16
  }

  /// What the records judged say that corrects no other.
  private var originals: [Saying: ShownRecord.Original] = [:]
  /// Whether a conflict or violation stands in a collection, as far as it was asked at the end of
  /// the transaction: nothing but that judgement writes violations.
  var conflicts: [CollectionID: Bool] = [:]

  var isEmpty: Bool {
    records.isEmpty && groups.isEmpty && wholes.isEmpty && families.isEmpty
  }

  /// Notes what a record says for a constraint, as it was found when the record was judged.
  mutating func note(_ original: ShownRecord.Original, _ number: UInt16, of place: RecordPlace) {
    originals[Saying(place: place, number: number)] = original
  }

  func original(_ number: UInt16, of place: RecordPlace) -> ShownRecord.Original? {
    originals[Saying(place: place, number: number)]
  }

  /// Notes one change's part in one record.
  mutating func note(
    _ delta: RecordDelta, _ operations: ArraySlice<OperationView>, _ plan: CollectionPlan,
    _ dot: Dot
  ) {
    guard let first = operations.first else { return }
    guard delta.existenceChanged || operations.contains(where: { plan.watched.contains($0.field) })
    else { return }
    let place = RecordPlace(collection: first.collection, id: first.record)
    dots[place] = dot
    last = dot
    note(place, wasArchived: delta.existenceChanged)
    for (field, value) in delta.left { note(field, value, of: place, plan) }
  }

  /// Notes that a record has, or had, a value that concerns others.
  mutating func note(
    _ field: FieldID, _ value: EncodedValue, of place: RecordPlace, _ plan: CollectionPlan
  ) {
    for constraint in plan.constraints {
      switch constraint.rule {
      case .unique(field) where !value.isEmpty:
        let group = Group(collection: place.collection, field: field, value: value)
        groups[group, default: []].insert(place.id)
      case .single(let single) where single.parent == field:
        guard let parent = value.reference else { continue }
        families.insert(Family(collection: place.collection, parent: parent))
      default: continue
      }
    }
    for sum in plan.sums where sum.sum.parent == field {
      guard let parent = value.reference else { continue }
      wholes.insert(RecordPlace(collection: sum.collection, id: parent))
    }
  }

  /// Notes a record that was put as a whole, or that refers to one that was archived.
  mutating func note(_ place: RecordPlace, wasArchived: Bool = false) {
    records[place, default: false] = records[place, default: false] || wasArchived
  }

  /// The change that made a difference to a record: the newest that wrote it, else the newest that
  /// wrote any; nil where no change did, as in a rebuild.
  func mender(of place: RecordPlace) -> Dot? { dots[place] ?? last }

  mutating func noteWhole(_ place: RecordPlace) { wholes.insert(place) }
}

extension EncodedValue {
  var isEmpty: Bool { bytes.count == 1 && bytes.first == 0 }

  /// The record that a reference names.
  var reference: RecordID? {
    guard bytes.count == 17, bytes.first == 10 else { return nil }
    return bytes.withUnsafeBytes { Snapshot.recordID($0, 1) }
  }

  init(reference id: RecordID) {
    var bytes: [UInt8] = [10]
    id.appendBytes(to: &bytes)
    self.init(bytes: bytes)
  }
}
