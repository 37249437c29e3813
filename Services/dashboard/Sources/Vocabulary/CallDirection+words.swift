internal import Contracts

extension CallDirection: StoredWord {
    var label: Phrase {
        switch self {
        case .inbound: Phrase("Inbound", es: "Entrante")
        case .outbound: Phrase("Outbound", es: "Saliente")
        case .web: Phrase("From the website", es: "Desde el sitio web")
        }
    }
}
