// The roles as an option takes them; `Role` itself belongs to the store, which knows no command
// line.

internal import ArgumentParser
internal import LedgerStore

/// A role as typed: county, department, city, observer or hub.
enum RoleArgument: String, ExpressibleByArgument, CaseIterable {
  case county, department, city, observer, hub

  /// The store's own word for it.
  var role: Role {
    switch self {
    case .county: .county
    case .department: .department
    case .city: .city
    case .observer: .observer
    case .hub: .hub
    }
  }
}
