// The files built into the program: templates, and what browsers fetch.

internal import HTTPTypes
internal import ProjectLedger

/// The files under `Resources`.
enum Resources {
  /// Templates by name.
  static var templates: [(String, [UInt8])] {
    [
      ("layout", PackageResources.layout_mustache),
      ("stop", PackageResources.stop_mustache),
      ("grid", PackageResources.grid_mustache),
      ("record", PackageResources.record_mustache),
      ("form", PackageResources.form_mustache),
      ("history", PackageResources.history_mustache),
      ("conflicts", PackageResources.conflicts_mustache),
      ("conflict", PackageResources.conflict_mustache),
      ("settled", PackageResources.settled_mustache),
      ("month", PackageResources.month_mustache),
      ("today", PackageResources.today_mustache),
      ("duties", PackageResources.duties_mustache),
      ("city", PackageResources.city_mustache),
      ("behind", PackageResources.behind_mustache),
      ("signin", PackageResources.signin_mustache),
      ("kept", PackageResources.kept_mustache),
      ("account", PackageResources.account_mustache),
      ("signins", PackageResources.signins_mustache),
      ("members", PackageResources.members_mustache),
      ("late", PackageResources.late_mustache),
      ("close", PackageResources.close_mustache),
      ("bulk", PackageResources.bulk_mustache),
      ("settlements", PackageResources.settlements_mustache),
      ("wall", PackageResources.wall_mustache),
      ("bulletin", PackageResources.bulletin_mustache),
      ("issues", PackageResources.issues_mustache),
      ("cell", PackageResources.cell_mustache),
      ("imports", PackageResources.imports_mustache),
      ("import", PackageResources.import_mustache),
      ("header", PackageResources.header_mustache),
      ("undo", PackageResources.undo_mustache),
    ]
  }

  /// What browsers fetch, by name.
  static let assets: [String: (mediaType: String, bytes: [UInt8])] = [
    "pages.css": ("text/css; charset=utf-8", PackageResources.pages_css),
    "pages.js": ("text/javascript; charset=utf-8", PackageResources.pages_js),
    "live.js": ("text/javascript; charset=utf-8", PackageResources.live_js),
    "drafts.js": ("text/javascript; charset=utf-8", PackageResources.drafts_js),
    "grid.js": ("text/javascript; charset=utf-8", PackageResources.grid_js),
    "icon.svg": ("image/svg+xml", PackageResources.icon_svg),
  ]
}

extension Pages {
  /// A file of the pages. Names carry no version, so browsers ask again each time the node starts.
  func asset(_ visit: Visit) async throws -> Answer {
    try asset(visit.parameters["name"] ?? "", visit)
  }

  /// What browsers ask for on their own where they show no page, such as a picture.
  func icon(_ visit: Visit) async throws -> Answer { try asset("icon.svg", visit) }

  private func asset(_ name: String, _ visit: Visit) throws(Stop) -> Answer {
    guard let asset = Resources.assets[name] else {
      throw Stop(.notFound, "page.stop-missing", visit.path)
    }
    return Answer(
      mediaType: asset.mediaType, body: asset.bytes, cacheControl: "private, max-age=600")
  }

  /// Opens the session of the link that `serve` printed.
  func start(_ visit: Visit) async throws -> Answer {
    guard visit.isLocal, let token = visit.query["token"], startLink.redeem(token) else {
      throw Stop(.forbidden, "page.stop-start")
    }
    note(.startLink, "", visit)
    // The projects are read while the first page is looked at.
    Task.detached { [table] in _ = try? await self.onThread { try table.now().rows.count } }
    var answer = Answer.redirect("/")
    answer.cookies = [cookieField(cookieName, sessions.open().id)]
    return answer
  }
}
