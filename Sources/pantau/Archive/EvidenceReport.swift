import FoundationEssentials
import PantauCore
import PantauEvidence
import PantauStore

/// What `pantau evidence` writes beside what was received: an account for programs, and one for people.
struct EvidenceReport {
  let alert: LoggedAlert
  let item: ItemReport
  let captures: [Evidence]
  /// The alert's id as the log has it.
  let id: String
  let now: Date

  /// The files of the folder, but for the list of their sums; the WARC file compressed or not.
  func files(isCompressed: Bool) throws(Packing.Fault) -> [EvidenceCase.File] {
    let evidence = EvidenceCase(
      alert: id, account: account, url: item.item.item.url, captures: captures,
      software: "pantau/\(Version.current)", now: now)
    var files = try evidence.files(isCompressed: isCompressed)
    files.append(EvidenceCase.File("versions.txt", Array(versions.utf8)))
    let readme = EvidenceReadme(report: self, names: files.map(\.name))
    return [EvidenceCase.File("README.txt", Array(readme.text.utf8))] + files
  }

  /// The alert, its item with versions and copies, and what was received, as one JSON object.
  private var account: [UInt8] {
    var json = JSONWriter()
    json.object {
      $0.name("alert")
      $0.raw(alert.object.utf8)
      $0.name("item")
      $0.raw(item.object.utf8)
      $0.name("received")
      $0.array { for evidence in captures { Self.write(evidence.capture, to: &$0) } }
    }
    return json.bytes
  }

  private static func write(_ capture: Capture, to json: inout JSONWriter) {
    json.object {
      $0.name("what")
      $0.value(capture.kind.rawValue)
      $0.name("url")
      $0.value(capture.url)
      $0.name("received")
      $0.value(capture.receivedAt)
      $0.name("body_bytes")
      $0.value(capture.bodyBytes)
      $0.name("body_sha256")
      $0.value(Digest.hex(capture.bodyDigest))
      $0.name("body_kept")
      $0.value(capture.isWhole)
    }
  }

  /// Each text that the item has had, as plain text, the first first.
  private var versions: String {
    item.texts.map { version in
      let parts = [
        "=== since \(ISO8601.text(version.since))", version.title, version.summary,
        version.content == version.summary ? nil : version.content,
      ]
      return parts.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }.joined(separator: "\n")
  }
}
