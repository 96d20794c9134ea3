/// A run of text that no block element parts: a paragraph, a heading, a cell, a menu's entry.
struct PageBlock {
  /// The place in the tree of the block element it stands in.
  var owner: Int
  /// The name of that element.
  var element: String
  /// The text, white space collapsed.
  var text: String
  /// Its characters.
  var length: Int
  /// How many of these stand in links.
  var linkLength: Int

  /// How much of it counts as running text: nothing of what is short or mostly links.
  var weight: Int {
    length >= Self.shortestRunning && linkLength * 2 < length ? length - linkLength : 0
  }

  /// A sentence of fewer characters is rather a label or a title.
  static let shortestRunning = 40
}

/// Cuts a tree into blocks.
struct PageBlocks {
  private let tree: HTMLTree
  private var blocks: [PageBlock] = []
  private var text = SpacedText()
  private var linked = SpacedText()
  private var linkLength = 0
  /// The block element that what is gathered stands in.
  private var owner = 0
  private var open: [Int] = []
  private var openLinks = 0

  private init(_ tree: HTMLTree) { self.tree = tree }

  /// The blocks in the page's order; what is never shown or never text is left out.
  static func of(_ tree: HTMLTree) -> [PageBlock] {
    var cutter = PageBlocks(tree)
    cutter.walk()
    return cutter.blocks
  }

  /// Without recursion, for pages nest as deep as they like.
  private mutating func walk() {
    var place = 0
    while place < tree.nodes.count {
      while let last = open.last, tree.nodes[last].end <= place { endElement() }
      let node = tree.nodes[place]
      if node.isText {
        text.append(tree.text[node.text])
        if openLinks > 0 { linked.append(tree.text[node.text]) }
        place += 1
      } else if Self.isNoText(node) {
        text.breakWord()
        place = node.end
      } else {
        start(node.name, at: place)
        place += 1
      }
    }
    while !open.isEmpty { endElement() }
    endBlock(next: 0)
  }

  private mutating func start(_ name: String, at place: Int) {
    if name == "br" || name == "img" { text.breakWord() }
    if name == "a" { openLinks += 1 }
    if Self.isBlock(name) { endBlock(next: place) }
    open.append(place)
  }

  private mutating func endElement() {
    guard let place = open.popLast() else { return }
    let node = tree.nodes[place]
    if node.name == "a" {
      openLinks -= 1
      endLink()
    }
    if Self.isBlock(node.name) { endBlock(next: node.parent) }
  }

  private mutating func endLink() {
    linkLength += linked.string.unicodeScalars.count
    linked.clear()
  }

  private mutating func endBlock(next: Int) {
    if !text.isEmpty {
      endLink()
      let string = text.string
      blocks.append(
        PageBlock(
          owner: owner, element: tree.nodes[owner].name, text: string,
          length: string.unicodeScalars.count, linkLength: linkLength))
      text.clear()
    }
    linked.clear()
    linkLength = 0
    owner = blockElement(at: next)
  }

  /// The nearest element that is a block, from a place upwards.
  private func blockElement(at place: Int) -> Int {
    var place = place
    while place > 0, !Self.isBlock(tree.nodes[place].name) { place = tree.nodes[place].parent }
    return max(place, 0)
  }

  private static func isBlock(_ name: String) -> Bool {
    var name = name
    guard name != "br", name != "img" else { return false }
    return name.withUTF8 {
      if case .breaking = TagKind(packedName: TagKind.pack($0, from: 0, to: $0.count)) {
        return true
      }
      return false
    }
  }

  private static let noText: Set<String> = [
    "script", "style", "template", "noscript", "iframe", "title", "svg", "canvas", "object",
    "embed", "select", "option", "button", "textarea", "form", "dialog", "audio", "video", "head",
  ]

  /// What holds no text, or is not shown.
  private static func isNoText(_ node: HTMLTree.Node) -> Bool {
    // ASP.NET wraps whole pages in one form.
    if node.name == "form" { return node["id"] != "aspnetForm" && node["id"] != "form1" }
    if noText.contains(node.name) || node["hidden"] != nil { return true }
    if node["aria-hidden"] == "true" { return true }
    guard let style = node["style"]?.lowercased() else { return false }
    return style.filter { !$0.isWhitespace }.contains("display:none")
  }
}
