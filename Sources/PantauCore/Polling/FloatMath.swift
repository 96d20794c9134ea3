#if canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#elseif canImport(Darwin)
private import Darwin
#endif

/// The few functions of the C library's mathematics that the polling rules need, which
/// FoundationEssentials lacks.
enum FloatMath {
  /// e to the power of x.
  static func exp(_ x: Double) -> Double { exponential(x) }
  /// The natural logarithm.
  static func log(_ x: Double) -> Double { naturalLogarithm(x) }
  /// The cosine of an angle in radians.
  static func cos(_ x: Double) -> Double { cosine(x) }

  /// 2 to the power of x.
  static func exp2(_ x: Double) -> Double { exponential(x * 0.693_147_180_559_945_3) }
}

// Outside the type, where the C names are not hidden by its own.
private func exponential(_ x: Double) -> Double { exp(x) }
private func naturalLogarithm(_ x: Double) -> Double { log(x) }
private func cosine(_ x: Double) -> Double { cos(x) }
