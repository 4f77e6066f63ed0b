// A table: a named, ordered map from keys of 1-511 bytes to values, inside one environment. A
// `Table` is a number that stays good until its environment closes; it owns nothing and copies
// freely.

internal import CLMDB

/// A handle to one table of one environment.
///
/// Keys order by unsigned bytes, shorter before longer. The handle is good in every transaction
/// begun after the one that opened it has ended; using it elsewhere is ``LMDBError/Kind/badTable``.
/// A handle opened by a write transaction that aborts is void; ``Environment/table(named:create:)``
/// has no such edge.
@frozen
public struct Table: Hashable, Sendable {
  @usableFromInline let number: UInt32
  @usableFromInline let environmentTag: UInt32

  @usableFromInline
  init(number: UInt32, environmentTag: UInt32) {
    self.number = number
    self.environmentTag = environmentTag
  }
}

/// The size and shape of one table's tree.
public struct TableStatistics: Hashable, Sendable {
  /// Keys in the table.
  public let entries: Int
  /// Levels of the tree; 0 when empty.
  public let depth: Int
  /// Pages that only lead to others.
  public let branchPages: Int
  /// Pages that hold keys.
  public let leafPages: Int
  /// Pages of values too large for a leaf.
  public let overflowPages: Int

  init(_ stat: MDB_stat) {
    entries = stat.ms_entries
    depth = Int(stat.ms_depth)
    branchPages = stat.ms_branch_pages
    leafPages = stat.ms_leaf_pages
    overflowPages = stat.ms_overflow_pages
  }
}

/// How a put treats what is there.
@frozen
public struct PutFlags: OptionSet, Sendable {
  /// The bits of `mdb_put`, as `lmdb.h` gives them.
  public let rawValue: UInt32

  /// Flags by their bits; those that are not named below change what a put means and must not be
  /// set.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Refuses with ``LMDBError/Kind/keyExists`` when the key is present.
  @inlinable public static var noOverwrite: PutFlags { PutFlags(rawValue: 0x10) }
  /// The key is greater than every key of the table: no search, full pages. Refuses any other key
  /// with ``LMDBError/Kind/keyExists``.
  @inlinable public static var append: PutFlags { PutFlags(rawValue: 0x20000) }
}
