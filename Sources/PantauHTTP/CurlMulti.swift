import CCurl
import Synchronization

/// Owns the multi handle: many hops at once on the fetch thread.
final class CurlMulti {
  /// A hop that has ended.
  struct Finished {
    let easy: CurlEasy
    /// Nil when libcurl is content.
    let failure: TransferError?
  }

  /// Lets other threads interrupt ``wait(atMost:)``; the one call of libcurl's that allows it.
  let waker = CurlWaker()
  private let handle: UnsafeMutableRawPointer
  private var active: [UnsafeMutableRawPointer: CurlEasy] = [:]

  /// Nil when libcurl cannot be set up.
  init?(maxConnections: Int) {
    guard CurlMulti.libraryIsReady, let handle = curl_multi_init() else { return nil }
    self.handle = handle
    let code = pantau_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, maxConnections)
    guard code == CURLM_OK else { return nil }
    waker.attach(handle)
  }

  deinit {
    waker.detach()
    for easy in active.values { curl_multi_remove_handle(handle, easy.handle) }
    curl_multi_cleanup(handle)
  }

  var transfers: some Collection<CurlEasy> { active.values }
  var count: Int { active.count }

  /// Starts a prepared hop.
  func add(_ easy: CurlEasy) throws(TransferError) {
    guard curl_multi_add_handle(handle, easy.handle) == CURLM_OK else {
      throw easy.failure(CURLE_OUT_OF_MEMORY)
    }
    active[easy.handle] = easy
  }

  /// Ends a hop early.
  func remove(_ easy: CurlEasy) {
    curl_multi_remove_handle(handle, easy.handle)
    active[easy.handle] = nil
  }

  /// Moves all transfers as far as they go without waiting.
  func perform() {
    var running: Int32 = 0
    // Failures of single transfers come as messages; others than these show as timeouts.
    _ = curl_multi_perform(handle, &running)
  }

  /// The next hop that has ended, taken off the multi handle.
  func nextFinished() -> Finished? {
    var left: Int32 = 0
    while let message = curl_multi_info_read(handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
        let easy = active[pointer]
      else { continue }
      // The message is gone once the handle is removed.
      let code = pantau_curl_message_result(message)
      let failure = code == CURLE_OK ? nil : easy.failure(code)
      remove(easy)
      return Finished(easy: easy, failure: failure)
    }
    return nil
  }

  /// Waits for sockets, for libcurl's own timers, or for the waker.
  func wait(atMost milliseconds: Int32) {
    var events: Int32 = 0
    _ = curl_multi_poll(handle, nil, 0, milliseconds, &events)
  }

  /// Whether libcurl could be set up, which happens once in a process.
  static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// Interrupts the fetch thread's wait from any thread, also while the multi handle goes away.
final class CurlWaker: Sendable {
  private let address = Mutex<UInt>(0)

  fileprivate func attach(_ handle: UnsafeMutableRawPointer) {
    address.withLock { $0 = UInt(bitPattern: handle) }
  }

  fileprivate func detach() { address.withLock { $0 = 0 } }

  /// Makes the present or the next wait return at once.
  func wake() {
    // Under the lock, so that the handle cannot be freed meanwhile.
    address.withLock {
      guard let handle = UnsafeMutableRawPointer(bitPattern: $0) else { return }
      _ = curl_multi_wakeup(handle)
    }
  }
}
