internal import Contracts

extension NotificationChannel: StoredWord {
    var label: Phrase {
        switch self {
        case .email: Phrase("Email", es: "Correo")
        case .whatsapp: Phrase("WhatsApp", es: "WhatsApp")
        case .sms: Phrase("Text message", es: "SMS")
        }
    }
}
