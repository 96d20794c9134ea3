extension Int {
  /// The number with what is counted: `1 feed`, `2 feeds`, `1 copy`, `2 copies`.
  ///
  /// - Parameters:
  ///   - singular: what one is called.
  ///   - plural: what several are called; nil for the singular with an s.
  /// - Returns: the number and its noun.
  public func of(_ singular: String, plural: String? = nil) -> String {
    "\(self) \(self == 1 ? singular : plural ?? singular + "s")"
  }
}
