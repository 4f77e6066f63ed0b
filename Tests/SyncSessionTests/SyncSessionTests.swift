// Verifies
// 1. Every pair of state and event: the state that follows and what is done, from one table.
// 2. A whole round: exchange, apply while more arrives, push what the hub lacks, rest.
// 3. What the hub sent is never pushed back, even when its vector was told earlier.
// 4. "More" leads to another exchange as long as the last one brought something, and no further.
// 5. A push that the hub only took in part goes on as long as the hub advances in what is pushed,
//    and no further; a hub that claims ever more, or now one thing and now another, is not asked in
//    a circle.
// 6. A hub behind what it confirmed is reported, and gets everything it lacks.
// 7. Broken connections back off with growing, jittered delays; success clears the count; a final
//    refusal waits for the period; an edit never shortens a back-off.
//    A push that breaks each time backs off too, until it brings something.
// 8. A held exchange gives way to a local edit; a hub that does not hold is not asked in a circle.
// 9. What the hub refused for good is not offered again, and everything else is.
// 10. Nothing of the hub is remembered from one round to the next.

import Causality
import SyncSession
import Testing
import Wire

/// An action without its payload.
private func name(_ action: SyncAction) -> String {
  switch action {
  case .exchange(_, let isHeld): isHeld ? "hold" : "exchange"
  case .apply: "apply"
  case .push: "push"
  case .cancelRequest: "cancel"
  case .sleep: "sleep"
  case .report(let news):
    switch news {
    case .inStep: "in-step"
    case .hubRestored: "restored"
    case .gap: "gap"
    case .noProgress: "no-progress"
    case .budgetSpent: "budget"
    case .refused: "refused"
    case .failed: "failed"
    case .frozen: "frozen"
    }
  }
}

private func names(_ actions: [SyncAction]) -> String { actions.map(name).joined(separator: " ") }

@Suite struct SyncSessionTests {
  static let here = ReplicaID(high: 1, low: 1)
  static let hub = ReplicaID(high: 2, low: 2)
  static let pace = SyncSession.Pace(
    periodMilliseconds: 10_000, retry: RetryDelay(baseMilliseconds: 100, maxMilliseconds: 1_000))

  /// A session that holds here#5 and was brought to a state by events alone.
  static func session(in state: SyncSession.State) -> SyncSession {
    var session = SyncSession(own: vector((here, 5)), pace: pace)
    let path: [SyncEvent] =
      switch state {
      case .idle: []
      case .exchanging: [.timer]
      case .pulling: [.timer, .hubVector(vector((here, 3), (hub, 2)))]
      case .pushing: [.timer, .hubVector(vector((here, 3))), .answerEnded(more: false)]
      case .backingOff: [.timer, .connectionFailed]
      case .frozen: [.timer, .refused(.frozen)]
      }
    for event in path { _ = session.handle(event, now: 0, random: 0) }
    return session
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let state: SyncSession.State
    let event: String
    let next: SyncSession.State
    let actions: String
    var testDescription: String { "\(state.rawValue) + \(event)" }
  }

  static func event(_ name: String) throws -> SyncEvent {
    switch name {
    case "edit": return .localEdit(vector((here, 6)))
    case "timer": return .timer
    case "vector": return .hubVector(vector((here, 5)))
    case "runs":
      var writer = try TestWriter(9)
      return .runs(try writer.run())
    case "applied": return .applied(vector((here, 5), (hub, 1)), hasGap: false)
    case "ended": return .answerEnded(more: false)
    case "pushed": return .pushAnswered(vector((here, 5)))
    case "broken": return .connectionFailed
    case "busy": return .refused(.busy(retryAfterMilliseconds: 700))
    case "no": return .refused(.final)
    case "freeze": return .refused(.frozen)
    case "store": return .storeFailed
    case "budget": return .budgetSpent
    case "anew": return .startOver
    case "released": return .released
    default: return .stop
    }
  }

  static let events = [
    "edit", "timer", "vector", "runs", "applied", "ended", "pushed", "broken", "busy", "no",
    "freeze", "store", "budget", "anew", "released", "stop",
  ]

