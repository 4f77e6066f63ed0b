// Guarantees: what apply must look at in a collection is one look-up a record, not a search through
// the schema.

internal import Causality
internal import Wire

/// What apply does for the records of one collection besides merging.
final class CollectionPlan: Sendable {
  let indexed: Set<FieldID>
  let lock: LockTraits?
  /// The lock's value as it stands in registers.
  let lockValue: EncodedValue?
  let constraints: [ConstraintTraits]
  /// Fields that some constraint looks at, of this collection or of the parent's.
  let watched: Set<FieldID>
  /// Of the watched ones those whose former value matters too: it names the others concerned.
  let grouped: Set<FieldID>
  /// The fields that may refer to records of this collection and want them alive.
  let referrers: [Referrer]
  /// Sums that records of this collection add to.
  let sums: [SumOfChildren]

  struct Referrer: Sendable {
    let collection: CollectionID
    let field: FieldID
  }

  /// A sum of another collection's, seen from its children.
  struct SumOfChildren: Sendable {
    let collection: CollectionID
    let sum: SumTraits
  }

  static let nothing = CollectionPlan(nil, SchemaTraits(version: 0, collections: []))

  init(_ traits: CollectionTraits?, _ schema: SchemaTraits) {
    var indexed = Set((traits?.fields ?? []).filter(\.isIndexed).map(\.id))
    if let parent = traits?.parentField { indexed.insert(parent) }
    if let file = traits?.attachment?.sha256 { indexed.insert(file) }
    var watched: Set<FieldID> = []
    var grouped: Set<FieldID> = []
    for constraint in traits?.constraints ?? [] {
      watched.formUnion(constraint.fields)
      switch constraint.rule {
      case .unique(let field):
        grouped.insert(field)
        indexed.insert(field)
      case .single(let single):
        grouped.insert(single.parent)
        indexed.insert(single.parent)
      case .living(let field, _): indexed.insert(field)
      case .ascending, .sumWithin: break
      }
    }
    var referrers: [Referrer] = []
    var sums: [SumOfChildren] = []
    for other in schema.collections {
      for constraint in other.constraints {
        switch constraint.rule {
        case .living(let field, let target) where target == traits?.id:
          referrers.append(Referrer(collection: other.id, field: field))
        case .sumWithin(let sum) where sum.children == traits?.id:
          sums.append(SumOfChildren(collection: other.id, sum: sum))
          watched.formUnion(sum.childFields)
          grouped.insert(sum.parent)
          indexed.insert(sum.parent)
        default: break
        }
      }
    }
    self.indexed = indexed
    self.watched = watched
    self.grouped = grouped
    self.referrers = referrers
    self.sums = sums
    constraints = traits?.constraints ?? []
    lock = traits?.lock
    lockValue = traits?.lock.flatMap { lock in
      (try? ValueCoding.encode(.code(lock.code))).map { EncodedValue(bytes: $0) }
    }
  }

  /// Whether archiving or restoring a record matters to any constraint.
  var minds: Bool { !constraints.isEmpty || !referrers.isEmpty || !sums.isEmpty }
}

/// The plans of a schema, by collection.
struct IndexPlan: Sendable {
  private var plans: [CollectionID: CollectionPlan] = [:]

  init(_ schema: SchemaTraits) {
    for collection in schema.collections {
      plans[collection.id] = CollectionPlan(collection, schema)
    }
  }

  /// The plan of a collection; ask once a record.
  subscript(_ collection: CollectionID) -> CollectionPlan {
    plans[collection] ?? .nothing
  }

  /// The indexed fields of a collection; ask once a record.
  func fields(_ collection: CollectionID) -> Set<FieldID> { self[collection].indexed }
}
