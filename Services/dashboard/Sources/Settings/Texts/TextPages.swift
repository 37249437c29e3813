internal import Contracts
internal import Foundation

/// Which texts an agency has written itself, and where to begin another.
struct TextListPage: Sendable {
    let frame: PageFrame
    var texts: [ListOwnTexts.Row]
    var notice: Phrase?

    func render() -> HTML {
        let words = frame.words
        let kinds = TextForm.kinds.map { (value: $0.name, text: words($0.title)) }
        let languages = TextForm.languages.map { (value: $0, text: frame.languageName($0)) }
        let own: HTML =
            texts.isEmpty
            ? #"<div class="empty"><h2>\#(words(.textsNone))</h2><p>\#(words(.textsNoneText))</p></div>"# : table
        return frame.settings(
            .texts,
            """
            \(frame.notice(notice))<p class="muted">\(words(.textsText))</p>\(own)
            <form class="form" method="get" action="/settings/texts/edit"><h2>\(words(.textsWrite))</h2><div class="fields">
            \(Field("kind", words(.textsKind), .select(kinds, selected: "")).html)\(Field("language", words(.language), .select(languages, selected: words.language.rawValue)).html)</div>
            <div class="actions"><button class="primary">\(words(.textsGoOn))</button></div></form>
            """)
    }