  /// Pairs that do something; every other pair of the product changes nothing.
  static let table: [Case] = [
    Case(state: .idle, event: "edit", next: .exchanging, actions: "exchange"),
    Case(state: .idle, event: "timer", next: .exchanging, actions: "exchange"),

    Case(state: .exchanging, event: "vector", next: .pulling, actions: ""),
    Case(state: .exchanging, event: "broken", next: .backingOff, actions: "failed sleep"),
    Case(state: .exchanging, event: "busy", next: .backingOff, actions: "failed sleep"),
    Case(state: .exchanging, event: "no", next: .idle, actions: "refused sleep"),
    Case(state: .exchanging, event: "freeze", next: .frozen, actions: "frozen"),
    Case(state: .exchanging, event: "store", next: .idle, actions: "cancel sleep"),
    Case(state: .exchanging, event: "anew", next: .exchanging, actions: "exchange"),
    Case(state: .exchanging, event: "budget", next: .idle, actions: "cancel budget sleep"),
    Case(state: .exchanging, event: "stop", next: .idle, actions: "cancel"),

    Case(state: .pulling, event: "runs", next: .pulling, actions: "apply"),
    Case(state: .pulling, event: "ended", next: .pushing, actions: "push"),
    Case(state: .pulling, event: "broken", next: .backingOff, actions: "failed sleep"),
    Case(state: .pulling, event: "busy", next: .backingOff, actions: "failed sleep"),
    Case(state: .pulling, event: "no", next: .idle, actions: "refused sleep"),
    Case(state: .pulling, event: "freeze", next: .frozen, actions: "frozen"),
    Case(state: .pulling, event: "store", next: .idle, actions: "cancel sleep"),
    Case(state: .pulling, event: "anew", next: .exchanging, actions: "exchange"),
    Case(state: .pulling, event: "budget", next: .idle, actions: "cancel budget sleep"),
    Case(state: .pulling, event: "stop", next: .idle, actions: "cancel"),

    Case(state: .pushing, event: "pushed", next: .idle, actions: "in-step sleep"),
    Case(state: .pushing, event: "broken", next: .backingOff, actions: "failed sleep"),
    Case(state: .pushing, event: "busy", next: .backingOff, actions: "failed sleep"),
    Case(state: .pushing, event: "no", next: .idle, actions: "refused sleep"),
    Case(state: .pushing, event: "freeze", next: .frozen, actions: "frozen"),
    Case(state: .pushing, event: "store", next: .idle, actions: "cancel sleep"),
    Case(state: .pushing, event: "anew", next: .exchanging, actions: "exchange"),
    Case(state: .pushing, event: "budget", next: .idle, actions: "cancel budget sleep"),
    Case(state: .pushing, event: "stop", next: .idle, actions: "cancel"),

    Case(state: .backingOff, event: "timer", next: .exchanging, actions: "exchange"),
    Case(state: .backingOff, event: "stop", next: .idle, actions: ""),

    Case(state: .frozen, event: "released", next: .exchanging, actions: "exchange"),
  ]

  static let pairs: [Case] = SyncSession.State.allCases.flatMap { state in
    events.map { event in
      table.first { $0.state == state && $0.event == event }
        ?? Case(state: state, event: event, next: state, actions: "")
    }
  }

