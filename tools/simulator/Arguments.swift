// What the simulator is asked for; anything else is answered with the usage.

import Foundation
import TestSupport

struct Arguments {
  var seed: UInt64 = 1
  /// Nil unless it was given.
  var count: UInt64?
  /// A mistake around the stores.
  var fault: HarnessFault?
  /// The name of a mistake inside the product, `all` for every one.
  var planted: String?
  /// At most so many things happen in a run.
  var steps: Int?
  var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)

  static let usage = """
    usage: tools/simulate [--seed N] [--seeds COUNT] [--steps N] [--jobs N] [--fault NAME]
                          [--planted NAME|all]
      --seed N         the first seed (1)
      --seeds COUNT    how many seeds, from the first on (1; with --planted at most so many, 50)
      --steps N        at most so many things happen in a run
      --jobs N         how many at a time (one a processor)
      --fault NAME     with a mistake around the stores:
                       \(HarnessFault.allCases.map(\.rawValue).joined(separator: ", "))
      --planted NAME   with a mistake inside the product, which must be found: all of them, or one of
                       \(Planted.names.joined(separator: ", "))
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
      case "--steps":
        guard let number = Int(value), number > 0 else { return nil }
        steps = number
      case "--fault":
        guard let named = HarnessFault(rawValue: value) else { return nil }
        fault = named
      case "--planted":
        guard value == "all" || Planted.names.contains(value) else { return nil }
        planted = value
      default: return nil
      }
    }
  }
}
