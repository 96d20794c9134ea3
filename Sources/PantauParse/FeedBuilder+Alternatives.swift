/// Texts of Atom 0.3 that stand there in several forms: `multipart/alternative` with one `content` for
/// each.
extension FeedBuilder {
  /// Reads the start of one of the forms.
  mutating func openAlternative(_ name: ElementName, _ attributes: XMLAttributes) -> Scope {
    guard name.element == .title || name.element.holdsMarkup else { return .elsewhere }
    pending.preference = AtomText.preference(attributes)
    return openText(name, attributes)
  }

  /// Remembers the text of a form if it is better than those before, or as good and longer.
  mutating func takeAlternative(_ text: String?) {
    guard let text else { return }
    let form = (pending.preference, text.utf8.count)
    if let best = alternative, form <= (best.preference, best.text.utf8.count) { return }
    alternative = (text, pending.preference)
  }

  /// Ends the element that held the forms; one that is itself a form of another leaves them to that.
  mutating func finishAlternatives(of element: Element) {
    guard scope != .alternatives, let text = alternative.take()?.text else { return }
    takeText(text, of: element)
  }
}
