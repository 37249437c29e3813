internal import CLinux
internal import Glibc

/// A pipe whose ends no child process inherits by accident. Both belong to the caller.
///
/// - Returns: nil when no descriptors are left.
package func makePipe() -> (reading: CInt, writing: CInt)? {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
    return (ends[0], ends[1])
}
