import CStemmer
import Synchronization

/// The word stems of one language, by Snowball's libstemmer; Indonesian ones of whole roots.
final class Stemmer: Sendable {
  /// libstemmer's object, which serves one thread at a time.
  private struct Handle: ~Copyable {
    let pointer: OpaquePointer

    deinit {
      sb_stemmer_delete(pointer)
    }

    borrowing func stem(_ word: [UInt8]) -> [UInt8] {
      guard let stem = sb_stemmer_stem(pointer, word, Int32(word.count)) else { return word }
      let count = Int(sb_stemmer_length(pointer))
      return Array(UnsafeBufferPointer(start: stem, count: max(0, count)))
    }
  }

  /// Longer words have no stem worth looking for.
  static let maxWordBytes = 128

  private let handle: Mutex<Handle>
  private let roots: IndonesianRoots?

  /// Opens the stemmer of a language, by its English name or ISO 639 code; nil if there is none.
  init?(language: String) {
    guard let pointer = sb_stemmer_new(language, "UTF_8") else { return nil }
    let handle = Handle(pointer: pointer)
    roots = IndonesianRoots(of: language) { handle.stem($0) }
    self.handle = Mutex(handle)
  }

  /// The stem of a word in small letters, as UTF-8; the word itself where libstemmer gives none.
  func stem(_ word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    // A copy, for the compiler lets no pointer of the caller's into the lock.
    let word = Array(word)
    guard word.count <= Self.maxWordBytes else { return word }
    return handle.withLock { handle in
      handle.stem(roots?.form(of: word) { handle.stem($0) } ?? word)
    }
  }

  /// The stem of a word of any case.
  func stem(_ word: String) -> [UInt8] {
    var small = word.lowercased()
    return small.withUTF8 { stem($0) }
  }

  /// The languages that libstemmer has, by their English names.
  static var languages: [String] {
    var found: [String] = []
    guard var list = sb_stemmer_list() else { return [] }
    while let name = list.pointee {
      found.append(String(cString: name))
      list += 1
    }
    return found
  }
}
