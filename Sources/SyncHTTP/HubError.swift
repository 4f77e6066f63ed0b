// Every way an exchange can fail, as one closed set of codes: the same on the wire (problem
// details), in JSON errors, and as keys of the catalogue (`sync.<code>`, `sync.<code>.hint`).

public import Catalogue

/// Why an exchange with a hub failed, or why a hub refused.
public struct HubError: Error, Hashable, Sendable {
  /// The closed set of reasons. The raw value is the code on the wire.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No connection. Arguments: URL, system message.
    case unreachable
    /// The hub's name is not known to the network. Arguments: host, system message.
    case dnsFailed = "dns-failed"
    /// The proxy on the way cannot be reached or does not let the request pass. Arguments: proxy,
    /// what it said.
    case proxyFailed = "proxy-failed"
    /// Arguments: the text that is no proxy.
    case badProxy = "bad-proxy"
    /// Another agent serves this store. Arguments: its process, the store's path.
    case agentRunning = "agent-running"
    /// Another process serves the store. Arguments: process, directory.
    case serveRunning = "serve-running"
    /// The connection broke, or nothing came for too long. Arguments: URL, system message.
    case broken
    /// Something else answered: a login page, a proxy. Arguments: URL, what came.
    case notAHub = "not-a-hub"
    /// Arguments: the text that is no URL.
    case badURL = "bad-url"
    /// Plain HTTP beyond this machine. Arguments: host.
    case insecure
    /// This store has no hub yet.
    case notJoined = "not-joined"
    /// The hub answers with another key. Arguments: pinned replica, answering replica.
    case hubKeyChanged = "hub-key-changed"
    /// No secure connection. Arguments: URL, what failed.
    case tlsFailed = "tls-failed"
    /// Another certificate than the pinned one, and nothing vouches for it. Arguments: both
    /// digests.
    case certificateChanged = "certificate-changed"
    /// A certificate whose time is over. Arguments: which, until when.
    case certificateExpired = "certificate-expired"
    /// A certificate for which neither hub nor authority vouches. Arguments: URL.
    case certificateUntrusted = "certificate-untrusted"
    /// A certificate or key that cannot be used. Arguments: file, why.
    case badCertificate = "bad-certificate"
    /// A secret that others on this machine can read. Arguments: file, the mode to give it.
    case secretExposed = "secret-exposed"
    /// Arguments: address, system message.
    case cannotListen = "cannot-listen"
    /// Serving as a hub from a store of another role. Arguments: role.
    case notAHubStore = "not-a-hub-store"
    /// Joining would void what this store wrote. Arguments: the ledgers, the role and the ledgers
    /// that the invitation grants.
    case ledgerNotGranted = "ledger-not-granted"

    /// A request without a signature.
    case unsigned
    /// A signature that is malformed, covers too little, or is not its key's. Arguments: which.
    case badSignature = "bad-signature"
    /// A request signed by a key that is on no list. Arguments: replica.
    case unknownKey = "unknown-key"
    /// A request signed too long ago, or ahead of time. Arguments: its age in seconds; where it was
    /// signed before the hub started, also when that was.
    case stale
    /// A request that came before. Arguments: replica.
    case replayed
    /// A body that is not what its digest says.
    case wrongDigest = "wrong-digest"
    /// Arguments: replica.
    case notMember = "not-member"
    /// Arguments: replica, ledger; where the hub above revoked it there, also that hub's office.
    case wrongLedger = "wrong-ledger"
    /// Arguments: replica.
    case revoked
    case tokenUnknown = "token-unknown"
    /// What was given is no token: no hub was asked.
    case tokenMalformed = "token-malformed"
    case tokenUsed = "token-used"
    case tokenExpired = "token-expired"
    /// A hub below must be invited as `city`. Arguments: the role it was invited as.
    case hubNeedsCity = "hub-needs-city"
    /// What is asked for has been compacted away: a snapshot brings it. Arguments: ledger.
    case belowBase = "below-base"
    /// The hub lacks what was compacted here: it was restored from too old a backup. Arguments:
    /// ledger.
    case hubBehind = "hub-behind"
    /// Two changes under one dot. Arguments: replica.
    case equivocation
    /// Some changes were refused; which and why stands beside. Arguments: how many.
    case changesRefused = "changes-refused"

