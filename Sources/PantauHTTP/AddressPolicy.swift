/// Which addresses a fetch may reach, by who wrote its URL.
///
/// A URL that the operator wrote may point anywhere. One that came from the network (a redirect, an
/// article's link, a hub) reaches public addresses only, or the very host and port of the feed's
/// own URL, unless `polling.allowPrivateAddresses` is true.
public struct AddressPolicy: Sendable, Hashable {
  /// The URL whose host and port are always allowed; nil means the request's own URL.
  public var ownURL: String?
  /// The value of `polling.allowPrivateAddresses`.
  public var allowsPrivateAddresses: Bool

  /// For a URL from the configuration: it may point anywhere, its redirects may not.
  public static func operatorURL(allowsPrivateAddresses: Bool = false) -> Self {
    Self(ownURL: nil, allowsPrivateAddresses: allowsPrivateAddresses)
  }

  /// For a URL that came from the network: public addresses only from the first hop on, beside the
  /// host and port of the feed it came from.
  public static func networkURL(ofFeed feedURL: String, allowsPrivateAddresses: Bool = false)
    -> Self
  {
    Self(ownURL: feedURL, allowsPrivateAddresses: allowsPrivateAddresses)
  }
}
