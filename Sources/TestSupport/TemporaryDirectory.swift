// Guarantees: a directory of its own under $TMPDIR, gone with everything in it when the last
// reference goes.

internal import Foundation

/// A directory that removes itself.
public final class TemporaryDirectory: Sendable {
  /// Absolute where `$TMPDIR` is; there from the beginning.
  public let path: String

  /// Makes the directory, or ends the program: no test goes on without one.
  public init(_ purpose: String = "test") {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    path = "\(base)/taizhang-\(purpose)-\(UUID().uuidString.lowercased())"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      fatalError("no temporary directory: \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something inside, not made.
  public func path(_ name: String) -> String { "\(path)/\(name)" }
}