    /// Any other refusal. Arguments: status or the hub's words; of a file also its SHA-256.
    case refused
    /// Arguments: ledger.
    case noSuchLedger = "no-such-ledger"
    /// Arguments: replica/number.
    case noSuchChange = "no-such-change"
    /// No such attachment, or none that the caller may see. Arguments: SHA-256.
    case noSuchBlob = "no-such-blob"
    /// A part does not begin where the hub is. Arguments: offset expected.
    case blobOffset = "blob-offset"
    /// The parts make another file. Arguments: SHA-256 expected.
    case blobMismatch = "blob-mismatch"
    /// Damaged frames. Arguments: Wire's code, offset in bytes.
    case badFrames = "bad-frames"
    /// Arguments: what is wrong.
    case badRequest = "bad-request"
    /// Arguments: the coding; or the type, and the one to send.
    case unsupportedCoding = "unsupported-coding"
    /// Arguments: version there, version here.
    case protocolTooOld = "protocol-too-old"
    /// Arguments: the path.
    case noSuchAddress = "no-such-address"
    /// Arguments: the method.
    case methodNotAllowed = "method-not-allowed"
    /// Arguments: limit in bytes.
    case tooLarge = "too-large"
    /// Busy, stopping, or its disk is full. Arguments: which.
    case busy
    /// Arguments: what failed.
    case `internal`
  }

  /// The reason.
  public let kind: Kind
  /// What fills the gaps of the sentence, in its order.
  public let arguments: [String]
  /// For `busy`: when the hub wants to be asked again, in seconds.
  public let retryAfterSeconds: Int?

  /// - Parameter arguments: what fills the gaps of the kind's sentence, in order.
  public init(_ kind: Kind, _ arguments: String..., retryAfterSeconds: Int? = nil) {
    self.init(kind, arguments: arguments, retryAfterSeconds: retryAfterSeconds)
  }

  init(_ kind: Kind, arguments: [String], retryAfterSeconds: Int? = nil) {
    self.kind = kind
    self.arguments = arguments
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// The sentence, before its language is chosen.
  public var message: Message { Message("sync." + topic, arguments) }
  /// What to do next.
  public var hint: Message { Message("sync." + topic + ".hint", arguments) }

  private var topic: String {
    switch kind {
    case .unsupportedCoding where arguments.count > 1: "unsupported-type"
    case .stale where arguments.count > 1: "stale-start"
    case .wrongLedger where arguments.count > 2: "wrong-ledger-above"
    case .refused where arguments.count > 1: "refused-file"
    default: kind.rawValue
    }
  }

  /// The process exit status of `cli.md`.
  public var exitCode: Int32 {
    switch kind {
    case .unreachable, .broken, .notAHub, .busy, .dnsFailed, .proxyFailed, .blobOffset: 69
    case .agentRunning, .serveRunning: 75
    case .badURL: 64
    case .badProxy, .badFrames, .badRequest, .unsupportedCoding, .tooLarge, .blobMismatch,
      .methodNotAllowed:
      65
    case .noSuchLedger, .noSuchChange, .noSuchBlob, .noSuchAddress: 66
    case .cannotListen: 73
    case .internal, .changesRefused, .belowBase, .hubBehind: 1
    case .notJoined, .protocolTooOld, .notAHubStore: 78
    case .unsigned, .badSignature, .unknownKey, .stale, .replayed: 77
    case .wrongDigest: 65
    case .tlsFailed: 69
    case .certificateChanged, .certificateExpired, .certificateUntrusted: 77
    case .badCertificate, .secretExposed: 78
    case .insecure, .hubKeyChanged, .notMember, .wrongLedger, .revoked, .tokenUnknown, .tokenUsed,
      .tokenExpired, .tokenMalformed, .equivocation, .refused, .hubNeedsCity, .ledgerNotGranted:
      77
    }
  }

  /// The HTTP status under which a hub reports it; 500 for what only an agent can meet.
  public var status: Int {
    switch kind {
    case .badFrames, .badRequest, .wrongDigest: 400
    case .unsigned, .badSignature, .unknownKey, .stale, .replayed: 401
    case .notMember, .wrongLedger, .revoked, .tokenUnknown, .tokenUsed, .tokenExpired, .refused,
      .hubNeedsCity:
      403
    case .noSuchLedger, .noSuchChange, .noSuchBlob, .noSuchAddress: 404
    case .methodNotAllowed: 405
    case .equivocation, .blobOffset: 409
    case .belowBase: 410
    case .tooLarge: 413
    case .unsupportedCoding: 415
    case .changesRefused, .blobMismatch: 422
    case .protocolTooOld: 426
    case .busy: 503
    case .tlsFailed, .certificateChanged, .certificateExpired, .certificateUntrusted,
      .badCertificate, .secretExposed:
      500
    case .unreachable, .broken, .notAHub, .badURL, .insecure, .notJoined, .hubKeyChanged,
      .cannotListen, .notAHubStore, .internal, .dnsFailed, .proxyFailed, .badProxy, .agentRunning,
      .serveRunning, .tokenMalformed, .hubBehind, .ledgerNotGranted:
      500
    }
  }
}
