import PantauCore
import Testing

@Suite("Queues between threads")
struct ConcurrencyTests {
  @Test("nothing is lost, order is kept, and the bound holds")
  func order() {
    let queue = BoundedQueue<Int>(capacity: 8)
    let most = Monitor(0)
    let received = Monitor<[Int]>([])
    let consumer = DedicatedThread(name: "consumer") {
      while let batch = queue.take(atMost: 3) {
        most.update { $0 = max($0, batch.count) }
        received.update { $0 += batch }
      }
    }
    let producer = DedicatedThread(name: "producer") {
      for number in 0..<10_000 { queue.put(number) }
      queue.close()
    }
    producer.join()
    consumer.join()
    #expect(received.read { $0 } == Array(0..<10_000))
    #expect(most.read { $0 } <= 3)
  }

  @Test("a closed queue takes nothing and gives what it has")
  func closing() {
    let queue = BoundedQueue<Int>(capacity: 2)
    queue.put(1)
    queue.close()
    #expect(!queue.put(2))
    #expect(queue.take(atMost: 5) == [1])
    #expect(queue.take(atMost: 5) == nil)
  }

  @Test("a batch and the queue end with the element that reaches the weight")
  func weight() {
    let queue = BoundedQueue<Int>(capacity: 8, maxWeight: 10) { $0 }
    for number in [4, 5, 1] { queue.put(number) }
    let isTaken = Monitor(false)
    let producer = DedicatedThread(name: "producer") {
      queue.put(30)
      isTaken.update { $0 = true }
      queue.put(2)
      queue.close()
    }
    #expect(!isTaken.read { $0 })
    #expect(queue.take(atMost: 2) == [4, 5])
    #expect(isTaken.wait { $0 ? true : nil } == true)
    #expect(queue.take(atMost: 8) == [1, 30])
    #expect(queue.take(atMost: 8) == [2])
    producer.join()
    #expect(queue.take(atMost: 8) == nil)
  }

  @Test("waiting ends at its deadline")
  func deadline() {
    let monitor = Monitor(false)
    let start = MonotonicInstant.now
    let value = monitor.wait(until: start + .milliseconds(20)) { $0 ? 1 : nil }
    #expect(value == nil)
    #expect(MonotonicInstant.now.seconds(since: start) >= 0.02)
  }
}
