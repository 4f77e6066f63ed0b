// Work that a page would rather do without than wait for: begun once however many ask, and kept
// going when the page has gone out without it.

internal import Synchronization

/// Work in progress, by what it is for.
final class Preparations: Sendable {
  private let begun = Mutex<[String: Task<Void, any Error>]>([:])

  /// Whether the work is done within a time.
  ///
  /// - Parameter work: called unless the same is under way; its result is to be kept by what it
  ///   calls.
  /// - Throws: what the work throws, where that is within the time.
  func isDone(
    _ name: String, within time: Duration, _ work: @escaping @Sendable () async throws -> Void
  ) async throws -> Bool {
    let task = begun.withLock { begun in
      if let known = begun[name] { return known }
      let task = Task.detached {
        defer { self.end(name) }
        try await work()
      }
      begun[name] = task
      return task
    }
    if time <= .zero { return false }
    let first = First()
    return try await withCheckedThrowingContinuation { continuation in
      first.wait(continuation)
      Task.detached {
        let result = await task.result
        first.answer(result.map { true })
      }
      Task.detached {
        try? await Task.sleep(for: time)
        first.answer(.success(false))
      }
    }
  }

  private func end(_ name: String) {
    begun.withLock { $0[name] = nil }
  }
}

/// The first of several answers.
private final class First: Sendable {
  private let waiting = Mutex<CheckedContinuation<Bool, any Error>?>(nil)

  func wait(_ continuation: CheckedContinuation<Bool, any Error>) {
    waiting.withLock { $0 = continuation }
  }

  func answer(_ result: Result<Bool, any Error>) {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(with: result)
  }
}
