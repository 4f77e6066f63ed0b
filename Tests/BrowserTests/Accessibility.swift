// The accessibility rules of axe-core (WCAG 2.1, A and AA, contrast among them), which `tools/test`
// fetches to `.build/axe` by its checksum. Nothing here is verified.

import Foundation
import Testing

/// Runs axe-core in a page.
struct Accessibility {
  private let rules: String

  /// nil, said loudly, where axe-core is not there; in continuous integration that fails the test.
  init?() {
    let file = Served.root.appendingPathComponent(".build/axe/axe.min.js")
    guard let rules = try? String(contentsOf: file, encoding: .utf8) else {
      let words =
        "axe-core is not at \(file.path): pages were NOT checked for accessibility (tools/test)"
      if ProcessInfo.processInfo.environment["CI"] != nil {
        Issue.record("\(words)")
      } else {
        print("WARNING: \(words)")
      }
      return nil
    }
    self.rules = rules
  }

  /// What is against the rules on the page that a window shows, a line each.
  func violations(_ window: Window) async throws -> [String] {
    if try await window.evaluate("return typeof window.axe") as? String != "object" {
      _ = try await window.evaluate(rules + "\nwindow.axe = window.axe || axe; return 1;")
    }
    let found = try await window.command(
      "POST", "/execute/async",
      [
        "script": """
        const done = arguments[arguments.length - 1];
        axe.run(document, {resultTypes: ["violations"],
          runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}})
          .then((r) => done(r.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) =>
            v.id + ": " + n.target.join(" ") + " " + (n.any[0]?.message ?? n.failureSummary ?? "")))))
          .catch((e) => done(["axe failed: " + e]));
        """, "args": [] as [Any],
      ])
    return found as? [String] ?? ["axe answered \(found)"]
  }
}
