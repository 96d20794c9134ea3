import PantauCore

/// A web page, as far as it leads to feeds or holds an article.
///
/// Deterministic and offline, as ``FeedParser`` is.
public struct WebPage: Sendable {
  /// The page's canonical URL by its own word (`rel="canonical"`, RFC 6596), absolute.
  public let canonicalURL: String?
  /// Links to what may be feeds, the surest first, each URL once.
  public let feedLinks: [FeedLink]
  /// The main text, white space collapsed; nil where the page has none that can be told from the
  /// rest.
  public let articleText: String?

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - body: the bytes as they came, after decompression.
  ///   - contentType: the HTTP `Content-Type`; only its charset counts.
  ///   - url: the address the page came from; relative URLs are resolved against it.
  public init(_ body: [UInt8], contentType: String?, url: String) {
    let tree = Self.tree(body, contentType: contentType)
    let base = Self.base(of: tree, url: url)
    canonicalURL = Self.canonical(in: tree, base: base)
    feedLinks = FeedLinkFinder.links(in: tree, base: base)
    articleText = ArticleFinder.text(of: tree)
  }

  private static func tree(_ body: [UInt8], contentType: String?) -> HTMLTree {
    let label = contentType.flatMap(FeedParser.charset) ?? PageCharset.label(of: body)
    var bytes = CharsetDecoder.decode(body, httpCharset: label).bytes
    ControlBytes.drop(from: &bytes)
    return HTMLReader.read(bytes)
  }

  private static func base(of tree: HTMLTree, url: String) -> String {
    guard let tag = tree.nodes.first(where: { $0.name == "base" }), let href = tag["href"] else {
      return url
    }
    return URIReference.resolve(href, against: url) ?? url
  }

  private static func canonical(in tree: HTMLTree, base: String) -> String? {
    for node in tree.nodes where node.name == "link" {
      guard node.relations.contains("canonical"), let href = node["href"], !href.isEmpty else {
        continue
      }
      return URIReference.resolve(href, against: base).flatMap { $0.isWebURL ? $0 : nil }
    }
    return nil
  }
}

extension HTMLTree.Node {
  /// The words of `rel`, in small letters.
  var relations: [String] {
    self["rel"]?.lowercased().split(whereSeparator: \.isWhitespace).map(String.init) ?? []
  }
}

extension String {
  /// Whether it is an absolute URL of the web.
  var isWebURL: Bool {
    guard let parts = URLParts(self), let host = parts.host, !host.isEmpty else { return false }
    return parts.scheme == "http" || parts.scheme == "https"
  }
}
