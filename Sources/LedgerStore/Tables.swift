// Guarantees: the one list of LMDB tables of a store, opened together.

internal import LMDB

/// The tables of one environment; see `LedgerStore.docc` for their bytes.
struct Tables: Sendable {
  /// Format version, ledgers held.
  let meta: Table
  /// ledger, replica, seq -> envelope and signed payload. The source of everything derived.
  let log: Table
  /// ledger, order -> dot.
  let arrival: Table
  /// ledger, replica -> seq, hash, deps of its newest change: the version vector and chain heads.
  let heads: Table
  /// ledger, collection, id -> registers. Derived.
  let record: Table
  /// Equality index over the fields that the schema marks. Derived.
  let index: Table
  /// ledger, id, order -> dot: which changes touched a record. Derived.
  let touch: Table
  /// Open conflicts. Derived.
  let conflict: Table
  /// Registers that concurrent changes have ever written, records ever archived or locked. Derived.
  let contested: Table
  /// Settled conflicts, with the siblings that the settlement superseded. Derived.
  let settled: Table
  /// ledger -> what stands in `baserecord` instead of changes: count, chain heads, digest.
  let base: Table
  /// ledger, table, first key, piece -> rows of a derived table as of the base, compressed.
  let baseRecord: Table
  /// ledger, replica, seq -> why a logged change has no effect. Derived.
  let void: Table
  /// Refused changes with their reason, kept until a person deals with them.
  let refused: Table
  /// Local notes: hub, receipts, invitations. Never replicated.
  let peer: Table
  /// ledger, replica, seq, hash -> both histories of a replica that wrote two.
  let proof: Table
  /// What people must hear of: histories that differ.
  let alarm: Table
  /// Hashes of the member ledger's changes that others named before they arrived here.
  let pins: Table
  /// Checksums of the rows that nothing else can be held against; nil in an older store that is
  /// opened for reading only.
  let sums: Table?

  static let count = 19

  init(_ open: (String) throws(LMDBError) -> Table) throws(LMDBError) {
    meta = try open("meta")
    log = try open("log")
    arrival = try open("arrival")
    heads = try open("heads")
    record = try open("record")
    index = try open("index.field")
    touch = try open("touch")
    conflict = try open("conflict")
    contested = try open("contested")
    settled = try open("settled")
    base = try open("base")
    baseRecord = try open("baserecord")
    void = try open("void")
    refused = try open("refused")
    peer = try open("peer")
    proof = try open("proof")
    alarm = try open("alarm")
    pins = try open("pins")
    sums = try? open("sum")
  }

  var all: [(name: String, table: Table)] {
    [
      ("meta", meta), ("log", log), ("arrival", arrival), ("heads", heads), ("base", base),
      ("baserecord", baseRecord), ("refused", refused), ("peer", peer), ("proof", proof),
      ("alarm", alarm), ("pins", pins),
    ] + derived
  }

  /// Tables that `rebuildDerived` clears and makes again from the base, `log` and `arrival`.
  var derived: [(name: String, table: Table)] {
    [
      ("record", record), ("index.field", index), ("touch", touch), ("conflict", conflict),
      ("contested", contested), ("settled", settled), ("void", void),
    ]
  }

  /// Derived tables whose rows a base keeps, by the number that a snapshot's part gives them. The
  /// others follow from the records.
  var based: [(number: UInt8, table: Table)] {
    [(Base.touchRows, touch), (Base.voidRows, void)] + shared
  }

  /// Of these the ones that stand in snapshot files. Places in an order of arrival are each store's
  /// own.
  var shared: [(number: UInt8, table: Table)] {
    [
      (Base.recordRows, record), (Base.settledRows, settled), (Base.contestedRows, contested),
    ]
  }
}
