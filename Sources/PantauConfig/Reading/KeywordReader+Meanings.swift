import PantauCore

/// Reads `meanings` and `alertOn`.
extension KeywordReader {
  func readMeanings(_ object: ObjectReader, into keyword: inout KeywordConfiguration) {
    if let place = object["meanings"] {
      keyword.meanings = meanings(place, keyword)
    }
    guard let senses = object.strings("alertOn", of: "meanings", like: "UN") else { return }
    guard object["meanings"] != nil else {
      object.reportKey(
        "alertOn", .error, "has no \"meanings\" to choose from",
        "Add \"meanings\", or leave \"alertOn\" out.")
      return
    }
    let known = keyword.meanings.map(\.name) + [KeywordConfiguration.unclear]
    keyword.alertOn = senses.compactMap { text, place in
      context.name(place, among: known, what: "a meaning of this keyword")
    }
    if !senses.contains(where: { $0.0 == KeywordConfiguration.unclear }) {
      object.reportKey(
        "alertOn", .warning,
        "leaves out \"unclear\": an item whose meaning is in doubt raises nothing",
        "Add \"unclear\" unless that is meant.")
    }
  }

  private func meanings(_ place: Place, _ keyword: KeywordConfiguration) -> [MeaningConfiguration] {
    guard
      let object = ObjectReader(freeNamed: place, what: "an object of meanings", in: context)
    else { return [] }
    if object.all.isEmpty {
      context.error(
        place, "is empty", "Write {\"NAME\": \"QUERY\", …}, or leave the key out.")
    }
    return object.all.compactMap { name, place in
      guard name != KeywordConfiguration.unclear, name.contains(where: { !$0.isWhitespace }) else {
        context.error(
          place, "a meaning cannot be called \"\(name)\"",
          "\"unclear\" stands for no meaning in particular: write another name.")
        return nil
      }
      return query(place, language: keyword.language, clitics: keyword.clitics)
        .map { MeaningConfiguration(name: name, query: $0) }
    }
  }
}
