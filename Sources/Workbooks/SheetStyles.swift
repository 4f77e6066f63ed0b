// The formats of a workbook's cells, made once: one for every kind of column and every weight of
// row.

internal import CXlsxWriter

/// How heavily a row is written.
enum RowWeight: Int, CaseIterable {
  case item, heading, total
}

struct SheetStyles {
  typealias Format = UnsafeMutablePointer<lxw_format>

  let title: Format
  let note: Format
  let head: Format
  private let cells: [[Format]]

  /// Kinds in the order of ``slot(_:)``; decimals by their places from 0 to 9.
  private static let numberFormats: [String] =
    ["@", "@", "#,##0", "yyyy-mm-dd", "0"]
    + (0...9).map { $0 == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: $0) }

  init(_ book: UnsafeMutablePointer<lxw_workbook>) {
    func format(_ set: (Format) -> Void) -> Format {
      // The library gives no format only when memory is out.
      guard let format = workbook_add_format(book) else { fatalError("out of memory") }
      format_set_font_name(format, "宋体")
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      set(format)
      return format
    }
    title = format {
      format_set_font_name($0, "黑体")
      format_set_font_size($0, 18)
      format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue))
      format_set_text_wrap($0)
    }
    note = format {
      format_set_font_size($0, 10)
      format_set_align($0, UInt8(LXW_ALIGN_RIGHT.rawValue))
    }
    head = format {
      format_set_font_name($0, "黑体")
      format_set_font_size($0, 11)
      format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue))
      format_set_text_wrap($0)
      format_set_border($0, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_bg_color($0, 0xE7EDF3)
    }
    cells = RowWeight.allCases.map { weight in
      SheetStyles.numberFormats.enumerated().map { slot, numberFormat in
        format {
          format_set_font_size($0, 10)
          format_set_border($0, UInt8(LXW_BORDER_THIN.rawValue))
          format_set_num_format($0, numberFormat)
          if slot == 0 { format_set_text_wrap($0) }
          if [1, 3, 4].contains(slot) { format_set_align($0, UInt8(LXW_ALIGN_CENTER.rawValue)) }
          if weight != .item {
            format_set_bold($0)
            format_set_bg_color($0, weight == .total ? 0xFCE8C8 : 0xF3F5F7)
          }
        }
      }
    }
  }

  /// The format of a cell.
  func cell(_ kind: ColumnKind, _ weight: RowWeight) -> Format {
    cells[weight.rawValue][SheetStyles.slot(kind)]
  }

  private static func slot(_ kind: ColumnKind) -> Int {
    switch kind {
    case .text: 0
    case .label: 1
    case .whole: 2
    case .date: 3
    case .year: 4
    case .decimal(let places): 5 + min(max(places, 0), 9)
    }
  }
}
