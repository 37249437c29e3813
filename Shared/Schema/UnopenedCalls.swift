/// When a call waits for whoever has it to look at it: what the console shows as not opened and what the daily summary counts, so
/// that both speak of the same calls.
///
/// Whoever has a call is asked to open it as long as something is due about it (`due_at`), and once anything was done because they
/// had not: they were reminded, it was given to them because another had not opened it, or the owners were told. After the last of
/// these nothing is due any more, and it still waits.
///
/// A call that nobody is asked to open has none of these times: it was handed over long after it came, nobody said anything in
/// it, or the agency follows nothing up. That somebody had opened it who had it before does not count.
package enum UnopenedCalls {
    /// Of a row `f` of `follow_ups`. False, not null, where there is none. Indexes of what is not opened serve it.
    package static let condition = """
        f.opened_at IS NULL AND coalesce(f.due_at, f.reminded_at, f.reassigned_at, f.escalated_at) IS NOT NULL
        """

    /// Of one of these: it was not opened in time. The owners have been told, or nothing is due any more that would come before that.
    package static let isLate = "(f.escalated_at IS NOT NULL OR f.due_at IS NULL)"
}
