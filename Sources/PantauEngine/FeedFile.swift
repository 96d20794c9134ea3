import Glibc

/// Reads a feed that is a file of this machine.
enum FeedFile {
  /// The bytes, or why there are none.
  enum Reading: Sendable {
    case bytes([UInt8])
    case fault(String)
  }

  /// Reads a regular file of at most so many bytes.
  static func read(url: String, maxBytes: Int) -> Reading {
    guard let path = path(ofURL: url) else {
      return .fault("\(url) is no file URL of this machine; write file:///absolute/path.")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      return .fault("\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .fault("\(path) is no regular file.")
    }
    guard status.st_size <= maxBytes else { return .fault(tooLarge(path, maxBytes)) }
    return readAll(descriptor, path, size: Int(status.st_size), maxBytes: maxBytes)
  }

  /// The path of a `file:` URL, percent escapes resolved.
  static func path(ofURL url: String) -> String? {
    guard url.hasPrefix("file://") else { return nil }
    let rest = url.dropFirst("file://".utf8.count)
    let path = rest.hasPrefix("localhost/") ? rest.dropFirst("localhost".utf8.count) : rest
    guard path.hasPrefix("/") else { return nil }
    return String(path).removingPercentEncodingASCII
  }

  private static func tooLarge(_ path: String, _ maxBytes: Int) -> String {
    "\(path) is larger than polling.maxBody (\(maxBytes) bytes); raise that setting to read it."
  }

  /// The file may grow while it is read, so the limit is checked on what came.
  private static func readAll(
    _ descriptor: Int32, _ path: String, size: Int, maxBytes: Int
  ) -> Reading {
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var filled = 0
    while true {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        return .fault("\(path) cannot be read: \(String(cString: strerror(errno))).")
      }
      filled += count
      if count == 0 { break }
      guard filled <= maxBytes else { return .fault(tooLarge(path, maxBytes)) }
      if filled == bytes.count {
        bytes.append(contentsOf: repeatElement(0, count: 65_536))
      }
    }
    bytes.removeLast(bytes.count - filled)
    return .bytes(bytes)
  }
}

extension String {
  /// The text with `%41` read as `A`; a percent sign without two digits stays.
  fileprivate var removingPercentEncodingASCII: String {
    var bytes: [UInt8] = []
    var rest = Substring(self).utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(Substring(rest.prefix(2)), radix: 16),
        rest.count >= 2
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
