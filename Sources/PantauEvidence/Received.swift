import FoundationEssentials
import PantauCore

/// What was received of one document: as files, and as records of a WARC file.
///
/// A whole answer is a `response` record. Where only the item's bytes were kept, the answer's head is
/// a `response` record that says it is cut off, and the bytes before the first item and those of the
/// item are `resource` records beside it. What a file held is a `resource`.
struct Received {
  private(set) var files: [EvidenceCase.File] = []
  private(set) var records: [WARCRecord] = []
  private let capture: Capture
  private let alert: String

  init(_ evidence: Evidence, alert: String) throws(Packing.Fault) {
    capture = evidence.capture
    self.alert = alert
    let content = try Packing.unpack(capture.content)
    let name = capture.kind.rawValue
    if let head = capture.head {
      files.append(.init("\(name)-headers.txt", head))
      addResponse(HTTPHead(head), capture.isWhole ? content : nil)
    } else if capture.isWhole {
      add(.resource, "document", content, Self.type(of: content))
    }
    files.append(.init(capture.isWhole ? name : "\(name)-start", content))
    if !capture.isWhole { add(.resource, "start", content, Self.type(of: content)) }
    if let packed = evidence.item {
      let item = try Packing.unpack(packed)
      files.append(.init("\(name)-item", item))
      add(.resource, "item", item, Self.type(of: content))
    }
    for index in files.indices where !files[index].name.contains(".") {
      files[index].name += Self.ending(of: content, kind: capture.kind)
    }
  }

  private mutating func addResponse(_ head: HTTPHead, _ body: [UInt8]?) {
    let block = head.bytes
    var record = record(
      .response, "response", block + (body ?? []), "application/http;msgtype=response")
    if body == nil {
      record.fields.append(("WARC-Truncated", "unspecified"))
    } else {
      record.payloadStart = block.count
    }
    if let proto = head.warcProtocol { record.fields.append(("WARC-Protocol", proto)) }
    records.append(record)
  }

  private mutating func add(
    _ kind: WARCRecord.Kind, _ name: String, _ block: [UInt8], _ type: String
  ) {
    var record = record(kind, name, block, type)
    record.payloadStart = 0
    records.append(record)
  }

  private func record(
    _ kind: WARCRecord.Kind, _ name: String, _ block: [UInt8], _ type: String
  ) -> WARCRecord {
    var record = WARCRecord(
      kind: kind, id: WARCRecord.recordID(alert, "\(capture.kind.rawValue) \(name)"),
      date: capture.receivedAt, contentType: type, block: block, target: capture.url)
    if let first = records.first { record.fields = [("WARC-Concurrent-To", "<\(first.id)>")] }
    return record
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let first = bytes.first { $0 > 0x20 && $0 < 0x7F }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private static func type(of content: [UInt8]) -> String {
    isJSON(content) ? "application/json" : "application/xml"
  }

  private static func ending(of content: [UInt8], kind: Capture.Kind) -> String {
    kind == .page ? ".html" : isJSON(content) ? ".json" : ".xml"
  }
}
