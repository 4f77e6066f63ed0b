// The reference: keeps every event with the full set of its causal past, and computes what must
// stand from that alone. It knows nothing of version vectors, of superseding on arrival or of
// merging. Sets of events are bits: event 0 is 1, event 1 is 2, …

import Causality

/// Judges the state reached by a set of events of one history.
struct HistoryReference {
  /// One event as the reference keeps it.
  struct Kept {
    let replica: Int
    let dot: Dot
    let clock: HybridTimestamp
    /// The events that the writer had seen.
    let past: UInt32
    var action: Action
  }

  private(set) var events: [Kept] = []
  /// The events of each action.
  private var byAction: [UInt32] = Array(repeating: 0, count: Action.allCases.count)

  mutating func append(_ event: Kept) {
    events.append(event)
    byAction[Int(event.action.rawValue)] |= 1 << UInt32(events.count - 1)
  }

  mutating func removeLast() {
    byAction[Int(events[events.count - 1].action.rawValue)] &= ~(1 << UInt32(events.count - 1))
    events.removeLast()
  }

  mutating func setLast(_ action: Action) {
    let last = events.count - 1
    byAction[Int(events[last].action.rawValue)] &= ~(1 << UInt32(last))
    byAction[Int(action.rawValue)] |= 1 << UInt32(last)
    events[last].action = action
  }

  private func events(_ action: Action) -> UInt32 { byAction[Int(action.rawValue)] }

  /// What is left of `set` without everything that one of `superseding` had in its past.
  private func unseen(_ set: UInt32, by superseding: UInt32) -> UInt32 {
    var result = set
    for index in Bits(superseding) { result &= ~events[index].past }
    return result
  }

  func liveWrites(in set: UInt32) -> UInt32 {
    let writes = set & (events(.writeFirst) | events(.writeSecond))
    return unseen(writes, by: writes)
  }

  func liveAdds(in set: UInt32) -> UInt32 {
    unseen(set & events(.add), by: set & (events(.add) | events(.remove)))
  }

  /// Every event touches the record.
  func liveTouches(in set: UInt32) -> UInt32 {
    unseen(set, by: set)
  }

  /// The event that a rule must show among the live writes of a set.
  func shown(by rule: DisplayRule, among live: UInt32) -> Dot? {
    var candidates = live
    switch rule {
    case .newest:
      break
    case .cautious(let order):
      // What is not listed claims least, then the list from its beginning.
      let first = live & events(.writeFirst)
      let second = live & events(.writeSecond)
      let unlisted = (order.contains(0) ? 0 : first) | (order.contains(1) ? 0 : second)
      let claims = [unlisted] + order.map { $0 == 0 ? first : second }
      candidates = claims.first { $0 != 0 } ?? 0
    case .authority:
      for index in Bits(live) where events[index].replica != 1 {
        candidates &= ~(1 << UInt32(index))
      }
      if candidates == 0 { candidates = live }
    }
    return Bits(candidates).map { events[$0] }.max {
      ($0.clock.rawValue, $0.replica, $0.dot.seq) < ($1.clock.rawValue, $1.replica, $1.dot.seq)
    }?.dot
  }

  /// What is wrong with the state of a store that has seen the events of `set`; nil when nothing
  /// is.
  func fault(of state: RecordState, having set: UInt32) -> String? {
    let writes = liveWrites(in: set)
    guard
      matches(state.register.siblings, writes, payload: { events[$0].action.written })
    else { return "register" }
    let isConflict = writes & events(.writeFirst) != 0 && writes & events(.writeSecond) != 0
    guard state.register.isConflict == isConflict else { return "register conflict" }

    let adds = liveAdds(in: set)
    guard
      matches(state.set.adds, adds, payload: { _ in RecordState.element })
    else { return "set" }
    guard state.set.contains(RecordState.element) == (adds != 0) else { return "membership" }

    let touches = liveTouches(in: set)
    let archivings = touches & events(.archive)
    let existence = state.existence
    guard
      matches(existence.register.siblings, touches, payload: { events[$0].action == .archive })
    else { return "existence" }
    guard existence.isArchived == (archivings != 0 && archivings == touches) else {
      return "archived"
    }
    guard existence.isConflict == (archivings != 0 && archivings != touches) else {
      return "existence conflict"
    }
    return nil
  }

  /// What a rule shows wrongly, to any of the replicas; nil when nothing is.
  func displayFault(
    of register: Register<UInt32>, having set: UInt32, implementation: Implementation,
    viewers: Int
  ) -> String? {
    let writes = liveWrites(in: set)
    let isAlone = writes.nonzeroBitCount <= 1
    for rule in displayRules {
      let expected =
        isAlone
        ? Bits(writes).first { _ in true }.map { events[$0].dot } : shown(by: rule, among: writes)
      for viewer in 0..<viewers where implementation.shown(register, rule, viewer) != expected {
        return "shown by \(rule) to replica \(viewer)"
      }
    }
    return nil
  }

  /// Whether siblings are exactly the events of a set: dot, clock and payload, in dot order.
  @inline(__always)
  private func matches<Payload: Equatable>(
    _ siblings: some RandomAccessCollection<Sibling<Payload>>, _ set: UInt32,
    payload: (Int) -> Payload?
  ) -> Bool {
    var rest = set
    var previous: Dot?
    for sibling in siblings {
      guard let index = Bits(rest).first(where: { events[$0].dot == sibling.dot }),
        sibling.clock == events[index].clock, sibling.payload == payload(index),
        previous.map({ $0 < sibling.dot }) ?? true
      else { return false }
      rest &= ~(1 << UInt32(index))
      previous = sibling.dot
    }
    return rest == 0
  }

  /// The history for people: one event a line, with its past.
  var description: String {
    events.indices.map { index in
      let event = events[index]
      return "  e\(index) replica \(event.replica) \(event.action) clock \(event.clock)"
        + " having seen \(Bits(event.past).map { "e\($0)" })"
    }.joined(separator: "\n")
  }
}

/// The places of the bits of a set, ascending.
struct Bits: Sequence, IteratorProtocol {
  private var rest: UInt32

  init(_ set: UInt32) {
    rest = set
  }

  mutating func next() -> Int? {
    guard rest != 0 else { return nil }
    defer { rest &= rest &- 1 }
    return rest.trailingZeroBitCount
  }
}
