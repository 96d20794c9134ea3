import PantauCore

extension PollHost {
  /// The host that a URL is fetched from.
  init(url: String) {
    self = url.hasPrefix("file:") ? .files : PollHost(name: URLParts(url)?.host ?? url)
  }
}
