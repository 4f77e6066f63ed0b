// `hub certificate`: a key and a certificate of the hub's own, for TLS where no authority issues
// one.

internal import ArgumentParser
internal import Glibc
internal import LedgerStore
internal import SyncHTTP

struct HubCertificateCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "certificate", abstract: "自签证书 · a certificate of the hub's own for TLS",
    discussion: """
      成员信任它，因为汇总点自己的密钥为它作证；到期前换一张，成员自动跟上。
      Members trust it on the word of the hub's own key, and follow when it is replaced.
      """)

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("汇总点的域名或地址 · names or addresses of the hub", valueName: "host"))
  var host: [String] = []
  @Option(help: ArgumentHelp("有效天数 · days until it expires", valueName: "days"))
  var days = 825
  @Option(help: ArgumentHelp("存到哪个目录 · where to put both files", valueName: "directory"))
  var out: String?
  @Flag(help: "替换已有的 · replace what is there") var replace = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard (1...3_650).contains(days) else { throw CommandFailure(.badDays, String(days)) }
    guard !host.isEmpty else { throw CommandFailure(.certificateNeedsHost) }
    let store = try context.openStore(readOnly: true)
    try context.requireHub(store)
    let made = try SelfSignedCertificate(
      hosts: host, validSeconds: days * 86_400, nowMilliseconds: Surroundings.wallMilliseconds())
    let directory = out ?? context.storePath
    let (certificate, key) = (directory + "/tls-cert.pem", directory + "/tls-key.pem")
    try write(made.keyPEM, to: key, mode: 0o600)
    try write(made.certificatePEM, to: certificate, mode: 0o644)
    context.result(
      json: { writer in
        writer.member("certificate", certificate)
        writer.member("key", key)
        writer.member("hosts", host)
        writer.key("days")
        writer.integer(UInt64(days))
      },
      human: {
        context.say("certificate.done", certificate, key, String(days))
        context.output.line(
          "  taizhang serve --hub --listen 0.0.0.0:8443 --tls-cert \(certificate) --tls-key \(key)")
      })
  }

  /// Whole or not at all, with its mode from the first moment on.
  private func write(_ text: String, to path: String, mode: mode_t) throws {
    if !replace, access(path, F_OK) == 0 { throw CommandFailure(.certificateExists, path) }
    let new = path + ".new"
    unlink(new)
    let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL, mode)
    guard descriptor >= 0 else {
      throw CommandFailure(.certificateUnwritten, new, Surroundings.describe(errno: errno))
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
      rename(new, path) == 0
    else {
      let reason = Surroundings.describe(errno: errno)
      unlink(new)
      throw CommandFailure(.certificateUnwritten, path, reason)
    }
  }
}

extension FailureKind {
  static let badDays = FailureKind("bad-days", .usage)
  static let certificateNeedsHost = FailureKind("certificate-needs-host", .usage)
  static let certificateExists = FailureKind("certificate-exists", .cannotCreate)
  static let certificateUnwritten = FailureKind("certificate-unwritten", .cannotCreate)
}
