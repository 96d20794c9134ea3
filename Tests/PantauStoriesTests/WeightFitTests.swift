import Testing

@testable import pantau_bench_stories

@Suite("Fitting weights")
struct WeightFitTests {
  /// Points of a grid, labelled by the odds that weights give them: so many of each label.
  private static func cases(_ bias: Double, _ weights: [Double]) -> [WeightFit.Case] {
    let steps = stride(from: -2.0, through: 2, by: 0.5)
    return steps.flatMap { x in
      steps.flatMap { y -> [WeightFit.Case] in
        let chance = WeightFit.chance(bias + weights[0] * x + weights[1] * y)
        let same = Int((chance * 20).rounded())
        return (0..<20).map { WeightFit.Case(traits: [x, y], isSame: $0 < same) }
      }
    }
  }

  @Test(
    "finds the weights by which cases were labelled, near zero a little", arguments: [-1.0, 0.5])
  func recovers(_ bias: Double) {
    let found = WeightFit(Self.cases(bias, [2, -1])).weights()
    #expect(abs(found.bias - bias) < 0.15)
    #expect(abs(found.traits[0] - 2) < 0.2)
    #expect(abs(found.traits[1] + 1) < 0.2)
  }

  @Test("of nothing are none")
  func empty() {
    let found = WeightFit([WeightFit.Case]()).weights()
    #expect(found.traits.isEmpty)
  }
}
