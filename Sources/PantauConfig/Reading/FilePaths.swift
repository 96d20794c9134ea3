/// Paths as text, without asking the file system.
enum FilePaths {
  /// Makes a path absolute and takes `.` and `..` out of it.
  static func absolute(_ path: String, from directory: String) -> String {
    let whole = path.hasPrefix("/") ? path : "\(directory)/\(path)"
    var steps: [Substring] = []
    for step in whole.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return "/" + steps.joined(separator: "/")
  }

  /// The directory that a file of this absolute path lies in.
  static func directory(of path: String) -> String {
    let directory = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    return directory.isEmpty ? "/" : String(directory)
  }

  /// The path of a `file:` URL made absolute: `file:a.xml` is relative to the directory,
  /// `file:/a`, `file:///a` and `file://localhost/a` are absolute.
  ///
  /// - Returns: nil for a `file:` URL of another host or a broken escape.
  static func path(ofFileURL url: String, from directory: String) -> String? {
    var path = url.dropFirst("file:".count)
    if path.hasPrefix("//") {
      path = path.dropFirst(2)
      if path.hasPrefix("localhost/") { path = path.dropFirst("localhost".count) }
      guard path.hasPrefix("/") else { return nil }
    }
    guard !path.isEmpty, let decoded = removingEscapes(path), !decoded.utf8.contains(0) else {
      return nil
    }
    return absolute(decoded, from: directory)
  }

  /// A `file:` URL for an absolute path, escaped where a URL asks for it (RFC 3986, section 3.3).
  static func fileURL(_ path: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var url = Array("file://".utf8)
    for byte in path.utf8 {
      let scalar = Unicode.Scalar(byte)
      if byte < 0x80,
        scalar.properties.isAlphabetic || "0123456789-._~/!$&'()*+,;=:@".utf8.contains(byte)
      {
        url.append(byte)
      } else {
        url += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: url, as: UTF8.self)
  }

  private static func removingEscapes(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, let value = UInt8(Substring(digits), radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
