import Foundation
import Testing

@testable import pantau_bench_stories

/// People's yes and no on pairs written for it; `scripts/bench stories` prints the readings.
@Suite("The labelled pairs")
struct LabelledPairsTests {
  static let files: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Labelled")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().map { folder.appending(path: $0).path }
  }()

  @Test("are at least 200, and there are held-out ones among them")
  func size() throws {
    let counts = try Self.files.map { LabelledPairs(try TextFile.read($0)).pairs.count }
    #expect(counts.reduce(0, +) >= 200)
    #expect(Self.files.contains { $0.contains("held-out") })
  }

  @Test("are read to the last line", arguments: files)
  func whole(_ file: String) throws {
    let text = try TextFile.read(file)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(LabelledPairs(text).pairs.count * 5 == lines.count)
  }

  @Test("are judged all together as is wanted")
  func total() throws {
    let total = try Self.files.reduce(into: LabelledScore()) { total, file in
      total.add(LabelledPairs(try TextFile.read(file)).score())
    }
    #expect(total.reachesGoal, "\(total.line)")
  }

  /// Files whose recall is below the goal: texts of 15 to 90 words edited in nearly every sentence, most
  /// without a quotation, and texts of fewer than 20 words, which are one story only where equal; of two
  /// many that were written anew as a whole; and updates of which half is new.
  private static let lowRecall = [
    "held-out-9": 0.79, "held-out-10": 0.77, "held-out-19": 0.3, "held-out-21": 0.3,
    "held-out-27": 0.83, "held-out-28": 0.83, "seen-updates": 0.3,
  ]
  /// Of two sittings of one trial, under one headline, the second one counts as a copy.
  private static let lowPrecision = ["seen-updates": 0.92]

  @Test("are judged with 0.99 precision, and 0.85 recall where it is reached", arguments: files)
  func score(_ file: String) throws {
    let score = LabelledPairs(try TextFile.read(file)).score()
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    let least = (Self.lowPrecision[name] ?? 0.99, Self.lowRecall[name] ?? 0.85)
    #expect(score.precision >= least.0, "\(score.misses.joined(separator: "\n"))")
    #expect(score.recall >= least.1, "\(score.misses.joined(separator: "\n"))")
  }
}
