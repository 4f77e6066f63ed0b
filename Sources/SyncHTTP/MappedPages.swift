// A long answer reads the whole log through the store's memory map, and every page read stays
// counted as the process's memory although the system could take it back at once. Giving the pages
// back as the stream goes on keeps a hub small beside a large store; nothing is lost, a page needed
// again is mapped again.

internal import Glibc

/// The pages of a file that this process has mapped read-only.
enum MappedPages {
  /// Unmaps what is resident of every read-only mapping of `path` from this process's page tables.
  /// The data stays in the system's cache. About 0.1 ms; does nothing where it cannot.
  static func release(of path: String) {
    guard let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let name = String(cString: resolved)
    guard let maps = fopen("/proc/self/maps", "re") else { return }
    defer { fclose(maps) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, maps) > 0 {
      guard let line else { return }
      if let range = mapping(String(cString: line), of: name) {
        _ = madvise(
          UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
      }
    }
  }

  /// The addresses of a line of `/proc/self/maps`, when it is a shared read-only mapping of `name`.
  ///
  /// `start-end perms offset device inode path`
  static func mapping(_ line: String, of name: String) -> Range<UInt>? {
    let parts = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    guard parts.count == 6, parts[1] == "r--s" else { return nil }
    let path = parts[5].drop { $0 == " " }.prefix { $0 != "\n" }
    let ends = parts[0].split(separator: "-")
    guard path == name, ends.count == 2, let start = UInt(ends[0], radix: 16),
      let end = UInt(ends[1], radix: 16), start < end
    else { return nil }
    return start..<end
  }
}
