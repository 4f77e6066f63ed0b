// Verifies
// 1. A certificate of the hub's own is well formed (openssl reads names, use and dates) and serves.
// 2. Joining over TLS pins the certificate on the word of the hub that the token names; syncs go
//    on.
// 3. A new certificate that the hub vouches for is followed by itself; another hub's is refused,
//    and so is an older word than the one known. A hub that is itself a member of it follows as
//    well.
// 4. A certificate whose time is over is refused by hub and agent, each with a clear sentence.
// 5. https where http is served, and the other way round, is told as such.
// 6. A key that others can read, a key of another certificate, and files that are none are refused
//    at the start; so is a store that everyone can read.
// 7. Plain HTTP beyond this machine is refused; with a certificate it needs no permission.

import Causality
import Foundation
import Glibc
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

/// A certificate in files of its own.
struct TestCertificate {
  let files: TLSFiles
  private let directory = TemporaryDirectory("tls")

  init(
    hosts: [String] = ["localhost", "127.0.0.1"], days: Int = 30, now: UInt64, mode: mode_t = 0o600
  ) throws {
    let made = try SelfSignedCertificate(
      hosts: hosts, validSeconds: days * 86_400, nowMilliseconds: now)
    let (certificate, key) = (directory.path("cert.pem"), directory.path("key.pem"))
    try made.certificatePEM.write(toFile: certificate, atomically: true, encoding: .utf8)
    try made.keyPEM.write(toFile: key, atomically: true, encoding: .utf8)
    chmod(key, mode)
    files = TLSFiles(certificatePath: certificate, keyPath: key)
  }
}

@Suite struct TLSTests {
  @Test func openSSLReadsIt() throws {
    let certificate = try TestCertificate(
      hosts: ["hub.example.gov.cn", "10.0.0.5", "2001:db8::7"], days: 30_000,
      now: 1_704_067_200_000)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "x509", "-noout", "-text", "-in", certificate.files.certificatePath,
    ]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for part in [
      "Version: 3 (0x2)", "ecdsa-with-SHA256", "DNS:hub.example.gov.cn", "IP Address:10.0.0.5",
      "IP Address:2001:DB8:0:0:0:0:0:7", "Digital Signature", "TLS Web Server Authentication",
      "CA:FALSE", "Not Before: Dec 31 00:00:00 2023 GMT", "Not After : Feb 20 00:00:00 2106 GMT",
      "Subject: CN = hub.example.gov.cn",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
  }

