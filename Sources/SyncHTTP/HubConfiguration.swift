// How a hub serves and what it refuses to take: every limit has a default and a place to change it.

public import Catalogue
public import LedgerStore

/// Bounds on what one request may ask of a hub.
public struct HubLimits: Sendable, Hashable {
  /// Bytes of a hello.
  public var exchangeBodyBytes = 1 << 20
  /// Bytes on the wire of one push: 4 MiB, and what frames and coding add to one largest change.
  public var changesBodyBytes = (4 << 20) + (64 << 10)
  /// Bytes of one push after decompression.
  public var changesDecodedBytes = 64 << 20
  /// Bytes of an enrolment.
  public var enrolBodyBytes = 16 << 10
  /// Bytes of frames in one answer; an agent may ask for less.
  public var answerBytes = 256 << 20
  /// Bytes of frames in one answer as JSON.
  public var jsonAnswerBytes = 1 << 20
  /// The longest that `Prefer: wait` holds an answer, seconds.
  public var waitSecondsMax = 60
  /// Long answers and pushes under way at once; more are asked to come back (429).
  public var streamsMax = 64
  /// Bytes of one part of an attachment.
  public var blobPartBytes = 4 << 20
  /// Payload bytes that one transaction applies, about.
  public var batchBytes = 4 << 20
  /// Requests of one member a second.
  public var memberRequestsPerSecond = 50.0
  /// Requests that one member may send at once.
  public var memberBurst = 500.0
  /// Bytes of bodies, both ways, of one member a minute; as many at once.
  public var memberBytesPerMinute = 2 << 30
  /// Requests a second from one address that prove no member.
  public var strangerRequestsPerSecond = 20.0
  /// Requests that one address may send at once.
  public var strangerBurst = 500.0
  /// Enrolments tried from one address a minute.
  public var enrolmentsPerMinute = 30.0
  /// Enrolments that one address may try at once.
  public var enrolmentBurst = 100.0
  /// Free bytes on the store's disk below which the hub calls itself not ready.
  public var freeBytesMin = 64 << 20
  /// Bounds on connections, before any request is read.
  public var connections = ConnectionLimits()

  /// The defaults of every bound.
  public init() {}

  /// The bounds of a hub that was told nothing else.
  public static var `default`: HubLimits { HubLimits() }
}

/// How a hub serves.
public struct HubConfiguration: Sendable {
  /// Where the hub listens.
  public var address: ListenAddress
  /// What the hub calls itself; nil for its store's office.
  public var name: String?
  /// Where the certificate and its key are; nil serves plain HTTP.
  public var tls: TLSFiles?
  /// Lets plain HTTP leave this machine. Without it an address beyond loopback is refused.
  public var allowsPlainHTTPBeyondLoopback: Bool
  /// The address that invitations name; nil for the address served at.
  public var publicURL: String?
  /// Bounds on what callers may ask.
  public var limits: HubLimits
  /// The language of errors for callers that name none.
  public var language: Language
  /// The hub's clock, milliseconds since 1970 UTC.
  public var wallMilliseconds: @Sendable () -> UInt64

  /// The defaults listen on the loopback interface, in plain HTTP, under the office's own name.
  public init(
    address: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8420), name: String? = nil,
    tls: TLSFiles? = nil, allowsPlainHTTPBeyondLoopback: Bool = false, publicURL: String? = nil,
    limits: HubLimits = .default, language: Language = .zh,
    wallMilliseconds: @escaping @Sendable () -> UInt64 = StoreOptions.systemMilliseconds
  ) {
    self.address = address
    self.name = name
    self.tls = tls
    self.allowsPlainHTTPBeyondLoopback = allowsPlainHTTPBeyondLoopback
    self.publicURL = publicURL
    self.limits = limits
    self.language = language
    self.wallMilliseconds = wallMilliseconds
  }
}
