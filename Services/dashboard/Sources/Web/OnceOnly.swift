internal import Contracts
internal import Crypto
internal import Foundation

/// Makes of one wish one command, however often its form is sent: by a double click, or by loading the answer anew.
///
/// The form carries an id that was made with the page. What is wished with it becomes part of the command's id, so that another
/// wish from the same page, after going back to it, is another command.
struct OnceOnly: Sendable, Equatable {
    static let field = "once"
    /// For so long a page may stay open: commands are remembered for longer.
    static let life: TimeInterval = 86_400

    private let id: CommandID

    init(now: Date) { id = .new(at: now) }

    /// What a form brought back; a fresh one when it brought nothing that we could have made.
    init(_ form: Form, now: Date) {
        let brought = CommandID(form[Self.field]).flatMap { id in
            id.time.map { (-60..<Self.life).contains(now.timeIntervalSince($0)) } == true ? id : nil
        }
        id = brought ?? .new(at: now)
    }

    /// To be put into the form.
    var html: HTML { #"<input type="hidden" name="\#(Self.field)" value="\#(id.description)">"# }

    /// - Parameters:
    ///   - viewer: nobody meets another's command.
    ///   - wish: everything that makes it another wish.
    func command(of viewer: Viewer, _ wish: [String]) -> CommandID {
        CommandID(of: id, [viewer.actor] + wish)
    }
}

extension CommandID {
    /// One of those that follow from another id: the same for the same parts, and of the same time.
    init(of base: CommandID, _ parts: [String]) {
        let text = ([base.description] + parts).joined(separator: "\u{1f}")
        let hash = Array(SHA256.hash(data: Array(text.utf8)))
        let own = base.rawValue.uuid
        // The time stays where it is in a version 7 UUID (RFC 9562 §5.7); the random bits become the parts'.
        self.init(
            rawValue: UUID(
                uuid: (
                    own.0, own.1, own.2, own.3, own.4, own.5, 0x70 | (hash[0] & 0x0f), hash[1],
                    0x80 | (hash[2] & 0x3f), hash[3], hash[4], hash[5], hash[6], hash[7], hash[8], hash[9]
                )))
    }

    /// When a time-ordered id was made, to the millisecond; nil for another kind of id.
    var time: Date? {
        let bytes = rawValue.uuid
        guard bytes.6 >> 4 == 7 else { return nil }
        let milliseconds = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
            .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}
