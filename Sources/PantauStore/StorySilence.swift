import PantauCore
import PantauStories

/// For which keywords an item is silent, because its story has said the same already.
///
/// An item never raises a keyword twice. What another item of its story raised silences it only
/// where the passage that matched stands nearly the same in that item; what was old or muted silences
/// nothing, and neither does anything where `alerts.copies` is `"alert"`.
struct StorySilence {
  /// All keywords that are not raised.
  private(set) var keywords: Set<String> = []
  /// Those of them for which an alert of another item stands.
  private(set) var copies: [(keyword: String, alert: Int64)] = []

  /// Judges the keywords of a draft.
  ///
  /// - Parameters:
  ///   - draft: what the item matches.
  ///   - item: the item.
  ///   - id: its number.
  ///   - raised: what the story has raised.
  ///   - read: reads an item of the archive.
  /// - Throws: what `read` throws.
  init(
    _ draft: AlertDraft, _ item: Item, _ id: Int64, _ raised: [StoryAlert],
    read: (Int64) throws -> Item?
  ) throws {
    guard !raised.isEmpty else { return }
    var told: [Int64: Passages] = [:]
    lazy var passages = Passages(item)
    for keyword in Set(draft.raised.map(\.match.keyword)).sorted() {
      let same = raised.filter { $0.keyword == keyword }
      if same.contains(where: { $0.item == id }) {
        keywords.insert(keyword)
        continue
      }
      let heard = same.filter { !$0.isWithheld }
      guard !draft.alertsAsCopy, let first = heard.first else { continue }
      for alert in heard where told[alert.item] == nil {
        told[alert.item] = try read(alert.item).map(Passages.init)
      }
      let others = heard.compactMap { told[$0.item] }
      let matches = draft.raised.map(\.match).filter { $0.keyword == keyword }
      guard matches.allSatisfy({ passages.holds($0, saidIn: others) }) else { continue }
      keywords.insert(keyword)
      copies.append((keyword, first.alert))
    }
  }
}
