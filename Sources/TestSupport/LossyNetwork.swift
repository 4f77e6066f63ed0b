// Guarantees: a line on which everything that can happen to a message happens, as a seed decides:
// it is lost, comes late, comes twice, overtakes another, or breaks off at any byte.

/// What goes wrong on a line, each in parts of a hundred messages.
public struct Weather: Sendable {
  /// Messages in a hundred that never arrive.
  public var lost = 0
  /// Messages in a hundred that arrive twice.
  public var repeated = 0
  /// Messages in a hundred that break off at some byte.
  public var cut = 0
  /// The longest a message takes, milliseconds.
  public var delayMilliseconds = 50

  /// Fair weather: nothing is lost, repeated or cut.
  public init() {}

  /// A line on which every message comes once, whole.
  public static let fair = Weather()

  static func drawn(_ random: inout SeededGenerator) -> Weather {
    var weather = Weather()
    weather.lost = [0, 5, 20, 40][random.below(4)]
    weather.repeated = [0, 5, 20][random.below(3)]
    weather.cut = [0, 10, 30][random.below(3)]
    weather.delayMilliseconds = [50, 2_000, 40_000][random.below(3)]
    return weather
  }
}

/// One request or answer between an office and the hub.
struct Message: Sendable {
  enum Kind: String, Sendable { case hello, answer, push, pushAnswer }

  let kind: Kind
  let office: Int
  let ledger: String
  /// The request that it is, or answers.
  let request: UInt64
  var bytes: [UInt8]
  /// Whether the line broke behind these bytes.
  var isCut = false
  /// The answer's note that the hub's member list is another.
  var membersChanged = false
  /// The hub no longer has as changes what the caller lacks.
  var isBelowBase = false
  /// The hub does not speak with this caller.
  var isRefusal = false
}

/// Something that will happen at a time.
enum Event: Sendable {
  case message(Message)
  /// A request is given up unless it was answered.
  case timeout(office: Int, ledger: String, request: UInt64)
  /// A session's sleep is over, unless it slept again since.
  case wake(office: Int, ledger: String, sleep: UInt64)
}

/// What is still to happen, by time and then in the order in which it was scheduled.
struct Agenda: Sendable {
  private var entries: [(time: UInt64, order: UInt64, event: Event)] = []
  private var order: UInt64 = 0

  var isEmpty: Bool { entries.isEmpty }

  mutating func schedule(_ event: Event, at time: UInt64) {
    order += 1
    entries.append((time, order, event))
  }

  /// The next event up to `time`.
  mutating func next(until time: UInt64) -> (time: UInt64, event: Event)? {
    guard
      let index = entries.indices.min(by: {
        (entries[$0].time, entries[$0].order) < (entries[$1].time, entries[$1].order)
      }), entries[index].time <= time
    else { return nil }
    let entry = entries.remove(at: index)
    return (entry.time, entry.event)
  }

  /// Nobody wakes by itself any more; what is under way goes on.
  mutating func dropWakes() {
    entries.removeAll { entry in
      if case .wake = entry.event { true } else { false }
    }
  }
}

/// The line between the offices and the hub.
struct LossyNetwork: Sendable {
  var weather: Weather
  private(set) var sent = 0
  private(set) var lost = 0
  private(set) var repeated = 0
  private(set) var cut = 0
  private(set) var bytes = 0

  mutating func send(
    _ message: Message, at now: UInt64, agenda: inout Agenda, _ random: inout SeededGenerator
  ) {
    sent += 1
    bytes += message.bytes.count
    if random.chance(weather.lost) {
      lost += 1
      return
    }
    var message = message
    if random.chance(weather.cut), !message.bytes.isEmpty {
      cut += 1
      message.bytes = Array(message.bytes.prefix(random.below(message.bytes.count)))
      message.isCut = true
    }
    var copies = 1
    if random.chance(weather.repeated) {
      repeated += 1
      copies = 2
    }
    for _ in 0..<copies {
      let delay = 1 + UInt64(random.below(weather.delayMilliseconds))
      agenda.schedule(.message(message), at: now + delay)
    }
  }
}
