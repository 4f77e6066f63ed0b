// Walks through every history of a small scope, and through every delivery of it.
//
// A history is a partial order of events: each event has a writer, an action, and a past, which is
// a set of earlier events closed under their own pasts and holding all earlier events of the
// writer. Histories are built by adding one event at a time: every writer, every admissible past,
// every action. Two sequences that differ only in the order of concurrent events are one history;
// it is built once, in the sequence that always takes the least writer first.
//
// The stores a delivery can pass through are the closed sets of events ("cuts"). Along every edge
// of the lattice of cuts one event is delivered; the state it gives must be the state of the cut.
// As every causal delivery order is a path through this lattice, every order is checked. Their
// number is counted as the number of paths.

import Causality

/// How events are stamped: causality must not depend on it, the shown sibling may.
enum Stamping: CaseIterable, Sendable {
  /// All the same, so that identities decide.
  case equal
  /// Growing in the sequence of construction, as clocks in step would give.
  case forward
  /// Falling: every event is stamped before those it had seen.
  case backward

  func stamp(ofEvent index: Int) -> HybridTimestamp {
    switch self {
    case .equal: HybridTimestamp(milliseconds: 1000)
    case .forward: HybridTimestamp(milliseconds: 1000 + UInt64(index))
    case .backward: HybridTimestamp(milliseconds: 1000 - UInt64(index))
    }
  }
}

/// Where an implementation and the reference part.
struct Discrepancy: Error, Equatable, CustomStringConvertible {
  let what: String
  let history: String
  let eventCount: Int

  var description: String { "\(what) differs in the history\n\(history)" }
}

/// The walk. One instance is one walk in one thread.
struct SmallHistories {
  let implementation: Implementation
  let replicaCount: Int
  let eventCountMax: Int
  let stamping: Stamping
  /// Looks at every history in turn, with the states of all its cuts.
  var visit: (borrowing SmallHistories) throws(Discrepancy) -> Void = { _ in }

  private(set) var reference = HistoryReference()
  /// All cuts of the present history, each after its subsets; the first is the empty one.
  private(set) var cuts: [UInt32] = [0]
  /// By cut: the state, what a store there has seen, and how many delivery orders lead there.
  private(set) var states: [RecordState]
  private(set) var vectors: [VersionVector]
  private(set) var orders: [UInt64]

  /// By number of events.
  private(set) var historyCounts: [UInt64]
  private(set) var orderCounts: [UInt64]
  private(set) var deliveryCount: UInt64 = 0

  init(
    _ implementation: Implementation = .real, replicas: Int = 3, events: Int, stamping: Stamping
  ) {
    self.implementation = implementation
    self.stamping = stamping
    replicaCount = replicas
    eventCountMax = events
    states = Array(repeating: RecordState(), count: 1 << events)
    vectors = Array(repeating: VersionVector(), count: 1 << events)
    orders = Array(repeating: 0, count: 1 << events)
    orders[0] = 1
    historyCounts = Array(repeating: 0, count: events + 1)
    orderCounts = Array(repeating: 0, count: events + 1)
  }

  /// The cut that holds all events.
  var whole: UInt32 { 1 << UInt32(reference.events.count) - 1 }

  /// Checks the present history and all that extend it.
  mutating func walk() throws(Discrepancy) {
    let count = reference.events.count
    historyCounts[count] += 1
    orderCounts[count] += orders[Int(whole)]
    try visit(self)
    guard count < eventCountMax else { return }
    let cutCount = cuts.count
    for replica in 0..<replicaCount {
      for past in cuts[..<cutCount] where isCanonical(writer: replica, past: past) {
        let added = addCuts(with: past, before: cutCount)
        let dot = Dot(replica: replicaID(replica), seq: vectors[Int(past)][replicaID(replica)] + 1)
        for cut in added {
          vectors[Int(cut)] = vectors[Int(cut & ~(1 << UInt32(count)))]
          vectors[Int(cut)][dot.replica] = dot.seq
        }
        reference.append(
          HistoryReference.Kept(
            replica: replica, dot: dot, clock: stamping.stamp(ofEvent: count), past: past,
            action: .edit))
        for action in Action.allCases {
          reference.setLast(action)
          for cut in added { try deliver(to: cut) }
          try walk()
        }
        reference.removeLast()
        cuts.removeSubrange(cutCount...)
      }
    }
  }

