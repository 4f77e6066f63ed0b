// The review of open conflicts as a state machine: a key in, an effect out, no terminal and no
// store.
//
// Guarantees: nothing is written before the person asks for it (`w`), so undo is free and exact: a
// settlement that is only staged has never been seen by anyone else. Leaving with staged
// settlements asks first. Each settlement goes out as one change that names the siblings shown
// here, so one that raced with a newcomer is refused and stays on the list.

/// One sibling as the review shows it.
package struct ReviewSibling: Hashable, Sendable {
  /// The value, for people.
  package var value: String
  /// The value as it would be typed: what the editor starts with.
  package var typed: String
  /// Who, which office, when, why: one line.
  package var origin: String

  /// One value, ready for the screen.
  package init(value: String, typed: String, origin: String) {
    self.value = value
    self.typed = typed
    self.origin = origin
  }
}

/// One open conflict as the review shows it.
package struct ReviewItem: Hashable, Sendable {
  /// The conflict's id, 16 characters.
  package var id: String
  /// What people call the record; empty where it has no name.
  package var recordName: String
  /// "field · kind · rule of display", for people.
  package var heading: String
  /// The common ancestor's value; nil when unknown.
  package var base: String?
  /// Sorted by dot: `take N` counts them from 1.
  package var siblings: [ReviewSibling]
  /// The index of the sibling that lists and totals show now.
  package var shown: Int
  /// The siblings' texts joined, where the field is a text; nil where it is not.
  package var merged: String?
  /// Why the last attempt to write was refused; nil otherwise.
  package var refusal: String?

  /// One conflict, not put off and never tried to be written.
  package init(
    id: String, recordName: String, heading: String, base: String?, siblings: [ReviewSibling],
    shown: Int, merged: String?
  ) {
    self.id = id
    self.recordName = recordName
    self.heading = heading
    self.base = base
    self.siblings = siblings
    self.shown = shown
    self.merged = merged
  }
}

/// What a person decided about one conflict.
package enum ReviewChoice: Hashable, Sendable {
  /// The sibling at this index.
  case take(Int)
  /// A value typed by hand, as typed.
  case value(String)
}

/// What the outside has to do after a key.
package enum ReviewEffect: Hashable, Sendable {
  case none
  /// Write the staged settlements with this reason (empty for none), then call `written`.
  case write(reason: String)
  /// Leave; nothing staged is written.
  case leave
}

/// What the keys mean now.
package enum ReviewMode: Hashable, Sendable {
  case browsing
  /// A value is being typed for the current conflict.
  case editing(LineEditor)
  /// A sibling's number is being typed: for the tenth and later.
  case numbering(LineEditor)
  /// The reason for the settlements is being typed.
  case reasoning(LineEditor)
  /// Staged settlements would be lost: really leave?
  case leaving
}