  @Test(arguments: pairs) func everyPairIsDefined(pair: Case) throws {
    var session = Self.session(in: pair.state)
    #expect(session.state == pair.state)
    let actions = session.handle(try Self.event(pair.event), now: 50, random: 0)
    #expect(session.state == pair.next)
    #expect(names(actions) == pair.actions)
    if pair.event == "edit" { #expect(session.own[Self.here] == 6) }
  }

  @Test func theTableHasNoPairTwice() {
    #expect(Set(Self.table.map(\.testDescription)).count == Self.table.count)
    #expect(Self.pairs.count == 6 * 16)
  }

  @Test func aWholeRound() throws {
    var other = try TestWriter(3)
    let (first, second) = (try other.run(3), try other.run(2))
    var session = SyncSession(own: vector((Self.here, 2)), pace: Self.pace)
    func step(_ event: SyncEvent) -> String { names(session.handle(event, now: 0, random: 0)) }
    #expect(step(.timer) == "exchange")
    #expect(step(.hubVector(vector((other.replica, 3)))) == "")
    #expect(step(.runs(first)) == "apply")
    #expect(step(.runs(second)) == "apply")
    #expect(step(.applied(vector((Self.here, 2), (other.replica, 3)), hasGap: false)) == "")
    #expect(step(.answerEnded(more: false)) == "")
    let actions = session.handle(
      .applied(vector((Self.here, 2), (other.replica, 5)), hasGap: false), now: 0, random: 0)
    // The hub's vector said 3, but it sent 5: only our own two changes are pushed.
    guard case .push(let from)? = actions.first else {
      Issue.record("no push: \(names(actions))")
      return
    }
    #expect(from == vector((other.replica, 5)))
    #expect(step(.pushAnswered(vector((Self.here, 2), (other.replica, 5)))) == "in-step sleep")
    #expect(session.hub == nil)
  }

  @Test func moreGoesOnWhileItAdvances() {
    var session = SyncSession(own: vector((Self.here, 1)), pace: Self.pace)
    func step(_ event: SyncEvent) -> String { names(session.handle(event, now: 0, random: 0)) }
    let ahead = vector((Self.here, 1), (Self.hub, 9))
    _ = step(.timer)
    _ = step(.hubVector(ahead))
    _ = step(.applied(vector((Self.here, 1), (Self.hub, 4)), hasGap: false))
    #expect(step(.answerEnded(more: true)) == "exchange")
    _ = step(.hubVector(ahead))
    #expect(step(.answerEnded(more: true)) == "no-progress sleep")
    #expect(session.state == .idle)
  }

  @Test func gapsAreReported() throws {
    var writer = try TestWriter(4)
    var session = SyncSession(own: VersionVector(), pace: Self.pace)
    func step(_ event: SyncEvent) -> String { names(session.handle(event, now: 0, random: 0)) }
    _ = step(.timer)
    _ = step(.hubVector(vector((writer.replica, 1))))
    _ = step(.runs(try writer.run()))
    _ = step(.applied(VersionVector(), hasGap: true))
    #expect(step(.answerEnded(more: false)) == "gap sleep")
  }

  @Test func pushesGoOnWhileTheHubAdvances() {
    var session = Self.session(in: .pushing)
    func step(_ event: SyncEvent) -> String { names(session.handle(event, now: 0, random: 0)) }
    #expect(step(.pushAnswered(vector((Self.here, 4)))) == "push")
    #expect(step(.pushAnswered(vector((Self.here, 4)))) == "no-progress sleep")

    session = Self.session(in: .pushing)
    #expect(step(.localEdit(vector((Self.here, 6)))) == "")
    #expect(step(.pushAnswered(vector((Self.here, 5)))) == "push")
    #expect(step(.pushAnswered(vector((Self.here, 6)))) == "in-step sleep")

    session = Self.session(in: .pushing)
    #expect(step(.pushAnswered(vector((Self.here, 5), (Self.hub, 1)))) == "exchange")
  }

  @Test func aHubThatClaimsEverMoreIsLeft() {
    var session = Self.session(in: .pushing)
    func step(_ event: SyncEvent) -> String { names(session.handle(event, now: 0, random: 0)) }
    #expect(step(.pushAnswered(vector((Self.here, 3), (Self.hub, 1)))) == "no-progress sleep")

    session = Self.session(in: .pushing)
    #expect(step(.pushAnswered(vector((Self.here, 5), (Self.hub, 1)))) == "exchange")
    _ = step(.hubVector(vector((Self.here, 3))))
    #expect(step(.answerEnded(more: false)) == "push")
    #expect(step(.pushAnswered(vector((Self.here, 5), (Self.hub, 2)))) == "no-progress sleep")
    // With more to give it is asked again.
    _ = step(.localEdit(vector((Self.here, 6))))
    _ = step(.hubVector(vector((Self.here, 5), (Self.hub, 2))))
    #expect(step(.answerEnded(more: false)) == "push")
    #expect(step(.pushAnswered(vector((Self.here, 6), (Self.hub, 2)))) == "exchange")
  }

  @Test func aRestoredHubGetsEverything() {
    let confirmed = vector((Self.here, 4), (Self.hub, 7))
    var session = SyncSession(
      own: vector((Self.here, 5), (Self.hub, 7)), confirmed: confirmed, pace: Self.pace)
    _ = session.handle(.timer, now: 0, random: 0)
    let stands = vector((Self.here, 1), (Self.hub, 6))
    let told = session.handle(.hubVector(stands), now: 0, random: 0)
    guard case .report(let news)? = told.first else {
      Issue.record("nothing told")
      return
    }
    #expect(news == .hubRestored(hub: stands, confirmed: confirmed))
    let actions = session.handle(.answerEnded(more: false), now: 0, random: 0)
    guard case .push(let from)? = actions.first else {
      Issue.record("no push")
      return
    }
    #expect(from == stands)
  }

  @Test func delaysGrowAndSuccessClearsThem() {
    var session = SyncSession(own: vector((Self.here, 1)), pace: Self.pace)
    func fails(_ now: UInt64) -> UInt64? {
      for case .sleep(let until) in session.handle(.connectionFailed, now: now, random: 0) {
        return until - now
      }
      return nil
    }
    var delays: [UInt64?] = []
    for _ in 0..<5 {
      _ = session.handle(.timer, now: 0, random: 0)
      delays.append(fails(1_000))
    }
    #expect(delays == [50, 100, 200, 400, 500])
    #expect(session.failures == 5)
    #expect(session.handle(.localEdit(vector((Self.here, 2))), now: 0, random: 0).isEmpty)
    _ = session.handle(.timer, now: 0, random: 0)
    _ = session.handle(.hubVector(vector((Self.here, 2))), now: 0, random: 0)
    _ = session.handle(.answerEnded(more: false), now: 0, random: 0)
    #expect(session.failures == 0)
    #expect(session.state == .idle)
    _ = session.handle(.timer, now: 0, random: 0)
    #expect(fails(0) == 50)
  }

  @Test func aPushThatAlwaysBreaksBacksOff() {
    var session = SyncSession(
      own: vector((Self.here, 5)), confirmed: vector((Self.here, 3)), pace: Self.pace)
    var delays: [UInt64] = []
    for round in 0..<5 as Range<UInt64> {
      // The fourth push brought something before it broke: the count begins again.
      let held: UInt64 = round == 3 ? 4 : round < 3 ? 3 : 4
      _ = session.handle(.timer, now: 0, random: 0)
      _ = session.handle(.hubVector(vector((Self.here, held))), now: 0, random: 0)
      #expect(names(session.handle(.answerEnded(more: false), now: 0, random: 0)) == "push")
      for case .sleep(let until) in session.handle(.connectionFailed, now: 0, random: 0) {
        delays.append(until)
      }
    }
    #expect(delays == [50, 100, 200, 50, 100])
  }

  @Test func whatWasRefusedForGoodIsNotOfferedAgain() {
    let frozen = ReplicaID(high: 7, low: 7)
    var session = SyncSession(own: vector((Self.here, 5), (frozen, 3)), pace: Self.pace)
    session.setAside = vector((frozen, 3))
    _ = session.handle(.timer, now: 0, random: 0)
    _ = session.handle(.hubVector(vector((Self.here, 5), (frozen, 1))), now: 0, random: 0)
    #expect(
      names(session.handle(.answerEnded(more: false), now: 0, random: 0)) == "in-step sleep")
    _ = session.handle(.localEdit(vector((Self.here, 6))), now: 0, random: 0)
    _ = session.handle(.hubVector(vector((Self.here, 5), (frozen, 1))), now: 0, random: 0)
    let actions = session.handle(.answerEnded(more: false), now: 0, random: 0)
    guard case .push(let from)? = actions.first else {
      Issue.record("no push: \(names(actions))")
      return
    }
    #expect(from == vector((Self.here, 5), (frozen, 3)))
  }

