import Glibc

/// The C library's converter, for the encodings that have several bytes a character.
///
/// Its own way with a bad byte is to stop. Here a bad byte is U+FFFD and one byte is skipped, so it
/// costs one character. All pointers of `iconv` stay in this file.
struct CharsetConverter: ~Copyable {
  private let handle: iconv_t

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

  /// The text in UTF-8, and how many bytes were bad.
  borrowing func decode(
    _ source: UnsafeBufferPointer<UInt8>, _ onProgress: CharsetDecoder.Progress
  ) -> (bytes: [UInt8], badBytes: Int) {
    var output: [UInt8] = []
    output.reserveCapacity(source.count + source.count / 2 + 16)
    var badBytes = 0
    guard let base = source.baseAddress else { return (output, 0) }
    // `iconv` takes its source as mutable by its type, and does not write to it.
    var input: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(mutating: base)
      .assumingMemoryBound(to: CChar.self)
    var left = source.count
    let chunk = 16_384
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: chunk) { buffer in
      while left > 0 {
        var out = buffer.baseAddress
        var room = chunk
        let status = iconv(handle, &input, &left, &out, &room)
        let code = errno
        append(buffer, chunk - room, to: &output)
        onProgress(source.count - left)
        guard status == -1 else { break }
        if code == E2BIG, room < chunk { continue }
        badBytes += 1
        output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        input = input.map { $0 + 1 }
        left -= 1
      }
      // Some encodings hold back a last character (EUC-JP-MS, Big5-HKSCS).
      var out = buffer.baseAddress
      var room = chunk
      _ = iconv(handle, nil, nil, &out, &room)
      append(buffer, chunk - room, to: &output)
    }
    return (output, badBytes)
  }

  private borrowing func append(
    _ buffer: UnsafeMutableBufferPointer<CChar>, _ count: Int, to output: inout [UInt8]
  ) {
    output.append(
      contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
  }
}
