// One line a figure: count, seconds, rate, bytes, peak memory, and beside it the limit measured in
// the same run. Absolute figures are of one machine and one hour; the ratios are what counts.

import Foundation

enum Report {
  static func title(_ text: String) { write("\n== \(text)") }

  static func line(_ name: String, _ parts: String...) {
    let name = name.padding(toLength: 34, withPad: " ", startingAt: 0)
    write("  " + ([name] + parts).joined(separator: "  "))
  }

  /// Unbuffered, so that a figure is seen when it is there.
  private static func write(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  static func seconds(_ value: Double) -> String { String(format: "%9.4f s", value) }
  static func rate(_ count: Int, _ seconds: Double, _ unit: String) -> String {
    String(format: "%10.0f %@/s", Double(count) / seconds, unit as NSString)
  }
  static func mebibytes(_ bytes: Int) -> String {
    String(format: "%8.1f MiB", Double(bytes) / 1_048_576)
  }
  static func ratio(_ name: String, _ value: Double, atMost limit: Double) -> String {
    String(format: "%@ %.2f", name as NSString, value)
      + (value <= limit ? " PASS" : " OVER") + String(format: " (limit %.2f)", limit)
  }
  static func atLeast(_ value: Double, _ wanted: Double) -> String {
    (value >= wanted ? "PASS" : "UNDER") + String(format: " (wanted %.0f)", wanted)
  }
}

/// Seconds that `body` takes.
func timed<R>(_ body: () throws -> R) rethrows -> (result: R, seconds: Double) {
  let start = ContinuousClock.now
  let result = try body()
  return (result, start.duration(to: .now) / .seconds(1))
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted[sorted.count / 2]
}
