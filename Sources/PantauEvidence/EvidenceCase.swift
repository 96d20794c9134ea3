public import FoundationEssentials
public import PantauCore

/// All that is shown of one alert.
public struct EvidenceCase: Sendable {
  /// A file of the folder.
  public struct File: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// What it holds.
    public var bytes: [UInt8]

    /// Takes the parts.
    public init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// The alert's id; record ids follow from it, so that the same evidence has the same ones.
  public var alert: String
  /// What the archive knows of the alert, its item and their history: a JSON object.
  public var account: [UInt8]
  /// Where the item stands.
  public var url: String?
  /// What was received, the first first.
  public var captures: [Evidence]
  /// The program and its version.
  public var software: String
  /// When the files are written.
  public var now: Date

  /// Takes the parts.
  public init(
    alert: String, account: [UInt8], url: String?, captures: [Evidence], software: String,
    now: Date
  ) {
    self.alert = alert
    self.account = account
    self.url = url
    self.captures = captures
    self.software = software
    self.now = now
  }

  /// What was received as files that any program shows, and all of it as one WARC file.
  ///
  /// - Parameter isCompressed: whether the WARC file is `.warc.gz`, each record a member of its own.
  /// - Returns: the files.
  /// - Throws: ``Packing/Fault`` where what the archive kept is damaged.
  public func files(isCompressed: Bool) throws(Packing.Fault) -> [File] {
    var files = [File("alert.json", account + [0x0A])]
    var records: [WARCRecord] = []
    for evidence in captures {
      let received = try Received(evidence, alert: alert)
      files += received.files
      records += received.records
    }
    let warcinfo = WARCRecord.info(of: self)
    records.append(WARCRecord.account(of: self, concurrentTo: records.first?.id))
    for index in records.indices {
      records[index].fields.insert(("WARC-Warcinfo-ID", "<\(warcinfo.id)>"), at: 0)
    }
    return files + [Self.warc([warcinfo] + records, isCompressed: isCompressed)]
  }

  private static func warc(_ records: [WARCRecord], isCompressed: Bool) -> File {
    if isCompressed {
      let members = records.compactMap { Packing.gzipMember($0.bytes) }
      if members.count == records.count { return File("evidence.warc.gz", members.flatMap { $0 }) }
    }
    return File("evidence.warc", records.flatMap(\.bytes))
  }
}

extension WARCRecord {
  /// Who wrote the file (section 6.2 of the standard).
  fileprivate static func info(of evidence: EvidenceCase) -> WARCRecord {
    let lines = [
      "software: \(evidence.software)", "format: WARC File Format 1.1",
      "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
      "description: what alert \(evidence.alert) was raised for, as received",
    ]
    return WARCRecord(
      kind: .warcinfo, id: recordID(evidence.alert, "warcinfo"), date: evidence.now,
      contentType: "application/warc-fields",
      block: Array(lines.map { $0 + "\r\n" }.joined().utf8))
  }

  /// What the archive knows.
  fileprivate static func account(
    of evidence: EvidenceCase, concurrentTo other: String?
  ) -> WARCRecord {
    var record = WARCRecord(
      kind: .metadata, id: recordID(evidence.alert, "account"), date: evidence.now,
      contentType: "application/json", block: evidence.account,
      target: evidence.url ?? "urn:pantau:alert:\(evidence.alert)")
    if let other { record.fields = [("WARC-Refers-To", "<\(other)>")] }
    return record
  }

  /// A UUID that follows from the alert and what the record is (RFC 9562, version 8).
  static func recordID(_ alert: String, _ name: String) -> String {
    var bytes = Array(Digest.sha256(Array("pantau evidence \(alert) \(name)".utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Array(Digest.hex(bytes).utf8)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return "urn:uuid:"
      + groups.map { String(decoding: hex[$0], as: UTF8.self) }
      .joined(separator: "-")
  }
}
