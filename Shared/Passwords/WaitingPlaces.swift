internal import Synchronization

/// How many may wait for something at once: so many in all, and so many of them from one source, so that one stranger cannot
/// take every place.
package final class WaitingPlaces: Sendable {
    /// Nobody more may wait at present.
    package struct AllTaken: Error {
        package init() {}
    }

    private let most: Int
    private let mostForOne: Int
    private let taken = Mutex<[String: Int]>([:])

    package init(most: Int, mostForOne: Int) {
        self.most = most
        self.mostForOne = mostForOne
    }

    /// - Throws: ``AllTaken`` when there is no place; each one that was taken is to be given back by ``leave(_:)``.
    package func take(_ source: String) throws(AllTaken) {
        let isTaken = taken.withLock { taken in
            let own = taken[source, default: 0]
            guard own < mostForOne, taken.values.reduce(0, +) < most else { return false }
            taken[source] = own + 1
            return true
        }
        guard isTaken else { throw AllTaken() }
    }

    package func leave(_ source: String) {
        taken.withLock { taken in
            let left = taken[source, default: 0] - 1
            taken[source] = left > 0 ? left : nil
        }
    }
}
