import FoundationEssentials
import Glibc
import PantauCore

// pantau-bench-archive FOLDER ITEMS DAYS
//
// Fills FOLDER/pantau.sqlite3 with so many items that came over so many days, and prints what that
// cost. `scripts/bench-archive` runs it and goes on with what the program itself does on that archive.
let arguments = CommandLine.arguments
guard arguments.count == 4, let items = Int(arguments[2]), let days = Double(arguments[3]),
  items >= 20_000, days > 1
else {
  print("usage: pantau-bench-archive FOLDER ITEMS (20000 at least) DAYS (more than one)")
  exit(64)
}
var bench = try ArchiveBench(folder: arguments[1], items: items, days: days)
try bench.fill()
try bench.handOver()
try bench.index()
try bench.follow()
try bench.weigh()
try bench.retain()
exit(bench.figures.failures == 0 ? 0 : 1)
