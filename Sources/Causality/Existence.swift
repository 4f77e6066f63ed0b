// Whether a record is in lists and totals: a register of archived (true) or alive (false).
// Every change that touches a record also writes here, so an edit that had not seen an archiving
// stands beside it as an ordinary conflict, and the record stays visible until that is settled.

/// The archive register of one record, its field 0.
///
/// A change that archives writes true. Every other change that touches the record, restoring
/// included, writes false: one that had seen the archiving thereby supersedes it.
@frozen
public struct Existence: Hashable, Sendable {
  /// The field of each record that holds this register.
  public static var field: FieldID { FieldID(rawValue: 0) }

  @usableFromInline
  var standing: Register<Bool>

  /// The existence of a record that nobody has touched, or one read back from its register.
  @inlinable
  public init(_ register: Register<Bool> = Register()) {
    standing = register
  }

  /// true: archived; false: alive.
  @inlinable
  public var register: Register<Bool> { standing }

  /// Applies a change that archives the record.
  @inlinable
  public mutating func archive(dot: Dot, clock: HybridTimestamp, deps: VersionVector) {
    standing.write(true, dot: dot, clock: clock, deps: deps)
  }

  /// Applies a change that edits or restores the record.
  @inlinable
  public mutating func keep(dot: Dot, clock: HybridTimestamp, deps: VersionVector) {
    standing.write(false, dot: dot, clock: clock, deps: deps)
  }

  /// Whether the record is out of lists and totals: archived, and by no sibling alive. A record
  /// never touched is not archived.
  @inlinable
  public var isArchived: Bool {
    !standing.isEmpty && standing.siblings.allSatisfy { $0.payload }
  }

  /// Whether the record was archived while it was edited. Two archivings agree.
  @inlinable
  public var isConflict: Bool { standing.isConflict }

  /// The index of the sibling to show: the newest that keeps the record alive, else the newest.
  public var shown: Int? {
    register.shown(
      by: .cautious(order: []), isAuthority: { _ in false }, rank: { $0 ? 1 : 0 })
  }

  /// The state of a store that has seen what both have seen; see
  /// ``Register/merging(_:seen:otherSeen:)``.
  public func merging(
    _ other: Existence, seen: VersionVector, otherSeen: VersionVector
  ) -> Existence {
    Existence(register.merging(other.register, seen: seen, otherSeen: otherSeen))
  }
}
