// Random histories of thousands of changes. Verifies:
// 1. At any moment each of up to eight stores holds what the full history of what it has seen
//    demands, having received changes one by one and states as a whole, with clocks far ahead and
//    behind.
// 2. Having seen the same by different orders, all stores are equal.
// 3. State merge is commutative, associative, idempotent and absorbing over states reached in
//    shared histories, agrees with the reference, and never brings back what it has superseded.

import Causality
import Testing

@Suite struct RandomHistoryTests {
  @Test(arguments: seeds(12))
  func everyStoreHoldsWhatItHasSeen(seed: UInt64) {
    var history = RandomHistory(seed: seed, changes: 3000)
    var step = 0
    var checkCount = 0
    var siblingCountMax = 0
    history.run { history, here in
      step += 1
      guard step % 97 == 0 else { return }
      checkCount += 1
      let counts = history.stores[here].record.registers.map(\.siblings.count)
      siblingCountMax = max(siblingCountMax, counts.max() ?? 0)
      let fault = history.fault(of: history.stores[here])
      #expect(fault == nil, "replica \(here), step \(step), \(replay(seed))")
    }
    history.settle()
    let fault = history.fault(of: history.stores[0])
    #expect(fault == nil, "\(replay(seed))")
    for store in history.stores {
      #expect(store == history.stores[0], "\(replay(seed))")
    }
    print(
      "seed \(seed): \(history.changes.count) changes by \(history.stores.count) replicas in",
      "\(step) steps, \(checkCount) stores looked at on the way, at most \(siblingCountMax) siblings"
    )
  }

  @Test(arguments: seeds(6))
  func mergeLaws(seed: UInt64) {
    var history = RandomHistory(seed: seed, changes: 600)
    var states = [RandomStore()]
    var step = 0
    history.run { history, here in
      step += 1
      if step % 61 == 0, states.count < 22 { states.append(history.stores[here]) }
    }
    states.append(contentsOf: history.stores)
    for first in states {
      #expect(first.merging(first) == first, "idempotent, \(replay(seed))")
      for second in states {
        let both = first.merging(second)
        #expect(both == second.merging(first), "commutative, \(replay(seed))")
        #expect(both.merging(first) == both, "absorbing, \(replay(seed))")
        #expect(first.merging(both) == both, "absorbing, \(replay(seed))")
        for third in states {
          let left = both.merging(third)
          let right = first.merging(second.merging(third))
          #expect(left == right, "associative, \(replay(seed))")
        }
      }
      let merged = first.merging(history.stores[0])
      #expect(history.fault(of: merged) == nil, "\(replay(seed))")
    }
    history.settle()
    for state in states {
      #expect(state.merging(history.stores[0]) == history.stores[0], "\(replay(seed))")
    }
  }
}
