// Guarantees: what people must hear of, because no program can settle it, is kept until they say
// that they have dealt with it; the same finding is kept once.
//
//   alarm: code | 0 | ledger | 0 | dot 18 B | hash there 16 B ->
//          format 1 | flags | time 8 B | hash here 16 B | witness dot 18 B | witness ledger, UTF-8
//          flags: bit 0 dismissed

public import Causality
internal import LMDB
public import Wire

/// Something found out about histories that differ.
public struct Alarm: Sendable, Hashable {
  /// The raw value is the catalogue key after `alarm.` and the JSON code.
  public enum Code: String, Sendable, CaseIterable {
    /// Somebody holds another change under a dot that is held here.
    case divergentHistory = "divergent-history"
    /// The hub signed a checkpoint of this very vector with other heads.
    case divergentCheckpoint = "divergent-checkpoint"
  }

  /// What was found out.
  public let code: Code
  /// When it was found, milliseconds since 1970.
  public let milliseconds: UInt64
  /// The ledger of ``dot``.
  public let ledger: String
  /// The change that differs; of a checkpoint, the hub and the time of its receipt.
  public let dot: Dot
  /// The hash of what is held here, and of what was held there.
  public let here: DigestPrefix
  /// What the other side was found to hold there; the same length as ``here``.
  public let there: DigestPrefix
  /// The change that told of it; nil for a checkpoint.
  public let witness: Dot?
  /// The ledger of the witness.
  public let witnessLedger: String

  /// A finding; whether it is kept already is for the store to tell.
  public init(
    code: Code, milliseconds: UInt64, ledger: String, dot: Dot, here: DigestPrefix,
    there: DigestPrefix, witness: Dot? = nil, witnessLedger: String = ""
  ) {
    self.code = code
    self.milliseconds = milliseconds
    self.ledger = ledger
    self.dot = dot
    self.here = here
    self.there = there
    self.witness = witness
    self.witnessLedger = witnessLedger
  }

  fileprivate var key: [UInt8] {
    var key = Array(code.rawValue.utf8) + [0] + Array(ledger.utf8) + [0]
    dot.replica.appendBytes(to: &key)
    key.appendBigEndian(dot.seq)
    key.appendBigEndian(there.high)
    key.appendBigEndian(there.low)
    return key
  }

  fileprivate func encoded(isDismissed: Bool) -> [UInt8] {
    var value: [UInt8] = [1, isDismissed ? 1 : 0]
    value.appendBigEndian(milliseconds)
    value.appendBigEndian(here.high)
    value.appendBigEndian(here.low)
    let witness = witness ?? Dot(replica: ReplicaID(high: 0, low: 0), seq: 0)
    witness.replica.appendBytes(to: &value)
    value.appendBigEndian(witness.seq)
    return value + Array(witnessLedger.utf8)
  }

  static func isDismissed(_ value: UnsafeRawBufferPointer) -> Bool { value[1] & 1 != 0 }

  init?(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    let parts = key.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].count == 34, value.count >= 44, value[0] == 1,
      let code = Code(rawValue: String(decoding: parts[0], as: UTF8.self)),
      let replica = RecordReader.replica(key, parts[2].startIndex),
      let witness = RecordReader.replica(value, 26)
    else { return nil }
    func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
      bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
    }
    let at = parts[2].startIndex
    let witnessDot = Dot(replica: witness, seq: word(value, 36))
    self.init(
      code: code, milliseconds: word(value, 2), ledger: String(decoding: parts[1], as: UTF8.self),
      dot: Dot(replica: replica, seq: word(key, at + 10)),
      here: DigestPrefix(high: word(value, 10), low: word(value, 18)),
      there: DigestPrefix(high: word(key, at + 18), low: word(key, at + 26)),
      witness: witnessDot.seq == 0 ? nil : witnessDot,
      witnessLedger: String(decoding: value[44...], as: UTF8.self))
  }
}

extension Store {
  /// Keeps an alarm; one that is there already stays as it is. Durable on return.
  public func raise(_ alarm: Alarm) throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      try self.raise(alarm, in: &transaction)
    }
  }

  func raise(_ alarm: Alarm, in transaction: inout WriteTransaction) throws(StoreError) {
    let key = alarm.key
    let value = alarm.encoded(isDismissed: false)
    do throws(LMDBError) {
      guard try transaction.get(tables.alarm, key.span.bytes) == nil else { return }
      try putRow(tables.alarm, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Marks the alarms about a dot as dealt with. Durable on return.
  ///
  /// - Returns: how many were marked.
  public func dismissAlarms(about dot: Dot) throws(StoreError) -> Int {
    let alarms = try read { (snapshot) throws(StoreError) in try snapshot.alarms() }
      .filter { $0.dot == dot }
    try write { (transaction, _) throws(StoreError) in
      do throws(LMDBError) {
        for alarm in alarms {
          let (key, value) = (alarm.key, alarm.encoded(isDismissed: true))
          try self.putRow(self.tables.alarm, key, value, in: &transaction)
        }
      } catch {
        throw StoreError(error, at: self.place)
      }
    }
    return alarms.count
  }
}

extension Snapshot {
  /// The alarms that nobody has dismissed, by code, ledger and dot.
  public func alarms() throws(StoreError) -> [Alarm] {
    var alarms: [Alarm] = []
    try store.scan(store.tables.alarm, prefix: [], transaction) { (key, value) throws(StoreError) in
      guard let alarm = Alarm(key, value) else {
        throw StoreError(CorruptRecord(offset: 0), table: "alarm", key: Array(key))
      }
      if !Alarm.isDismissed(value) { alarms.append(alarm) }
      return true
    }
    return alarms
  }
}
