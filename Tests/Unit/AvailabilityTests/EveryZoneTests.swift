import Availability
import CivilTime
import Foundation
import TestSupport
import Testing

/// In every zone of the tz database, around random moments and both changes of the clock that follow them.
@Suite struct EveryZoneTests {
    /// All that is offered and nothing else, found by looking at every five minutes.
    @Test func whatIsOfferedIsWhatIsFoundByLookingAtEachMoment() throws {
        let zones = try RandomDay.inEveryZone { day, _ in
            let (found, expected) = (day.slots(), day.expectedSlots())
            #expect(found == expected, "\(day)")
            #expect(day.free.slots(in: day.range, now: day.now, limit: 3) == Array(expected.prefix(3)), "\(day)")
        }
        #expect(zones > 400)
    }

    @Test func whatIsOfferedHasNoProblemAndMeetsNothing() throws {
        var offered = 0
        _ = try RandomDay.inEveryZone { day, _ in
            let slots = day.slots()
            offered += slots.count
            #expect(slots == Set(slots).sorted(), "\(day)")
            for start in slots {
                let slot = start..<start.addingTimeInterval(Double(day.rules.length) * 60)
                #expect(day.free.problem(with: start, now: day.now) == nil, "\(day) at \(start)")
                #expect(!day.busy.contains { $0.time.overlaps(slot) }, "\(day) at \(start)")
                #expect(day.schedule.workingTimes(in: slot) == [slot], "\(day) at \(start)")
            }
        }
        // It would say little if hardly anything were offered.
        #expect(offered > 1000)
    }

    @Test func theProblemIsTheOneFoundByLookingAtEachMoment() throws {
        var seen: [SlotProblem?: Int] = [:]
        _ = try RandomDay.inEveryZone { day, random in
            for _ in 0..<20 {
                let index = Int.random(in: 0..<RandomDay.moments, using: &random)
                let expected = day.expectedProblem(at: index)
                seen[expected, default: 0] += 1
                #expect(day.free.problem(with: day.moment(index), now: day.now) == expected, "\(day) \(index)")
            }
        }
        #expect(SlotProblem.allCases.allSatisfy { seen[$0] != nil } && seen[nil] != nil)
    }

    /// Whoever takes the first that is offered, again and again, never has more on a date than the rules allow.
    @Test func takingWhatIsOfferedKeepsTheDailyCap() throws {
        var full = 0
        _ = try RandomDay.inEveryZone { day, _ in
            var busy = day.busy
            while true {
                let free = FreeTime(schedule: day.schedule, rules: day.rules, busy: busy)
                guard let start = free.slots(in: day.range, now: day.now, limit: 1).first else { break }
                let time = start..<start.addingTimeInterval(Double(day.rules.length) * 60)
                busy.append(Busy(time: time, kind: .appointment))
                let count = busy.count {
                    $0.kind == .appointment && day.date(of: $0.time.lowerBound) == day.date(of: start)
                }
                #expect(count <= day.rules.appointmentsPerDay, "\(day) at \(start)")
                full += count == day.rules.appointmentsPerDay ? 1 : 0
            }
        }
        #expect(full > 100)
    }

    @Test func theNearestAreFreeAndTheClosestComeFirst() throws {
        _ = try RandomDay.inEveryZone { day, random in
            let asked = day.moment(Int.random(in: 0..<RandomDay.moments / 2, using: &random))
            let date = day.date(of: asked)
            // The date may have begun before the day's range; what comes after the range is not asked for.
            let range = day.start.addingTimeInterval(-86_400)..<day.range.upperBound
            let known = day.free.slots(in: range, now: day.now, limit: .max)
            let sameDay = known.filter { day.date(of: $0) == date }.sorted {
                let (one, other) = (abs($0.timeIntervalSince(asked)), abs($1.timeIntervalSince(asked)))
                return one == other ? $0 < $1 : one < other
            }
            let expected = sameDay + known.filter { day.date(of: $0) > date }
            let found = day.free.nearest(to: asked, now: day.now, limit: expected.count)
            #expect(found == expected, "\(day) \(asked)")
            #expect(found.allSatisfy { day.free.problem(with: $0, now: day.now) == nil }, "\(day) \(asked)")
        }
    }
}
