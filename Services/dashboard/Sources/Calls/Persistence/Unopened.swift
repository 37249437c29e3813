/// When a call waits for whoever has it to look at it, of a follow-up `f`.
///
/// A call that nobody is asked to open has neither time: it was handed over long after it came, nobody said anything in it, or
/// the agency follows nothing up. Once the owners have been told, nothing more is due, and it still waits. That somebody had
/// opened it who had it before does not count.
enum Unopened {
    /// False, not null, where there is no follow-up. Indexes of what is not opened serve it.
    static let condition = "f.opened_at IS NULL AND (f.due_at IS NOT NULL OR f.escalated_at IS NOT NULL)"
}
