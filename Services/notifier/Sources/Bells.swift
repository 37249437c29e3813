internal import Messaging

/// What wakes the loops of this service: each waits at its own, and whoever has written something for it rings.
struct Bells: Sendable {
    let mails = WakeUp()
    let messages = WakeUp()
    let checks = WakeUp()
    let chains = WakeUp()

    func dispatchers() {
        mails.wake()
        messages.wake()
    }

    func all() {
        dispatchers()
        chains.wake()
    }
}
