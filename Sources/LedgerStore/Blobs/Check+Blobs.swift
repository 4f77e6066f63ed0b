// Guarantees: every attachment here is read and hashed; a damaged one is a finding, a missing one
// is counted, for files are brought when somebody wants them.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Verifies every attachment that is here, whether or not a record names it.
  ///
  /// - Parameter progress: called with the number of files read.
  /// - Complexity: O(bytes of all attachments).
  public func checkAttachments(progress: ((Int) -> Void)? = nil) throws(StoreError) -> CheckReport {
    var report = CheckReport()
    try checkAttachments(&report, progress)
    return report
  }

  func checkAttachments(
    _ report: inout CheckReport, _ progress: ((Int) -> Void)?
  ) throws(StoreError) {
    var named: Set<Digest> = []
    try read { (snapshot) throws(StoreError) in
      for ledger in try snapshot.allLedgers() {
        try snapshot.attachedDigests(ledger) { sha256, _, _ in
          named.insert(sha256)
          return true
        }
      }
    }
    let here = try blobs.all()
    for (number, sha256) in here.enumerated() {
      if try blobs.verify(sha256) == .damaged {
        report.add(.blobDamaged, "blobs", sha256.bytes, blobs.path(of: sha256))
      }
      progress?(number + 1)
    }
    if named.isEmpty, here.isEmpty { return }
    report.count("attachments", named.count)
    report.count("attachments_missing", named.subtracting(here).count)
  }
}
