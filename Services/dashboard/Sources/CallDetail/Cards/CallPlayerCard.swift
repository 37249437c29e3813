internal import Foundation

/// The recording, or why there is none, and the transcript that goes with it.
struct CallPlayerCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail
    let part: TranscriptPart
    /// Where the player starts, in seconds.
    var start: Int?

    private enum Text {
        static let title = Phrase("Recording and transcript", es: "Grabación y transcripción")
        static let find = Phrase("Find in this transcript", es: "Buscar en esta transcripción")
        static let findShort = Phrase("Find in transcript", es: "Buscar en el texto")
        static let back = Phrase("Back 10 seconds", es: "Retroceder 10 segundos")
        static let forward = Phrase("Forward 10 seconds", es: "Avanzar 10 segundos")
        static let play = Phrase("Play", es: "Reproducir")
        static let pause = Phrase("Pause", es: "Pausar")
        static let position = Phrase("Position", es: "Posición")
        static let speed = Phrase("Speed", es: "Velocidad")
        static let failure = Phrase("The recording could not be loaded.", es: "No se ha podido cargar la grabación.")
        static let playKey = Phrase("play or pause", es: "reproducir o pausar")
        static let skipKeys = Phrase("10 s back, forward", es: "10 s atrás, adelante")
        static let download = Phrase("Download", es: "Descargar")
        static let transcriptFile = Phrase("Transcript as text", es: "Transcripción en texto")
    }

    private var words: Words { frame.words }
    private var path: String { detail.call.path }

    var html: HTML {
        """
        <section class="card" aria-labelledby="rec"><header><h2 id="rec">\(words(Text.title))</h2>\(find)</header>
        \(detail.recording?.isStored == true ? player : missing)
        \(CallTranscriptView(frame: frame, detail: detail, part: part).html)
        \(detail.turns.isEmpty ? .empty : transcriptLink)
        </section>

        """
    }

    private var transcriptLink: HTML {
        #"<p><a class="small" href="\#(path)/transcript.txt">\#(words(Text.transcriptFile))</a></p>"#
    }

    private var find: HTML {
        guard !detail.turns.isEmpty else { return .empty }
        return """
            <form class="inline" method="get" action="\(path)" role="search"><label class="visually-hidden" for="find">\(words(Text.find))</label><input id="find" name="q" type="search" value="\(part.search)" maxlength="200" placeholder="\(words(Text.findShort))" dir="auto"></form>
            """
    }

    private var missing: HTML {
        // A call that is not over has not been looked for yet.
        guard let recording = detail.recording else {
            guard detail.call.isOver else { return .empty }
            return note(RecordingWords.phrase(status: "waiting", reason: nil), tone: "")
        }
        let isFailure = recording.status == "failed"
        return note(
            RecordingWords.phrase(status: recording.status, reason: recording.reason), tone: isFailure ? " warn" : "")
    }

    private func note(_ phrase: Phrase, tone: String) -> HTML {
        let when: HTML =
            detail.recording?.deletedAt.map {
                #" <span class="small">\#(frame.time.element($0))</span>"#
            } ?? .empty
        return #"<div class="notice\#(tone)"><p>\#(words(phrase))\#(when)</p></div>"#
    }

    private var seconds: Int { Int(detail.recording?.durationSeconds ?? 0) }

    private var player: HTML {
        let length = seconds > 0 ? seconds : detail.call.durationSeconds ?? 0
        let source = "\(path)/recording" + (start.map { "#t=\($0)" } ?? "")
        return """
            <div class="player" data-player data-duration="\(length)">
            <audio controls preload="metadata" src="\(source)"></audio>
            \(bar(length))
            <p class="error" role="alert" data-failure hidden>\(words(Text.failure))</p>
            <div class="cluster spread"><p class="keys"><span><kbd>k</kbd> \(words(Text.playKey))</span> <span><kbd>j</kbd> <kbd>l</kbd> \(words(Text.skipKeys))</span></p><a class="small" href="\(path)/recording?download" download>\(words(Text.download))</a></div>
            </div>
            """
    }

    private func bar(_ length: Int) -> HTML {
        """
        <div class="player-bar" data-bar hidden>
        <button type="button" data-skip="-10" aria-label="\(words(Text.back))">−10</button>
        <button type="button" class="primary" data-play aria-label="\(words(Text.play))" data-label-play="\(words(Text.play))" data-label-pause="\(words(Text.pause))"><svg class="play" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2l10 6-10 6z"/></svg><svg class="pause" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2h4v12H3zM9 2h4v12H9z"/></svg></button>
        <button type="button" data-skip="10" aria-label="\(words(Text.forward))">+10</button>
        <input type="range" data-seek min="0" max="\(length)" step="1" value="0" aria-label="\(words(Text.position))">
        <span class="time"><span data-now>0:00</span> / <span data-total>\(ViewerTime.duration(length))</span></span>
        <select data-speed aria-label="\(words(Text.speed))"><option value="0.75">0.75×</option><option value="1" selected>1×</option><option value="1.25">1.25×</option><option value="1.5">1.5×</option><option value="2">2×</option></select>
        </div>
        """
    }
}
