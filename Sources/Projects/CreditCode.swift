// The check digit of the unified social credit code, GB 32100-2015: alphabet without I, O, S, V, Z,
// weights 3^i mod 31. A failing code is only warned about: codes of the first pilots fail though
// legal.

/// The unified social credit code of organisations.
public enum CreditCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The check character of the first 17; nil when they are not 17 of the alphabet.
  public static func checkCharacter(_ body: String) -> Character? {
    guard body.utf8.count == 17 else { return nil }
    var sum = 0
    var weight = 1
    for byte in body.utf8 {
      guard let digit = alphabet.firstIndex(of: byte) else { return nil }
      sum += digit * weight
      weight = weight * 3 % 31
    }
    return Character(Unicode.Scalar(alphabet[(31 - sum % 31) % 31]))
  }

  /// Whether 18 characters are of the alphabet and end in their check character.
  public static func isValid(_ code: String) -> Bool {
    guard code.utf8.count == 18, let check = checkCharacter(String(code.dropLast())) else {
      return false
    }
    return code.last == check
  }
}
