// Guarantees: whether a field is indexed is one array look-up, not a search through the schema.

internal import Causality

/// The indexed fields of a schema, by collection and field number.
struct IndexPlan: Sendable {
  private var indexed: [CollectionID: Set<FieldID>] = [:]

  init(_ schema: SchemaTraits) {
    for collection in schema.collections {
      let fields = collection.fields.filter {
        $0.isIndexed || $0.id == collection.parentField
      }
      if !fields.isEmpty { indexed[collection.id] = Set(fields.map(\.id)) }
    }
  }

  /// The indexed fields of a collection; ask once a record.
  func fields(_ collection: CollectionID) -> Set<FieldID> { indexed[collection] ?? [] }
}
