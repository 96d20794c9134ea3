/// A path of a rule: `*` stands for anything, a `$` at the end for the end (RFC 9309, section 2.2.3).
struct RobotsPattern: Sendable, Hashable {
  private let bytes: [UInt8]
  private let isAnchored: Bool
  /// The octets that count when the longest rule is looked for.
  let length: Int

  private static let star = UInt8(ascii: "*")
  /// Longer rules are cut; no path in use is as long.
  private static let maxBytes = 2_048

  init(_ text: String) {
    var bytes = Self.normalized(Array(text.utf8.prefix(Self.maxBytes)))
    length = bytes.count
    isAnchored = bytes.last == UInt8(ascii: "$")
    if isAnchored { bytes.removeLast() }
    self.bytes = bytes
  }

  /// Whether it fits the beginning of a normalized path, or all of it where it ends in `$`.
  func fits(_ path: [UInt8]) -> Bool {
    var (at, next) = (0, 0)
    // Where to go on when what follows the last star does not fit.
    var retry: (pattern: Int, path: Int)?
    while true {
      if next == bytes.count, !isAnchored || at == path.count { return true }
      if next < bytes.count, bytes[next] == Self.star {
        next += 1
        retry = (next, at)
      } else if next < bytes.count, at < path.count, bytes[next] == path[at] {
        next += 1
        at += 1
      } else if let last = retry, last.path < path.count {
        retry = (last.pattern, last.path + 1)
        (next, at) = (last.pattern, last.path + 1)
      } else {
        return false
      }
    }
  }

  /// Escapes of letters, digits and `-._~` resolved, those of other octets in capitals, octets
  /// beyond ASCII escaped, so that equal paths are equal.
  static func normalized(_ path: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(path.count)
    var index = 0
    while index < path.count {
      let byte = path[index]
      if byte == UInt8(ascii: "%"), index + 2 < path.count, let high = hex(path[index + 1]),
        let low = hex(path[index + 2])
      {
        append(high << 4 | low, isEscaped: true, to: &result)
        index += 3
      } else {
        append(byte, isEscaped: false, to: &result)
        index += 1
      }
    }
    return result
  }

  private static func append(_ byte: UInt8, isEscaped: Bool, to result: inout [UInt8]) {
    let letter = byte | 0x20
    let isUnreserved =
      (0x61...0x7A).contains(letter) || (0x30...0x39).contains(byte)
      || "-._~".utf8.contains(byte)
    if byte < 0x80, isUnreserved || !isEscaped { return result.append(byte) }
    let digits = Array("0123456789ABCDEF".utf8)
    result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
