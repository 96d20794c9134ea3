/// The elements and texts of a web page, in document order.
///
/// A node's descendants stand right behind it, up to its `end`. Attributes that no rule asks for are
/// not kept. All texts lie in one buffer.
struct HTMLTree {
  struct Node {
    /// The element's name in small letters; empty for text.
    var name: String
    /// The parent's place; -1 for a root.
    var parent: Int
    /// The place behind the last descendant.
    var end: Int
    var attributes: [(name: String, value: String)] = []
    /// Where the text of a text node stands.
    var text: Range<Int> = 0..<0

    var isText: Bool { name.isEmpty }

    subscript(attribute: String) -> String? {
      attributes.first { $0.name == attribute }?.value
    }
  }

  private(set) var nodes: [Node] = []
  private(set) var text: [UInt8] = []
  private var open: [Int] = []

  /// How many nodes a page may have; reading stops there.
  static let maxNodes = 200_000
  /// How deep elements may nest; reading stops there.
  ///
  /// libxml2 goes through all open elements at
  /// each end tag.
  static let maxDepth = 512

  private static let keptAttributes: Set<String> = [
    "id", "class", "href", "rel", "type", "title", "role", "itemprop", "property", "name",
    "content",
    "hidden", "aria-hidden", "style",
  ]

  /// Whether more may be added.
  var hasRoom: Bool { nodes.count < Self.maxNodes && open.count < Self.maxDepth }

  // MARK: Building

  static func keeps(attribute: String) -> Bool { keptAttributes.contains(attribute) }

  mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
    let place = nodes.count
    nodes.append(
      Node(name: name, parent: open.last ?? -1, end: place + 1, attributes: attributes))
    open.append(place)
  }

  mutating func end(_ name: String) {
    guard let place = open.lastIndex(where: { nodes[$0].name == name }) else { return }
    while open.count > place { close() }
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = text.count
    text.append(contentsOf: bytes)
    if let last = nodes.indices.last, nodes[last].isText, nodes[last].parent == open.last ?? -1,
      nodes[last].text.upperBound == start
    {
      nodes[last].text = nodes[last].text.lowerBound..<text.count
      return
    }
    let place = nodes.count
    var node = Node(name: "", parent: open.last ?? -1, end: place + 1)
    node.text = start..<text.count
    nodes.append(node)
  }

  mutating func finish() { while !open.isEmpty { close() } }

  private mutating func close() {
    if let place = open.popLast() { nodes[place].end = nodes.count }
  }

  // MARK: Reading

  /// The places of a node's children.
  func children(of place: Int) -> [Int] {
    var children: [Int] = []
    var next = place + 1
    while next < nodes[place].end {
      children.append(next)
      next = nodes[next].end
    }
    return children
  }

  /// All text within a node, white space collapsed.
  func plainText(of place: Int) -> String {
    var writer = SpacedText()
    for node in nodes[place..<nodes[place].end] where node.isText {
      writer.append(text[node.text])
    }
    return writer.string
  }
}

/// Gathers text, each run of white space as one space.
struct SpacedText {
  private(set) var bytes: [UInt8] = []
  private var owesSpace = false

  var isEmpty: Bool { bytes.isEmpty }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ text: ArraySlice<UInt8>) {
    var index = text.startIndex
    while index < text.endIndex {
      let width = Self.spaceWidth(text, at: index)
      if width > 0 {
        owesSpace = true
        index += width
        continue
      }
      if owesSpace, !bytes.isEmpty { bytes.append(0x20) }
      owesSpace = false
      bytes.append(text[index])
      index += 1
    }
  }

  /// Parts what came from what comes.
  mutating func breakWord() { owesSpace = true }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    owesSpace = false
  }

  /// ASCII white space, and U+00A0, of which templates are full.
  private static func spaceWidth(_ text: ArraySlice<UInt8>, at index: Int) -> Int {
    let byte = text[index]
    if byte == 0x20 || (0x09...0x0D).contains(byte) { return 1 }
    return byte == 0xC2 && index + 1 < text.endIndex && text[index + 1] == 0xA0 ? 2 : 0
  }
}
