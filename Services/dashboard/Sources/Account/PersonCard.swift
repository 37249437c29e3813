/// A card with a heading, as settings of one kind stand in.
struct PersonCard: Sendable {
    var id: String
    var title: String
    var content: HTML

    var html: HTML {
        """
        <section class="card" aria-labelledby="\(id)"><header><h2 id="\(id)">\(title)</h2></header>
        \(content)
        </section>

        """
    }
}

/// Asks once more before something is done that cannot be taken back; works without scripts.
struct PersonConfirmation: Sendable {
    /// What the button says that opens the question.
    var summary: HTML
    var action: String
    var text: String
    var button: String
    /// The hidden fields, and others.
    var fields: HTML
    var isDangerous = true

    var html: HTML {
        let tone: HTML = #" class="danger""#
        return """
            <details class="confirm"><summary class="button\(" danger", when: isDangerous)">\(summary)</summary>
            <form method="post" action="\(action)">\(fields)<p>\(text)</p>
            <div class="actions"><button\(tone, when: isDangerous)>\(button)</button></div></form></details>
            """
    }
}

/// One of several, or some of several: a legend and a line for each.
struct PersonChoice: Sendable {
    var name: String
    var legend: String
    var type = "radio"
    var options: [(value: String, text: String)]
    var selected: Set<String>
    var hint: String?
    var problem: String?
    /// Side by side.
    var isCluster = false

    var html: HTML {
        let id = "f-\(name)"
        let ids = [hint.map { _ in "\(id)-hint" }, problem.map { _ in "\(id)-error" }].compactMap(\.self)
        let describedBy: HTML = #" aria-describedby="\#(ids.joined(separator: " "))""#
        let list = options.html { option in
            #"<label class="check"><input type="\#(type)" name="\#(name)" value="\#(option.value)"\#(" checked", when: selected.contains(option.value))> <span>\#(option.text)</span></label>"#
        }
        let lines: HTML = isCluster ? #"<div class="cluster">\#(list)</div>"# : list
        return """
            <fieldset class="field" id="\(id)"\(describedBy, when: !ids.isEmpty)><legend>\(legend)</legend>
            \(hint.map { #"<p class="hint" id="\#(id)-hint">\#($0)</p>"# as HTML })\(lines)
            \(problem.map { #"<p class="error" id="\#(id)-error">\#($0)</p>"# as HTML })</fieldset>

            """
    }
}
