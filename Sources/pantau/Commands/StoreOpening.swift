import PantauStore

extension Store {
  /// Opens the database for a command that reads; a missing one ends the program with code 66.
  static func opened(forReading path: String) throws -> Store {
    try opened { () throws(StoreError) in try Store(readingFrom: path) }
  }

  /// Opens something of the database; where it is missing the program ends with code 66.
  static func opened<Value>(_ open: () throws(StoreError) -> Value) throws -> Value {
    do throws(StoreError) {
      return try open()
    } catch {
      throw Fault(error.kind == .missing ? .noInput : .failed, error.description)
    }
  }

  /// Opens the database for a command that changes it; a missing one ends the program with code 66,
  /// for one made here would belong to whoever typed the command, not to the daemon.
  static func opened(forWriting path: String) throws -> Store {
    guard Store.exists(at: path) else {
      throw Fault(.noInput, "there is no database \(path) yet; `pantau run` makes it.")
    }
    return try Fault.failing { () throws(StoreError) in try Store(path: path) }
  }
}

extension Fault {
  /// Does something with the database; its errors end the program with code 1.
  static func failing<Value>(_ body: () throws(StoreError) -> Value) throws -> Value {
    do throws(StoreError) {
      return try body()
    } catch {
      throw Fault(.failed, error.description)
    }
  }
}
