// The place whose documents are followed, as data of the ledger: which ledger verbs are on and
// which duties hold, from a date on. Without a setting the ledger's region says the place; where it
// is none of them every verb is on, and of the duties those hold that ask for nothing but a number
// or a reason.

public import Causality

/// An operation on a row of the ledger; the raw value is the number of the case in the schema.
@frozen
public enum LedgerVerb: UInt32, Sendable, Hashable, CaseIterable {
  case open = 1
  case claim = 2
  case sort = 3
  case reconcile = 4
  case handIn = 5
  case settle = 6
  case makeUp = 7

  /// The verb as `label(code)`.
  public var named: String {
    guard let found = Enumeration.ledgerVerb.find(rawValue) else { return "#\(rawValue)" }
    return "\(found.zh)(\(found.code))"
  }
}

/// What a place has taken on beyond the verbs; the raw value is the number of the case.
@frozen
public enum Duty: UInt32, Sendable, Hashable, CaseIterable {
  case taskForce = 1
  case authorisedInspection = 2
  case standardLand = 3
  case claimFirst = 4
  case leaderApproval = 5
  case backwardSchedule = 6
  case approvalList = 7
  case firstHandler = 8
}

/// What is on at a place on a date.
public struct PlaceSetting: Sendable, Hashable {
  /// The code of the place; nil where none is set.
  public let place: String?
  /// The verbs switched on.
  public let verbs: Set<LedgerVerb>
  /// The duties switched on.
  public let duties: Set<Duty>

  /// What holds where no place is set.
  public static let unsaid = PlaceSetting(
    place: nil, verbs: Set(LedgerVerb.allCases), duties: [.authorisedInspection, .standardLand])

  /// What a place's own documents switch on: six verbs in Zhumadian, five in Pingdingshan. The
  /// documents of Dancheng and Luohe name none; the four that both others share are taken.
  public static func standard(_ place: String) -> PlaceSetting {
    let shared: Set<LedgerVerb> = [.open, .reconcile, .handIn, .settle]
    switch place {
    case "zhumadian":
      return PlaceSetting(
        place: place, verbs: shared.union([.claim, .makeUp]),
        duties: [.standardLand, .claimFirst, .backwardSchedule])
    case "pingdingshan":
      return PlaceSetting(
        place: place, verbs: shared.union([.sort]),
        duties: [.taskForce, .authorisedInspection, .approvalList])
    case "dancheng":
      return PlaceSetting(place: place, verbs: shared, duties: [.leaderApproval])
    case "luohe":
      return PlaceSetting(place: place, verbs: shared, duties: [.firstHandler])
    default: return PlaceSetting(place: place, verbs: shared, duties: [])
    }
  }

  /// What holds in a ledger without a setting, by its region's code. Zhumadian's duties begin when
  /// its city sets the place: that a row is claimed before it is reported on is a reading of its
  /// text. Its verbs are the text's own.
  public static func standard(forLedger ledger: String?) -> PlaceSetting {
    if ledger?.hasPrefix("4117") == true {
      let own = standard("zhumadian")
      return PlaceSetting(place: own.place, verbs: own.verbs, duties: unsaid.duties)
    }
    let places = [("4104", "pingdingshan"), ("411625", "dancheng"), ("4111", "luohe")]
    return places.first { ledger?.hasPrefix($0.0) == true }.map { standard($0.1) } ?? .unsaid
  }

  /// What is on at a date, by the records of the collection `place`: of those in force the one that
  /// began last. Verbs or duties listed in the record take the place's own ones' place.
  ///
  /// - Parameter ledger: the ledger's name, which says the place where no record does.
  public static func inForce(
    on date: CivilDate?, among settings: [RelatedRecord], ledger: String? = nil
  ) -> PlaceSetting {
    if settings.isEmpty { return .standard(forLedger: ledger) }
    let current = settings.filter { setting in
      guard let date else { return true }
      if let from = setting.date("effective_from"), from > date { return false }
      if let to = setting.date("effective_to"), to < date { return false }
      return true
    }
    func began(_ setting: RelatedRecord) -> Int32 {
      setting.date("effective_from")?.days ?? .min
    }
    let last = current.max { (began($0), $0.id) < (began($1), $1.id) }
    guard let last, let place = last.choice("code") else { return .unsaid }
    let standard = standard(place)
    func cases<Case: RawRepresentable<UInt32>>(_ code: String, _ own: Set<Case>) -> Set<Case> {
      let listed = last.elements(code).compactMap { element in
        if case .code(let number) = element { Case(rawValue: number) } else { nil }
      }
      return listed.isEmpty ? own : Set(listed)
    }
    return PlaceSetting(
      place: place, verbs: cases("verbs", standard.verbs),
      duties: cases("duties", standard.duties))
  }

  /// The place as `label(code)`.
  public var named: String {
    guard let place, let number = Enumeration.placeCode.number(of: place),
      let found = Enumeration.placeCode.find(number)
    else { return "未设置(place)" }
    return "\(found.zh)(\(found.code))"
  }
}

extension ProposedRecord {
  /// What is on at the place on a date, or today.
  func setting(on date: CivilDate? = nil) -> PlaceSetting {
    guard let surroundings = context.surroundings else { return .unsaid }
    return .inForce(
      on: date ?? context.today, among: surroundings.records(Schema.place), ledger: context.ledger)
  }

  func isOn(_ duty: Duty, _ date: CivilDate? = nil) -> Bool {
    setting(on: date).duties.contains(duty)
  }
}