  @Test func retryAfterIsKept() {
    var session = Self.session(in: .exchanging)
    let actions = session.handle(
      .refused(.busy(retryAfterMilliseconds: 5_000)), now: 1_000, random: 3)
    guard case .sleep(let until)? = actions.last else {
      Issue.record("no sleep")
      return
    }
    #expect((6_000...6_050).contains(until))
  }

  @Test func aHeldExchangeGivesWay() {
    var pace = Self.pace
    pace.holdsExchange = true
    var session = SyncSession(own: vector((Self.here, 1)), pace: pace)
    func step(_ event: SyncEvent, _ now: UInt64) -> String {
      names(session.handle(event, now: now, random: 0))
    }
    let same = vector((Self.here, 1))
    #expect(step(.timer, 0) == "exchange")
    #expect(step(.hubVector(same), 1) == "")
    #expect(step(.answerEnded(more: false), 2) == "in-step hold")
    #expect(step(.localEdit(vector((Self.here, 2))), 500) == "cancel exchange")
    #expect(step(.hubVector(same), 501) == "")
    #expect(step(.answerEnded(more: false), 502) == "push")
    #expect(step(.pushAnswered(vector((Self.here, 2))), 503) == "in-step hold")
    // Held for its time, answered with nothing new: held again.
    #expect(step(.hubVector(vector((Self.here, 2))), 30_503) == "")
    #expect(step(.answerEnded(more: false), 30_504) == "in-step hold")
    // Answered at once with nothing new: this hub does not hold.
    #expect(step(.hubVector(vector((Self.here, 2))), 30_505) == "")
    #expect(step(.answerEnded(more: false), 30_506) == "in-step sleep")
  }

  @Test func aRoundRemembersNothingOfTheHub() {
    for state in SyncSession.State.allCases {
      for event in Self.events {
        var session = Self.session(in: state)
        guard let event = try? Self.event(event) else { continue }
        _ = session.handle(event, now: 0, random: 0)
        switch session.state {
        case .idle, .exchanging, .backingOff, .frozen: #expect(session.hub == nil)
        case .pulling, .pushing: #expect(session.hub != nil)
        }
      }
    }
  }
}
