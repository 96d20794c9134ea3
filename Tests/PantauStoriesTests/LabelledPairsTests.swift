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

  @Test("are judged with 0.99 precision at 0.85 recall", arguments: files)
  func score(_ file: String) throws {
    let score = LabelledPairs(try TextFile.read(file)).score()
    #expect(score.precision >= 0.99, "\(score.misses.joined(separator: "\n"))")
    #expect(score.recall >= 0.85, "\(score.misses.joined(separator: "\n"))")
  }
}
