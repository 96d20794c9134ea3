import PantauCore

/// The names that one part of the configuration may use for another.
struct KnownNames {
  /// The channels' names in order.
  var channels: [String] = []
  /// The feeds' groups, each once, in order.
  var groups: [String] = []
  /// The feeds' absolute URLs by name, by URL as written and by absolute URL.
  var feedURLs: [String: String] = [:]
  /// The keywords' names in order.
  var keywords: [String] = []

  /// Takes names from what is written, so that a fault in a feed or channel does not also make
  /// its name unknown.
  init(root: ObjectReader, context: ReadingContext) {
    channels = Self.channelNames(root)
    var seenGroups: Set<String> = []
    for node in root["feeds"]?.node.array ?? [] {
      if let group = node["group"]?.string, seenGroups.insert(group).inserted {
        groups.append(group)
      }
      guard let url = node.string ?? node["url"]?.string else { continue }
      let absolute = Self.absolute(url, context)
      for name in [node["name"]?.string, url, absolute].compactMap(\.self) {
        feedURLs[name] = absolute
      }
    }
    keywords = (root["keywords"]?.node.array ?? []).compactMap {
      $0.string ?? $0["name"]?.string ?? $0["query"]?.string
    }
  }

  private static func channelNames(_ root: ObjectReader) -> [String] {
    guard case .object(let members)? = root["channels"]?.node.value else {
      return [ChannelConfiguration.standardOutput.name]
    }
    return members.map(\.name)
  }

  private static func absolute(_ url: String, _ context: ReadingContext) -> String {
    guard url.lowercased().hasPrefix("file:") else { return url }
    return FilePaths.path(ofFileURL: url, from: context.directory).map(FilePaths.fileURL) ?? url
  }
}
