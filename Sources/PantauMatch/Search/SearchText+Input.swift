public import PantauCore

extension SearchText {
  /// The words of an item for the full-text index.
  ///
  /// - Parameters:
  ///   - input: the item.
  ///   - filter: which words were given as new already.
  public init(_ input: MatchInput, _ filter: inout SeenWords) {
    let text = input.folded(.all, collapsing: false)
    var columns = [[UInt8](), [], []]
    for segment in text.segments {
      let column =
        segment.fields.contains(.title) ? 0 : segment.fields.isDisjoint(with: .bare) ? 2 : 1
      Self.add(text.bytes.base, segment.start..<segment.end, to: &columns[column])
    }
    self.init(
      title: String(decoding: columns[0], as: UTF8.self),
      body: String(decoding: columns[1], as: UTF8.self),
      other: String(decoding: columns[2], as: UTF8.self))
    Spellings.add(text, &filter, to: &newWords)
  }

  private static func add(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, to words: inout [UInt8]
  ) {
    func add(_ word: Range<Int>) {
      words.append(
        contentsOf: UnsafeBufferPointer(start: bytes + word.lowerBound, count: word.count))
      words.append(0x20)
    }
    words.reserveCapacity(words.count + range.count + 1)
    if SearchWords.isPlain(bytes, range) { return add(range) }
    SearchWords.forEachRun(bytes, range) { run, isUnspaced in
      guard isUnspaced else { return add(SearchWords.cut(bytes, run)) }
      let places = SearchWords.characterPlaces(bytes, run)
      for index in places.indices.dropLast() {
        add(places[index]..<places[min(index + 2, places.count - 1)])
      }
    }
  }
}
