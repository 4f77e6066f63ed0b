// What is fed to the readers of files: bundles, snapshots, their closings. Frames get the checksums
// they should have, so that mutations reach what stands behind them.

import Causality
import Wire

extension FuzzTarget {
  /// Where the frames of a file begin: behind its four letters.
  private static let magicBytes = 4

  /// A bundle gives the same items however it is cut, runs that verify or not, and never more than
  /// its bytes hold.
  static func readBundle(_ input: [UInt8]) {
    let frames = reframed([UInt8](input.dropFirst(magicBytes)))
    let file = BundleHeader.magic + frames
    let whole = items([file])
    let cut = place(in: file, upTo: file.count + 1)
    precondition(
      whole == items([[UInt8](file[..<cut]), [UInt8](file[cut...])]),
      "splitting the feed at \(cut) changed what was read")
  }

  private static func items(_ pieces: [[UInt8]]) -> [String] {
    var reader = BundleReader()
    var seen: [String] = []
    do {
      for piece in pieces {
        reader.feed(piece)
        while let item = try reader.next() {
          switch item {
          case .header(let header):
            seen.append("header \(header.sections.count) \(header.blobs)")
          case .succession(let succession):
            let again = try? Succession.decode(succession.encode())
            precondition(again == succession, "a succession changed when written again")
            seen.append("succession \(succession.old)")
          case .section(let name):
            precondition(LedgerName.isValid(name), "a section of no ledger")
            seen.append("section \(name)")
          case .run(let run): seen.append("run \(run.seqs) \(run.signature)")
          case .blob(let blob):
            let again = try? BlobHeader.decode(blob.encode())
            precondition(again == blob, "a blob header changed when written again")
            seen.append("blob \(blob)")
          case .blobPart(let part): seen.append("part \(CRC32C.checksum(part.span.bytes))")
          case .sealed(let bytes): seen.append("sealed \(bytes)")
          case .closing(let closing):
            seen.append("closing \(closing.digest) \(closing.verify(.bundle, with: key))")
          }
        }
      }
      try reader.requireFinished()
    } catch {
      seen.append("\(error)")
    }
    return seen
  }

  private static let key: VerifyingKey = {
    guard let key = try? SigningKey(seed: [UInt8](repeating: 1, count: 32)) else {
      fatalError("a seed of 32 bytes makes a key")
    }
    return key.verifyingKey
  }()

  /// Rows come in ascending order, each within what its parts hold.
  static func readRows(_ input: [UInt8]) {
    var frames = FrameReader()
    frames.feed(reframed(input))
    var rows = SnapshotRowReader()
    var last: (table: UInt8, key: [UInt8])?
    var (given, unpacked) = (0, 0)
    while let frame = try? frames.next() {
      if frame.kind == .snapshotManifest {
        guard let manifest = try? SnapshotManifest.decode(frame.body) else { return }
        precondition((try? manifest.encode()) == frame.body, "a manifest changed")
        continue
      }
      guard let part = try? SnapshotPart.decode(frame.body) else { return }
      precondition(part.encode() == frame.body, "a part changed when written again")
      unpacked += (try? part.raw())?.count ?? 0
      do {
        try rows.read(part) { table, key, value in
          if let last {
            let ascends =
              last.table < table || last.table == table && last.key.lexicographicallyPrecedes(key)
            precondition(ascends, "rows out of order were given out")
          }
          last = (table, Array(key))
          given += key.count + value.count
        }
      } catch {
        return
      }
      precondition(given <= unpacked, "more was given out than the parts hold")
    }
  }

  /// A tail reads the same once written again, cut anywhere it is refused.
  static func readClosing(_ input: [UInt8]) {
    let tail = reframed(input)
    if let closing = try? FileClosing.decodeTail(tail) {
      precondition((try? closing.encodeTail()) == tail.prefix(FileClosing.tailBytes).map { $0 })
      _ = closing.verify(.snapshot, with: key)
    }
    guard let closing = try? FileClosing.decode(input) else { return }
    let again = try? FileClosing.decodeTail(closing.encodeTail())
    precondition(again == closing, "a closing changed when written again")
  }
}
