import PantauCore
import PantauEvidence
import PantauStore

/// The page that tells a person what lies in a folder of evidence and how to check it.
struct EvidenceReadme {
  let report: EvidenceReport
  let names: [String]

  private static let meanings: [(ending: String, meaning: String)] = [
    ("alert.json", "the alert, the item with its former texts and copies, and what was received"),
    ("versions.txt", "each text that the item has had, since when"),
    ("-headers.txt", "the answer's status and header fields, as received"),
    ("feed-item", "the item's own bytes in the feed, as received"),
    ("feed-start", "what the feed's document has before its first item, as received"),
    ("feed.", "the feed's whole document, as received"),
    ("page.", "the article's page, as received"),
    (
      "evidence.warc",
      "all of it as records of WARC 1.1 (ISO 28500), which archives and replay tools read"
    ),
  ]

  /// The page, its lines ended by LF.
  var text: String {
    var lines = ["Evidence for alert \(report.id)", ""] + story
    lines += ["", "Received", ""] + received
    lines += ["", "Files", ""]
    for name in names {
      let meaning = Self.meanings.first { name.contains($0.ending) }?.meaning
      lines.append("  \(name): \(meaning ?? "as received")")
    }
    lines += [
      "", "Check that nothing was changed since: sha256sum -c \(EvidenceFolder.sums)",
      "Keep the sum of \(EvidenceFolder.sums) itself, or a signature of it, somewhere else.", "",
      "Bodies are stored after decompression. What was sent with the request is not kept.",
      "Written by pantau \(Version.current) at \(ISO8601.text(report.now)). Times are UTC.",
    ]
    return lines.map(DisplayText.safe).joined(separator: "\n") + "\n"
  }

  private var story: [String] {
    let item = report.item
    var lines = [
      "  title: \(item.item.item.title ?? "(none)")", "  url: \(item.item.item.url ?? "(none)")",
      "  feed: \(item.feed?.displayName ?? "feed \(item.item.feedID)")",
      "  first seen: \(ISO8601.text(item.item.seen))",
    ]
    let times = [
      ("published, as the feed says", item.item.item.published), ("changed", item.history.changed),
      ("gone from its feed", item.history.vanished),
    ]
    for case (let name, let time?) in times { lines.append("  \(name): \(ISO8601.text(time))") }
    return lines + ["  texts it has had: \(item.texts.count)"]
  }

  private var received: [String] {
    guard !report.captures.isEmpty else {
      return ["  Nothing was kept as received: an older pantau raised this alert."]
    }
    return report.captures.map { evidence in
      let capture = evidence.capture
      let kept =
        capture.isWhole ? "kept whole" : "the item and what stands before the first one kept"
      return "  \(ISO8601.text(capture.receivedAt)) \(capture.kind.rawValue) \(capture.url): "
        + "\(capture.bodyBytes.of("byte")), \(kept), SHA-256 of all \(Digest.hex(capture.bodyDigest))"
    }
  }
}
