// Sessions live in memory and nowhere else: a restart ends them all. There are never more than a
// bound; the one longest unused makes room.

internal import Catalogue
internal import Synchronization

/// One browser's session.
struct Session: Sendable {
  /// What the cookie holds.
  let id: String
  /// What every form of the session carries.
  let formToken: String
  /// Who signed in; nil for whoever opened the start link.
  let holder: Holder?

  /// The account of a session, and the password that it was opened with.
  struct Holder: Sendable, Hashable {
    let account: String
    let stamp: [UInt8]
  }
}

/// The sessions of a node.
final class Sessions: Sendable {
  static let countMax = 256
  /// A session not used for so long is over.
  static let idleMillisecondsMax: UInt64 = 12 * 3_600_000
  private static let remarksMax = 20

  private struct Entry {
    let session: Session
    var usedAt: UInt64
    /// What the next page tells: done, or done with warnings.
    var remarks: [Remark] = []
  }

  private let entries = Mutex<[String: Entry]>([:])
  private let now: @Sendable () -> UInt64

  init(now: @escaping @Sendable () -> UInt64) { self.now = now }

  /// A new session.
  func open(for account: Account? = nil) -> Session {
    let session = Session(
      id: Secret.random(), formToken: Secret.random(),
      holder: account.map { Session.Holder(account: $0.name, stamp: $0.stamp) })
    let now = now()
    entries.withLock { entries in
      entries = entries.filter { !Self.isOver($0.value, now) }
      while entries.count >= Self.countMax,
        let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt })?.key
      {
        entries[oldest] = nil
      }
      entries[session.id] = Entry(session: session, usedAt: now)
    }
    return session
  }

  /// The session that a cookie names, marked as used; nil for none, or one that is over.
  func find(_ id: String) -> Session? {
    let now = now()
    return entries.withLock { entries in
      guard var entry = entries[id] else { return nil }
      guard !Self.isOver(entry, now) else {
        entries[id] = nil
        return nil
      }
      entry.usedAt = now
      entries[id] = entry
      return entry.session
    }
  }

  /// Ends a session.
  func close(_ session: Session) { entries.withLock { $0[session.id] = nil } }

  /// Leaves remarks for the session's next page.
  func leave(_ remarks: [Remark], for session: Session) {
    entries.withLock { entries in
      let kept = (entries[session.id]?.remarks ?? []) + remarks
      entries[session.id]?.remarks = Array(kept.prefix(Self.remarksMax))
    }
  }

  /// The remarks left for the session, which are then told.
  func takeRemarks(for session: Session) -> [Remark] {
    entries.withLock { entries in
      let remarks = entries[session.id]?.remarks ?? []
      if !remarks.isEmpty { entries[session.id]?.remarks = [] }
      return remarks
    }
  }

  private static func isOver(_ entry: Entry, _ now: UInt64) -> Bool {
    now > entry.usedAt + idleMillisecondsMax
  }
}

/// A sentence at the head of a page.
struct Remark: Sendable, Hashable {
  enum Tone: String, Sendable { case done, warning, refusal }
  /// A page of this node that the sentence is about.
  struct Link: Sendable, Hashable {
    let path: String
    let name: String
  }

  let tone: Tone
  let message: Message
  var link: Link?
}
