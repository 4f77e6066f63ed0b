// A set-valued field: concurrent additions and removals merge without a conflict.
// An element is present while at least one of its adds stands; a removal takes out the adds it had
// seen and no other, so an add that the remover had not seen wins.

/// The elements of one set-valued field, each with the adds that keep it.
///
/// Adding and removing cost O(n) for n adds. The empty set is that of a field never written.
@frozen
public struct ElementSet<Element: Comparable> {
  @usableFromInline
  var standing: [Sibling<Element>]

  /// The set of a field that nobody has written.
  @inlinable
  public init() {
    standing = []
  }

  /// The standing adds, sorted by element, then by dot; one an element and dot.
  @inlinable
  public var adds: [Sibling<Element>] { standing }

  /// Whether no element is present. O(1).
  @inlinable
  public var isEmpty: Bool { adds.isEmpty }

  /// The elements present, ascending, each once. O(n).
  @inlinable
  public var elements: [Element] {
    var result: [Element] = []
    for add in adds where result.last != add.payload { result.append(add.payload) }
    return result
  }

  /// Whether an element is present. O(log n).
  @inlinable
  public func contains(_ element: Element) -> Bool {
    !range(of: element).isEmpty
  }

  /// Adds a stored add while a set is read back.
  ///
  /// - Returns: false, with no change, unless it sorts behind all present: stored sets are sorted.
  @inlinable
  public mutating func append(_ add: Sibling<Element>) -> Bool {
    if let last = adds.last {
      guard last.payload < add.payload || last.payload == add.payload && last.dot < add.dot else {
        return false
      }
    }
    standing.append(add)
    return true
  }

  /// Applies an add: it stands in for the adds of the element that its writer had seen.
  ///
  /// The same add again changes nothing as long as it stands. As with a register, callers apply
  /// every change once, after its deps and without gaps.
  ///
  /// - Parameter deps: all that the writer had seen; its own earlier changes count as seen.
  @inlinable
  public mutating func add(
    _ element: Element, dot: Dot, clock: HybridTimestamp, deps: VersionVector
  ) {
    remove(element, dot: dot, deps: deps)
    let range = range(of: element)
    let index = range.first { adds[$0].dot >= dot } ?? range.upperBound
    guard index == range.upperBound || adds[index].dot != dot else { return }
    standing.insert(Sibling(dot: dot, clock: clock, payload: element), at: index)
  }

  /// Applies a removal: takes out the adds of the element that its writer had seen. An add of the
  /// same change stays, whichever of the two is applied first.
  @inlinable
  public mutating func remove(_ element: Element, dot: Dot, deps: VersionVector) {
    let range = range(of: element)
    var end = range.lowerBound
    for index in range where !dot.supersedes(standing[index].dot, deps: deps) {
      if end < index { standing[end] = standing[index] }
      end += 1
    }
    standing.removeSubrange(end..<range.upperBound)
  }

  /// Applies all that one change says of the set, as if it were said element by element.
  ///
  /// O(n + m) for n adds and m elements named: one by one they would shift each other, and a change
  /// may name hundreds of thousands.
  ///
  /// - Parameters:
  ///   - added: ascending, each once; `removed` likewise. What is in both stays.
  ///   - deps: all that the writer had seen; its own earlier changes count as seen.
  @inlinable
  public mutating func change(
    adding added: [Element], removing removed: [Element], dot: Dot, clock: HybridTimestamp,
    deps: VersionVector
  ) {
    var (nextAdded, nextRemoved) = (0, 0)
    var kept: [Sibling<Element>] = []
    for add in standing {
      while nextAdded < added.count, added[nextAdded] < add.payload { nextAdded += 1 }
      while nextRemoved < removed.count, removed[nextRemoved] < add.payload { nextRemoved += 1 }
      let isNamed =
        nextAdded < added.count && added[nextAdded] == add.payload
        || nextRemoved < removed.count && removed[nextRemoved] == add.payload
      if !isNamed || !dot.supersedes(add.dot, deps: deps) { kept.append(add) }
    }
    standing = []
    standing.reserveCapacity(kept.count + added.count)
    nextAdded = 0
    for add in kept {
      while nextAdded < added.count,
        added[nextAdded] < add.payload || added[nextAdded] == add.payload && dot < add.dot
      {
        standing.append(Sibling(dot: dot, clock: clock, payload: added[nextAdded]))
        nextAdded += 1
      }
      // The same change again.
      if nextAdded < added.count, added[nextAdded] == add.payload, dot == add.dot { nextAdded += 1 }
      standing.append(add)
    }
    for element in added[nextAdded...] {
      standing.append(Sibling(dot: dot, clock: clock, payload: element))
    }
  }

  /// The set of a store that has seen what both have seen: the rule of
  /// ``Register/merging(_:seen:otherSeen:)`` for every add. O(n + m) in the adds of both.
  @inlinable
  public func merging(
    _ other: ElementSet, seen: VersionVector, otherSeen: VersionVector
  ) -> ElementSet {
    var result = ElementSet()
    var mine = adds[...]
    var theirs = other.adds[...]
    while let left = mine.first, let right = theirs.first {
      if left.payload == right.payload && left.dot == right.dot {
        result.standing.append(left)
        mine.removeFirst()
        theirs.removeFirst()
      } else if left.payload < right.payload
        || left.payload == right.payload && left.dot < right.dot
      {
        if !otherSeen.covers(left.dot) { result.standing.append(left) }
        mine.removeFirst()
      } else {
        if !seen.covers(right.dot) { result.standing.append(right) }
        theirs.removeFirst()
      }
    }
    result.standing.append(contentsOf: mine.filter { !otherSeen.covers($0.dot) })
    result.standing.append(contentsOf: theirs.filter { !seen.covers($0.dot) })
    return result
  }

  /// The places of an element's adds.
  @inlinable
  func range(of element: Element) -> Range<Int> {
    var low = 0
    var high = adds.count
    while low < high {
      let middle = (low + high) >> 1
      if adds[middle].payload < element { low = middle + 1 } else { high = middle }
    }
    let end = adds[low...].firstIndex { $0.payload != element } ?? adds.count
    return low..<end
  }
}

extension ElementSet: Equatable {
  @inlinable
  public static func == (left: ElementSet, right: ElementSet) -> Bool {
    left.standing == right.standing
  }
}

extension ElementSet: Hashable where Element: Hashable {}
extension ElementSet: Sendable where Element: Sendable {}
