/// Resolves the references of texts that are told by their place, in the one walk that copies them.
struct ReferenceResolver {
  /// What was no reference and was read as text.
  private(set) var repairs = Oddity()
  /// References to HTML's entities, which XML knows by a DTD only.
  private(set) var htmlReferences = Oddity()
  private let document: DocumentText
  private let entities: OwnEntities

  init(_ document: DocumentText, _ entities: OwnEntities) {
    self.document = document
    self.entities = entities
  }

  /// Appends what a run of the document stands for; what is no reference stays as it is.
  ///
  /// - Parameters:
  ///   - range: where it lies.
  ///   - text: what to append to.
  ///   - limit: how many bytes that may have; what goes beyond is left out, in whole characters.
  /// - Returns: whether all of it was appended.
  mutating func resolve(_ range: Range<Int>, into text: TextBuffer, upTo limit: Int) -> Bool {
    let bytes = document.bytes
    guard let base = bytes.baseAddress else { return true }
    var from = range.lowerBound
    while from < range.upperBound {
      let ampersand = bytes.next(UInt8(ascii: "&"), from: from, to: range.upperBound)
      let end = ampersand ?? range.upperBound
      guard end - from <= limit - text.count else {
        let room = UTF8Check.endOfValid(bytes, from: from, to: from + max(limit - text.count, 0))
        text.append(base + from, room - from)
        return false
      }
      text.append(base + from, end - from)
      guard let ampersand else { return true }
      if let length = References.predefinedLength(bytes, at: ampersand) {
        text.append(References.predefinedCharacter(base + ampersand))
        from = ampersand + length
      } else {
        from = ampersand + appendOther(bytes, at: ampersand, to: text)
      }
    }
    return true
  }

  /// Appends what another reference than XML's own stands for, and says how long it is.
  @inline(never)
  private mutating func appendOther(
    _ bytes: UnsafeBufferPointer<UInt8>, at ampersand: Int, to text: TextBuffer
  ) -> Int {
    if let reference = CharacterReference.read(bytes, at: ampersand), reference.isClosed {
      if bytes[ampersand + 1] != UInt8(ascii: "#") {
        htmlReferences.note(ampersand, reference.length, in: document)
      }
      text.append(packed: reference.utf8, count: reference.utf8Count)
      return reference.length
    }
    if let length = References.nameLength(bytes, at: ampersand),
      let value = entities.take(named: bytes[(ampersand + 1)..<(ampersand + length - 1)])
    {
      value.withUnsafeBufferPointer { text.append($0) }
      return length
    }
    repairs.note(ampersand, 1, in: document)
    text.append(UInt8(ascii: "&"))
    return 1
  }
}

/// The entities of a document's own DTD, and how much they may still add.
final class OwnEntities {
  private let values: [String: [UInt8]]
  private var expansion = 0

  /// How many bytes they may add in all.
  private static let maxExpansion = 65_536

  init(_ values: [String: [UInt8]]) {
    self.values = values
  }

  /// What the entity of a name stands for; nil where there is none, or it would add too much.
  func take(named name: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
    guard !values.isEmpty, let value = values[String(decoding: name, as: UTF8.self)],
      expansion + value.count <= Self.maxExpansion
    else { return nil }
    expansion += value.count
    return value
  }
}

/// Something odd that a document may hold many times: how often, and where first.
struct Oddity {
  private(set) var count = 0
  private(set) var first: (offset: Int, place: TextPlace, source: String)?

  /// Counts one, and remembers the first.
  mutating func note(_ offset: Int, _ length: Int, in document: DocumentText) {
    count += 1
    guard first == nil else { return }
    let source = String(decoding: document.bytes[offset..<(offset + length)], as: UTF8.self)
    first = (offset, document.place(of: offset), source)
  }

  /// Both together.
  func joined(with other: Oddity) -> Oddity {
    var both = self
    both.count += other.count
    if let theirs = other.first, theirs.offset < first?.offset ?? .max { both.first = theirs }
    return both
  }
}
