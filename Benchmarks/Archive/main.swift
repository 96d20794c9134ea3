import FoundationEssentials
import Glibc
import PantauCore

// pantau-bench-archive FOLDER ITEMS
//
// Fills FOLDER/pantau.sqlite3 with so many items, and prints what that cost. `scripts/bench-archive`
// runs it and goes on with what the program itself does on that archive.
let arguments = CommandLine.arguments
guard arguments.count == 3, let items = Int(arguments[2]), items >= 20_000 else {
  print("usage: pantau-bench-archive FOLDER ITEMS (20000 at least)")
  exit(64)
}
var bench = try ArchiveBench(folder: arguments[1], items: items)
try bench.fill()
try bench.index()
try bench.follow()
try bench.weigh()
try bench.retain()
exit(bench.figures.failures == 0 ? 0 : 1)
