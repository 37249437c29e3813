internal import CLinux
internal import Glibc
internal import PollExecutor

// Foundation's `Process` is no use here: on Linux it learns of a child's end from a socket that other children, started at the
// same moment, inherit; then the end is noticed when the last of them ends, or never.

/// Starts a program with posix_spawn(3), in a process group of its own, with no signal blocked or ignored, nothing to read,
/// and of our descriptors none but `output`.
///
/// - Parameters:
///   - output: becomes its standard output and standard error; nil leaves it ours.
/// - Throws: when it cannot be started.
func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], directory: String?, output: CInt?
) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    if let output {
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    }
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    if let directory { unsafe posix_spawn_file_actions_addchdir_np(&actions, directory) }

    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var process = pid_t()
    let error = unsafe withCStrings(arguments) { arguments in
        unsafe withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
            unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
        }
    }
    guard error == 0 else { throw LocalServerError("\(path) cannot be started (errno \(error))") }
    return process
}

/// As execve(2) wants them: an array that ends with a null pointer.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    unsafe pointers.append(nil)
    return unsafe body(pointers)
}

/// Waits for a child's end on a poll(2) loop, and reaps it.
enum ExitWatch {
    /// - Throws: when no descriptors are left; the process has then been killed.
    static func begin(_ process: pid_t, on executor: PollExecutor, tell exit: ExitSignal) throws {
        let descriptor = thavon_pidfd_open(process)
        guard descriptor >= 0 else {
            let problem = errno
            kill(process, SIGKILL)
            _ = reap(process, 0)
            throw LocalServerError("process \(process) cannot be watched (errno \(problem))")
        }
        let watched = Descriptor(number: descriptor)
        // The loop holds only what it needs to tell: whoever lets go of the process and its host ends the host's thread, and
        // with it the process.
        executor.watch(descriptor, for: .readable) { [weak executor] _ in
            guard let status = reap(process, WNOHANG) else { return }
            executor?.unwatch(watched.number)
            exit.set(status)
        }
    }

    /// - Returns: nil when it has not ended; code -1 in the case, which should not be, that somebody else has reaped it.
    private static func reap(_ process: pid_t, _ options: CInt) -> ExitStatus? {
        var status: CInt = 0
        var result = pid_t()
        repeat { result = unsafe waitpid(process, &status, options) } while result == -1 && errno == EINTR
        if result == 0 { return nil }
        guard result == process else { return .exited(code: -1) }
        // WIFEXITED and its kin are macros that Swift does not see.
        let signal = status & 0x7f
        return signal == 0 ? .exited(code: (status >> 8) & 0xff) : .signalled(signal: signal)
    }

    /// Closed with the last who knows it.
    private final class Descriptor: Sendable {
        let number: CInt
        init(number: CInt) { self.number = number }
        deinit { close(number) }
    }
}
