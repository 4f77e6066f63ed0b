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
  /// Settled conflicts, with the siblings that the settlement superseded. Derived.
  let settled: Table
  /// Refused changes with their reason, kept until a person deals with them.
  let refused: Table
  /// Local notes: hub, receipts, invitations. Never replicated.
  let peer: Table

  static let count = 11

  init(_ open: (String) throws(LMDBError) -> Table) throws(LMDBError) {
    meta = try open("meta")
    log = try open("log")
    arrival = try open("arrival")
    heads = try open("heads")
    record = try open("record")
    index = try open("index.field")
    touch = try open("touch")
    conflict = try open("conflict")
    settled = try open("settled")
    refused = try open("refused")
    peer = try open("peer")
  }

  var all: [(name: String, table: Table)] {
    [
      ("meta", meta), ("log", log), ("arrival", arrival), ("heads", heads), ("refused", refused),
      ("peer", peer),
    ] + derived
  }

  /// Tables that `rebuildDerived` clears and makes again from `log` and `arrival`.
  var derived: [(name: String, table: Table)] {
    [
      ("record", record), ("index.field", index), ("touch", touch), ("conflict", conflict),
      ("settled", settled),
    ]
  }
}
