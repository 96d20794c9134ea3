import Foundation
import PantauTestSupport
import Testing

/// What a run of the program did to its database, call by call.
///
/// Made again one by one they leave the files as a kill would have, for whatever was handed to the kernel
/// before it is there.
struct WriteTrace {
  /// A call, its file named by what its name has more than the database's: nothing, or `-wal`.
  enum Step {
    case write(file: String, offset: Int, bytes: [UInt8])
    case truncate(file: String, size: Int)
    case remove(file: String)
    /// Bytes to standard output.
    case print([UInt8])

    /// Whether it writes to that file.
    func writes(_ name: String) -> Bool {
      if case .write(name, _, _) = self { true } else { false }
    }
  }

  /// The calls in order.
  let steps: [Step]
  /// The database from before.
  private let before: Data

  /// Runs the program to its end; what an earlier run has left in the log is taken in before.
  static func recording(_ arguments: [String], database path: String) async throws -> WriteTrace {
    let archive = try Archive(path)
    #expect(try archive.faults() == [])
    try archive.close()
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let folder = try TemporaryFolder()
    let program = try RunningProgram(
      try #require(Program.path(of: "strace")),
      [
        "-f", "-qq", "-y", "-xx", "-s", "1000000", "-o", folder.file("trace"),
        "-e", "trace=pwrite64,ftruncate,unlink,write", RunningPantau.binary.path,
      ] + arguments, environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    #expect(await program.exitCode() == 0)
    let text = try Data(contentsOf: URL(fileURLWithPath: folder.file("trace")))
    return WriteTrace(steps: steps(Array(text), path), before: before)
  }

  private static func steps(_ trace: [UInt8], _ database: String) -> [Step] {
    let names = [database: "", database + "-wal": "-wal"]
    var reader = TraceReader(trace)
    var steps: [Step] = []
    while let call = reader.next() {
      let file = names[call.path]
      switch (call.name, file) {
      case ("write", _) where call.numbers.first == 1:
        steps.append(.print(call.bytes))
      case ("pwrite64", let file?):
        steps.append(.write(file: file, offset: call.numbers[2], bytes: call.bytes))
      case ("ftruncate", let file?):
        steps.append(.truncate(file: file, size: call.numbers[1]))
      case ("unlink", _):
        if let file = names[String(decoding: call.bytes, as: UTF8.self)] {
          steps.append(.remove(file: file))
        }
      default: break
      }
    }
    return steps
  }

  /// Makes the calls one after the other on the files of before.
  ///
  /// - Parameters:
  ///   - path: where the database is to lie.
  ///   - look: is told the call's number, from 0, once it is made.
  /// - Throws: what `look` throws, and errors of the file system.
  func replay(on path: String, _ look: (Int, Step) throws -> Void) throws {
    try before.write(to: URL(fileURLWithPath: path))
    var handles: [String: FileHandle] = [:]
    func handle(_ file: String) throws -> FileHandle {
      if let handle = handles[file] { return handle }
      if !FileManager.default.fileExists(atPath: path + file) {
        try Data().write(to: URL(fileURLWithPath: path + file))
      }
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path + file))
      handles[file] = handle
      return handle
    }
    for (number, step) in steps.enumerated() {
      switch step {
      case .write(let file, let offset, let bytes):
        try handle(file).seek(toOffset: UInt64(offset))
        try handle(file).write(contentsOf: Data(bytes))
      case .truncate(let file, let size):
        try handle(file).truncate(atOffset: UInt64(size))
      case .remove(let file):
        try handles.removeValue(forKey: file)?.close()
        try FileManager.default.removeItem(atPath: path + file)
      case .print: break
      }
      try look(number, step)
    }
  }
}

/// A database and its log.
struct DatabaseFiles {
  private let contents: [String: Data]

  /// Reads them.
  init(of path: String) {
    contents = ["", "-wal"].reduce(into: [:]) {
      $0[$1] = FileManager.default.contents(atPath: path + $1)
    }
  }

  /// Puts them in the place of others.
  func put(at path: String) throws {
    for ending in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + ending)
      try contents[ending]?.write(to: URL(fileURLWithPath: path + ending))
    }
  }
}
