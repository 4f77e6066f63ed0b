// What a record must hold, from the changes seen and the full past of each.

import Causality

extension RandomHistory {
  /// The changes of a set that `writes` finds something in, without those that one which
  /// `supersedes` had seen.
  private func live<Payload>(
    in set: ChangeSet, _ writes: (RandomChange) -> Payload?,
    unlessSeenBy supersedes: (RandomChange) -> Bool
  ) -> [Sibling<Payload>] {
    var superseded = ChangeSet()
    for index in changes.indices where set.contains(index) && supersedes(changes[index]) {
      superseded.formUnion(changes[index].past)
    }
    var result: [Sibling<Payload>] = []
    for index in changes.indices where set.contains(index) && !superseded.contains(index) {
      let change = changes[index]
      if let payload = writes(change) {
        result.append(Sibling(dot: change.dot, clock: change.clock, payload: payload))
      }
    }
    return result.sorted { $0.dot < $1.dot }
  }

  /// What is wrong with a store; nil when nothing is.
  func fault(of store: RandomStore) -> String? {
    for (index, register) in store.record.registers.enumerated() {
      let written: (RandomChange) -> Value? = { change in
        for case .write(index, let value) in change.operations { return value }
        return nil
      }
      let expected = live(in: store.seen, written, unlessSeenBy: { written($0) != nil })
      guard Array(register.siblings) == expected else { return "register \(index)" }
      if let fault = displayFault(of: register, expected) { return fault }
      let isConflict = Set(expected.map(\.payload)).count > 1
      guard register.isConflict == isConflict else { return "conflict of register \(index)" }
    }
    for (index, set) in store.record.sets.enumerated() {
      var present: [Value] = []
      for element in RandomHistory.values.sorted() {
        let expected = live(
          in: store.seen, { $0.adds(element, to: index) ? element : nil },
          unlessSeenBy: { $0.adds(element, to: index) || $0.removes(element, from: index) })
        guard set.adds.filter({ $0.payload == element }) == expected else {
          return "set \(index)"
        }
        if !expected.isEmpty { present.append(element) }
      }
      guard set.elements == present else { return "elements of set \(index)" }
    }
    let touches = live(in: store.seen, { $0.isArchiving }, unlessSeenBy: { _ in true })
    guard Array(store.record.existence.register.siblings) == touches else { return "existence" }
    let archivings = touches.count { $0.payload }
    guard
      store.record.existence.isArchived == (archivings > 0 && archivings == touches.count),
      store.record.existence.isConflict == (archivings > 0 && archivings < touches.count)
    else { return "archived" }
    return vectorFault(of: store)
  }

  private func displayFault(
    of register: Register<Value>, _ siblings: [Sibling<Value>]
  ) -> String? {
    for rule in RandomHistory.rules {
      var candidates = siblings
      switch rule {
      case .newest: break
      case .cautious(let order):
        let claim: (Value) -> Int = { value in
          guard case .code(let code) = value else { return 0 }
          return (order.firstIndex(of: code) ?? -1) + 1
        }
        let least = siblings.map { claim($0.payload) }.min()
        candidates = siblings.filter { claim($0.payload) == least }
      case .authority:
        let ofAuthority = siblings.filter { isAuthority($0.dot.replica) }
        if !ofAuthority.isEmpty { candidates = ofAuthority }
      }
      let expected = candidates.max {
        $0.clock != $1.clock ? $0.clock < $1.clock : $0.dot < $1.dot
      }
      let shown = register.shown(by: rule, isAuthority: isAuthority)
      guard shown.map({ register.siblings[$0] }) == expected else { return "shown by \(rule)" }
    }
    return nil
  }

  /// The version vector covers exactly the changes seen.
  private func vectorFault(of store: RandomStore) -> String? {
    for index in changes.indices {
      guard store.vector.covers(changes[index].dot) == store.seen.contains(index) else {
        return "version vector at \(changes[index].dot)"
      }
    }
    return nil
  }
}

extension RandomChange {
  fileprivate func adds(_ element: Value, to set: Int) -> Bool {
    operations.contains {
      if case .add(set, element) = $0 { true } else { false }
    }
  }

  fileprivate func removes(_ element: Value, from set: Int) -> Bool {
    operations.contains {
      if case .remove(set, element) = $0 { true } else { false }
    }
  }
}
