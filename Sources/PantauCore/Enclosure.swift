/// A file that belongs to an item: audio, video, a picture.
///
/// From RSS 2.0 `enclosure`, Atom `link rel="enclosure"`, JSON Feed `attachments`, Media RSS
/// `media:content`.
public struct Enclosure: Sendable, Hashable {
  /// The absolute URL of the file.
  public var url: String
  /// The media type as given, not checked.
  public var type: String?
  /// The length in bytes as given; null when it is no whole number of at least zero.
  public var length: Int?

  /// Makes an enclosure from its three parts.
  public init(url: String, type: String? = nil, length: Int? = nil) {
    self.url = url
    self.type = type
    self.length = length
  }
}
