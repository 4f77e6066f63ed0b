// Guarantees: bundle files go from hand to hand, some cut, some damaged, some sealed to one office,
// in any order and more than once; what becomes of each is worked out from its bytes and the
// reference before a store sees it.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import Wire

/// A bundle as its writer made it.
struct PackedBundle {
  let ledger: String
  let writer: ReplicaID
  let recipient: ReplicaID?
  let bytes: [UInt8]
}

/// What can be read of a bundle file up to where it breaks off.
private struct BundleParts {
  var header: BundleHeader?
  var sections: [(ledger: String, runs: [Run])] = []
  var isWhole = false
}

extension Simulation {
  /// Somebody writes a bundle: of everything, of what somebody lacked some time ago, or of what
  /// begins somewhere; now and then for one reader only.
  func pack(at office: SimulatedOffice, _ ledger: String) throws {
    if random.chance(10) { return try packStranger(ledger) }
    let holders = offices.filter { $0.ledgers.contains(ledger) }
    var request = BundleRequest(ledger: random.chance(8) ? Store.memberLedger : ledger)
    if random.chance(50), let other = random.pick(holders) {
      request.from = other.vectors[request.ledger] ?? VersionVector()
      if random.chance(50) { request.memberFrom = memberVector(other) }
    } else if random.chance(40) {
      for entry in office.vectors[request.ledger]?.entries ?? [] {
        request.from[entry.replica] = UInt64(random.below(Int(entry.seq) + 1))
      }
    }
    if random.chance(20), let reader = random.pick(holders) {
      let replica = try reader.replica
      request.recipient = try office.store.members().first { $0.replica == replica }
    }
    let path = newPath() + ".tzb"
    let made = try office.store.createBundle(at: path, request)
    try checkSections(of: made, request, office)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    try require(bytes.count == made.bytes, "bundles", "\(bytes.count) bytes, not \(made.bytes)")
    try? FileManager.default.removeItem(atPath: path)
    if bundles.count > 6 { bundles.remove(at: random.below(bundles.count)) }
    bundles.append(
      PackedBundle(
        ledger: request.ledger, writer: try office.replica,
        recipient: request.recipient?.replica, bytes: bytes))
    summary.bundlesMade += 1
    trace("packed \(office.index) \(made.changes.values.reduce(0, +))")
  }

