/// Names and values as forms send them (WHATWG URL, `application/x-www-form-urlencoded`).
enum FormText {
  /// A name with its value.
  struct Pair: Sendable, Hashable {
    /// The member's name.
    var name: String
    /// Its value; empty where there is none.
    var value: String

    /// Takes both.
    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Reads `a=1&b=2`; bytes that are no UTF-8 become U+FFFD.
  static func pairs(_ text: Substring) -> [Pair] {
    text.split(separator: "&").map { member in
      let end = member.firstIndex(of: "=") ?? member.endIndex
      return Pair(
        decoded(member[..<end], isForm: true), decoded(member[end...].dropFirst(), isForm: true))
    }
  }

  /// Undoes percent escapes; in forms a plus is a space.
  static func decoded(_ text: Substring, isForm: Bool = false) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = hexByte(rest.prefix(2)) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(isForm && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a query of the pairs that have a value; without the question mark.
  static func query(_ pairs: [Pair]) -> String {
    pairs.filter { !$0.value.isEmpty }.map { "\($0.name)=\(encoded($0.value))" }
      .joined(separator: "&")
  }

  /// Escapes all but unreserved characters (RFC 3986, section 2.3).
  private static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  private static func hexByte(_ digits: Substring.UTF8View.SubSequence) -> UInt8? {
    guard digits.count == 2, digits.first != UInt8(ascii: "+") else { return nil }
    return UInt8(String(Substring(digits)), radix: 16)
  }
}