    private var table: HTML {
        let words = frame.words
        let rows = texts.html { text in
            let title = TextForm.kinds.first { $0.name == text.kind }.map { words($0.title) } ?? text.kind
            let parts: [(String?, Phrase)] = [
                (text.subject, .textsSubject), (text.body, .textsBody), (text.short, .textsShort),
            ]
            let written = parts.filter { $0.0 != nil }.map { words($0.1) }.joined(separator: ", ")
            return """
                <tr><th scope="row" class="title"><a class="row-link" href="/settings/texts/edit?kind=\(text.kind)&amp;language=\(text.language.percentEncoded)">\(title)</a><span class="sub">\(frame.languageName(text.language))</span></th>
                <td>\(written)</td><td class="fit">\(frame.time.element(text.changedAt)), <bdi>\(text.changedBy)</bdi></td></tr>

                """
        }
        return """
            <table class="table"><caption class="visually-hidden">\(words(.textsOwn))</caption><thead><tr><th scope="col">\(words(.textsKind))</th><th scope="col">\(words(.textsWritten))</th><th scope="col">\(words(.settingsLast))</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}

/// One text, with how it would look.
struct TextPage: Sendable {
    let frame: PageFrame
    var form: TextForm
    var isStored: Bool
    var preview: PreviewNotice.Reply?
    var notice: HTML = .empty

    private var words: Words { frame.words }

    func render() -> HTML {
        let view = FieldView(frame: frame, check: FormCheck(words: words))
        let roles = TextForm.roles.map { (value: $0, text: words(TextForm.rolePhrase($0))) }
        let isShort = !form.hasMail
        let mail: HTML =
            isShort
            ? .empty
            : view.text("subject", .textsSubject, form.subject, attributes: #" maxlength="4000""#)
                + view.lines("body", .textsBody, form.body, rows: 8, hint: .textsBodyHint)
        return frame.settings(
            .texts, isStart: false,
            """
            <p class="crumb"><a href="/settings/texts">\(words(SettingsTab.texts.title))</a></p>
            \(notice)<h2>\(form.title.map { words($0) } ?? form.kind) · \(frame.languageName(form.language))</h2>
            <form class="form" method="post" action="/settings/texts/save">\(frame.formField)\(form.version.hidden)<input type="hidden" name="kind" value="\(form.kind)"><input type="hidden" name="language" value="\(form.language)">
            <p class="muted">\(words(.textsMustache))</p>
            \(mail)\(view.lines("short", .textsShort, form.short, rows: 4, hint: .textsShortHint))
            \(view.choice("role", .textsRole, roles, form.role))
            <div class="actions"><button class="primary">\(words(.save))</button> <button formaction="/settings/texts/preview">\(words(.textsPreview))</button>\(isShort ? .empty : mailButton)</div></form>
            \(shown)\(test)\(reset)
            """)
    }

    private var mailButton: HTML {
        #" <button formaction="/settings/texts/mail" formtarget="_blank">\#(words(.textsMail))</button>"#
    }

    private var hidden: HTML {
        """
        \(frame.formField)\(form.version.hidden)<input type="hidden" name="kind" value="\(form.kind)"><input type="hidden" name="language" value="\(form.language)">
        """
    }

    private var shown: HTML {
        guard let preview else { return .empty }
        let notes = preview.notes.html { #"<p class="muted small" dir="auto">\#($0)</p>"# }
        let tag: HTML = #" lang="\#(preview.language)""#
        return """
            <section class="card" aria-labelledby="preview"><header><h2 id="preview">\(words(.textsPreview))</h2></header>
            <dl class="facts"><dt>\(words(.textsSubject))</dt><dd dir="auto"\(tag)>\(preview.subject)</dd>
            <dt>\(words(.textsShort))</dt><dd dir="auto"\(tag)>\(preview.short)<span class="sub">\(words(.textsSegments, preview.segments))</span></dd></dl>
            <pre tabindex="0" role="region" aria-label="\(words(.textsPlain))" dir="auto"\(tag)>\(preview.text)</pre>\(notes)</section>
            """
    }

    /// Of what is stored, since a test is a message like any other. Owners have an address of mail and no telephone.
    private var test: HTML {
        guard form.hasMail else { return .empty }
        return """
            <form class="inline" method="post" action="/settings/texts/test">\(hidden)<button>\(words(.textsTest))</button></form>
            """
    }

    private var reset: HTML {
        guard isStored else { return .empty }
        return """
            <details class="confirm"><summary class="button danger">\(words(.textsReset))</summary>
            <form method="post" action="/settings/texts/reset">\(hidden)<p>\(words(.textsResetText))</p><div class="actions"><button class="danger">\(words(.textsReset))</button></div></form></details>
            """
    }
}

extension Phrase {
    static let textsText = Phrase(
        "Messages have words of ours in six languages. Where you write your own, yours are used.",
        es: "Los mensajes tienen textos nuestros en seis idiomas. Donde usted escriba los suyos, se usan los suyos.")
    static let textsNone = Phrase("All texts are ours", es: "Todos los textos son los nuestros")
    static let textsNoneText = Phrase(
        "Choose a kind and a language below to write your own.",
        es: "Elija abajo un tipo y un idioma para escribir el suyo.")
    static let textsOwn = Phrase("Your own texts", es: "Sus propios textos")
    static let textsWritten = Phrase("Written by you", es: "Escrito por usted")
    static let textsWrite = Phrase("Write a text", es: "Escribir un texto")
    static let textsKind = Phrase("Kind", es: "Tipo")
    static let textsGoOn = Phrase("Go on", es: "Continuar")
    static let textsSubject = Phrase("Subject", es: "Asunto")
    static let textsBody = Phrase("Text of the mail", es: "Texto del correo")
    static let textsBodyHint = Phrase(
        "Below our heading, in place of our paragraphs. An empty line begins a paragraph. Empty: ours.",
        es: "Bajo nuestro título, en lugar de nuestros párrafos. Una línea vacía inicia un párrafo. Vacío: el nuestro.")
    static let textsShort = Phrase("Short text", es: "Texto breve")
    static let textsShortHint = Phrase(
        "For text messages, and for WhatsApp within a conversation. Empty: ours.",
        es: "Para SMS y para WhatsApp dentro de una conversación. Vacío: el nuestro.")
    static let textsMustache = Phrase(
        "Names in double braces are filled in, such as {{lead}}, {{agent}}, {{when}}; what may be missing is asked for first: {{#agent}}with {{agent}}{{/agent}}. The preview says when one is not known.",
        es:
            "Los nombres entre llaves dobles se rellenan, como {{lead}}, {{agent}}, {{when}}; lo que puede faltar se pregunta antes: {{#agent}}con {{agent}}{{/agent}}. La vista previa avisa si alguno no se conoce."
    )
    static let textsRole = Phrase("Preview for", es: "Vista previa para")
    static let textsPreview = Phrase("Preview", es: "Vista previa")
    static let textsMail = Phrase("Mail in a new tab", es: "Correo en otra pestaña")
    static let textsPlain = Phrase("Mail as plain text", es: "Correo como texto")
    static let textsTest = Phrase("Mail what is saved to yourself", es: "Enviarse lo guardado por correo")
    static let textsReset = Phrase("Use our text again", es: "Volver a nuestro texto")
    static let textsResetText = Phrase(
        "Your own words for this kind and language are removed.",
        es: "Se eliminan sus propias palabras para este tipo e idioma.")
    static let textsIsReset = Phrase("Our text is used again.", es: "Se usa de nuevo nuestro texto.")
    static let textsSent = Phrase(
        "It is on its way to your address.", es: "Va de camino a su dirección de correo.")
}

extension CountedPhrase {
    static let textsSegments = CountedPhrase(
        Phrase("{n} text message", es: "{n} SMS"), Phrase("{n} text messages", es: "{n} SMS"))
}
