// Whose value is taken where many conflicts are settled at once, and the texts of siblings as one.

package import Causality
package import LedgerStore
internal import Projects

/// Whose sibling to take; among several of one side, the newest.
package enum ConflictSide: String, CaseIterable, Sendable {
  case newest, city, county, mine
}

extension Conflict {
  /// The way out that a side names; nil where there is nothing of that side, and for a violation.
  package func choice(
    of side: ConflictSide, own: ReplicaID, roles: [ReplicaID: Role]
  ) -> ConflictChoice? {
    guard violation == nil else { return nil }
    let candidates = siblings.filter { sibling in
      switch side {
      case .newest: true
      case .city: roles[sibling.dot.replica]?.isAuthority ?? false
      case .county: roles[sibling.dot.replica] == .county
      case .mine: sibling.dot.replica == own
      }
    }
    let choices = choices
    if let newest = candidates.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) }) {
      return choices.first { $0.sibling?.dot == newest.dot }
    }
    // The city has the last word on a period that it locked: what stood then.
    return side == .city ? choices.first { $0.code == "at-lock" } : nil
  }

  /// The siblings' texts as one: the lines of the first, then those lines of each further sibling
  /// that are not there yet, in the order of dots. Nil where a sibling is no text.
  package var mergedText: String? {
    guard !isAboutArchive, siblings.count > 1 else { return nil }
    var lines: [Substring] = []
    for sibling in siblings {
      switch sibling.value {
      case .empty: continue
      case .text(let text):
        for line in text.split(separator: "\n", omittingEmptySubsequences: false)
        where !lines.contains(where: { $0.utf8.elementsEqual(line.utf8) }) {
          lines.append(line)
        }
      default: return nil
      }
    }
    return lines.joined(separator: "\n")
  }
}
