// `bundle`: changes on a stick. The parts are `bundle create`, `apply`, `inspect` and `receipt`.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Wire

/// `taizhang bundle`.
struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "U 盘同步：打包、并入、查看、回执 · changes on a stick",
    subcommands: [
      BundleCreateCommand.self, BundleApplyCommand.self, BundleInspectCommand.self,
      BundleReceiptCommand.self,
    ])
}

/// The commands of this folder.
enum BundleCommands {
  static let all: [any ParsableCommand.Type] = [
    BundleCommand.self, CompactCommand.self, LedgersCommand.self,
  ]
}

extension FailureKind {
  static let bundleRange = FailureKind("bundle-range", .usage)
  static let sealNeedsMember = FailureKind("seal-needs-member", .usage)
  static let ledgerNotGranted = FailureKind("ledger-not-granted", .notPermitted)
}

extension Gap {
  /// `k3f9…#112–130`, the replica in full; of another ledger, that first.
  var changes: String {
    (ledger.map { $0 + " " } ?? "") + "\(replica)#\(from)" + (to > from ? "–\(to)" : "")
  }
}

extension JSONWriter {
  /// Receipts: how many, whose, and what their writer holds.
  mutating func members(of receipts: [Receipt]) {
    member("receipts", receipts.count)
    optionalMember("replica", receipts.first?.hub.description)
    key("ledgers")
    array { array in
      for receipt in receipts {
        array.object { object in
          object.member("ledger", receipt.ledger)
          object.key("vector")
          object.vector(receipt.vector)
        }
      }
    }
  }

  /// The sections of a bundle with what is in them.
  mutating func sections(_ header: BundleHeader, changes: [String: Int]) {
    key("sections")
    array { array in
      for section in header.sections {
        array.object { object in
          object.member("ledger", section.ledger)
          object.key("from")
          object.vector(section.from)
          object.key("to")
          object.vector(section.to)
          if let count = changes[section.ledger] { object.member("changes", count) }
        }
      }
    }
  }
}
