extension CharsetDecoder {
  /// A body in one encoding to UTF-8; nil where this machine cannot.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, from encoding: TextEncoding, _ onProgress: Progress
  ) -> (bytes: [UInt8], badBytes: Int)? {
    switch encoding {
    case .utf8:
      return (UTF8Check.repair(bytes, onProgress), UTF8Check.check(bytes).badSequences)
    case .utf16le: return decodeUTF16(bytes, isBigEndian: false, onProgress)
    case .utf16be: return decodeUTF16(bytes, isBigEndian: true, onProgress)
    case .utf32le: return decodeUTF32(bytes, isBigEndian: false)
    case .utf32be: return decodeUTF32(bytes, isBigEndian: true)
    default: break
    }
    if let place = SingleByteTables.place(of: encoding) {
      return decodeSingleBytes(bytes, tableAt: place * 128, onProgress)
    }
    return CharsetConverter(from: encoding)?.decode(bytes, onProgress)
  }

  private static func decodeSingleBytes(
    _ bytes: UnsafeBufferPointer<UInt8>, tableAt start: Int, _ onProgress: Progress
  ) -> (bytes: [UInt8], badBytes: Int) {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 4 + 16)
    var badBytes = 0
    for (index, byte) in bytes.enumerated() {
      if index % progressBytes == 0 { onProgress(index) }
      if byte < 0x80 {
        output.append(byte)
      } else {
        let scalar = SingleByteTables.characters[start + Int(byte) - 0x80]
        if scalar == 0xFFFD { badBytes += 1 }
        append(UInt32(scalar), to: &output)
      }
    }
    return (output, badBytes)
  }

  private static func decodeUTF16(
    _ bytes: UnsafeBufferPointer<UInt8>, isBigEndian: Bool, _ onProgress: Progress
  ) -> (bytes: [UInt8], badBytes: Int) {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 2 + bytes.count / 4 + 16)
    var badUnits = bytes.count % 2
    let count = bytes.count / 2
    func unit(_ index: Int) -> UInt32 {
      let first = UInt32(bytes[index * 2])
      let second = UInt32(bytes[index * 2 + 1])
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    var index = 0
    while index < count {
      if index % progressBytes == 0 { onProgress(index * 2) }
      let value = unit(index)
      index += 1
      guard value & 0xF800 == 0xD800 else {
        append(value, to: &output)
        continue
      }
      if value < 0xDC00, index < count, unit(index) & 0xFC00 == 0xDC00 {
        append(0x10000 + (value & 0x3FF) << 10 + (unit(index) & 0x3FF), to: &output)
        index += 1
      } else {
        badUnits += 1
        append(0xFFFD, to: &output)
      }
    }
    if bytes.count % 2 == 1 { append(0xFFFD, to: &output) }
    return (output, badUnits)
  }

  private static func decodeUTF32(
    _ bytes: UnsafeBufferPointer<UInt8>, isBigEndian: Bool
  ) -> (bytes: [UInt8], badBytes: Int) {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count / 2 + 16)
    var badUnits = 0
    var index = 0
    while index + 4 <= bytes.count {
      var value: UInt32 = 0
      for offset in 0..<4 {
        value = value << 8 | UInt32(bytes[index + (isBigEndian ? offset : 3 - offset)])
      }
      if Unicode.Scalar(value) == nil {
        badUnits += 1
        value = 0xFFFD
      }
      append(value, to: &output)
      index += 4
    }
    if index < bytes.count {
      badUnits += 1
      append(0xFFFD, to: &output)
    }
    return (output, badUnits)
  }

  @inline(__always)
  private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: output.append(UInt8(scalar))
    case 0x80..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(0xF0 | scalar >> 18 & 0x07))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
