// Guarantees: a renewal makes again what nobody else may take any more, and nothing that others
// have built upon: of every identity that the store wrote under and that has two histories, from
// where they part; and what it wrote since, under a later name, upon that.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// The first changes to make again in a ledger, at most one of each own identity; empty when all
  /// that was written here is taken.
  ///
  /// - Parameter forked: the own identities of which two histories are known, in whichever ledger.
  func cuts(
    _ ledger: String, _ forked: Set<ReplicaID>, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [Dot] {
    let heads = try heads(ledger, transaction)
    let confirmed = try confirmedByHub(ledger, transaction)
    var parted: [Dot] = []
    for replica in forked {
      guard let head = heads[replica] else { continue }
      // What the hub has not confirmed is taken nowhere under a name that wrote two histories.
      let unconfirmed = identity.role == .hub ? nil : confirmed[replica] + 1
      guard let seq = try fork(ledger, replica, transaction) ?? unconfirmed else { continue }
      let first = try firstToMakeAgain(Dot(replica: replica, seq: seq), ledger, transaction)
      if first <= head.seq { parted.append(Dot(replica: replica, seq: first)) }
    }
    var cuts = parted
    let own = try ownIdentities(transaction).map(\.replica)
    for replica in own {
      guard let head = heads[replica] else { continue }
      var dependent: UInt64?
      for cut in parted
      where cut.replica != replica && cut.replica != identity.replica
        && head.deps[cut.replica] >= cut.seq
      {
        let seq = try firstChange(of: head, replica, upon: cut, ledger, transaction)
        dependent = min(dependent ?? .max, seq)
      }
      guard let first = dependent else { continue }
      // Whoever has built upon it has it from the hub, which holds it as it is here.
      let isBuiltUpon = heads.contains {
        !own.contains($0.key) && $0.value.deps[replica] >= first
      }
      if isBuiltUpon { continue }
      if let index = cuts.firstIndex(where: { $0.replica == replica }) {
        cuts[index] = Dot(replica: replica, seq: min(first, cuts[index].seq))
      } else {
        cuts.append(Dot(replica: replica, seq: first))
      }
    }
    return cuts
  }

  /// The first change from `dot` on, of an own identity, that may be made again: what others here
  /// have built upon reached them, so somebody took it, and what the hub has confirmed is this
  /// history.
  func firstToMakeAgain(
    _ dot: Dot, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> UInt64 {
    let replica = dot.replica
    let heads = try heads(ledger, transaction)
    let confirmed = try confirmedByHub(ledger, transaction)
    // Who is known to hold another history of this store has built upon that.
    let other: UInt64 =
      identity.role == .hub ? .max : try divergence(of: replica, ledger, transaction)
    // What this store wrote since under another name, and the hub has not got, is made again as
    // well.
    var ours: Set<ReplicaID> = [replica]
    if replica != identity.replica {
      ours.insert(identity.replica)
      for own in try ownIdentities(transaction).map(\.replica) {
        if let head = heads[own], head.seq > confirmed[own] { ours.insert(own) }
      }
    }
    let built =
      heads.filter { !ours.contains($0.key) }.map { $0.value.deps[replica] }
      .filter { $0 < other }.max() ?? 0
    let base = try base(of: ledger, transaction).vector[replica]
    return max(dot.seq, built + 1, base + 1, confirmed[replica] + 1)
  }

  /// What of changes from elsewhere was made upon another history of this store than the one held
  /// here, and which of them tells it: of an office's present identity anything, since only it can
  /// make again what it lost; of its former ones while renewing would make something again; of a
  /// hub's names only what renewing would make again. Of what a hub gave up nothing: who took that
  /// goes over to what it holds.
  func otherOwn(
    _ changes: ArraySlice<DecodedChange>, _ ledger: String,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> (pin: Pin, witness: Dot)? {
    var own: Set<ReplicaID> = [identity.replica]
    let isHub = identity.role == .hub
    for former in try ownIdentities(transaction).map(\.replica) {
      if isHub, try peerValue(givenUpKey(ledger, former), transaction) != nil { continue }
      own.insert(former)
    }
    for change in changes {
      let header = change.header
      // What this store itself once built upon a history that it gave up since tells nothing new.
      let named = own.contains(header.dot.replica) ? [identity.replica] : own
      for (index, entry) in header.depsDelta.enumerated() where named.contains(entry.replica) {
        let pin = Pin(
          dot: Dot(replica: entry.replica, seq: entry.seq), hash: header.pin(ofDep: index))
        guard pin.hash != .none, let here = try hash(of: pin.dot, ledger, transaction),
          here.prefix != pin.hash
        else { continue }
        if !isHub, pin.dot.replica == identity.replica { return (pin, header.dot) }
        // Where others have built upon what a hub holds, one member's word against it is an alarm.
        let last =
          isHub ? pin.dot.seq : try heads(ledger, transaction)[pin.dot.replica]?.seq ?? 0
        if try firstToMakeAgain(pin.dot, ledger, transaction) <= last { return (pin, header.dot) }
      }
    }
    return nil
  }

  /// Notes where the history begins that a hub gave up under a name of its own:
  /// `given-up/LEDGER/REPLICA` -> hash 32 B.
  func noteGivenUp(
    _ hash: Digest, of replica: ReplicaID, _ ledger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setPeerValue(givenUpKey(ledger, replica), hash.bytes, in: &transaction)
  }

  private func givenUpKey(_ ledger: String, _ replica: ReplicaID) -> String {
    "given-up/\(ledger)/\(replica)"
  }

  /// Whether a change begins a history that this hub gave up: what it said is made again under
  /// another name, and the place is for the history that others hold.
  func isGivenUp(
    _ change: DecodedChange, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    guard identity.role == .hub else { return false }
    let key = givenUpKey(ledger, change.header.dot.replica)
    return try peerValue(key, transaction) == change.hash.bytes
  }

  /// The first change of a chain that had seen `dot`; its end has.
  private func firstChange(
    of head: Head, _ replica: ReplicaID, upon dot: Dot, _ ledger: String,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> UInt64 {
    var before = try base(of: ledger, transaction).vector[replica]
    var seen = head.seq
    while seen > before + 1 {
      let middle = before + (seen - before) / 2
      let deps = try deps(of: Dot(replica: replica, seq: middle), ledger, transaction)
      if let deps, deps[dot.replica] >= dot.seq { seen = middle } else { before = middle }
    }
    return seen
  }

  /// The first change of a replica that somebody is known to hold another history of; beyond all
  /// when nobody is.
  private func divergence(
    of replica: ReplicaID, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> UInt64 {
    var first = UInt64.max
    try scan(tables.alarm, prefix: [], transaction) { key, value in
      if let alarm = Alarm(key, value), alarm.code == .divergentHistory, alarm.ledger == ledger,
        alarm.dot.replica == replica
      {
        first = min(first, alarm.dot.seq)
      }
      return true
    }
    return first
  }
}
