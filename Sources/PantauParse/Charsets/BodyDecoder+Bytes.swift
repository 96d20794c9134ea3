/// The encodings that need no converter.
extension BodyDecoder {
  /// Copies what is right, and writes U+FFFD for each sequence that is wrong, as Unicode recommends
  /// (section 3.9).
  func repairUTF8(to output: inout DecodedOutput) {
    guard let base = source.baseAddress else { return }
    while offset < source.count, output.hasRoom {
      let end = UTF8Check.endOfValid(source, from: offset, to: offset + output.limit - output.count)
      output.append(base + offset, end - offset)
      offset = end
      guard offset < source.count, output.hasRoom else { return }
      let (length, isValid) = UTF8Check.sequence(base, at: offset, count: source.count)
      if isValid {
        output.append(base + offset, length)
      } else {
        output.append(0xFFFD)
        badCount += 1
      }
      offset += length
    }
  }

  func decodeSingleBytes(_ start: Int, to output: inout DecodedOutput) {
    guard let base = source.baseAddress else { return }
    while offset < source.count, output.hasRoom {
      if offset + 8 <= source.count, output.count + 8 <= output.limit,
        ByteWords.load(base, offset) & ByteWords.high == 0
      {
        output.append(base + offset, 8)
        offset += 8
        continue
      }
      let byte = base[offset]
      offset += 1
      if byte < 0x80 {
        output.append(UInt32(byte))
      } else {
        let scalar = SingleByteTables.characters[start + Int(byte) - 0x80]
        if scalar == 0xFFFD { badCount += 1 }
        output.append(UInt32(scalar))
      }
    }
  }

  func decodeUTF16(_ isBigEndian: Bool, to output: inout DecodedOutput) {
    while offset < source.count, output.hasRoom {
      let value = unit(at: offset, isBigEndian)
      offset += 2
      if value & 0xF800 != 0xD800 {
        output.append(value)
      } else if value < 0xDC00, offset < source.count,
        unit(at: offset, isBigEndian) & 0xFC00 == 0xDC00
      {
        let low = unit(at: offset, isBigEndian)
        output.append(0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF))
        offset += 2
      } else {
        badCount += 1
        output.append(0xFFFD)
      }
    }
  }

  /// The unit at an offset; half a surrogate pair, which is none, where it is cut off.
  @inline(__always)
  private func unit(at offset: Int, _ isBigEndian: Bool) -> UInt32 {
    guard offset + 1 < source.count else { return 0xD800 }
    let (first, second) = (UInt32(source[offset]), UInt32(source[offset + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  func decodeUTF32(_ isBigEndian: Bool, to output: inout DecodedOutput) {
    while offset < source.count, output.hasRoom {
      var value: UInt32 = 0
      let isCutOff = offset + 4 > source.count
      for place in 0..<(isCutOff ? 0 : 4) {
        value = value << 8 | UInt32(source[offset + (isBigEndian ? place : 3 - place)])
      }
      if isCutOff || Unicode.Scalar(value) == nil {
        badCount += 1
        value = 0xFFFD
      }
      output.append(value)
      offset += 4
    }
  }
}
