// Exhaustive small scope. Verifies:
// 1. Every history of up to 3 replicas and 5 events, delivered in every causal order, gives the
//    register, set and existence that the full history demands: with equal stamps and with falling
//    ones, and to 4 events with growing ones.
// 2. Every display rule shows the sibling that the full history demands, to every replica alike,
//    whatever the order of delivery.
// 3. The walk is complete: the numbers of histories and of delivery orders are those of a separate
//    count, and delivering event by event in every order (to 4 events) agrees with it.
// 4. Delivering an event again changes nothing while it is the last one delivered.
// 5. State merge agrees with delivery for every two cuts of every history to 4 events, both ways.

import Causality
import Testing

@Suite struct SmallScopeTests {
  /// How the events of a history can be arranged, by number of events: (histories without regard to
  /// actions, sum of their delivery orders). Counted by ``counted(events:)`` below.
  static let arrangements: [(histories: UInt64, orders: UInt64)] = [
    (1, 1), (3, 3), (12, 15), (58, 105), (321, 933), (1968, 9933),
  ]

  @Test(arguments: [(Stamping.equal, 5), (.backward, 5), (.forward, 4)])
  func everyHistoryInEveryOrder(stamping: Stamping, eventCountMax: Int) throws {
    var histories = SmallHistories(events: eventCountMax, stamping: stamping)
    try histories.walk()
    var actions: UInt64 = 1
    for count in 0...eventCountMax {
      let arrangement = SmallScopeTests.arrangements[count]
      #expect(histories.historyCounts[count] == arrangement.histories * actions)
      #expect(histories.orderCounts[count] == arrangement.orders * actions)
      actions *= UInt64(Action.allCases.count)
    }
    print(
      "small scope, stamps \(stamping): \(histories.historyCounts.reduce(0, +)) histories of up to",
      "3 replicas and \(eventCountMax) events, \(histories.orderCounts.reduce(0, +)) delivery",
      "orders, \(histories.deliveryCount) deliveries")
  }

  @Test func arrangementsAreCounted() {
    for count in 0...5 {
      let counted = SmallScopeTests.counted(events: count)
      #expect(counted == SmallScopeTests.arrangements[count])
    }
  }

  @Test(arguments: Stamping.allCases)
  func everyOrderEventByEvent(stamping: Stamping) throws {
    var histories = SmallHistories(events: 4, stamping: stamping)
    var orderCount: UInt64 = 0
    histories.visit = { (history) throws(Discrepancy) in
      try SmallScopeTests.deliverAll(
        from: RecordState(), having: 0, in: history, count: &orderCount)
    }
    try histories.walk()
    #expect(orderCount == histories.orderCounts.reduce(0, +))
    print("event by event, stamps \(stamping): \(orderCount) delivery orders of up to 4 events")
  }

  /// Delivers the rest of a history in every order, each event twice.
  private static func deliverAll(
    from state: RecordState, having cut: UInt32, in history: borrowing SmallHistories,
    count: inout UInt64
  ) throws(Discrepancy) {
    if cut == history.whole {
      count += 1
      guard state == history.states[Int(cut)] else { throw history.discrepancy("an order") }
      return
    }
    for index in history.reference.events.indices where cut >> UInt32(index) & 1 == 0 {
      guard history.reference.events[index].past & ~cut == 0 else { continue }
      let event = history.event(index)
      var next = state
      next.apply(event)
      let once = next
      next.apply(event)
      guard next == once else { throw history.discrepancy("a repeated delivery") }
      try deliverAll(from: next, having: cut | 1 << UInt32(index), in: history, count: &count)
    }
  }

  @Test func mergeAgreesWithDelivery() throws {
    let mergeCount = try SmallHistories.mergeCuts(events: 4) {
      $0.merging($1, seen: $2, otherSeen: $3)
    }
    print("state merge: \(mergeCount) merges of two cuts of a history of up to 4 events")
  }

  /// Counts arrangements by another way than the walk: all sequences of (writer, past) without any
  /// rule of which sequence stands for a history; a history with k delivery orders appears in k
  /// sequences.
  private static func counted(events: Int) -> (histories: UInt64, orders: UInt64) {
    var seen: Set<[[UInt64]]> = []
    var sequences: UInt64 = 0
    func extend(_ vectors: [(writer: Int, counts: [UInt64])]) {
      guard vectors.count < events else {
        sequences += 1
        // As a set of version vectors, one an event, the history forgets the sequence.
        seen.insert(
          vectors.map { [UInt64($0.writer)] + $0.counts }.sorted {
            $0.lexicographicallyPrecedes($1)
          })
        return
      }
      let known = [0, 1, 2].map { writer in UInt64(vectors.count { $0.writer == writer }) }
      for writer in 0..<3 {
        for first in 0...known[0] {
          for second in 0...known[1] {
            for third in 0...known[2] {
              let past = [first, second, third]
              guard past[writer] == known[writer] else { continue }
              // Closed: what the past holds of each writer brings what that writer had seen.
              let isClosed = vectors.allSatisfy { event in
                event.counts[event.writer] > past[event.writer]
                  || zip(event.counts, past).allSatisfy { $0 <= $1 }
              }
              guard isClosed else { continue }
              var counts = past
              counts[writer] += 1
              extend(vectors + [(writer, counts)])
            }
          }
        }
      }
    }
    extend([])
    return (UInt64(seen.count), sequences)
  }
}
