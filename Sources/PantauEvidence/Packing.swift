import CCodings

/// How bytes are kept small in the archive.
///
/// A packed value begins with a byte that says how: 0, and the bytes follow as they are; 1, and their
/// number follows in four bytes, the lowest first, and a zlib stream (RFC 1950).
public enum Packing {
  /// Why a packed value cannot be read.
  public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// In plain words.
    public var description: String
  }

  /// No body is larger, whatever `polling.maxBody` says; guards against a damaged length.
  private static let maxBytes = 1 << 30

  /// Packs bytes; as they are where that is shorter, or where there is no zlib.
  public static func pack(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let plain = [0] + Array(bytes)
    guard let stream = zlibStream(plain[1...]), stream.count + 4 < plain.count - 1 else {
      return plain
    }
    let length = UInt32(plain.count - 1)
    return [1] + (0..<4).map { UInt8(truncatingIfNeeded: length >> UInt32(8 * $0)) } + stream
  }

  /// The bytes that were packed.
  ///
  /// - Throws: ``Fault``.
  public static func unpack(_ packed: [UInt8]) throws(Fault) -> [UInt8] {
    switch packed.first {
    case 0: return Array(packed.dropFirst())
    case 1 where packed.count > 5:
      let length = packed[1...4].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= maxBytes else { break }
      var bytes = [UInt8](repeating: 0, count: length)
      let isWhole = bytes.withUnsafeMutableBufferPointer { room in
        packed.withUnsafeBufferPointer { from in
          from.baseAddress.map {
            pantau_zlib_unpack(room.baseAddress, room.count, $0 + 5, from.count - 5) == 1
          }
        }
      }
      if isWhole == true { return bytes }
    default: break
    }
    throw Fault(description: "a packed value of the archive is damaged, or libz.so.1 is missing")
  }

  /// The bytes as a member of a gzip file (RFC 1952); nil where there is no zlib.
  static func gzipMember(_ bytes: [UInt8]) -> [UInt8]? {
    guard let stream = zlibStream(bytes[...]) else { return nil }
    // A zlib stream is two bytes, the deflated data that gzip has as well, and a check of four.
    let data = stream.dropFirst(2).dropLast(4)
    let sum = bytes.withUnsafeBufferPointer { pantau_zlib_crc32($0.baseAddress, $0.count) }
    let numbers = [sum, UInt32(truncatingIfNeeded: bytes.count)]
    let trailer = numbers.flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + data + trailer
  }

  private static func zlibStream(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    let room = pantau_zlib_bound(bytes.count)
    guard room > 0 else { return nil }
    let stream = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = bytes.withUnsafeBufferPointer {
        pantau_zlib_pack(buffer.baseAddress, room, $0.baseAddress, $0.count)
      }
    }
    return stream.isEmpty ? nil : stream
  }
}
