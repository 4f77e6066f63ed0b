// Opens a page in the browser of the desktop at hand, as its own menus would.

internal import Glibc

enum DesktopBrowser {
  /// Hands an address to `xdg-open` and does not wait for the browser; false where there is none.
  ///
  /// The address is an argument of a process for a moment, which others at this machine can see: a
  /// start link in it is worth nothing once it was used.
  static func open(_ url: String) -> Bool {
    let script = "command -v xdg-open >/dev/null 2>&1 && { xdg-open \"$0\" >/dev/null 2>&1 & }"
    let words: [String] = ["sh", "-c", script, url]
    var arguments = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    var status: Int32 = 0
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0,
      waitpid(process, &status, 0) == process
    else { return false }
    return status == 0
  }
}
