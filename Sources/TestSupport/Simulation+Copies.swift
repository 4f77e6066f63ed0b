// Guarantees: what becomes of a directory that was copied and of a disk that went back in time: two
// histories under one identity are found out at the next exchange, the copy gets an identity of its
// own, and nothing that anybody typed is lost.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import Wire

extension Simulation {
  /// Whether the hub's disk may go back to an image: nobody began from a snapshot made since, and
  /// nobody is between two histories, which only the hub can tell apart.
  func mayGoBack(to vectors: [String: VersionVector]) throws -> Bool {
    offices.dropFirst().allSatisfy { office in
      office.bases.allSatisfy { vectors[$0.key]?.covers($0.value) ?? false }
    }
  }
}
