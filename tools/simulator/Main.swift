// Runs simulations: one seed, or many in a row. Prints the first failure of each seed and how to
// replay it; ends with 1 when there was one. With mistakes planted it ends with 1 when one of them
// was not found.

import Foundation
import Synchronization
import TestSupport

@main
enum Simulator {
  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      print(Arguments.usage)
      exit(64)
    }
    let started = Date()
    let isWell = arguments.planted == nil ? run(arguments) : Planted.hunt(arguments)
    print(String(format: "%.1f s", Date().timeIntervalSince(started)))
    exit(isWell ? 0 : 1)
  }

  /// Runs the seeds asked for; true when none failed.
  private static func run(_ arguments: Arguments) -> Bool {
    let count = arguments.count ?? 1
    let result = Mutex((sum: SimulationSummary(), failed: 0, next: arguments.seed))
    let end = arguments.seed + count
    DispatchQueue.concurrentPerform(iterations: arguments.jobs) { _ in
      while let seed = take(result, end) {
        do {
          let summary = try Simulation(
            seed: seed, fault: arguments.fault, steps: arguments.steps
          ).run()
          result.withLock { $0.sum = $0.sum + summary }
          if count == 1 { print("trace \(String(summary.trace, radix: 16))") }
        } catch {
          result.withLock { $0.failed += 1 }
          print(error)
          if count == 1, arguments.steps == nil { shorten(seed, arguments) }
        }
      }
    }
    let (sum, failed, _) = result.withLock { $0 }
    print(sum)
    print("\(count) seeds, \(failed) failed")
    return failed == 0
  }

  /// Says how few steps of a failing run fail already.
  private static func shorten(_ seed: UInt64, _ arguments: Arguments) {
    for steps in 1...160 {
      do {
        _ = try Simulation(seed: seed, fault: arguments.fault, steps: steps).run()
      } catch {
        print("shortest: \(error)")
        return
      }
    }
  }

  private static func take(
    _ result: borrowing Mutex<(sum: SimulationSummary, failed: Int, next: UInt64)>, _ end: UInt64
  ) -> UInt64? {
    result.withLock { state in
      guard state.next < end else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}
