import Glibc

/// The C library's converter, for the encodings that have several bytes a character.
///
/// Its own way with a bad byte is to stop. Here a bad byte is U+FFFD and one byte is skipped, so it
/// costs one character. All pointers of `iconv` stay in this file.
final class CharsetConverter {
  private let handle: iconv_t
  private var isFlushed = false

  /// Opens a converter to UTF-8; nil where this machine has none for the encoding.
  init?(from encoding: TextEncoding) {
    guard let name = encoding.converterName, let handle = iconv_open("UTF-8", name),
      Int(bitPattern: handle) != -1
    else { return nil }
    self.handle = handle
  }

  deinit {
    iconv_close(handle)
  }

  /// Decodes what stands from `offset` on, as far as there is room.
  ///
  /// - Parameters:
  ///   - source: the body, of which each call takes the next part.
  ///   - offset: where to begin, and afterwards where to go on.
  ///   - badCount: grows by one for each bad byte.
  ///   - output: where to.
  func decode(
    _ source: UnsafeBufferPointer<UInt8>, from offset: inout Int, badCount: inout Int,
    to output: inout DecodedOutput
  ) {
    guard let base = source.baseAddress else { return }
    while offset < source.count, output.hasRoom {
      // `iconv` takes its source as mutable by its type, and does not write to it.
      var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: base + offset)
        .assumingMemoryBound(to: CChar.self)
      var left = source.count - offset
      let start = output.count
      let (status, code) = convert(&input, &left, to: &output)
      offset = source.count - left
      guard status == -1 else { break }
      if code == E2BIG, output.count > start { return }
      guard output.hasRoom else { return }
      badCount += 1
      output.append(0xFFFD)
      offset += 1
    }
    guard offset >= source.count, !isFlushed, output.limit - output.count >= BodyDecoder.minRoom / 2
    else { return }
    // Some encodings hold back a last character (EUC-JP-MS, Big5-HKSCS).
    isFlushed = true
    var (input, left): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
    _ = convert(&input, &left, to: &output)
  }

  private func convert(
    _ input: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, to output: inout DecodedOutput
  ) -> (status: Int, code: Int32) {
    var out: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(output.base + output.count)
      .assumingMemoryBound(to: CChar.self)
    var room = output.limit - output.count
    let isEnd = left == 0
    let status =
      isEnd ? iconv(handle, nil, nil, &out, &room) : iconv(handle, &input, &left, &out, &room)
    let code = errno
    output.count = output.limit - room
    return (Int(status), code)
  }
}
