// What happens to a store now and then: a snapshot taken, a member revoked, a store made.

import Causality
import Foundation
import LedgerStore
import TestSupport
import Wire

/// Takes the ledger from one snapshot over and over, with edits in between.
struct Bootstraps {
  private var task: Task
  private let store: Store

  init(_ task: Task) throws {
    self.task = task
    store = try task.open()
  }

  mutating func run() throws {
    while true {
      _ = try store.bootstrap(task.ledger, from: task.material)
      say("B")
      for _ in 0..<task.random.below(3) { try Edits.commit(store, &task) }
    }
  }
}

/// Takes the ledger from a snapshot once, telling how far it is, and compacts it.
struct Arrival {
  private let task: Task
  private let store: Store

  init(_ task: Task) throws {
    self.task = task
    store = try task.open()
  }

  func run() throws {
    _ = try store.bootstrap(task.ledger, from: task.material) { done, _ in say("P \(done)") }
    say("B")
    _ = try store.compact(task.ledger, requireBackup: false)
  }
}

/// A hub commits, hears that a member has everything, and compacts, over and over.
struct Compactions {
  private var task: Task
  private let store: Store
  private let member: ReplicaID

  init(_ task: Task) throws {
    self.task = task
    store = try task.open()
    guard let member = ReplicaID(task.material) else { exit(64) }
    self.member = member
  }

  mutating func run() throws {
    while true {
      for _ in 0...task.random.below(3) { try Edits.commit(store, &task) }
      try store.noteAcknowledged(member, ledger: task.ledger, try store.vector(task.ledger))
      _ = try store.compact(task.ledger, requireBackup: false)
      say("K")
    }
  }
}

/// A hub changes its mind about a member over and over: each time its changes are void or count.
struct Members {
  private let store: Store
  private let ledger: String
  private let replica: ReplicaID

  init(_ task: Task) throws {
    store = try task.open()
    ledger = task.ledger
    guard let replica = ReplicaID(task.material) else { exit(64) }
    self.replica = replica
  }

  func run() throws {
    while true {
      let isRevoked = try store.members().first { $0.replica == replica }?.isRevoked ?? false
      if isRevoked {
        try store.reinstate(replica)
        say("W")
      } else {
        try store.revoke(replica, after: [ledger: CrashRecord.lastThatCounts])
        say("V")
      }
    }
  }
}

/// Makes stores, one after the other, counties and hubs.
struct Creations {
  private let task: Task

  init(_ task: Task) { self.task = task }

  func run() throws {
    var number = 0
    while FileManager.default.fileExists(atPath: "\(task.path)/\(number)") { number += 1 }
    while true {
      let store = try Store.create(
        at: "\(task.path)/\(number)", ledgers: [task.ledger], office: "office \(number)",
        role: number.isMultiple(of: 2) ? .hub : .county, schema: Guest.schema,
        options: StoreOptions(mapSizeBytes: 256 << 20))
      guard try store.holds(task.ledger) else { exit(3) }
      say("M \(number)")
      number += 1
    }
  }
}
