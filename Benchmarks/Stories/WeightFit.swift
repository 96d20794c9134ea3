import Glibc
import PantauStories

/// Fits the weights by which `Resemblance` judges, to labelled pairs.
///
/// Logistic regression with a ridge penalty, by Newton's steps on standardised traits (Hastie, Tibshirani,
/// Friedman, "The Elements of Statistical Learning", 4.4.1). What came later of one matter is left out.
struct WeightFit {
  /// A row a judged pair: its traits, standardised, and 1 before them.
  private var rows: [[Double]] = []
  private var labels: [Double] = []
  private var means: [Double] = []
  private var deviations: [Double] = []

  /// How strongly weights are held near zero.
  private static let penalty = 3.3
  private static let steps = 12

  /// A judged pair of texts.
  struct Case {
    var traits: [Double]
    var isSame: Bool
  }

  /// Takes the pairs of files, in both orders, that traits decide about.
  init(_ files: [LabelledPairs]) {
    self.init(
      files.flatMap(\.pairs).filter { $0.label != .later }.flatMap { pair in
        [(pair.first, pair.second), (pair.second, pair.first)].compactMap { old, new -> Case? in
          var comparison = StoryComparison(new)
          return comparison.traits(beside: old).map {
            Case(traits: $0, isSame: pair.label == .same)
          }
        }
      })
  }

  init(_ cases: [Case]) {
    rows = cases.map(\.traits)
    labels = cases.map { $0.isSame ? 1 : 0 }
    standardise()
  }

  /// What odds say, given as their logarithm: 0 to 1.
  static func chance(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

  private mutating func standardise() {
    guard let width = rows.first?.count else { return }
    let count = Double(rows.count)
    means = (0..<width).map { trait in rows.reduce(0) { $0 + $1[trait] } / count }
    deviations = (0..<width).map { trait in
      let squares = rows.reduce(0) { $0 + ($1[trait] - means[trait]) * ($1[trait] - means[trait]) }
      return max(1e-9, (squares / count).squareRoot())
    }
    rows = rows.map { row in
      [1] + row.indices.map { (row[$0] - means[$0]) / deviations[$0] }
    }
  }

  /// The bias, and the weights of the traits as they are measured.
  func weights() -> (bias: Double, traits: [Double]) {
    guard let width = rows.first?.count else { return (0, []) }
    var weights = [Double](repeating: 0, count: width)
    for _ in 0..<Self.steps {
      let step = Self.solve(system(weights))
      for index in weights.indices { weights[index] += step[index] }
    }
    let traits = means.indices.map { weights[$0 + 1] / deviations[$0] }
    return (zip(traits, means).reduce(weights[0]) { $0 - $1.0 * $1.1 }, traits)
  }

  /// The Hessian of the loss with the negative gradient behind it.
  private func system(_ weights: [Double]) -> [[Double]] {
    let width = weights.count
    var system = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: width)
    for (row, label) in zip(rows, labels) {
      let chance = Self.chance(zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 })
      for line in 0..<width {
        let weight = chance * (1 - chance) * row[line]
        for column in 0..<width { system[line][column] += weight * row[column] }
        system[line][width] += (label - chance) * row[line]
      }
    }
    for line in 1..<width {
      system[line][line] += Self.penalty
      system[line][width] -= Self.penalty * weights[line]
    }
    return system
  }

  /// Solves a linear system by elimination; its matrix is positive definite.
  private static func solve(_ system: [[Double]]) -> [Double] {
    var system = system
    let width = system.count
    for pivot in 0..<width {
      for line in 0..<width where line != pivot {
        let factor = system[line][pivot] / system[pivot][pivot]
        for column in pivot...width { system[line][column] -= factor * system[pivot][column] }
      }
    }
    return (0..<width).map { system[$0][width] / system[$0][$0] }
  }
}
