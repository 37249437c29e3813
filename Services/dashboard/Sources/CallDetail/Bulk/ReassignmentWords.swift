/// What is said of many calls that are given away.
enum ReassignmentWords {
    static let giveAway = Phrase("Give calls to somebody", es: "Dar llamadas a alguien")
    static let lately = Phrase("Given away lately", es: "Dadas últimamente")
    static let what = Phrase("What", es: "Qué")
    static let toAgent = Phrase("Calls to {name}", es: "Llamadas a {name}")
    static let ofAgent = Phrase("What {name} had", es: "Lo que tenía {name}")
    static let toSeveral = Phrase("Calls to several", es: "Llamadas a varios")
    static let collecting = Phrase(
        "Looking for the calls that match: {n} so far", es: "Buscando las llamadas que coinciden: {n} hasta ahora")
    static let progress = Phrase(
        "Giving away: {done} of {all} calls", es: "Dando las llamadas: {done} de {all}")
    static let canBeLeft = Phrase(
        "You can leave this page; it goes on. You find it again where calls are given away.",
        es: "Puede salir de esta página; continúa. La encontrará donde se dan las llamadas.")
    static let refresh = Phrase("Refresh", es: "Actualizar")
    static let cancel = Phrase("Cancel the rest", es: "Cancelar el resto")
    static let wasCancelled = Phrase(
        "This was cancelled. Calls that had changed hands by then stay where they are.",
        es: "Se canceló. Las llamadas que ya habían cambiado de manos se quedan donde están.")
    static let movedCalls = Phrase("Given away", es: "Dadas")
    static let keptCalls = Phrase("Theirs already", es: "Ya eran suyas")
    static let refusedCalls = Phrase("Could not be given", es: "No se pudieron dar")
    static let why = Phrase("Why", es: "Por qué")
    static let notOver = Phrase("In progress, nobody can have it yet", es: "En curso, aún no se puede dar")
    static let unknownCall = Phrase("There is no such call any more", es: "Esa llamada ya no existe")
    static let moved = CountedPhrase(
        Phrase("{n} call was given away.", es: "Se ha dado {n} llamada."),
        Phrase("{n} calls were given away.", es: "Se han dado {n} llamadas."))

    static func held(_ hold: Reassignment.Hold) -> Phrase {
        switch hold {
        case .unanswered:
            Phrase(
                "The service that gives calls to people does not answer right now. It is asked again every few seconds; nothing is lost.",
                es:
                    "El servicio que asigna las llamadas no responde ahora. Se le vuelve a preguntar cada pocos segundos; no se pierde nada."
            )
        case .failed:
            Phrase(
                "It could not be done right now. It is tried again every few seconds; nothing is lost.",
                es: "Ahora mismo no se ha podido hacer. Se vuelve a intentar cada pocos segundos; no se pierde nada.")
        }
    }

    static func failure(_ failure: Reassignment.Failure?) -> Phrase {
        switch failure {
        case .agentGone:
            Phrase(
                "Whoever was to get the calls is not active any more. The rest stays where it is: give it to somebody else.",
                es:
                    "Quien iba a recibir las llamadas ya no está activo. El resto se queda donde está: déselo a otra persona."
            )
        case .notAllowed:
            Phrase(
                "Whoever began this may not do it any more. The rest stays where it is.",
                es: "Quien lo inició ya no puede hacerlo. El resto se queda donde está.")
        case .unexpected, nil:
            Phrase(
                "Something on our side went wrong. What was given away before stays so; begin again for the rest.",
                es: "Algo ha fallado de nuestro lado. Lo ya dado se queda así; empiece de nuevo para el resto.")
        }
    }
}

extension Reassignment {
    var stateLabel: Phrase {
        state.label(
            running: Phrase("Being given away", es: "Dándose"), done: Phrase("Done", es: "Terminado"),
            cancelled: Phrase("Cancelled", es: "Cancelada"))
    }
}

extension Words {
    func title(_ job: Reassignment) -> String {
        if let name = job.fromName { return self(ReassignmentWords.ofAgent, ["name": name]) }
        if let name = job.agentName { return self(ReassignmentWords.toAgent, ["name": name]) }
        return self(ReassignmentWords.toSeveral)
    }
}
