// One value standing in a register, and the ordered list of them.
// A list with one sibling, by far the most frequent, takes no allocation.

/// A value together with the change that wrote it.
@frozen
public struct Sibling<Payload> {
  /// The change that wrote the value; unique within a register.
  public let dot: Dot
  /// The stamp of that change: it orders siblings for display and never decides what stands.
  public let clock: HybridTimestamp
  /// The value written, or the element added.
  public let payload: Payload

  /// A value as the change `dot` wrote it.
  @inlinable
  public init(dot: Dot, clock: HybridTimestamp, payload: Payload) {
    self.dot = dot
    self.clock = clock
    self.payload = payload
  }

  /// Whether this sibling was written later, by (clock, replica, seq): a total order, as dots are
  /// unique within a register.
  @inlinable
  public func isNewer(than other: Sibling) -> Bool {
    clock != other.clock ? clock > other.clock : dot > other.dot
  }
}

extension Sibling: Equatable where Payload: Equatable {
  @inlinable
  public static func == (left: Sibling, right: Sibling) -> Bool {
    left.dot == right.dot && left.clock == right.clock && left.payload == right.payload
  }
}

extension Sibling: Hashable where Payload: Hashable {}
extension Sibling: Sendable where Payload: Sendable {}

/// Siblings in ascending order of their dots, one a dot.
@frozen
public struct Siblings<Payload> {
  @usableFromInline
  var head: Sibling<Payload>?
  /// Empty while `head` is nil.
  @usableFromInline
  var tail: [Sibling<Payload>]

  @inlinable
  init() {
    head = nil
    tail = []
  }

  /// Adds a sibling behind all others; false, and no change, unless its dot is the greatest.
  @inlinable
  mutating func append(_ sibling: Sibling<Payload>) -> Bool {
    guard let head else {
      self.head = sibling
      return true
    }
    guard (tail.last ?? head).dot < sibling.dot else { return false }
    tail.append(sibling)
    return true
  }

  /// Puts a sibling in its place; no change when one with its dot is there.
  @inlinable
  mutating func insert(_ sibling: Sibling<Payload>) {
    guard let first = head else {
      head = sibling
      return
    }
    guard first.dot != sibling.dot else { return }
    guard first.dot < sibling.dot else {
      tail.insert(first, at: 0)
      head = sibling
      return
    }
    var low = 0
    var high = tail.count
    while low < high {
      let middle = (low &+ high) >> 1
      if tail[middle].dot < sibling.dot { low = middle &+ 1 } else { high = middle }
    }
    guard low == tail.count || tail[low].dot != sibling.dot else { return }
    tail.insert(sibling, at: low)
  }

  @inlinable
  mutating func removeAll(where isDropped: (Sibling<Payload>) -> Bool) {
    if !tail.isEmpty { tail.removeAll(where: isDropped) }
    if let first = head, isDropped(first) {
      head = tail.isEmpty ? nil : tail.removeFirst()
    }
  }
}

extension Siblings: RandomAccessCollection {
  /// Always 0.
  @inlinable
  public var startIndex: Int { 0 }

  /// The number of siblings. O(1).
  @inlinable
  public var endIndex: Int { head == nil ? 0 : 1 &+ tail.count }

  /// - Precondition: `index` is within `0..<count`.
  @inlinable
  public subscript(index: Int) -> Sibling<Payload> {
    if index == 0, let head { return head }
    return tail[index - 1]
  }
}

extension Siblings: Equatable where Payload: Equatable {
  @inlinable
  public static func == (left: Siblings, right: Siblings) -> Bool {
    left.head == right.head && left.tail == right.tail
  }
}

extension Siblings: Hashable where Payload: Hashable {}
extension Siblings: Sendable where Payload: Sendable {}
