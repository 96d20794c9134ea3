import CRE2

/// A regular expression that runs in linear time (RE2), safe for several threads at once.
final class RegularExpression: @unchecked Sendable {
  // Unchecked: the compiler cannot know that RE2 objects are immutable once compiled and that RE2
  // guards its own caches; its documentation promises both. The pointer itself never changes.
  private let pattern: OpaquePointer

  /// The program and its automata together get this much memory; larger ones are refused.
  static let maxMemoryBytes: Int64 = 4_000_000
  /// How long an expression may be, in bytes.
  static let maxPatternBytes = 4_000

  /// Why an expression was refused.
  struct Fault: Error {
    let message: String
  }

  init(_ source: String, isCaseSensitive: Bool) throws(Fault) {
    guard source.utf8.count <= Self.maxPatternBytes else {
      throw Fault(message: "it is longer than \(Self.maxPatternBytes) bytes")
    }
    var source = source
    var message = [CChar](repeating: 0, count: 200)
    let compiled = source.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        pantau_re2_compile(
          characters.baseAddress, characters.count, isCaseSensitive ? 1 : 0, Self.maxMemoryBytes,
          &message, message.count)
      }
    }
    guard let compiled else {
      let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw Fault(message: String(decoding: bytes, as: UTF8.self))
    }
    pattern = compiled
  }

  deinit {
    pantau_re2_free(pattern)
  }

  /// The places of the matches in a text's UTF-8, from the left, not overlapping, at most `limit`.
  func matches(in text: String, limit: Int) -> [Range<Int>] {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        matches(in: characters, limit: limit)
      }
    }
  }

  private func matches(in text: UnsafeBufferPointer<CChar>, limit: Int) -> [Range<Int>] {
    // RE2 wants an address even for no bytes.
    var none: CChar = 0
    return withUnsafePointer(to: &none) { nothing in
      let base = text.baseAddress ?? nothing
      var found: [Range<Int>] = []
      var (from, start, end) = (0, 0, 0)
      while found.count < limit, from <= text.count,
        pantau_re2_find(pattern, base, text.count, from, &start, &end) == 1
      {
        found.append(start..<end)
        from = end > start ? end : end + 1
      }
      return found
    }
  }
}
