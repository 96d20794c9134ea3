#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How a text is read.
struct ReadingManner {
  /// Whether characters that XML forbids are left out of a text that is decoded, unless it is JSON.
  var dropsForbidden = false
  /// Told up to where the body was looked at, so that its memory can be given back.
  var onProgress: (Int) -> Void = { _ in }
}

/// The text of a document in UTF-8: as it lies, or decoded piece by piece as it is read.
///
/// A body that has to be decoded is never in memory as a whole, for in UTF-8 it may be three times
/// as long. Each piece is decoded behind those that are there, so that offsets and addresses stay,
/// and the memory of what was read is given back.
final class DocumentText {
  /// The encoding that the text is decoded from.
  let encoding: TextEncoding
  /// The text as far as it is there.
  private(set) var bytes: UnsafeBufferPointer<UInt8>
  /// Whether the rest of the text is there as well.
  private(set) var isWhole: Bool
  private let decoder: BodyDecoder?
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private let manner: ReadingManner
  private var isJSON: Bool?
  private var lines: LineCounter
  /// Up to where memory was given back.
  private var released = 0
  private var dropped: (count: Int, first: TextPlace)?

  /// How much is decoded at a time.
  private static let stepBytes = 1 << 17
  /// How much is given back at a time, and what its address is a multiple of; whole pages anywhere.
  private static let pageBytes = 1 << 16
  /// Texts that cannot become longer are kept.
  private static let smallBytes = 1 << 20

  /// A text that needs no decoding; it is not copied.
  init(lying bytes: UnsafeBufferPointer<UInt8>, _ manner: ReadingManner) {
    encoding = .utf8
    self.bytes = UnsafeBufferPointer(rebasing: bytes.prefix(TextSection.maxDocumentBytes - 1))
    isWhole = true
    decoder = nil
    memory = UnsafeMutableBufferPointer(start: nil, count: 0)
    self.manner = manner
    lines = LineCounter(self.bytes)
  }

  /// A text that is decoded as it is read.
  init(decoding decoder: BodyDecoder, _ manner: ReadingManner) {
    self.decoder = decoder
    self.manner = manner
    encoding = decoder.encoding
    isWhole = false
    let capacity = min(
      BodyDecoder.capacity(for: decoder.source.count), TextSection.maxDocumentBytes - 1)
    var address: UnsafeMutableRawPointer?
    let alignment = capacity > Self.smallBytes ? Self.pageBytes : 16
    guard posix_memalign(&address, alignment, capacity) == 0, let address else {
      preconditionFailure("there is no memory for a text of \(capacity) bytes")
    }
    let start = address.assumingMemoryBound(to: UInt8.self)
    memory = UnsafeMutableBufferPointer(start: start, count: capacity)
    bytes = UnsafeBufferPointer(start: start, count: 0)
    lines = LineCounter(UnsafeBufferPointer(memory))
  }

  deinit {
    free(memory.baseAddress)
  }

  /// Whether the text is decoded as it is read, so that memory of it can be given back.
  var isDecoded: Bool { decoder != nil }

  /// What was odd about the text as far as it is there.
  var oddities: [String] {
    var sentences: [String] = []
    if let warning = decoder?.warning { sentences.append(warning) }
    if let (count, first) = dropped {
      let more = count == 1 ? "" : " and \(count - 1) more"
      sentences.append(
        "line \(first.line), column \(first.column):"
          + " a control character\(more), which XML forbids, was left out")
    }
    return sentences
  }

  /// Whether the first character is one that JSON begins with.
  var looksLikeJSON: Bool {
    repeat {
      if let first = bytes.first(where: { !PlainText.isSpace($0) }) {
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      }
    } while more()
    return false
  }

  // MARK: Decoding

  /// Decodes the next piece; false where there is none.
  func more() -> Bool {
    guard !isWhole, let decoder, let start = memory.baseAddress else { return false }
    let room = UnsafeMutableBufferPointer(
      start: start + bytes.count, count: min(Self.stepBytes, memory.count - bytes.count))
    let count = decoder.decode(into: room)
    manner.onProgress(min(decoder.offset, decoder.source.count))
    guard count > 0 else {
      isWhole = true
      return false
    }
    let kept = dropForbidden(UnsafeMutableBufferPointer(rebasing: room[..<count]))
    bytes = UnsafeBufferPointer(start: start, count: bytes.count + kept)
    return kept > 0 || more()
  }

  /// Whether ASCII text stands in what is not there yet, as far as the body tells without being
  /// decoded.
  func find(_ text: StaticString, rarest: Int) -> BodyDecoder.Presence {
    guard !isWhole, let decoder else { return .absent }
    return decoder.find(text, rarest: rarest) { manner.onProgress($0) }
  }

  /// Decodes what is left.
  func readAll() {
    while more() {}
  }

  private func dropForbidden(_ piece: UnsafeMutableBufferPointer<UInt8>) -> Int {
    if isJSON == nil, let first = piece.first(where: { !PlainText.isSpace($0) }) {
      isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
    guard manner.dropsForbidden, isJSON != true, let found = ControlBytes.drop(from: piece) else {
      return piece.count
    }
    let first = dropped?.first ?? lines.place(of: bytes.count + found.first)
    dropped = ((dropped?.count ?? 0) + found.count, first)
    return found.kept
  }

  // MARK: A label on trial

  /// How far a body bears out what its label says.
  struct Trial {
    /// How many bytes meant nothing.
    var badCount = 0
    /// How many bytes are no ASCII.
    var bytesAboveASCII = 0
  }

  /// After so many bytes that are no ASCII it is known whether a label lies.
  private static let enoughBytes = 1 << 16

  /// Decodes as much as it takes to judge the encoding: of nearly every text all, of a long one the
  /// beginning.
  func trial() -> Trial {
    var trial = Trial()
    guard let decoder else { return trial }
    var counted = 0
    while trial.bytesAboveASCII < Self.enoughBytes, more() {
      let decoded = min(decoder.offset, decoder.source.count)
      trial.bytesAboveASCII += decoder.source[counted..<decoded].reduce(into: 0) {
        $0 += $1 >= 0x80 ? 1 : 0
      }
      counted = decoded
      trial.badCount = decoder.badCount
    }
    return trial
  }

  // MARK: Places and memory

  /// The line and column of an offset that was not given back.
  func place(of offset: Int) -> TextPlace {
    guard !isDecoded else { return lines.place(of: offset) }
    var next = lines.counted(for: offset) + Self.stepBytes
    while next < offset {
      _ = lines.place(of: next)
      manner.onProgress(next)
      next += Self.stepBytes
    }
    return lines.place(of: offset)
  }

  /// Gives the memory of the first `end` bytes back where they were decoded; nothing reads them any
  /// more.
  func release(upTo end: Int) {
    let whole = min(end, bytes.count) / Self.pageBytes * Self.pageBytes
    guard isDecoded, memory.count > Self.smallBytes, whole > released,
      let start = memory.baseAddress
    else { return }
    lines.settle(before: whole)
    madvise(start + released, whole - released, MADV_DONTNEED)
    released = whole
  }
}
