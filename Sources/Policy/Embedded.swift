// The data built into the program, as text. Each can be replaced at run time by the city's own.

/// The program's own copies, byte for byte as they stand in the source tree.
package enum Embedded {
  static var holidays: String { text(PackageResources.holidays_csv) }

  /// The rule sets, by code, in the order they are offered.
  package static var ruleSets: [(String, String)] {
    [
      ("zhumadian-2021", text(PackageResources.zhumadian_2021_yaml)),
      ("pingdingshan-2022", text(PackageResources.pingdingshan_2022_yaml)),
      ("dancheng-2021", text(PackageResources.dancheng_2021_yaml)),
      ("luohe-2024", text(PackageResources.luohe_2024_yaml)),
      ("lights", text(PackageResources.lights_yaml)),
    ]
  }

  static var indicators: String { text(PackageResources.indicators_yaml) }

  static var requirements: String { text(PackageResources.requirements_tsv) }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