/// The review itself.
package struct ReviewSession: Sendable {
  /// The open conflicts, in list order; never empty while the review runs.
  package private(set) var items: [ReviewItem]
  /// The one on the screen.
  package private(set) var index = 0
  /// What a key does now.
  package private(set) var mode = ReviewMode.browsing
  /// What is staged, by conflict id.
  package private(set) var staged: [String: ReviewChoice] = [:]
  /// The first line of the siblings that is on the screen.
  package var scroll = 0
  /// One line for the person: a catalogue key and its arguments.
  package private(set) var notice: (key: String, arguments: [String])?
  private var undoing: [(id: String, before: ReviewChoice?, index: Int)] = []
  private let check: @Sendable (_ item: ReviewItem, _ text: String) -> String?

  /// A review of `items`; `check` says, in words, what is wrong with a value typed for one of them.
  package init(
    items: [ReviewItem], check: @escaping @Sendable (_ item: ReviewItem, _ text: String) -> String?
  ) {
    self.items = items
    self.check = check
  }

  /// The conflict on the screen.
  package var current: ReviewItem { items[index] }

  /// What is staged for the conflict on the screen.
  package var currentChoice: ReviewChoice? { staged[current.id] }

  /// Takes one key.
  package mutating func handle(_ key: Key) -> ReviewEffect {
    notice = nil
    switch mode {
    case .browsing: return browse(key)
    case .editing(let editor): return edit(key, editor)
    case .numbering(let editor): return number(key, editor)
    case .reasoning(let editor): return reason(key, editor)
    case .leaving:
      mode = .browsing
      if key == .character("y") || key == .character("Y") { return .leave }
      return key == .character("w") ? askReason() : .none
    }
  }

  /// Takes the outcome of a write: refusals by conflict id; every other staged conflict is settled
  /// and leaves the list. Returns `leave` when none is left.
  package mutating func written(refused: [String: String]) -> ReviewEffect {
    let settled = staged.keys.filter { refused[$0] == nil }
    let currentID = current.id
    items.removeAll { settled.contains($0.id) }
    for position in items.indices { items[position].refusal = refused[items[position].id] }
    staged.removeAll()
    undoing.removeAll()
    index = items.firstIndex { $0.id == currentID } ?? min(index, max(0, items.count - 1))
    scroll = 0
    notice = ("review.written", [String(settled.count), String(refused.count)])
    return items.isEmpty ? .leave : .none
  }

  /// Replaces a conflict whose siblings have changed since it was read.
  package mutating func refresh(_ item: ReviewItem) {
    guard let position = items.firstIndex(where: { $0.id == item.id }) else { return }
    let refusal = items[position].refusal
    items[position] = item
    items[position].refusal = refusal
  }

  private mutating func browse(_ key: Key) -> ReviewEffect {
    switch key {
    case .character("n"), .character("s"), .right, .character(" "): move(by: 1)
    case .character("p"), .left: move(by: -1)
    case .character("e"):
      if case .value(let text) = currentChoice {
        mode = .editing(LineEditor(text))
      } else {
        mode = .editing(LineEditor(current.siblings[current.shown].typed))
      }
    case .character("m"):
      if let merged = current.merged {
        mode = .editing(LineEditor(merged))
      } else {
        notice = ("review.no-merge", [])
      }
    case .character("t"): mode = .numbering(LineEditor())
    case .character("u"), .control("z"): undo()
    case .character("w"):
      if !staged.isEmpty { return askReason() }
      notice = ("review.nothing-staged", [])
    case .character("q"), .control("c"), .escape:
      if staged.isEmpty { return .leave }
      mode = .leaving
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll += 1
    case .pageUp: scroll = max(0, scroll - 10)
    case .pageDown: scroll += 10
    case .character(let digit):
      if let number = digit.wholeNumberValue, digit.isASCII, number > 0 { take(number) }
    default: break
    }
    return .none
  }

  private mutating func edit(_ key: Key, _ editor: LineEditor) -> ReviewEffect {
    var editor = editor
    switch key {
    case .enter:
      if let wrong = check(current, editor.text) {
        notice = ("review.invalid", [wrong])
      } else {
        stage(.value(editor.text))
        mode = .browsing
      }
    case .escape, .control("c"): mode = .browsing
    default:
      _ = editor.handle(key)
      mode = .editing(editor)
    }
    return .none
  }

  private mutating func number(_ key: Key, _ editor: LineEditor) -> ReviewEffect {
    var editor = editor
    switch key {
    case .enter:
      mode = .browsing
      take(Int(editor.text) ?? 0)
    case .escape, .control("c"): mode = .browsing
    default:
      _ = editor.handle(key)
      mode = .numbering(editor)
    }
    return .none
  }

  private mutating func reason(_ key: Key, _ editor: LineEditor) -> ReviewEffect {
    var editor = editor
    switch key {
    case .enter:
      mode = .browsing
      return .write(reason: editor.text)
    case .escape, .control("c"): mode = .browsing
    default:
      _ = editor.handle(key)
      mode = .reasoning(editor)
    }
    return .none
  }

  private mutating func askReason() -> ReviewEffect {
    mode = .reasoning(LineEditor())
    return .none
  }

  private mutating func take(_ number: Int) {
    guard current.siblings.indices.contains(number - 1) else {
      notice = ("review.no-such-sibling", [String(number), String(current.siblings.count)])
      return
    }
    stage(.take(number - 1))
  }

  private mutating func stage(_ choice: ReviewChoice) {
    undoing.append((current.id, currentChoice, index))
    staged[current.id] = choice
    move(by: 1)
  }

  /// Takes the last decision back and shows its conflict again.
  private mutating func undo() {
    guard let last = undoing.popLast() else {
      notice = ("review.nothing-to-undo", [])
      return
    }
    staged[last.id] = last.before
    index = last.index
    scroll = 0
    notice = ("review.undone", [])
  }

  private mutating func move(by step: Int) {
    let next = index + step
    guard items.indices.contains(next) else {
      notice = (step > 0 ? "review.last" : "review.first", [])
      return
    }
    index = next
    scroll = 0
  }
}
