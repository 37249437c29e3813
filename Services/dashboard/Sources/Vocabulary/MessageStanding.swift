internal import Contracts

/// What became of a message: what we did with it, and what its provider has said since.
enum MessageStanding: Sendable, Equatable, CaseIterable {
    case standby, onItsWay, waiting, sent, delayed, delivered, read, failed, notDelivered, bounced, suppressed,
        complained, uncertain, notSent

    init(_ status: MessageStatus) {
        self =
            switch status {
            case .standby: .standby
            case .pending, .sending: .onItsWay
            case .sent: .sent
            case .parked: .waiting
            case .failed: .failed
            case .unknown: .uncertain
            case .notSent: .notSent
            }
    }

    init(_ receipt: ReceiptStatus) {
        self =
            switch receipt {
            case .accepted, .sent: .sent
            case .delayed: .delayed
            case .delivered: .delivered
            case .read: .read
            case .failed: .notDelivered
            case .bounced: .bounced
            case .suppressed: .suppressed
            case .complained: .complained
            }
    }

    /// - Parameters: as `notifications` has them. What a receipt says is later than what we did, unless it only says that the
    ///   provider is about to do something: meanwhile we may have given up.
    init(status: String?, receipt: String?) {
        let done = status.flatMap { MessageStatus(rawValue: $0) }.map { Self($0) } ?? .uncertain
        switch receipt.flatMap({ ReceiptStatus(rawValue: $0) }).map({ Self($0) }) {
        case nil, .sent: self = done
        case .delayed: self = done == .sent ? .delayed : done
        case let said?: self = said
        }
    }

    var label: Phrase {
        switch self {
        case .standby: Phrase("In reserve", es: "En reserva")
        case .onItsWay: Phrase("On its way", es: "En camino")
        case .waiting: Phrase("Waiting", es: "En espera")
        case .sent: Phrase("Sent", es: "Enviado")
        case .delayed: Phrase("Delayed", es: "Retrasado")
        case .delivered: Phrase("Delivered", es: "Entregado")
        case .read: Phrase("Read", es: "Leído")
        case .failed: Phrase("Failed", es: "Fallido")
        case .notDelivered: Phrase("Not delivered", es: "No entregado")
        case .bounced: Phrase("The address does not take it", es: "La dirección no lo admite")
        case .suppressed: Phrase("Kept from the address", es: "Retenido para esa dirección")
        case .complained: Phrase("Marked as unwanted", es: "Marcado como no deseado")
        case .uncertain: Phrase("Not known whether sent", es: "No se sabe si se envió")
        case .notSent: Phrase("Not sent", es: "No enviado")
        }
    }

    var tone: Tone {
        switch self {
        case .sent, .delivered, .read: .good
        case .onItsWay: .info
        case .waiting, .delayed, .uncertain: .warn
        case .failed, .notDelivered, .bounced, .suppressed, .complained: .bad
        case .standby, .notSent: .none
        }
    }

    /// Whether why it is so is worth saying.
    var needsReason: Bool { tone != .good }

    func badge(_ words: Words) -> HTML { #"<span class="badge\#(tone.badge)">\#(words(label))</span>"# }
}
