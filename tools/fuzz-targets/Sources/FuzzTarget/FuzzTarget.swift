// One libFuzzer entry for all decoders and readers; TAIZHANG_FUZZ_TARGET names the one to feed. An
// input must be refused, or decode to what encodes to the very same bytes; anything else traps, and
// libFuzzer keeps the input.

import Causality
import Foundation
import Wire

/// What an input is fed to.
enum FuzzTarget: String {
  case value, change, vector, hello, packedhello, receipt, frames, changeset, zstd
  case manifest, part, bundleheader, bundle
  /// A change set whose checksums are put right first, so that mutations get behind the CRC.
  case framed
  /// A change set fed in two pieces.
  case split
  /// The texts of HTTP ranges.
  case range
  /// A bundle whose checksums are put right first, fed whole and in two pieces.
  case bundleframed
  /// The parts of a snapshot file one after the other, their rows unpacked; checksums put right.
  case rows
  /// The last frames of a file: digest and signature.
  case closing
  /// The word of an old key for a new one.
  case succession
  case blobheader
  /// The fields of a signed request: `Signature-Input`, `Signature`.
  case signature
  /// JSON bodies of the hub's routes, member records and version vectors in them.
  case json
  /// Files of spreadsheets whole: .xlsx, .xls and CSV by their bytes.
  case workbook
  /// The sheet of an .xlsx file.
  case sheetxml
  /// The records of an .xls file.
  case biff
  /// CSV laid out as offices do, and the cells of its columns.
  case layout
  case zip
  /// The text of a rule set.
  case rules

  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["TAIZHANG_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      fatalError("TAIZHANG_FUZZ_TARGET must name a target, not \(name)")
    }
    return target
  }()

  func run(_ input: [UInt8]) {
    switch self {
    case .framed:
      let stream = FuzzTarget.reframed(input)
      FuzzTarget.feedTwice(stream)
      FuzzTarget.feedSplit(stream)
    case .split: FuzzTarget.feedSplit(input)
    case .range: FuzzTarget.readRanges(String(decoding: input, as: UTF8.self), input.count)
    case .zstd:
      FuzzTarget.decode(input, .zstd)
      FuzzTarget.damage(input)
    case .bundleframed: FuzzTarget.readBundle(input)
    case .rows: FuzzTarget.readRows(input)
    case .closing: FuzzTarget.readClosing(input)
    case .blobheader:
      guard let header = try? BlobHeader.decode(input) else { return }
      precondition((try? header.encode()) == input, "a blob header changed when written again")
    case .signature: FuzzTarget.readSignature(String(decoding: input, as: UTF8.self))
    case .json: FuzzTarget.readJSON(input)
    case .workbook, .layout: FuzzTarget.readBook(input)
    case .sheetxml: FuzzTarget.readSheet(input)
    case .biff: FuzzTarget.readRecords(input)
    case .zip: FuzzTarget.readArchive(input)
    case .rules: FuzzTarget.readRules(input)
    default:
      if let decoder = Decoder(rawValue: rawValue) { FuzzTarget.decode(input, decoder) }
    }
  }

  private static func decode(_ input: [UInt8], _ decoder: Decoder) {
    let outcome = decoder.run(input)
    if outcome.isCanonical, case .success(let again) = outcome.result {
      precondition(again == input, "accepted, but the encoder makes other bytes")
    }
  }

  /// The frames that `input` seems to hold, each with the checksum it should have.
  static func reframed(_ input: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = []
    var index = 0
    while let length = try? Varint.decode(input.span.bytes, at: &index), index < input.count {
      let kind = FrameKind(rawValue: input[index]) ?? .change
      let end = index + Int(clamping: min(length, UInt64(input.count - index)))
      let body = [UInt8](input[min(index + 1, end)..<end])
      guard (try? FrameWriter.append(kind, body, to: &stream)) != nil else {
        fatalError("a body of \(body.count) bytes was refused")
      }
      index = min(end + 4, input.count)
    }
    return stream
  }

  /// A range lies within the whole; a part's place reads the same once written again.
  private static func readRanges(_ text: String, _ total: Int) {
    if case .part(let range) = ByteRange(text, of: total) {
      precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= total)
    }
    guard let place = ContentRange(text) else { return }
    precondition(!place.range.isEmpty && place.range.upperBound <= place.total)
    precondition(ContentRange(place.text) == place, "a place changed when written again")
  }

  /// What is accepted must read the same once written again.
  private static func feedTwice(_ stream: [UInt8]) {
    guard let content = try? ChangeSetContent(stream: stream) else { return }
    let again = try? ChangeSetContent(stream: content.stream())
    precondition(again == content, "a change set changed when written again")
  }

  /// Feeding in two pieces must give what feeding at once gives, error included.
  private static func feedSplit(_ stream: [UInt8]) {
    let split = place(in: stream, upTo: stream.count + 1)
    precondition(
      read([stream]) == read([[UInt8](stream[..<split]), [UInt8](stream[split...])]),
      "splitting the feed at \(split) changed what was read")
  }

  /// One changed byte in a valid zstd body of `content`: refused or read, within the limit.
  private static func damage(_ content: [UInt8]) {
    var body: [UInt8] = []
    guard (try? ZstdCompressor().compress(content, end: true, into: &body)) != nil else {
      fatalError("compressing \(content.count) bytes failed")
    }
    precondition((try? Decoder.decompress(body)) == content, "zstd gives back what it was given")
    let index = place(in: content, upTo: body.count)
    body[index] ^= UInt8(1 << place(in: body, upTo: 8))
    let output = try? Decoder.decompress(body)
    precondition((output?.count ?? 0) <= Decoder.zstdLimitBytes, "the limit was passed")
  }

  /// A number below `bound` that depends on the bytes alone.
  static func place(in bytes: [UInt8], upTo bound: Int) -> Int {
    Int(CRC32C.checksum(bytes.span.bytes)) % bound
  }

  private static func read(_ pieces: [[UInt8]]) -> [String] {
    var reader = ChangeSetReader()
    var seen: [String] = []
    do {
      for piece in pieces {
        reader.feed(piece)
        while let run = try reader.nextRun() { seen.append("\(run.seqs) \(run.signature)") }
      }
      try reader.requireFinished()
    } catch {
      seen.append("\(error)")
    }
    return seen
  }
}

/// Hands the process to libFuzzer, which calls `run` with every input.
@main
enum Entry {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    let status = runDriver(&count, &arguments) { bytes, count in
      FuzzTarget.chosen.run([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
      return 0
    }
    exit(status)
  }
}

/// libFuzzer's own main loop, as its documentation describes it for programs with their own main.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
