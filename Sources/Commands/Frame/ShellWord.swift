// Words of commands that are told to a person, fit to be pasted into a shell.

enum ShellWord {
  /// A word as a POSIX shell reads it back, whatever it holds.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte >= 0x80 || "=._-:/,+".utf8.contains(byte)
    }
    if isPlain { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