  @Test(.timeLimit(.minutes(10))) func joiningPins() async throws {
    let city = try TestCity()
    let first = try TestCertificate(now: city.clock.now)
    let live = try await LiveHub(city: city, tls: first.files)
    #expect(live.url.hasPrefix("https://"))
    let east = try await live.office("east")
    try east.addWorks(3)
    try live.hub.addWorks(2)
    let report = try await live.sync(east)
    #expect(report.sent == 3)
    #expect(report.received == 2)
    #expect(report.requests == 2)
    #expect(try await live.sync(east).requests == 1)
    try expectConverged(live.hub, east)

    // A new certificate, the same hub: followed without anyone's help, and remembered.
    await live.stop()
    city.clock.advance(by: 60_000)
    let second = try TestCertificate(now: city.clock.now)
    let renewed = try await LiveHub(
      city: city, hub: live.hub, tls: second.files, port: live.address.port)
    #expect(await hubError { try await renewed.sync(east) } == nil)
    #expect(try await renewed.sync(east).requests == 1)
    await renewed.stop()

    // The older certificate with the word that was given for it then.
    let then = city.clock.now - 50_000
    let older = try await LiveHub(
      city: city, hub: live.hub, tls: first.files, port: live.address.port, wall: { then })
    let error = await hubError { try await older.sync(east) }
    #expect(error?.kind == .certificateChanged)
    #expect(error?.exitCode == 77)
    try await older.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func aHubBelowFollows() async throws {
    let city = try TestCity()
    let first = try TestCertificate(now: city.clock.now)
    let live = try await LiveHub(city: city, tls: first.files)
    let other = try TestCity(seed: 31)
    let below = other.hub
    _ = try await Agent.join(
      below, url: live.url, token: try live.invite(role: .city).token, options: live.options(),
      logger: silent)
    await live.stop()
    city.clock.advance(by: 60_000)
    let second = try TestCertificate(now: city.clock.now)
    let renewed = try await LiveHub(
      city: city, hub: live.hub, tls: second.files, port: live.address.port)
    #expect(await hubError { try await renewed.sync(below) } == nil)
    #expect(try await renewed.sync(below).requests == 1)
    try await renewed.finish(below)
    withExtendedLifetime((first, second, other)) {}
  }

  @Test(.timeLimit(.minutes(10))) func anotherHubInItsPlace() async throws {
    let city = try TestCity()
    let certificates = try (1...2).map { _ in try TestCertificate(now: city.clock.now) }
    defer { withExtendedLifetime(certificates) {} }
    let live = try await LiveHub(city: city, tls: certificates[0].files)
    let east = try await live.office("east")
    await live.stop()
    let stranger = try TestCity(seed: 77)
    let impostor = try await LiveHub(
      city: stranger, tls: certificates[1].files, port: live.address.port)
    #expect(await hubError { try await live.sync(east) }?.kind == .certificateChanged)
    // Nor does a token of the one lead to joining the other; the token is not told to it.
    let west = try city.stranger("west", ledgers: [])
    let token = try live.invite().token
    let joining = await hubError {
      _ = try await Agent.join(
        west, url: impostor.url, token: token, options: live.options(), logger: silent)
    }
    #expect(joining?.kind == .hubKeyChanged)
    #expect(Hub.refusedRequests(storePath: impostor.hub.path).isEmpty)
    await impostor.stop()
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func timeIsOver() async throws {
    let city = try TestCity()
    let certificate = try TestCertificate(days: 1, now: city.clock.now)
    let live = try await LiveHub(city: city, tls: certificate.files)
    let east = try await live.office("east")
    city.clock.advance(by: 3 * 86_400_000)
    let error = await hubError { try await live.sync(east) }
    #expect(error?.kind == .certificateExpired)
    #expect(error?.arguments.last == "2024-01-02T00:00:00.000Z")
    await live.stop()
    let starting = await hubError {
      _ = try await LiveHub(city: city, hub: live.hub, tls: certificate.files)
    }
    #expect(starting?.kind == .certificateExpired)
    #expect(starting?.exitCode == 77)
  }

  @Test(.timeLimit(.minutes(10))) func theOtherScheme() async throws {
    let city = try TestCity()
    let certificate = try TestCertificate(now: city.clock.now)
    defer { withExtendedLifetime(certificate) {} }
    let live = try await LiveHub(city: city, tls: certificate.files)
    let plain = try await LiveHub(city: city, hub: city.hub)
    func join(_ url: String) async throws -> HubError? {
      let store = try city.stranger("office", ledgers: [])
      let token = try live.invite().token
      return await hubError {
        _ = try await Agent.join(
          store, url: url, token: token, options: live.options(), logger: silent)
      }
    }
    let secure = try await join(plain.url.replacingOccurrences(of: "http:", with: "https:"))
    #expect(secure?.kind == .tlsFailed, "\(String(describing: secure))")
    #expect(secure?.exitCode == 69)
    let open = try await join(live.url.replacingOccurrences(of: "https:", with: "http:"))
    #expect([.broken, .notAHub].contains(open?.kind), "\(String(describing: open))")
    await plain.stop()
    await live.stop()
  }

  @Test func filesThatWillNotDo() async throws {
    let city = try TestCity()
    let now = city.clock.now
    func start(_ files: TLSFiles?, at host: String = "127.0.0.1") -> HubError? {
      do {
        _ = try HubServer(
          store: city.hub,
          configuration: HubConfiguration(
            address: ListenAddress(host: host, port: 0), tls: files,
            wallMilliseconds: city.clock.reading), logger: silent)
        return nil
      } catch {
        return error as? HubError
      }
    }
    let good = try TestCertificate(now: now)
    let other = try TestCertificate(now: now)
    let exposed = try TestCertificate(now: now, mode: 0o640)
    #expect(start(good.files) == nil)
    #expect(start(exposed.files) == HubError(.secretExposed, exposed.files.keyPath, "600"))
    let crossed = TLSFiles(
      certificatePath: good.files.certificatePath, keyPath: other.files.keyPath)
    #expect(start(crossed)?.kind == .badCertificate)
    let swapped = TLSFiles(certificatePath: good.files.keyPath, keyPath: good.files.keyPath)
    #expect(start(swapped)?.kind == .badCertificate)
    let missing = TLSFiles(certificatePath: "/nonexistent", keyPath: good.files.keyPath)
    #expect(start(missing)?.kind == .badCertificate)
    #expect(start(nil, at: "0.0.0.0")?.kind == .insecure)
    #expect(start(good.files, at: "0.0.0.0") == nil)
    chmod(city.hub.path, 0o755)
    #expect(start(nil)?.kind == .secretExposed)
    #expect(start(nil)?.exitCode == 78)
    chmod(city.hub.path, 0o700)
    #expect(start(nil) == nil)
  }
}
