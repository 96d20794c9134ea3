/// What becomes of the text and the tags inside an element.
enum Capture {
  /// Nothing is wanted; elements inside are announced.
  case none
  /// The text, taken as it stands; elements inside are announced as well.
  case soft
  /// The text, taken as it stands; tags are left out.
  case text
  /// The text, taken as it stands; the first tag in it turns it into `markup`.
  case literal
  /// The text is HTML source; elements in it are left out with their text.
  case shallow
  /// The text is HTML source; tags in it are written back among it.
  case source
  /// Text and tags are written back as HTML source, the text escaped.
  case markup

  /// Whether elements inside belong to the text and are not announced.
  var isClosed: Bool { self != .none && self != .soft }

  /// Whether all text is simply gathered.
  var takesTextAsItIs: Bool { self != .none && self != .markup && self != .shallow }

  /// Whether tags inside are written back.
  var writesTags: Bool { self == .source || self == .markup }
}
