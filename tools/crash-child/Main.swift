// The process that CrashTests kill: does one kind of thing in turn, for ever, and says on its
// standard output what has been acknowledged, one line each, written before it goes on.
//
//   crash-child edits     STORE LEDGER BUNDLE SEED     commits, applies, rebuilds
//   crash-child bootstrap STORE LEDGER SNAPSHOT SEED   takes the ledger from a snapshot, commits
//   crash-child arrive    STORE LEDGER SNAPSHOT SEED   does so once, compacts and ends
//   crash-child compact   STORE LEDGER REPLICA SEED    a hub commits and compacts what a member has
//   crash-child members   STORE LEDGER REPLICA SEED    a hub revokes a member and reinstates it
//   crash-child create    DIRECTORY LEDGER - SEED      makes stores, one after the other
//
//   C seq          a commit returned; seq is the store's last
//   A replica seq  an apply returned; seq is the highest of the bundle's replica
//   R              the derived tables were rebuilt
//   B              the ledger stands as the snapshot has it, own edits on top
//   P bytes        so much of the snapshot is installed
//   K              the ledger was compacted
//   V / W          the member is revoked / reinstated
//   M number       the store of that number is there

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Wire

/// Writes a line at once: what was said before a kill was done before it.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  guard write(1, bytes, bytes.count) == bytes.count else { exit(2) }
}

/// What a child was asked for.
struct Task {
  let path: String
  let ledger: String
  /// A bundle, a snapshot or a replica.
  let material: String
  var random: SeededGenerator

  func open() throws -> Store {
    try Store.open(
      at: path, schema: Guest.schema, options: StoreOptions(mapSizeBytes: 256 << 20))
  }
}

@main
enum CrashChild {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, let seed = UInt64(arguments[5]) else { exit(64) }
    let task = Task(
      path: arguments[2], ledger: arguments[3], material: arguments[4],
      random: SeededGenerator(seed: seed))
    switch arguments[1] {
    case "edits":
      var edits = try Edits(task)
      try edits.run()
    case "bootstrap":
      var bootstraps = try Bootstraps(task)
      try bootstraps.run()
    case "arrive": try Arrival(task).run()
    case "compact":
      var compactions = try Compactions(task)
      try compactions.run()
    case "members": try Members(task).run()
    case "create": try Creations(task).run()
    default: exit(64)
    }
  }
}
