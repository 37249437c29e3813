internal import Foundation

/// What this runs on.
enum Machine {
    static func description() throws -> String {
        let info = try text("/proc/cpuinfo").split(separator: "\n")
        let model =
            info.first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmed } ?? "unknown"
        let cores = info.filter { $0.hasPrefix("processor") }.count
        let kernel = try text("/proc/sys/kernel/osrelease").trimmed
        return "\(cores) x \(model), Linux \(kernel)"
    }

    static func text(_ path: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

/// What processes have used.
enum Usage {
    /// Processor seconds of a process and all below it, those that have ended included.
    static func seconds(ofTree root: Int32) -> Double {
        seconds(ofTrees: [root])
    }

    static func seconds(ofTrees roots: [Int32]) -> Double {
        var processes: [Int32: Stat] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            if let id = Int32(name), let stat = Stat(id) { processes[id] = stat }
        }
        let children = Dictionary(grouping: processes.keys) { processes[$0]?.parent ?? 0 }
        var waiting = roots
        var ticks = 0
        while let id = waiting.popLast() {
            ticks += processes[id]?.ticks ?? 0
            waiting += children[id] ?? []
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Processor time of a process's threads, to the microsecond.
    static func fineSeconds(of process: Int32) -> Double {
        let folder = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.reduce(0) { sum, thread in
            let text = try? Machine.text("\(folder)/\(thread)/schedstat")
            return sum + (text?.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
        }
    }

    /// Resident megabytes now (`VmRSS`) or at most so far (`VmHWM`).
    static func megabytes(_ field: String, of process: Int32) -> Double {
        let lines = (try? Machine.text("/proc/\(process)/status"))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix(field + ":") }
        let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap {
            Double($0)
        }
        return (kilobytes ?? 0) / 1024
    }

    /// Processor seconds of children that have ended.
    static var secondsOfEndedChildren: Double {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        return usage.ru_utime.seconds + usage.ru_stime.seconds
    }

    /// One line of `/proc/<pid>/stat`.
    private struct Stat {
        var parent: Int32
        var ticks: Int

        init?(_ process: Int32) {
            // The command's name is in parentheses and may hold anything.
            guard let text = try? Machine.text("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else {
                return nil
            }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
            self.parent = parent
            ticks = fields[11...14].reduce(0) { $0 + (Int($1) ?? 0) }
        }
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

extension StringProtocol {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
