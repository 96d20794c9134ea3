/// Finds the main text of a web page by its structure.
///
/// What is beside the article (navigation, comments, lists of links, footers) goes by the names of
/// elements, roles, classes and ids. Of what is left, the body is the first of these with running
/// text: what is marked as `articleBody` (schema.org), what is named as a body, `<article>`, `<main>`,
/// and where none of them is, the element whose paragraphs weigh most. In it, blocks that are
/// mostly links and lines that lead elsewhere ("Baca juga: …") are left out.
struct ArticleFinder {
  private let tree: HTMLTree
  private var blocks: [PageBlock]
  /// The running text within each element, in characters.
  private var weights: [Int] = []

  /// An article has at least so much running text, in characters.
  private static let leastText = 80
  /// A body that the page names has this much running text, or this share of the page's.
  private static let leastNamedText = 140
  private static let leastNamedShare = 0.3

  private init(_ tree: HTMLTree) {
    self.tree = tree
    blocks = PageBlocks.of(tree)
  }

  /// The main text, white space collapsed; nil where there is none.
  static func text(of tree: HTMLTree) -> String? {
    guard !tree.nodes.isEmpty else { return nil }
    var finder = ArticleFinder(tree)
    finder.dropWhatIsBeside()
    guard let body = finder.body() else { return nil }
    return finder.text(in: body)
  }

  // MARK: Weights

  private mutating func weigh() {
    weights = [Int](repeating: 0, count: tree.nodes.count)
    for block in blocks { weights[block.owner] += block.weight }
    // Children stand behind their parents.
    for place in weights.indices.reversed() where tree.nodes[place].parent >= 0 {
      weights[tree.nodes[place].parent] += weights[place]
    }
  }

  /// The running text of the whole page.
  private var whole: Int {
    weights.indices.reduce(0) { tree.nodes[$1].parent < 0 ? $0 + weights[$1] : $0 }
  }

  // MARK: Beside

  private mutating func dropWhatIsBeside() {
    weigh()
    let whole = self.whole
    let holdsTitle = placesThatHoldTitle()
    var isDropped = [Bool](repeating: false, count: tree.nodes.count)
    var place = 0
    while place < tree.nodes.count {
      if isBeside(place, whole: whole, holdsTitle: holdsTitle[place]) {
        for inner in place..<tree.nodes[place].end { isDropped[inner] = true }
        place = tree.nodes[place].end
      } else {
        place += 1
      }
    }
    blocks.removeAll { isDropped[$0.owner] }
    weigh()
  }

  /// The elements around a first heading with text, or around a marked body: a page's frame rather
  /// than something beside the article, whatever its names say.
  private func placesThatHoldTitle() -> [Bool] {
    var holds = [Bool](repeating: false, count: tree.nodes.count)
    for node in tree.nodes {
      guard node["itemprop"]?.lowercased() == "articlebody" || node.name == "h1" else { continue }
      var parent = node.parent
      while parent >= 0, !holds[parent] {
        holds[parent] = true
        parent = tree.nodes[parent].parent
      }
    }
    return holds
  }

  private func isBeside(_ place: Int, whole: Int, holdsTitle: Bool) -> Bool {
    switch PageNames.verdict(of: tree.nodes[place]) {
    case .beside: !holdsTitle || weights[place] * 10 < whole
    case .rather: weights[place] * 10 < whole * (holdsTitle ? 1 : 4)
    case .unknown: false
    }
  }

  // MARK: The body

  private func body() -> Int? {
    let whole = self.whole
    guard whole >= Self.leastText else { return nil }
    let marks: [(HTMLTree.Node) -> Bool] = [
      { $0["itemprop"]?.lowercased() == "articlebody" }, PageNames.namesBody,
      { $0.name == "article" }, { $0.name == "main" || $0["role"] == "main" },
    ]
    for isMarked in marks {
      guard let place = heaviest(where: isMarked) else { continue }
      let weight = weights[place]
      if weight >= Self.leastNamedText || Double(weight) >= Self.leastNamedShare * Double(whole) {
        return innermost(from: place)
      }
    }
    return heaviestParagraphs().map(innermost)
  }

  /// Of the marked elements that with the most text; of nested ones with nearly all of it the inner.
  private func heaviest(where isMarked: (HTMLTree.Node) -> Bool) -> Int? {
    let marked = tree.nodes.indices.filter { weights[$0] > 0 && isMarked(tree.nodes[$0]) }
    guard let most = marked.map({ weights[$0] }).max() else { return nil }
    return marked.last { weights[$0] * 10 >= most * 9 }
  }

  /// The element whose own paragraphs, and half of its children's, weigh most.
  private func heaviestParagraphs() -> Int? {
    var scores: [Int: Int] = [:]
    for block in blocks where block.weight > 0 {
      let isParagraph = ["p", "pre", "blockquote", "li", "td"].contains(block.element)
      let parent = isParagraph ? tree.nodes[block.owner].parent : block.owner
      guard parent >= 0 else { continue }
      scores[parent, default: 0] += block.weight * 2
      let above = tree.nodes[parent].parent
      if above >= 0 { scores[above, default: 0] += block.weight }
    }
    return scores.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  /// Goes inward while one child holds nearly all of the text.
  private func innermost(from start: Int) -> Int {
    var place = start
    while let child = tree.children(of: place).first(where: {
      weights[$0] * 20 > weights[place] * 17
    }),
      !["p", "blockquote", "li", "td", "pre"].contains(tree.nodes[child].name)
    {
      place = child
    }
    return place
  }

  /// The end of the body and of what follows it without a name: a stray end tag in an article closes
  /// its element before its time.
  private func end(of body: Int) -> Int {
    let parent = tree.nodes[body].parent
    guard parent >= 0, tree.nodes[body].name != "body" else { return tree.nodes[body].end }
    var end = tree.nodes[body].end
    while end < tree.nodes[parent].end, isUnnamedText(tree.nodes[end]) { end = tree.nodes[end].end }
    return end
  }

  private func isUnnamedText(_ node: HTMLTree.Node) -> Bool {
    if node.isText || node.name == "br" { return true }
    return ["p", "div", "ul", "ol", "blockquote", "h2", "h3", "figure"].contains(node.name)
      && node["class"] == nil && node["id"] == nil
  }

  // MARK: Its text

  private func text(in body: Int) -> String? {
    let inside = body..<end(of: body)
    var kept = blocks.filter { block in
      inside.contains(block.owner) && !ArticleLine.leadsElsewhere(block)
        && !ArticleLine.isLabel(block)
    }
    let title = tree.nodes.firstIndex { $0.name == "title" }.map { tree.plainText(of: $0) } ?? ""
    while let first = kept.first, first.isHead(under: title) { kept.removeFirst() }
    // A heading without text behind it headed what was left out.
    while let last = kept.last, last.isHeading { kept.removeLast() }
    let length = kept.reduce(0) { $0 + $1.weight }
    guard length >= Self.leastText else { return nil }
    return kept.filter { $0.element != "h1" }.map(\.text).joined(separator: " ")
  }
}

extension PageBlock {
  var isHeading: Bool { ["h1", "h2", "h3", "h4", "h5", "h6"].contains(element) }

  /// Whether it is the title once more, or a date or name above the text.
  fileprivate func isHead(under title: String) -> Bool {
    let shared = zip(text, title).prefix { $0 == $1 }.count
    if shared >= 15, shared * 2 > length { return true }
    let isText = ["p", "figcaption", "blockquote", "li"].contains(element) || isHeading
    return weight == 0 && !isText
  }
}