  /// Whether a past is admissible for a writer, and the event belongs at the end of the sequence.
  private func isCanonical(writer: Int, past: UInt32) -> Bool {
    for index in reference.events.indices where reference.events[index].replica == writer {
      guard past >> UInt32(index) & 1 == 1 else { return false }
    }
    // Back over the events that the new one has not seen: it could stand before any of them.
    for index in reference.events.indices.reversed() {
      guard past >> UInt32(index) & 1 == 0 else { return true }
      guard reference.events[index].replica < writer else { return false }
    }
    return true
  }

  /// Adds the cuts that hold a new event with this past, and returns them.
  private mutating func addCuts(with past: UInt32, before end: Int) -> [UInt32] {
    let bit: UInt32 = 1 << UInt32(reference.events.count)
    let added = cuts[..<end].filter { $0 & past == past }.map { $0 | bit }
    cuts.append(contentsOf: added)
    return added
  }

  /// Reaches a cut by delivering, last, each event that can be last, and compares.
  private mutating func deliver(to cut: UInt32) throws(Discrepancy) {
    var isReached = false
    orders[Int(cut)] = 0
    for index in Bits(reference.liveTouches(in: cut)) {
      let before = cut & ~(1 << UInt32(index))
      var state = states[Int(before)]
      implementation.apply(&state, event(index))
      deliveryCount += 1
      orders[Int(cut)] += orders[Int(before)]
      if isReached {
        guard state == states[Int(cut)] else { throw discrepancy("the result of two orders") }
      } else {
        if let fault = reference.fault(of: state, having: cut) { throw discrepancy(fault) }
        // What is shown depends on the register alone; that of a smaller cut has been looked at.
        if state.register != states[Int(before)].register {
          let fault = reference.displayFault(
            of: state.register, having: cut, implementation: implementation,
            viewers: replicaCount)
          if let fault { throw discrepancy(fault) }
        }
        states[Int(cut)] = state
        isReached = true
      }
    }
  }

  /// An event as it reaches a store.
  func event(_ index: Int) -> Event {
    let event = reference.events[index]
    return Event(
      dot: event.dot, clock: event.clock, deps: vectors[Int(event.past)], action: event.action)
  }

  func discrepancy(_ what: String) -> Discrepancy {
    Discrepancy(
      what: what, history: reference.description, eventCount: reference.events.count)
  }
}

extension SmallHistories {
  /// Merges the states of every two cuts, of every history of so many events at most, and compares
  /// with the state of the cut that holds both.
  ///
  /// - Returns: how many merges were made.
  static func mergeCuts(
    events: Int,
    _ merge: (
      _ mine: RecordState, _ theirs: RecordState, _ seen: VersionVector,
      _ otherSeen: VersionVector
    ) -> RecordState
  ) throws(Discrepancy) -> UInt64 {
    try withoutActuallyEscaping(merge) { (merge) throws(Discrepancy) in
      var histories = SmallHistories(events: events, stamping: .equal)
      var mergeCount: UInt64 = 0
      histories.visit = { (history) throws(Discrepancy) in
        // Pairs without the newest event were looked at in the history before it.
        let newest = history.whole ^ history.whole >> 1
        for left in history.cuts where left & newest == newest {
          for right in history.cuts {
            for (mine, theirs) in [(Int(left), Int(right)), (Int(right), Int(left))] {
              let merged = merge(
                history.states[mine], history.states[theirs], history.vectors[mine],
                history.vectors[theirs])
              mergeCount += 1
              guard merged == history.states[mine | theirs] else {
                throw history.discrepancy("a merge")
              }
            }
          }
        }
      }
      try histories.walk()
      return mergeCount
    }
  }
}
