// A hub's server on a port of its own for the length of a test, and offices that join it over HTTP.

import Catalogue
import Causality
import Foundation
import LMDB
import LedgerStore
import Logging
import SyncHTTP
import TestSupport
import Testing
import Wire

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A city whose hub serves over HTTP.
///
/// `@unchecked Sendable`: its test alone uses it, one statement after another.
final class LiveHub: @unchecked Sendable {
  let city: TestCity
  let hub: Store
  let address: ListenAddress
  private let serving: Task<Void, any Error>

  /// - Parameters:
  ///   - limits: what the hub takes.
  ///   - city: nil makes one.
  ///   - hub: nil serves the city's hub; another store stands in for it.
  ///   - wall: nil for the city's clock.
  init(
    ledgers: [String] = ["411702"], limits: HubLimits = .default, city: TestCity? = nil,
    hub: Store? = nil, tls: TLSFiles? = nil, port: Int = 0,
    wall: (@Sendable () -> UInt64)? = nil
  ) async throws {
    let city = try city ?? TestCity(ledgers: ledgers)
    let hub = hub ?? city.hub
    self.hub = hub
    let clock = city.clock
    let server = try HubServer(
      store: hub,
      configuration: HubConfiguration(
        address: ListenAddress(host: "127.0.0.1", port: port), tls: tls, limits: limits,
        language: .en, wallMilliseconds: wall ?? clock.reading),
      logger: silent)
    let (ready, announce) = AsyncStream.makeStream(of: ListenAddress.self)
    serving = Task {
      defer { announce.finish() }
      try await server.run { address in announce.yield(address) }
    }
    var bound: ListenAddress?
    for await address in ready {
      bound = address
      break
    }
    self.city = city
    address = try #require(bound)
  }

  var url: String { address.url }

  func stop() async {
    serving.cancel()
    _ = try? await serving.value
  }

  func options(_ change: (inout AgentOptions) -> Void = { _ in }) -> AgentOptions {
    var options = AgentOptions(
      language: .en, connectTimeoutSeconds: 5, idleTimeoutSeconds: 20,
      wallMilliseconds: city.clock.reading)
    change(&options)
    return options
  }

  func invite(_ ledger: String = "411702", role: Role = .county) throws -> Invitation {
    try Hub.invite(hub, ledger: ledger, role: role, url: url, wallMilliseconds: city.clock.reading)
  }

  /// A store that has joined over HTTP.
  func office(
    _ name: String, ledgers: [String] = ["411702"], role: Role = .county, at url: String? = nil
  ) async throws -> Store {
    let store = try city.stranger(name, role: role, ledgers: [])
    for ledger in ledgers {
      _ = try await Agent.join(
        store, url: url ?? self.url, token: try invite(ledger, role: role).token,
        options: options(), logger: silent)
    }
    return store
  }

  func agent(_ store: Store, _ change: (inout AgentOptions) -> Void = { _ in }) -> Agent {
    Agent(store: store, options: options(change), logger: silent)
  }

  /// One sync of the county's ledger.
  @discardableResult
  func sync(_ store: Store, _ change: (inout AgentOptions) -> Void = { _ in }) async throws
    -> SyncReport
  {
    try #require(try await agent(store, change).sync(ledger: "411702").first)
  }

  /// Stops, then checks that every store is sound.
  func finish(_ stores: Store...) async throws {
    await stop()
    for store in stores + [hub] {
      let report = try store.check(deep: true)
      #expect(report.isOK, "\(store.identity.office): \(report.problems)")
    }
  }
}

extension Store {
  func vector() throws -> VersionVector { try vector("411702") }

  /// Commits `count` changes of one new work each.
  func addWorks(_ count: Int, ledger: String = "411702", note: String = "") throws {
    for number in 0..<count {
      let id = newRecordID()
      try edit(
        ledger,
        [
          Guest.write(id, Guest.Field.name, .text("work \(number) of \(identity.office)")),
          Guest.write(id, Guest.Field.note, .text(note)),
        ])
    }
  }

  /// Commits one large change set: `count` changes of about `bytes` incompressible bytes.
  func addBulk(_ count: Int, bytes: Int, ledger: String = "411702") throws {
    var random = SystemRandomNumberGenerator()
    var drafts: [Draft] = []
    for _ in 0..<count {
      let noise = (0..<bytes / 8).flatMap { _ in
        withUnsafeBytes(of: random.next() as UInt64) { Array($0) }
      }
      drafts.append(
        Draft(
          author: "editor",
          operations: [Guest.write(newRecordID(), Guest.Field.photo, .bytes(noise))]))
    }
    _ = try commit(ledger, drafts)
  }

  func canonicalBytes(_ ledger: String = "411702") throws -> [UInt8] {
    var bytes: [UInt8] = []
    try canonicalDump(ledger: ledger) { bytes += $0 }
    return bytes
  }
}

/// Whether stores hold the same, byte for byte.
func expectConverged(_ stores: Store..., ledger: String = "411702") throws {
  for store in stores.dropFirst() {
    #expect(try store.vector(ledger) == stores[0].vector(ledger))
    #expect(
      try store.canonicalBytes(ledger) == stores[0].canonicalBytes(ledger),
      "\(store.identity.office)")
  }
}

/// The `HubError` that a body throws.
func hubError(_ body: () async throws -> Void) async -> HubError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? HubError
  }
}

/// A copy of a store's directory under the same identity: a cloned disk, a raw restore.
struct TwinStore {
  let store: Store
  private let directory = TemporaryDirectory("twin")

  init(of original: Store) throws {
    try FileManager.default.copyItem(atPath: original.path, toPath: directory.path("store"))
    var options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none)
    // A copy that the store itself does not notice: the hub has to.
    options.livesAnywhere = true
    store = try Store.open(at: directory.path("store"), schema: Guest.schema, options: options)
  }
}

/// Whether a condition comes true within so many seconds.
func eventually(
  seconds: Int = 15, _ condition: () throws -> Bool
) async throws -> Bool {
  for _ in 0..<seconds * 20 {
    if try condition() { return true }
    try await Task.sleep(for: .milliseconds(50))
  }
  return false
}
