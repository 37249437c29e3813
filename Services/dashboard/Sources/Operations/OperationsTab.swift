/// The pages about what runs, waits or has failed.
enum OperationsTab: String, PageTab {
    static let section = Section.operations

    case now = ""
    case unopened, messages, webhooks
    case deadLetters = "dead-letters"
    case providers

    var title: Phrase {
        switch self {
        case .now: Phrase("Now", es: "Ahora")
        case .unopened: Phrase("Not opened", es: "Sin abrir")
        case .messages: Phrase("Messages", es: "Mensajes")
        case .webhooks: Phrase("Webhook log", es: "Registro de webhooks")
        case .deadLetters: Phrase("Dead letters", es: "Mensajes muertos")
        case .providers: Phrase("Providers and queues", es: "Proveedores y colas")
        }
    }
}

extension PageFrame {
    /// A page of the operations.
    ///
    /// - Parameter isStart: whether it is the tab's own page, and not one below it.
    func operations(_ tab: OperationsTab, isStart: Bool = true, _ content: HTML) -> HTML {
        page(tab, isStart: isStart, about: HTML(words(.operationsText)), content)
    }

    func operationsEmpty(_ title: Phrase, _ text: Phrase) -> HTML {
        #"<div class="empty"><h2>\#(words(title))</h2><p>\#(words(text))</p></div>"#
    }
}

extension Phrase {
    static let operationsText = Phrase("What runs, waits or has failed", es: "Lo que funciona, espera o ha fallado")
}
