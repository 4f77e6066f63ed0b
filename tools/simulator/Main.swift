// Runs simulations: one seed, or many in a row. Prints the first failure of each seed and how to
// replay it; ends with 1 when there was one.

import Foundation
import Synchronization
import TestSupport

struct Arguments {
  var seed: UInt64 = 1
  var count: UInt64 = 1
  var fault: PlantedFault?
  var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)

  static let usage = """
    usage: tools/simulate [--seed N] [--seeds COUNT] [--jobs N] [--fault NAME]
      --seed N       the first seed (1)
      --seeds COUNT  how many seeds, from the first on (1)
      --jobs N       how many at a time (one a processor)
      --fault NAME   plant a mistake: \(PlantedFault.allCases.map(\.rawValue).joined(separator: ", "))
    """

  init?(_ words: [String]) {
    var words = words[...]
    while let word = words.popFirst() {
      guard let value = words.popFirst() else { return nil }
      switch word {
      case "--seed":
        guard let number = UInt64(value) else { return nil }
        seed = number
      case "--seeds":
        guard let number = UInt64(value), number > 0 else { return nil }
        count = number
      case "--jobs":
        guard let number = Int(value), number > 0 else { return nil }
        jobs = number
      case "--fault":
        guard let planted = PlantedFault(rawValue: value) else { return nil }
        fault = planted
      default: return nil
      }
    }
  }
}

@main
enum Simulator {
  static func main() {
    guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
      print(Arguments.usage)
      exit(64)
    }
    let started = Date()
    let result = Mutex((sum: SimulationSummary(), failed: 0, next: arguments.seed))
    let end = arguments.seed + arguments.count
    DispatchQueue.concurrentPerform(iterations: arguments.jobs) { _ in
      while let seed = take(result, end) {
        do {
          let summary = try Simulation(seed: seed, fault: arguments.fault).run()
          result.withLock { $0.sum = $0.sum + summary }
          if arguments.count == 1 { print("trace \(String(summary.trace, radix: 16))") }
        } catch {
          result.withLock { $0.failed += 1 }
          print(error)
        }
      }
    }
    let (sum, failed, _) = result.withLock { $0 }
    print(sum)
    let seconds = Date().timeIntervalSince(started)
    print("\(arguments.count) seeds, \(failed) failed, \(String(format: "%.1f", seconds)) s")
    exit(failed == 0 ? 0 : 1)
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
