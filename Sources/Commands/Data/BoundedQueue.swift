// A queue of bounded length between two threads, and the thread at its far end. Who puts waits
// while it is full, who takes waits while it is empty; closing it from either end releases both.

internal import Glibc

/// A bounded queue between threads.
///
/// `@unchecked Sendable`: everything mutable is touched between `lock` and `unlock` only.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let limit: Int
  private var elements: [Element] = []
  private var isClosed = false
  private var isBusy = false

  init(limit: Int) {
    self.limit = limit
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Puts an element, waiting while the queue is full; false once the queue is closed.
  func put(_ element: Element) -> Bool {
    locked {
      while elements.count >= limit, !isClosed { pthread_cond_wait(changed, mutex) }
      guard !isClosed else { return false }
      elements.append(element)
      pthread_cond_broadcast(changed)
      return true
    }
  }

  /// Takes the oldest element, waiting for one; nil once the queue is closed and empty. The element
  /// taken before counts as done.
  func take() -> Element? {
    locked {
      isBusy = false
      pthread_cond_broadcast(changed)
      while elements.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
      guard !elements.isEmpty else { return nil }
      isBusy = true
      return elements.removeFirst()
    }
  }

  /// Waits until everything put has been taken and done with.
  func drain() {
    locked {
      while !elements.isEmpty || isBusy { pthread_cond_wait(changed, mutex) }
    }
  }

  /// Nothing more will be put; what is in the queue can still be taken.
  func close() {
    locked {
      isClosed = true
      pthread_cond_broadcast(changed)
    }
  }

  /// Closes the queue and drops what is in it: the taker has failed.
  func abandon() {
    locked {
      isClosed = true
      isBusy = false
      elements.removeAll()
      pthread_cond_broadcast(changed)
    }
  }

  private func locked<R>(_ body: () -> R) -> R {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}

/// A thread that runs one closure.
struct WorkThread {
  private let thread: pthread_t

  /// Starts the thread; nil when the system refuses one.
  init?(_ body: @escaping @Sendable () -> Void) {
    final class Box {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    self.thread = thread
  }

  /// Waits for the closure to end.
  func join() { pthread_join(thread, nil) }
}