  /// Somebody whom no hub has listed writes a bundle too.
  private func packStranger(_ ledger: String) throws {
    var options = TestCity.options(time.reading, &random)
    options.mapSizeBytes = 8 << 20
    let place = newPath()
    let stranger = try Store.create(
      at: place, ledgers: [ledger], office: "stranger", role: .county, schema: Guest.governed,
      options: options)
    _ = try stranger.commit(
      ledger, [Draft(author: "stranger", operations: [Guest.add(workID(0), "tag 9")])])
    let path = newPath() + ".tzb"
    _ = try stranger.createBundle(at: path, BundleRequest(ledger: ledger))
    bundles.append(
      PackedBundle(
        ledger: ledger, writer: stranger.identity.replica, recipient: nil,
        bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))))
    try? FileManager.default.removeItem(atPath: path)
    summary.bundlesMade += 1
  }

  private func checkSections(
    of made: BundleSummary, _ request: BundleRequest, _ office: SimulatedOffice
  ) throws {
    for section in made.header.sections {
      let asked = section.ledger == request.ledger ? request.from : request.memberFrom
      let to = office.vectors[section.ledger] ?? VersionVector()
      let from = asked.merging(office.bases[section.ledger] ?? VersionVector()).common(with: to)
      try require(
        section.from == from && section.to == to
          && UInt64(made.changes[section.ledger] ?? 0) == to.changeCount(beyond: from), "bundles",
        "\(office.name) packs \(made.changes) from [\(section.from)] to [\(section.to)]")
    }
  }

  /// Somebody finds a bundle, whole or not, and applies it.
  func unpack(at office: SimulatedOffice) throws {
    guard let packed = random.pick(bundles), try holds(packed, office) else { return }
    var bytes = packed.bytes
    let isFlipped = random.chance(10)
    if isFlipped { bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8)) }
    if random.chance(20) { bytes = Array(bytes.prefix(random.below(bytes.count))) }
    let isCut = bytes.count < packed.bytes.count
    let path = newPath() + ".tzb"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let parts = try read(bytes, by: office)
    summary.bundles += 1
    if isCut { summary.bundlesCut += 1 }
    trace("bundle \(office.index) \(bytes.count)")
    do {
      let report = try office.store.applyBundle(from: path)
      try require(
        !isFlipped || isCut || !parts.isWhole, "9 verified before applied",
        "\(office.name) takes a damaged bundle")
      try expect(report, parts, packed, office)
    } catch let error as StoreError where error.code == .badBundle {
      summary.bundlesDamaged += 1
      try require(
        isFlipped || isCut && parts.header == nil, "bundles",
        "\(office.name) does not take a sound bundle: \(error)")
    } catch let error as StoreError where error.code == .sealedBundle {
      summary.bundlesSealed += 1
      try require(
        try packed.recipient != office.replica, "bundles",
        "\(office.name) cannot open what is sealed to it")
    } catch let error as StoreError where error.code == .strangerBundle {
      summary.bundlesStrange += 1
      try expectStranger(parts, packed, office)
    }
    for ledger in office.allLedgers { try expectVector(office, ledger, "5 atomicity") }
  }

  /// Whether the office may apply it at all; a bundle of a ledger that it has not is refused whole.
  private func holds(_ packed: PackedBundle, _ office: SimulatedOffice) throws -> Bool {
    if office.allLedgers.contains(packed.ledger) { return true }
    let path = newPath() + ".tzb"
    try Data(packed.bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try office.store.applyBundle(from: path)
      throw failure("bundles", "\(office.name) takes a bundle of \(packed.ledger)")
    } catch let error as StoreError where [.noSuchLedger, .sealedBundle].contains(error.code) {
      for ledger in office.allLedgers { try expectVector(office, ledger, "5 atomicity") }
    }
    return false
  }

  /// What a reader makes of the bytes, and what must come of it.
  private func expect(
    _ report: BundleApplyReport, _ parts: BundleParts, _ packed: PackedBundle,
    _ office: SimulatedOffice
  ) throws {
    try require(
      (report.state == .whole) == parts.isWhole, "bundles",
      "\(office.name) finds a bundle \(report.state)")
    try require(
      report.ledgers.map(\.ledger) == parts.sections.map(\.ledger), "bundles",
      "\(office.name) reads other sections: \(report.ledgers.map(\.ledger))")
    for (section, told) in zip(parts.sections, report.ledgers) {
      if section.runs.isEmpty { continue }
      let expected = try expect(section.runs, of: section.ledger, at: office)
      office.vectors[section.ledger] = expected.vector
      try compare(told.report, expected, office, section.ledger)
    }
    guard parts.isWhole, office.index == 0, try packed.writer != office.replica else { return }
    for section in parts.header?.sections ?? [] {
      noteHeard(packed.writer, section.ledger, section.to)
    }
  }

  /// A stranger's bundle brings the member list, which its hub signed, and nothing else.
  private func expectStranger(
    _ parts: BundleParts, _ packed: PackedBundle, _ office: SimulatedOffice
  ) throws {
    for section in parts.sections where section.ledger == Store.memberLedger {
      office.vectors[section.ledger] = try expect(
        section.runs, of: section.ledger, at: office
      ).vector
    }
    let isKnown = try pinnedRole(packed.writer, at: office) != nil
    try require(
      !isKnown && members.member(packed.writer, asOf: memberVector(office)) == nil, "bundles",
      "\(office.name) does not know \(packed.writer)")
    let change = parts.sections.first { $0.ledger != Store.memberLedger }?.runs.first?.changes.first
    let refusals = try office.store.read { snapshot throws(StoreError) in
      try snapshot.refusals(packed.ledger)
    }
    try require(
      refusals.contains { $0.dot == change?.header.dot }, "10 refusals are recorded",
      "\(office.name) keeps nothing of a stranger's bundle")
  }

  /// Reads as far as the bytes go.
  private func read(_ bytes: [UInt8], by office: SimulatedOffice) throws -> BundleParts {
    var reader = BundleReader(key: try SealKey(try signingKey(of: office)))
    reader.feed(bytes)
    var parts = BundleParts()
    while let item = try? reader.next() {
      switch item {
      case .header(let header): parts.header = header
      case .section(let ledger): parts.sections.append((ledger, []))
      case .run(let run): parts.sections[parts.sections.count - 1].runs.append(run)
      default: break
      }
    }
    parts.isWhole = (try? reader.requireFinished()) != nil
    return parts
  }

  /// The key that the office's file holds: the last of its lines.
  func signingKey(of office: SimulatedOffice) throws -> SigningKey {
    _ = try office.store
    let text = try String(contentsOfFile: office.path + "/identity.key", encoding: .utf8)
    let digits = text.split(separator: "\n").last.map { Array($0.utf8) } ?? []
    let seed = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
    return try SigningKey(seed: seed)
  }
}
