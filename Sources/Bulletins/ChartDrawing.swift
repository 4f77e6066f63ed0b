// Charts as SVG, drawn in whole numbers so that every machine draws the same: a bar a county, a
// line over the months. What is printed at a bar is the exact rate under the rounding rule.

internal import Causality
internal import Policy

extension Document {
  /// A chart of this document as an SVG element that stands in any HTML: the same drawing as in
  /// ``html(annexes:photos:)``, without styles, scripts or addresses, its text escaped. O(points).
  public func svg(_ chart: Chart) -> String {
    String(decoding: ChartDrawing.svg(chart, rounding).bytes, as: UTF8.self)
  }
}

enum ChartDrawing {
  private static let width = 720

  static func svg(_ chart: Chart, _ rounding: Fraction.Rounding) -> Markup {
    switch chart {
    case .bars(let title, let unit, let points): bars(title, unit, points, rounding)
    case .line(let title, let unit, let points): line(title, unit, points, rounding)
    }
  }

  private static func open(_ title: String, height: Int, _ markup: inout Markup) {
    markup.raw("<svg role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
    markup.number(width)
    markup.raw(" ")
    markup.number(height)
    markup.raw("\"><title>")
    markup.text(title)
    markup.raw("</title>")
    text(title, x: width / 2, y: 18, "middle", &markup)
  }

  private static func text(
    _ text: String, x: Int, y: Int, _ anchor: StaticString, _ markup: inout Markup
  ) {
    markup.raw("<text text-anchor=\"")
    markup.raw(anchor)
    attributes("\" x=\"", x, "\" y=\"", y, &markup)
    markup.raw("\">")
    markup.text(text)
    markup.raw("</text>")
  }

  private static func attributes(
    _ first: StaticString, _ one: Int, _ second: StaticString, _ other: Int,
    _ markup: inout Markup
  ) {
    markup.raw(first)
    markup.number(one)
    markup.raw(second)
    markup.number(other)
  }

  /// Permille of a rate, 0 for none, at most ten times the whole.
  private static func permille(_ rate: Rate) -> Int? {
    guard let fraction = rate.fraction, fraction.denominator > 0 else { return nil }
    let value = Int128(fraction.numerator) * 1000 / Int128(fraction.denominator)
    return Int(min(max(value, 0), 10_000))
  }

  /// The end of the scale: 100 percent, or the next full fifty above the largest.
  private static func scale(_ points: [ChartPoint]) -> Int {
    let largest = points.compactMap { permille($0.rate) }.max() ?? 0
    return largest <= 1000 ? 1000 : (largest + 499) / 500 * 500
  }

  private static func bars(
    _ title: String, _ unit: String, _ points: [ChartPoint], _ rounding: Fraction.Rounding
  ) -> Markup {
    var markup = Markup()
    let (left, step, top) = (110, 24, 32)
    let room = width - left - 150
    let scale = scale(points)
    open(title, height: top + points.count * step + 8, &markup)
    for (place, point) in points.enumerated() {
      let y = top + place * step
      text(shortened(point.label), x: left - 8, y: y + 15, "end", &markup)
      guard let permille = permille(point.rate) else {
        text(Words.notApplicable, x: left + 4, y: y + 15, "start", &markup)
        continue
      }
      let length = max(1, room * permille / scale)
      attributes("<rect x=\"", left, "\" y=\"", y + 3, &markup)
      attributes("\" width=\"", length, "\" height=\"", step - 8, &markup)
      markup.raw("\" fill=\"#2f6690\"/>")
      let figure = Figure("", .rate(point.rate, isMoney: false))
      let percent = figure.head(rounding) + unit
      text(percent, x: left + length + 6, y: y + 15, "start", &markup)
    }
    markup.raw("</svg>\n")
    return markup
  }

  /// A label that fits beside its bar.
  private static func shortened(_ label: String) -> String {
    label.count <= 8 ? label : label.prefix(7) + "…"
  }

  private static func line(
    _ title: String, _ unit: String, _ points: [ChartPoint], _ rounding: Fraction.Rounding
  ) -> Markup {
    var markup = Markup()
    let (left, top, bottom, height) = (56, 40, 210, 236)
    let scale = scale(points)
    let step = (width - left - 40) / max(1, points.count - 1)
    func place(_ index: Int, _ permille: Int) -> (x: Int, y: Int) {
      (left + index * step, bottom - (bottom - top) * permille / scale)
    }
    open(title, height: height, &markup)
    for tick in 0...4 {
      let y = bottom - (bottom - top) * tick / 4
      attributes("<path d=\"M", left, " ", y, &markup)
      markup.raw("H")
      markup.number(width - 30)
      markup.raw("\" stroke=\"#d5d9de\"/>")
      text("\(scale * tick / 40)" + unit, x: left - 8, y: y + 4, "end", &markup)
    }
    var path = Markup()
    var isOpen = false
    for (index, point) in points.enumerated() {
      text(point.label, x: left + index * step, y: bottom + 18, "middle", &markup)
      guard let permille = permille(point.rate) else {
        isOpen = false
        continue
      }
      let (x, y) = place(index, permille)
      attributes(isOpen ? "L" : "M", x, " ", y, &path)
      isOpen = true
      attributes("<circle cx=\"", x, "\" cy=\"", y, &markup)
      markup.raw("\" r=\"3.5\" fill=\"#b3202a\"/>")
      let figure = Figure("", .rate(point.rate, isMoney: false))
      text(figure.head(rounding), x: x, y: y - 8, "middle", &markup)
    }
    markup.raw("<path fill=\"none\" stroke=\"#b3202a\" stroke-width=\"2\" d=\"")
    markup.append(path)
    markup.raw("\"/></svg>\n")
    return markup
  }
}
