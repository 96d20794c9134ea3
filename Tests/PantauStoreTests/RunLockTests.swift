import Foundation
import Glibc
import PantauTestSupport
import Testing

@testable import PantauStore

@Suite("The lock beside the database")
struct RunLockTests {
  @Test("names the process that holds it, and is free again with its owner")
  func holder() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pantau.sqlite3")
    var lock: RunLock? = try RunLock(databasePath: path)
    #expect {
      try RunLock(databasePath: path)
    } throws: { error in
      let error = error as? StoreError
      return error?.kind == .inUse && error?.description.contains("process \(getpid())") == true
    }
    withExtendedLifetime(lock) {}
    lock = nil
    _ = try RunLock(databasePath: path)
  }

  @Test("one that is not had closes its own file alone, whatever other threads open meanwhile")
  func refusedCloses() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pantau.sqlite3")
    let lock = try RunLock(databasePath: path)
    async let lost = Task.detached {
      (0..<40_000).count { _ in
        let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
        return close(file) != 0
      }
    }.value
    for _ in 0..<4_000 { _ = try? RunLock(databasePath: path) }
    #expect(await lost == 0)
    withExtendedLifetime(lock) {}
  }
}
