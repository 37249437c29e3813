internal import Foundation

/// What people have written about a call, the newest first, and a form for more.
struct CallNotesCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail
    /// What was typed and could not be taken.
    var draft = ""
    var problem: Phrase?

    private enum Text {
        static let title = Phrase("Notes", es: "Notas")
        static let add = Phrase("Add a note", es: "Añadir una nota")
        static let addButton = Phrase("Add note", es: "Añadir nota")
        static let remove = Phrase("Remove", es: "Eliminar")
        static let removeThis = Phrase("the note of {time}", es: "la nota de {time}")
    }

    private var words: Words { frame.words }

    var html: HTML {
        """
        <section class="card" aria-labelledby="notes"><header><h2 id="notes">\(words(Text.title))</h2></header>
        \(detail.notes.isEmpty ? .empty : list)
        <form class="stack tight" method="post" action="\(detail.call.path)/notes" data-busy>\(frame.formField)\(OnceOnly(now: frame.time.now).html)
        \(Field("note", words(Text.add), .text(draft, rows: 2), problem: problem.map { words($0) }, attributes: #" maxlength="10000" required"#).html)
        <div class="actions"><button>\(words(Text.addButton))</button></div></form>
        </section>

        """
    }

    private var list: HTML { #"<ul class="notes">\#(detail.notes.html { note($0) })</ul>"# }

    private func note(_ note: ListCallNotes.Note) -> HTML {
        """
        <li id="note-\(note.id.uuidString.lowercased())">\(CallText.paragraphs(note.body))<footer><span dir="auto">\(note.author)</span> · \(frame.time.element(note.createdAt))\(removal(of: note))</footer></li>

        """
    }

    private func removal(of note: ListCallNotes.Note) -> HTML {
        guard note.accountID == frame.viewer.accountID else { return .empty }
        let which = words(Text.removeThis, ["time": frame.time.momentInSentence(note.createdAt)])
        return """
             <form class="inline" method="post" action="\(detail.call.path)/notes/\(note.id.uuidString.lowercased())/remove">\(frame.formField)<button class="link">\(words(Text.remove))<span class="visually-hidden"> \(which)</span></button></form>
            """
    }
}

/// Text that people wrote, with the lines as they made them.
enum CallText {
    static func paragraphs(_ text: String) -> HTML {
        text.split(whereSeparator: \.isNewline).html { #"<p dir="auto">\#($0)</p>"# }
    }
}
