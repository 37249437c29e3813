internal import Foundation

/// Where somebody is signed in, and the tokens of their programs.
struct AccountTables: Sendable {
    var frame: PageFrame
    var sessions: [ListSessions.Session]
    var tokens: [ListAPITokens.Token]
    var form: TokenForm
    var once: OnceOnly
    var problems: AccountPage.Problems
    var newToken: String?

    private var words: Words { frame.words }

    var html: HTML { sessionsSection + tokensSection }

    private var sessionsSection: HTML {
        """
        <section class="stack tight" aria-labelledby="sessions"><h2 id="sessions">\(words(AccountWords.sessions))</h2>
        <table class="table"><caption class="visually-hidden">\(words(AccountWords.sessions))</caption>
        <thead><tr><th scope="col">\(words(AccountWords.device))</th><th scope="col">\(words(AccountWords.address))</th>
        <th scope="col">\(words(AccountWords.lastUsed))</th>
        <th scope="col"><span class="visually-hidden">\(words(AccountWords.actions))</span></th></tr></thead>
        <tbody>\(sessions.html(row))</tbody></table>
        \(endOthers)</section>

        """
    }

    private func row(_ session: ListSessions.Session) -> HTML {
        let device = UserAgentWords(session.userAgent).text(words)
        let isThis = session.id == frame.viewer.proofID
        let action: HTML =
            isThis
            ? #"<span class="badge info">\#(words(AccountWords.thisDevice))</span>"#
            : """
            <form method="post" action="/account/sessions/\(session.id.uuidString.lowercased())/end">\(frame.formField)
            <button>\(words(.signOut))<span class="visually-hidden"> \(device)</span></button></form>
            """
        return """
            <tr><th scope="row" class="title">\(device)<span class="sub">\(words(AccountWords.signedInSince)) \(frame.time.element(session.createdAt))</span></th>
            <td data-label="\(words(AccountWords.address))"><code>\(session.address ?? "")</code></td>
            <td data-label="\(words(AccountWords.lastUsed))">\(frame.time.element(session.lastSeenAt))</td>
            <td class="fit">\(action)</td></tr>

            """
    }

    private var endOthers: HTML {
        guard sessions.contains(where: { $0.id != frame.viewer.proofID }) else { return .empty }
        return PersonConfirmation(
            summary: HTML(words(AccountWords.signOutElsewhere)), action: "/account/sessions/end-others",
            text: words(AccountWords.signOutElsewhereText), button: words(AccountWords.signOutElsewhere),
            fields: frame.formField
        ).html
    }

    private var tokensSection: HTML {
        """
        <section class="stack tight" aria-labelledby="tokens"><h2 id="tokens">\(words(AccountWords.tokens))</h2>
        <p class="muted">\(words(AccountWords.tokensText))</p>\(fresh)\(table)
        <form class="form" method="post" action="/account/tokens" data-busy>\(frame.formField)\(once.html)<h3>\(words(AccountWords.newToken))</h3>
        <div class="fields">\(Field("label", words(AccountWords.tokenLabel), .input(type: "text", value: form.label), problem: problem("label"), attributes: #" maxlength="80" required autocomplete="off""#).html)
        \(Field("life", words(AccountWords.tokenLife), .select(lives, selected: form.life), problem: problem("life")).html)</div>
        <div class="actions"><button>\(words(AccountWords.makeToken))</button></div></form></section>
        """
    }

    private var lives: [(value: String, text: String)] {
        TokenForm.lives.map { life in
            (life.value, life.days.map { words(AccountWords.days, $0) } ?? words(AccountWords.untilRevoked))
        }
    }

    private func problem(_ field: String) -> String? { problems.first { $0.field == field }.map { words($0.text) } }

    private var fresh: HTML? {
        newToken.map {
            """
            <div class="notice good" role="status"><p>\(words(AccountWords.tokenOnce)) <code id="token">\($0)</code></p>
            <button type="button" data-copy="#token" data-done="\(words(AccountWords.copied))"><span aria-live="polite">\(words(AccountWords.copy))</span><span class="visually-hidden"> \(words(AccountWords.theToken))</span></button></div>
            """
        }
    }

    private var table: HTML {
        guard !tokens.isEmpty else { return .empty }
        return """
            <table class="table"><caption class="visually-hidden">\(words(AccountWords.tokens))</caption>
            <thead><tr><th scope="col">\(words(AccountWords.tokenLabel))</th><th scope="col">\(words(AccountWords.made))</th>
            <th scope="col">\(words(AccountWords.expires))</th><th scope="col">\(words(AccountWords.lastUsed))</th>
            <th scope="col"><span class="visually-hidden">\(words(AccountWords.actions))</span></th></tr></thead>
            <tbody>\(tokens.html(row))</tbody></table>
            """
    }

    private func row(_ token: ListAPITokens.Token) -> HTML {
        let isOver = token.expiresAt.map { $0 <= frame.time.now } ?? false
        let expiry: HTML =
            isOver
            ? #"<span class="badge warn">\#(words(AccountWords.expired))</span>"#
            : token.expiresAt.map { frame.time.element($0, frame.time.day($0)) } ?? HTML(words(AccountWords.never))
        let summary: HTML = """
            \(words(AccountWords.revoke))<span class="visually-hidden"> \(token.label)</span>
            """
        return """
            <tr><th scope="row" class="title"><bdi>\(token.label)</bdi></th>
            <td data-label="\(words(AccountWords.made))">\(frame.time.element(token.createdAt, frame.time.day(token.createdAt)))</td>
            <td data-label="\(words(AccountWords.expires))">\(expiry)</td>
            <td data-label="\(words(AccountWords.lastUsed))">\(token.usedAt.map { frame.time.element($0) } ?? HTML(words(AccountWords.notYet)))</td>
            <td class="fit">\(PersonConfirmation(summary: summary, action: "/account/tokens/\(token.id.uuidString.lowercased())/revoke", text: words(AccountWords.revokeText), button: words(AccountWords.revokeIt), fields: frame.formField).html)</td></tr>

            """
    }
}
