internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import Passwords
internal import Postgres

/// Turns what went wrong into a page that says what to do next, and keeps the details for the log.
struct ErrorPages: RouterMiddleware {
    typealias Context = ConsoleContext

    let assets: Assets
    let logger: Logger
    /// Whether it is asked after it is known who looks, and leaves the API to what answers for it.
    var isInside = false

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        if isInside, APITable.owns(request.uri.path) { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch is SignInNeeded {
            return signIn(request)
        } catch is NotFound {
            return page(.notFound, .nothingHere, .nothingHereText, request, context)
        } catch is Forbidden {
            return page(.forbidden, .notAllowed, .notAllowedText, request, context)
        } catch is WaitingPlaces.AllTaken {
            var response = page(.serviceUnavailable, .notNow, .tooManyAtOnce, request, context)
            response.headers[.retryAfter] = "\(Self.pause)"
            return response
        } catch let error as BadRequest {
            return page(.badRequest, .notUnderstood, error.phrase, request, context)
        } catch let error as PostgresError where error.isUnstorableText {
            return page(.badRequest, .notUnderstood, .characterNotTaken, request, context)
        } catch let error as UnreadableSetting {
            logger.error("stored settings do not read", error: error)
            return page(.internalServerError, .unreadable, .unreadableText, request, context)
        } catch let error as any HTTPResponseError {
            let isMissing = error.status == .notFound || error.status == .methodNotAllowed
            return isMissing
                ? page(error.status, .nothingHere, .nothingHereText, request, context)
                : page(error.status, .notUnderstood, .notUnderstoodText, request, context)
        } catch {
            logger.error("a page could not be shown", error: error)
            return page(.serviceUnavailable, .notNow, .notNowText, request, context)
        }
    }

    /// Seconds until there is room again for a password to be checked.
    private static let pause = 10

    /// A page that was asked for is shown after signing in; anything else leads to the start.
    private func signIn(_ request: Request) -> Response {
        let isPage =
            [.get, .head].contains(request.method)
            && !(request.headers[.accept] ?? "text/html").contains("event-stream")
        let target = isPage && request.uri.string != "/" ? "?next=\(request.uri.string.percentEncoded)" : ""
        return .seeOther("/sign-in\(target)")
    }

    private func page(
        _ status: HTTPResponse.Status, _ title: Phrase, _ text: Phrase, _ request: Request, _ context: Context
    ) -> Response {
        let language = ConsoleLanguage(
            preferred: context.viewer?.language, acceptLanguage: request.headers[.acceptLanguage])
        let words = Words(language: language)
        return .html(
            PlainPage(assets: assets, words: words, title: words(title)).render(
                """
                <p>\(words(text))</p>
                <p><a class="button" href="/">\(words(.toTheStart))</a></p>
                """), status: status)
    }
}

extension String {
    /// Fit for a value in a query (RFC 3986 §2.3: only unreserved characters stay).
    var percentEncoded: String {
        addingPercentEncoding(
            withAllowedCharacters: CharacterSet(
                charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")) ?? ""
    }
}

extension PostgresError {
    /// Whether what was sent has a character in it that no text in the database can have: U+0000, wherever it stood.
    var isUnstorableText: Bool { sqlState == .characterNotInRepertoire || sqlState == .untranslatableCharacter }
}

extension Phrase {
    static let characterNotTaken = Phrase(
        "There is a character in it that cannot be taken: U+0000.",
        es: "Contiene un carácter que no se admite: U+0000.")
    static let nothingHere = Phrase("There is nothing here", es: "Aquí no hay nada")
    static let nothingHereText = Phrase(
        "It may have been removed, or it is not yours to see.",
        es: "Puede que se haya eliminado o que no le corresponda verlo.")
    static let notAllowed = Phrase("That is not allowed", es: "Eso no está permitido")
    static let notAllowedText = Phrase(
        "You may not do this, or the page was open for too long. Go back, load it again, and try once more.",
        es:
            "No tiene permiso, o la página estuvo abierta demasiado tiempo. Vuelva atrás, recárguela e inténtelo de nuevo."
    )
    static let notUnderstood = Phrase("That could not be understood", es: "No se ha podido entender")
    static let notUnderstoodText = Phrase(
        "The address or the form has something in it that makes no sense here.",
        es: "La dirección o el formulario contienen algo que aquí no tiene sentido.")
    static let notNow = Phrase("Not right now", es: "Ahora mismo no")
    static let notNowText = Phrase(
        "Something on our side is away. Nothing of yours is lost; try again in a minute.",
        es: "Algo de nuestro lado no responde. No se ha perdido nada; inténtelo de nuevo en un minuto.")
    static let tooManyAtOnce = Phrase(
        "Too many people are signing in at this moment. Go back and try again in ten seconds.",
        es:
            "Hay demasiadas personas iniciando sesión en este momento. Vuelva atrás e inténtelo de nuevo en diez segundos."
    )
    static let toTheStart = Phrase("To the start", es: "Al inicio")
}
