// Guarantees: a schema as small as a schema can be with one field of every kind, rule and index;
// the store's tests need no projects.

public import Causality
public import LedgerStore
public import Wire

/// The guest that tests write about: works, and visits to them.
public enum Guest {
  /// The collection of works.
  public static let work = CollectionID(rawValue: 1)
  /// The collection of visits, children of works.
  public static let visit = CollectionID(rawValue: 2)

  /// Fields of a work.
  public enum Field {
    /// Indexed text, by which a work is shown.
    public static let name = FieldID(rawValue: 1)
    /// Indexed, newest.
    public static let amount = FieldID(rawValue: 2)
    /// Cautious: planned, started, completed, commissioned.
    public static let stage = FieldID(rawValue: 3)
    /// Authority.
    public static let plan = FieldID(rawValue: 4)
    /// A set, indexed.
    public static let tags = FieldID(rawValue: 5)
    /// Newest, no index: the plainest field there is.
    public static let note = FieldID(rawValue: 6)
    /// For dates.
    public static let begun = FieldID(rawValue: 7)
    /// For instants.
    public static let seenAt = FieldID(rawValue: 8)
    /// For booleans.
    public static let urgent = FieldID(rawValue: 9)
    /// For bytes, large ones too.
    public static let photo = FieldID(rawValue: 10)
    /// For references to other records.
    public static let link = FieldID(rawValue: 11)
    /// Unique.
    public static let code = FieldID(rawValue: 12)
    /// Dates in order.
    public static let opened = FieldID(rawValue: 13)
    /// Not before ``opened``.
    public static let closed = FieldID(rawValue: 14)
    /// What reports may add up to, unless a reason is given.
    public static let total = FieldID(rawValue: 15)
    /// Text; with one, reports may add up to more than ``total``.
    public static let reason = FieldID(rawValue: 16)
    /// Done before `year`.
    public static let carried = FieldID(rawValue: 17)
    /// The year that ``carried`` was done before.
    public static let year = FieldID(rawValue: 18)
  }

  /// Fields of a visit.
  public enum Visit {
    /// Text, by which a visit is shown.
    public static let title = FieldID(rawValue: 1)
    /// The parent.
    public static let work = FieldID(rawValue: 2)
    /// What came of the visit: no rule, no index.
    public static let result = FieldID(rawValue: 3)
    /// A file by its SHA-256.
    public static let file = FieldID(rawValue: 4)
    /// Of ``file``, in bytes.
    public static let fileSize = FieldID(rawValue: 5)
    /// What ``file`` was called where it came from.
    public static let fileName = FieldID(rawValue: 6)
  }

  /// The order of stages: the first claims least.
  public static let stageOrder: [UInt32] = [0, 1, 2, 3]

  /// Version 1: no permissions, every constraint.
  public static let schema = schema(version: 1)

  /// The same collections under another schema version.
  public static func schema(version: UInt32) -> SchemaTraits {
    SchemaTraits(
      version: version, collections: [works(constraints: Rule.works), visits, reports])
  }

  /// Works and visits with permissions and without constraints: counties write no plan, and the
  /// last stage is the city's word.
  public static let governed = SchemaTraits(
    version: 1,
    collections: [
      works(plan: [.department, .city, .hub], stages: [reservedStage: [.city, .hub]]), visits,
    ])

  /// The stage that ``governed`` reserves.
  public static let reservedStage: UInt32 = 3

  private static func works(
    plan: RoleSet = .offices, stages: [UInt32: RoleSet] = [:], constraints: [ConstraintTraits] = []
  ) -> CollectionTraits {
    CollectionTraits(
      id: work, code: "work", nameField: Field.name,
      fields: [
        FieldTraits(id: Field.name, code: "name", isIndexed: true),
        FieldTraits(id: Field.amount, code: "amount", isIndexed: true),
        FieldTraits(
          id: Field.stage, code: "stage", rule: .cautious(order: stageOrder),
          codes: ["planned", "started", "completed", "commissioned"], reservedCodes: stages),
        FieldTraits(id: Field.plan, code: "plan", rule: .authority, writers: plan),
        FieldTraits(id: Field.tags, code: "tags", kind: .set, isIndexed: true),
        FieldTraits(id: Field.note, code: "note"),
        FieldTraits(id: Field.begun, code: "begun"),
        FieldTraits(id: Field.seenAt, code: "seen_at"),
        FieldTraits(id: Field.urgent, code: "urgent"),
        FieldTraits(id: Field.photo, code: "photo"),
        FieldTraits(id: Field.link, code: "link"),
        FieldTraits(id: Field.code, code: "code"), FieldTraits(id: Field.opened, code: "opened"),
        FieldTraits(id: Field.closed, code: "closed"),
        FieldTraits(id: Field.total, code: "total"),
        FieldTraits(id: Field.reason, code: "reason"),
        FieldTraits(id: Field.carried, code: "carried"),
        FieldTraits(id: Field.year, code: "year"),
      ], constraints: constraints)
  }

  private static let visits = CollectionTraits(
    id: visit, code: "visit", nameField: Visit.title, parentField: Visit.work,
    attachment: AttachmentTraits(
      sha256: Visit.file, size: Visit.fileSize, name: Visit.fileName),
    fields: [
      FieldTraits(id: Visit.title, code: "title"), FieldTraits(id: Visit.work, code: "work"),
      FieldTraits(id: Visit.result, code: "result"),
      FieldTraits(id: Visit.file, code: "file"),
      FieldTraits(id: Visit.fileSize, code: "file_size"),
      FieldTraits(id: Visit.fileName, code: "file_name"),
    ])

  // MARK: - Operations

  /// Writes one field of a work.
  public static func write(_ record: RecordID, _ field: FieldID, _ value: Value) -> Operation {
    Operation(collection: work, record: record, field: field, value: value)
  }

  /// Adds a tag to a work.
  public static func add(_ record: RecordID, _ tag: String) -> Operation {
    Operation(
      collection: work, record: record, field: Field.tags, kind: .add, value: .text(tag))
  }

  /// Takes a tag from a work, as far as the author has seen it added.
  public static func remove(_ record: RecordID, _ tag: String) -> Operation {
    Operation(
      collection: work, record: record, field: Field.tags, kind: .remove, value: .text(tag))
  }

  /// Archives a work.
  public static func archive(_ record: RecordID) -> Operation { .archive(work, record) }

  /// Takes a work out of the archive.
  public static func restore(_ record: RecordID) -> Operation { .restore(work, record) }

  /// A visit to `parent` with a file.
  public static func visit(
    _ record: RecordID, to parent: RecordID, file: BlobRef, name: String
  ) -> [Operation] {
    func write(_ field: FieldID, _ value: Value) -> Operation {
      Operation(collection: visit, record: record, field: field, value: value)
    }
    return visit(record, to: parent, title: name) + [
      write(Visit.file, .text(file.sha256.description)),
      write(Visit.fileSize, .integer(Int64(file.bytes))), write(Visit.fileName, .text(name)),
    ]
  }

  /// A visit to `parent`.
  public static func visit(_ record: RecordID, to parent: RecordID, title: String) -> [Operation] {
    [
      Operation(collection: visit, record: record, field: Visit.title, value: .text(title)),
      Operation(collection: visit, record: record, field: Visit.work, value: .reference(parent)),
    ]
  }
}
