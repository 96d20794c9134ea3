import Foundation
import PantauCore
import Testing

@testable import PantauEvidence

@Suite("Packed bytes")
struct PackingTests {
  @Test("come back as they were", arguments: [0, 1, 2, 10, 300, 70_000])
  func roundTrip(_ count: Int) throws {
    let text = Array("Air pasang di Bontang Kuala. ".utf8)
    let bytes = (0..<count).map { text[$0 % text.count] }
    let packed = Packing.pack(bytes)
    #expect(try Packing.unpack(packed) == bytes)
    #expect(packed.count <= count + 1)
    if count > 1_000 { #expect(packed.count < count / 10) }
  }

  @Test("of noise are kept as they are")
  func noise() throws {
    var generator = SplitMix64(seed: 3)
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
    #expect(Packing.pack(bytes) == [0] + bytes)
  }

  @Test("that are damaged are refused, whatever was changed")
  func damaged() {
    let bytes = Array(repeating: UInt8(ascii: "a"), count: 5_000)
    let packed = Packing.pack(bytes)
    #expect(packed.first == 1)
    for index in packed.indices {
      var broken = packed
      broken[index] ^= 0x41
      // Some bits of a stream mean nothing.
      if let read = try? Packing.unpack(broken) { #expect(read == bytes) }
      #expect(throws: Packing.Fault.self) { try Packing.unpack(Array(packed[..<index])) }
    }
  }
}
