// How a member of the list stands, in words: for commands and pages alike.

package import Catalogue
internal import Causality
package import LedgerStore

extension Member {
  /// Revoked, succeeded or retired; nothing for a member that takes part as ever.
  package var standing: [Message] {
    var parts: [Message] = []
    if isRevoked { parts.append(Message("members.revoked")) }
    for (ledger, last) in revocations.sorted(by: { $0.key < $1.key })
    where ledger != Member.everyLedger {
      parts.append(Message("members.revoked-ledger", [ledger, String(last)]))
    }
    if let other = succeededBy {
      parts.append(Message("members.succeeded", [other.description]))
    } else if retiredMilliseconds != nil {
      parts.append(Message("members.retired"))
    }
    return parts
  }
}
