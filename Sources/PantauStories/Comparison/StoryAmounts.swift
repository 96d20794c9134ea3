/// Sums that a text tells in two currencies: `40 juta dolar AS (sekitar Rp656 miliar)`.
enum StoryAmounts {
  private enum Currency { case rupiah, ringgit, dollar, other }

  /// How many words away the other sum may stand.
  private static let reach = 6

  /// Makes each sum of a title that its text gives in another currency as well stand for both.
  static func join(_ title: inout [StoryWord], told body: [StoryWord]) {
    for place in title.indices where title[place].kind == .number {
      guard currency(at: place, in: title) != nil,
        let other = converted(title[place].hash, in: body)
      else { continue }
      title[place].stem = other
    }
  }

  /// The same sum in another currency, as a number's hash; nil where the text gives none.
  private static func converted(_ number: UInt64, in body: [StoryWord]) -> UInt64? {
    guard let place = body.firstIndex(where: { $0.hash == number }),
      let own = currency(at: place, in: body)
    else { return nil }
    let near = body.indices.clamped(to: place - reach..<place + reach + 1)
    return near.first { other in
      guard body[other].kind == .number, let currency = currency(at: other, in: body) else {
        return false
      }
      return currency != own
    }.map { body[$0].hash }
  }

  private static func currency(at place: Int, in words: [StoryWord]) -> Currency? {
    if place > 0, let currency = currencies[words[place - 1].hash] { return currency }
    return place + 1 < words.count ? currencies[words[place + 1].hash] : nil
  }

  private static let currencies: [UInt64: Currency] = {
    var currencies: [UInt64: Currency] = [:]
    func add(_ words: String, _ currency: Currency) {
      for word in words.split(separator: " ") { currencies[WordScanner.hash(word.utf8)] = currency }
    }
    add("rp rupiah", .rupiah)
    add("rm ringgit", .ringgit)
    add("us usd dolar dollar dollars", .dollar)
    add("euro euros yen yuan", .other)
    return currencies
  }()
}
