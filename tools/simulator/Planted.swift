// Guarantees: every mistake that can be planted in the product is found by some seed, or the run
// fails: a simulation that finds none of them proves nothing.

import Foundation
import Synchronization
import TestSupport

#if TAIZHANG_PLANTED_FAULTS
  import Causality
#endif

enum Planted {
  static var names: [String] {
    #if TAIZHANG_PLANTED_FAULTS
      PlantedFault.allCases.map(\.rawValue)
    #else
      []
    #endif
  }

  /// Plants one mistake after the other; true when each was found.
  static func hunt(_ arguments: Arguments) -> Bool {
    let wanted = arguments.planted == "all" ? names : names.filter { $0 == arguments.planted }
    var missed: [String] = []
    for name in wanted {
      let count = arguments.count ?? 50
      if let (failure, tried) = firstFailure(name, arguments, count) {
        let seeds = tried == 1 ? "1 seed" : "\(tried) seeds"
        print("\(name): found by seed \(failure.seed) after \(seeds): \(failure.invariant)")
        if wanted.count == 1 { print(failure) }
      } else {
        missed.append(name)
        print("\(name): NOT FOUND by \(count) seeds")
      }
    }
    print("planted: \(wanted.count - missed.count) of \(wanted.count) found")
    return missed.isEmpty && !wanted.isEmpty
  }

  /// The failure of the lowest seed that found the mistake, and how many were tried up to it.
  private static func firstFailure(
    _ name: String, _ arguments: Arguments, _ count: UInt64
  ) -> (SimulationFailure, UInt64)? {
    plant(name)
    let found = Mutex((failure: SimulationFailure?.none, next: arguments.seed))
    let end = arguments.seed + count
    DispatchQueue.concurrentPerform(iterations: arguments.jobs) { _ in
      while let seed = next() {
        do {
          _ = try Simulation(seed: seed, steps: arguments.steps).run()
        } catch let failure as SimulationFailure {
          found.withLock { state in
            if state.failure.map({ $0.seed > seed }) ?? true { state.failure = failure }
          }
        } catch {
          continue
        }
      }
      func next() -> UInt64? {
        found.withLock { state in
          guard state.next < end, state.failure == nil else { return nil }
          defer { state.next += 1 }
          return state.next
        }
      }
    }
    return found.withLock { state in
      state.failure.map { ($0, $0.seed - arguments.seed + 1) }
    }
  }

  private static func plant(_ name: String) {
    #if TAIZHANG_PLANTED_FAULTS
      PlantedFault.planted = PlantedFault(rawValue: name)
    #endif
  }
}
