/// One record of a CSV file (RFC 4180): fields with commas, quotes or line ends are quoted, and the
/// record ends with CR LF.
struct CSVLine {
  private(set) var bytes: [UInt8] = []
  private let guardsFormulas: Bool
  private var isFirst = true

  /// - Parameter guardsFormulas: whether an apostrophe is put before texts that a spreadsheet would
  ///   take for a formula: text of feeds is anybody's.
  init(guardingFormulas guardsFormulas: Bool) { self.guardsFormulas = guardsFormulas }

  /// Adds a field of text, empty for none.
  mutating func add(_ text: String?) {
    let text = text ?? ""
    separate()
    let isFormula = guardsFormulas && text.utf8.first.map(Self.formulaSigns.contains) ?? false
    let needsQuotes = text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }
    guard isFormula || needsQuotes else { return bytes += text.utf8 }
    bytes.append(0x22)
    if isFormula { bytes.append(0x27) }
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// Adds a number as it is.
  mutating func add(_ number: Int64) {
    separate()
    bytes += "\(number)".utf8
  }

  /// The record with its end.
  var line: [UInt8] { bytes + [0x0D, 0x0A] }

  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  /// `= + - @`, tabulator and CR, as OWASP's page on CSV injection lists them.
  private static let formulaSigns: Set<UInt8> = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D]
}
