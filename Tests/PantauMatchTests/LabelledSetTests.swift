import Testing

@testable import PantauMatch

/// A person's yes and no on items written for it; `scripts/bench keywords-quality` prints how
/// well the matcher agrees.
@Suite("The labelled set")
struct LabelledSetTests {
  @Test("has at least 300 items, and a third of those with senses is held out")
  func size() throws {
    let items = try LabelledSet().files.flatMap(\.file.items)
    #expect(items.count >= 300)
    let judged = items.filter { $0.senses != nil }
    let heldOut = judged.filter { $0.heldOut ?? false }
    #expect(heldOut.count * 3 >= judged.count)
  }

  @Test("names only keywords and senses that the shipped configuration and the recipes have")
  func names() throws {
    let set = try LabelledSet()
    for item in set.files.flatMap(\.file.items) {
      for (name, senses) in item.senses ?? [:] {
        let keyword = set.keywords.first { $0.name == name }
        let known = Set(keyword?.meanings.map(\.name) ?? []).union([KeywordDefinition.unclear])
        #expect(senses.names.isSubset(of: known), "\(name) \(senses.names.sorted())")
      }
    }
  }

  @Test("knows the usual sense of every keyword")
  func usualSenses() throws {
    for keyword in try LabelledSet().keywords {
      let usual = try #require(LabelledSet.usualSenses[keyword.name])
      #expect(keyword.meanings.contains { $0.name == usual })
    }
  }

  @Test("the language's rules hold on every item")
  func rules() throws {
    let (right, wrong) = try LabelledSet().rules()
    print("labelled: rules: \(right) of \(right + wrong.count) answers right")
    #expect(wrong == [])
  }

  @Test(
    "senses are told apart with 0.95 precision at 0.98 recall", arguments: [false, true])
  func meanings(heldOut: Bool) throws {
    let scores = try LabelledSet().meanings(heldOut: heldOut)
    let kind = heldOut ? "held out" : "seen"
    for (keyword, score) in scores.sorted(by: { $0.key < $1.key }) {
      print("labelled: \(kind): senses: \(keyword): \(score.senses.line)")
    }
    let all = scores.sorted { $0.key < $1.key }.map(\.value)
      .reduce(LabelledSet.MeaningScore(), +)
    let whole = all.senses
    print("labelled: \(kind): senses: all: \(whole.line)")
    print("labelled: \(kind): alerts with alertOn [a sense, unclear]: all: \(all.alerts.line)")
    print("labelled: \(kind): alerts of the usual sense: all: \(all.usual.line)")
    for miss in whole.misses { print("labelled: \(kind): senses: miss: \(miss)") }
    #expect(all.alerts.recall >= 0.98)
    #expect(all.usual.precision >= 0.95)
    #expect(all.usual.recall >= 0.98)
    #expect(whole.asked > 0)
    #expect(whole.precision >= 0.95, "\(whole.misses.joined(separator: "\n"))")
    #expect(whole.recall >= 0.98, "\(whole.misses.joined(separator: "\n"))")
  }
}
