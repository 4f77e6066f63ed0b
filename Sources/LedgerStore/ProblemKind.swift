// Guarantees: whatever `check` and `verify` can find has one name, the same for programs, for the
// catalogue and for tests; the names are part of the JSON of both commands and never change.

extension Problem {
  /// What is wrong. The raw value is the catalogue key after `check.` and the JSON code.
  public enum Kind: String, Sendable, CaseIterable {
    // The file as LMDB keeps it.

    /// A page of the data file is not what the tree above it says, or lies beyond the file's end.
    case page

    // The log and its chains: what was entered.

    /// A change of the log cannot be read.
    case changeBytes = "change-bytes"
    /// A change stands under the key of another dot or ledger.
    case misplacedChange = "misplaced-change"
    /// A change does not name the hash of the one before it, or that one is not there.
    case brokenChain = "broken-chain"
    /// The last change of a replica is not signed, so that nothing proves the run it ends.
    case unsignedEnd = "unsigned-end"
    /// A signature is not of its author's key.
    case badSignature = "bad-signature"
    /// A change is cut to its header although no base holds what it made.
    case stubAboveBase = "stub-above-base"
    /// What a change had seen is noted otherwise than the chain gives it.
    case wrongDeps = "wrong-deps"
    /// A change is noted void that counts, or counted that is void.
    case wrongVoid = "wrong-void"
    /// The parts of a base are not what its digest names, or it cannot be read.
    case baseBytes = "base-bytes"

    // The heads: where each chain ends.

    /// A chain has no head.
    case missingHead = "missing-head"
    /// A head cannot be read, or says another end than the log's.
    case wrongHead = "wrong-head"
    /// A head of which the log holds no change.
    case headWithoutLog = "head-without-log"

    // The order of arrival.

    /// An entry of the order of arrival cannot be read.
    case arrivalBytes = "arrival-bytes"
    /// A change stands out of the turn of its replica.
    case arrivalOrder = "arrival-order"
    /// Log and order of arrival do not name one another.
    case arrivalMismatch = "arrival-mismatch"
    /// A change arrived before one that it had seen.
    case depsAfterChange = "deps-after-change"

    // What follows from the log, and can be made from it again.

    /// A record cannot be read.
    case recordBytes = "record-bytes"
    /// A table has an entry that the log does not give.
    case notDerivable = "not-derivable"
    /// A table lacks an entry that the log gives.
    case missingDerived = "missing-derived"
    /// An entry of a table is another than the log gives.
    case wrongDerived = "wrong-derived"

    // Local notes, by their checksums.

    /// A note with a checksum is gone.
    case missingNote = "missing-note"
    /// A note is not what was written.
    case wrongNote = "wrong-note"
    /// The note of where the own history of a ledger given up ended cannot be read.
    case leftNote = "left-note"

    // Two histories, and the proofs of them.

    /// Two contents under one dot: here, and as somebody else has seen it.
    case divergentHistory = "divergent-history"
    /// The hub signed a checkpoint of the very same vector with other heads.
    case divergentCheckpoint = "divergent-checkpoint"
    /// The own history that came back is not the one that was here before.
    case divergentPast = "divergent-past"
    /// A proof cannot be read, or is not of the change that it names.
    case proofBytes = "proof-bytes"
    /// A proof that no signature of its chain covers.
    case badProof = "bad-proof"
    /// The word by which one identity follows another is not signed as it must be.
    case badSuccession = "bad-succession"
    /// An alarm cannot be read.
    case alarmBytes = "alarm-bytes"

    // Attachments.

    /// An attachment is not what its hash says.
    case blobDamaged = "blob-damaged"

    /// A row of `table` that cannot be read; nil for a table whose rows no walk asks for.
    init?(unreadable table: String) {
      switch table {
      case "log": self = .changeBytes
      case "heads": self = .wrongHead
      case "arrival": self = .arrivalMismatch
      case "base", "baserecord": self = .baseBytes
      case "record": self = .recordBytes
      case "index.field", "touch", "conflict", "contested", "settled", "void": self = .wrongDerived
      default: return nil
      }
    }

    /// Whether what follows from the log can be made again in spite of it. Another head than the
    /// log's end may tell of a last change that is not what was written.
    var leavesLogWhole: Bool {
      switch self {
      case .changeBytes, .misplacedChange, .brokenChain, .stubAboveBase, .wrongDeps, .wrongHead,
        .baseBytes, .arrivalBytes, .arrivalOrder, .arrivalMismatch, .depsAfterChange:
        false
      default: true
      }
    }

    init(_ code: Alarm.Code) {
      switch code {
      case .divergentHistory: self = .divergentHistory
      case .divergentCheckpoint: self = .divergentCheckpoint
      }
    }
  }
}
