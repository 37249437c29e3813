internal import DemoCalls
internal import Foundation

/// A WAV file that sounds like two people who talk behind a wall: each line of the conversation at the time that the transcript
/// has for it, in the speaker's pitch, a syllable for every few letters. Any part of it can be made without the rest.
struct SpeechSound: Sendable {
    static let samplesPerSecond = 8000
    private static let headBytes = 44
    private static let syllableSeconds = 0.19

    private struct Voice {
        var speaker: Conversation.Line.Speaker
        /// When it is heard.
        var time: Range<Double>
        var pitch: Double
        /// The line's letters, from which vowels and pauses follow.
        var letters: [UInt8]
    }

    private let track: Recording.Track
    /// In their order.
    private let voices: [Voice]
    private let frames: Int

    init(_ recording: Recording) {
        track = recording.track
        let seconds = max(0.2, Double(recording.milliseconds) / 1000)
        frames = Int(seconds * Double(Self.samplesPerSecond))
        // Every caller has a voice of their own.
        let seed = recording.callID.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        let caller = 95 + Double(seed % 70)
        let conversation = Conversation(outcome: recording.outcome, customer: nil, key: recording.conversationKey)
        voices = zip(conversation.lines, conversation.times(lasting: seconds).lines).map { line, time in
            Voice(
                speaker: line.speaker, time: time, pitch: line.speaker == .bot ? 205 : caller,
                letters: Array(line.text.utf8))
        }
    }

    private var channels: Int { track == .stereo ? 2 : 1 }

    /// Of the whole file.
    var count: Int { Self.headBytes + frames * channels * 2 }

    /// Some of its bytes.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        let end = min(range.upperBound, count)
        guard range.lowerBound < end else { return [] }
        var result = Array(head.dropFirst(range.lowerBound).prefix(end - range.lowerBound))
        // Whole samples, of which the first may have begun before.
        let first = max(0, range.lowerBound - Self.headBytes) / 2
        let last = max(0, end - Self.headBytes + 1) / 2
        var samples: [UInt8] = []
        samples.reserveCapacity((last - first) * 2)
        for place in first..<max(first, last) {
            let sample = sample(place)
            samples.append(UInt8(truncatingIfNeeded: sample))
            samples.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        let begun = max(0, range.lowerBound - Self.headBytes) - first * 2
        result += samples.dropFirst(begun).prefix(end - range.lowerBound - result.count)
        return result
    }

    /// The sample at a place among those of all channels.
    private func sample(_ place: Int) -> Int {
        let time = Double(place / channels) / Double(Self.samplesPerSecond)
        guard let voice = voice(at: time) else { return 0 }
        let isHeard: Bool =
            switch track {
            case .mono: true
            case .stereo: (place % 2 == 0) == (voice.speaker == .bot)
            case .assistant: voice.speaker == .bot
            case .customer: voice.speaker == .user
            }
        guard isHeard else { return 0 }
        let length = voice.time.upperBound - voice.time.lowerBound
        return Int(Self.level(of: voice, at: time - voice.time.lowerBound, of: length) * 9000)
    }

    /// Who speaks at that moment, if anybody.
    private func voice(at time: Double) -> Voice? {
        // The first that is not over yet.
        var (low, high) = (0, voices.count)
        while low < high {
            let middle = (low + high) / 2
            if voices[middle].time.upperBound <= time { low = middle + 1 } else { high = middle }
        }
        guard low < voices.count, voices[low].time.contains(time) else { return nil }
        return voices[low]
    }

    /// From -1 to 1.
    private static func level(of voice: Voice, at time: Double, of length: Double) -> Double {
        let syllable = Int(time / syllableSeconds)
        let into = time / syllableSeconds - Double(syllable)
        guard !voice.letters.isEmpty else { return 0 }
        let letter = voice.letters[Int(time / length * Double(voice.letters.count - 1))]
        // Between words nobody says anything.
        guard letter != UInt8(ascii: " "), letter != UInt8(ascii: ".") else { return 0 }
        let rises = min(1, into * 6, (1 - into) * 4)
        let pitch = voice.pitch * (1 + 0.06 * Double((syllable &* 7 + Int(letter)) % 5 - 2))
        let phase = (pitch * time).truncatingRemainder(dividingBy: 1)
        return rises * vowels[Int(letter) % vowels.count][Int(phase * 256) & 255]
    }

    /// One period of each of five vowels: the harmonics near their formants are the loud ones.
    private static let vowels: [[Double]] = [[4, 7], [3, 11], [2, 14], [3, 5], [2, 4]].map { formants in
        let weights = (1...16).map { harmonic in
            formants.map { exp(-pow(Double(harmonic - $0), 2) / 4) }.reduce(0.15 / Double(harmonic), +)
        }
        let period = (0..<256).map { step in
            weights.enumerated().reduce(0.0) { sum, item in
                sum + item.element * sin(2 * .pi * Double(step * (item.offset + 1)) / 256)
            }
        }
        let peak = period.map(abs).max() ?? 1
        return period.map { $0 / peak }
    }

    private var head: [UInt8] {
        let rate = Self.samplesPerSecond * channels * 2
        var head = Array("RIFF".utf8)
        func add(_ number: Int, _ bytes: Int) {
            for shift in 0..<bytes { head.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
        }
        add(count - 8, 4)
        head += "WAVEfmt ".utf8
        // PCM with 16 bits a sample.
        let format = [
            (16, 4), (1, 2), (channels, 2), (Self.samplesPerSecond, 4), (rate, 4), (channels * 2, 2), (16, 2),
        ]
        for (number, bytes) in format { add(number, bytes) }
        head += "data".utf8
        add(count - Self.headBytes, 4)
        return head
    }
}
