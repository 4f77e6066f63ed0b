// A cursor: a place among the ordered keys of one table, within one transaction. It cannot be
// stored, copied or returned past its transaction; while it lives in a write transaction, nothing
// can be written. Its spans belong to the transaction, so they stay good when the cursor moves.

/// A walk over one table in key order.
///
/// A new cursor stands nowhere: `next()` then goes to the first key and `previous()` to the last. A
/// cursor that ran off one end stays there until it is turned round: `previous()` after the end is
/// the last key.
@frozen
public struct Cursor: ~Copyable, ~Escapable {
  @usableFromInline let handle: OpaquePointer
  @usableFromInline var entry: LocatedEntry
  @usableFromInline var place: Place

  @frozen @usableFromInline
  enum Place {
    case nowhere, onKey, beforeFirst, afterLast
  }

  @inlinable
  @_lifetime(immortal)
  init(handle: OpaquePointer) {
    self.handle = handle
    entry = LocatedEntry()
    place = .nowhere
  }

  @inlinable
  deinit {
    plainCloseCursor(handle)
  }

  /// Whether the cursor stands on a key.
  @inlinable
  public var isOnKey: Bool { place == .onKey }

  /// The key, in place; empty when the cursor stands on none.
  @inlinable
  public var key: RawSpan {
    @_lifetime(copy self)
    get {
      guard let base = entry.key.base, place == .onKey else { return RawSpan() }
      let bytes = unsafe RawSpan(_unsafeStart: base, byteCount: entry.key.byteCount)
      return unsafe _overrideLifetime(bytes, copying: self)
    }
  }

  /// The value, in place; empty when the cursor stands on no key.
  @inlinable
  public var value: RawSpan {
    @_lifetime(copy self)
    get {
      guard let base = entry.value.base, place == .onKey else { return RawSpan() }
      let bytes = unsafe RawSpan(_unsafeStart: base, byteCount: entry.value.byteCount)
      return unsafe _overrideLifetime(bytes, copying: self)
    }
  }

  /// Goes to the least key; false when the table is empty. O(log n).
  @inlinable
  @_lifetime(self: copy self)
  public mutating func first() throws(LMDBError) -> Bool {
    try arrive(plainMove(handle, CursorStep.first, &entry), .move, otherwise: .afterLast)
  }

  /// Goes to the greatest key; false when the table is empty. O(log n).
  @inlinable
  @_lifetime(self: copy self)
  public mutating func last() throws(LMDBError) -> Bool {
    try arrive(plainMove(handle, CursorStep.last, &entry), .move, otherwise: .beforeFirst)
  }

  /// Goes one key on; false past the greatest. O(1) amortised, no allocation.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func next() throws(LMDBError) -> Bool {
    if place == .onKey {
      return try arrive(plainMove(handle, CursorStep.next, &entry), .move, otherwise: .afterLast)
    }
    return try place == .afterLast ? false : first()
  }

  /// Goes one key back; false before the least. O(1) amortised, no allocation.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func previous() throws(LMDBError) -> Bool {
    if place == .onKey {
      let code = plainMove(handle, CursorStep.previous, &entry)
      return try arrive(code, .move, otherwise: .beforeFirst)
    }
    return try place == .beforeFirst ? false : last()
  }

  /// Goes to the least key that is not less than `bound`; false when there is none. An empty bound
  /// means the first key. O(log n).
  @inlinable
  @_lifetime(self: copy self)
  public mutating func seek(atLeast bound: RawSpan) throws(LMDBError) -> Bool {
    guard bound.byteCount > 0 else { return try first() }
    let code = unsafe bound.withUnsafeBytes { bytes in
      entry.key.base = bytes.baseAddress
      entry.key.byteCount = bytes.count
      return plainSeek(handle, &entry)
    }
    return try arrive(code, .seek, otherwise: .afterLast)
  }

  @inlinable
  @_lifetime(self: copy self)
  mutating func arrive(
    _ code: Int32, _ operation: LMDBError.Operation, otherwise miss: Place
  ) throws(LMDBError) -> Bool {
    if code == PlainCode.success {
      place = .onKey
      return true
    }
    place = miss
    guard code == PlainCode.notFound else { throw LMDBError(operation, code: code) }
    return false
  }
}
