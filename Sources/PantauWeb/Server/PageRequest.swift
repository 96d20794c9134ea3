/// A request as the pages see it.
struct PageRequest: Sendable, Hashable {
  /// The method, as sent: `GET`.
  var method: String
  /// The path, its escapes undone segment by segment: `/ack/01K…` is `["ack", "01K…"]`.
  var path: [String]
  /// The query's names and values, their escapes undone.
  var query: [FormText.Pair]
  /// Whom the client wants to speak to, without the port; nil where an HTTP/1.0 client says nothing.
  var host: String?

  /// Makes a request from its parts.
  init(
    method: String = "GET", path: [String] = [], query: [FormText.Pair] = [], host: String? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.host = host
  }

  /// The value of the first member of that name; nil where there is none or it is empty.
  func value(_ name: String) -> String? {
    query.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }
}
