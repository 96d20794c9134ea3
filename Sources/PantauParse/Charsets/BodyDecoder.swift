import PantauCore

/// Decodes a body to UTF-8, as much at a time as there is room for.
///
/// Where it stopped it goes on, wherever in the body that is: no character is torn, and a bad byte
/// is one U+FFFD. The body must stay where it is while it is decoded.
final class BodyDecoder {
  /// How the bytes become characters.
  private enum Way {
    case utf8
    case utf16(isBigEndian: Bool)
    case utf32(isBigEndian: Bool)
    /// One byte a character; the offset of the encoding's table.
    case table(Int)
    case converter(CharsetConverter)
  }

  let encoding: TextEncoding
  let source: UnsafeBufferPointer<UInt8>
  /// Up to where the body was decoded.
  var offset = 0
  /// How many bytes, or units of UTF-16 and UTF-32, meant nothing.
  var badCount = 0
  private let way: Way

  /// The least room that is of use: a character, and what a converter held back.
  static let minRoom = 64

  /// Makes the decoder of a body; nil where this machine has none for the encoding.
  init?(_ source: UnsafeBufferPointer<UInt8>, from encoding: TextEncoding) {
    self.source = source
    self.encoding = encoding
    switch encoding {
    case .utf8: way = .utf8
    case .utf16le: way = .utf16(isBigEndian: false)
    case .utf16be: way = .utf16(isBigEndian: true)
    case .utf32le: way = .utf32(isBigEndian: false)
    case .utf32be: way = .utf32(isBigEndian: true)
    default:
      if let place = SingleByteTables.place(of: encoding) {
        way = .table(place * 128)
      } else if let converter = CharsetConverter(from: encoding) {
        way = .converter(converter)
      } else {
        return nil
      }
    }
  }

  /// The most bytes that a body can become: U+FFFD for each of its bytes.
  static func capacity(for sourceCount: Int) -> Int { 3 * sourceCount + minRoom }

  /// What to say of the bytes that meant nothing; nil where there were none.
  var warning: String? {
    guard badCount > 0 else { return nil }
    let isOne = badCount == 1
    let reading = "\(isOne ? "it" : "each") was read as U+FFFD"
    return encoding == .utf8
      ? "\(badCount.of("byte sequence")) \(isOne ? "is" : "are") not UTF-8; \(reading)"
      : "\(badCount.of("byte")) \(isOne ? "has" : "have") no meaning in \(encoding.rawValue); "
        + reading
  }

  /// Writes the characters that come next.
  ///
  /// - Parameter memory: where to; at least ``minRoom`` bytes.
  /// - Returns: how many bytes were written; 0 at the end of the body.
  func decode(into memory: UnsafeMutableBufferPointer<UInt8>) -> Int {
    guard memory.count >= Self.minRoom, let base = memory.baseAddress else { return 0 }
    var output = DecodedOutput(base: base, limit: memory.count)
    switch way {
    case .utf8: repairUTF8(to: &output)
    case .utf16(let isBigEndian): decodeUTF16(isBigEndian, to: &output)
    case .utf32(let isBigEndian): decodeUTF32(isBigEndian, to: &output)
    case .table(let start): decodeSingleBytes(start, to: &output)
    case .converter(let converter):
      converter.decode(source, from: &offset, badCount: &badCount, to: &output)
    }
    return output.count
  }
}

/// Where decoded text is written.
struct DecodedOutput {
  let base: UnsafeMutablePointer<UInt8>
  let limit: Int
  var count = 0

  /// Whether the longest character still fits.
  var hasRoom: Bool { count + 4 <= limit }

  /// Writes a character, for which there is room.
  @inline(__always)
  mutating func append(_ scalar: UInt32) {
    switch scalar {
    case 0..<0x80: put(UInt8(scalar))
    case 0x80..<0x800:
      put(UInt8(0xC0 | scalar >> 6))
      put(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      put(UInt8(0xE0 | scalar >> 12))
      put(UInt8(0x80 | scalar >> 6 & 0x3F))
      put(UInt8(0x80 | scalar & 0x3F))
    default:
      put(UInt8(0xF0 | scalar >> 18 & 0x07))
      put(UInt8(0x80 | scalar >> 12 & 0x3F))
      put(UInt8(0x80 | scalar >> 6 & 0x3F))
      put(UInt8(0x80 | scalar & 0x3F))
    }
  }

  /// Writes bytes, for which there is room.
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    (base + count).update(from: bytes, count: length)
    count += length
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }
}
