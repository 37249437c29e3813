internal import Notices

extension WhatsAppWords {
    static func spanish(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            Ha terminado una llamada con {{lead}}.
            Duración: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir la llamada: {{link}}
            """
        case .callMissed:
            """
            No hubo una conversación de verdad con {{lead}}.
            Duración: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir la llamada: {{link}}
            """
        case .callAssigned:
            """
            La llamada con {{lead}} necesita seguimiento.
            Duración: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir la llamada: {{link}}
            """
        case .callReassigned:
            """
            La llamada con {{lead}} se ha reasignado.
            A cargo de: {{agent}}
            Antes: {{previousAgent}}
            Abrir la llamada: {{link}}
            """
        case .appointmentBooked:
            """
            Hola, {{recipient}}: hay una cita reservada con {{agency}}.
            Para: {{lead}}
            Con: {{agent}}
            Cuándo: {{when}}
            Ver, cambiar o cancelar: {{link}}
            """
        case .appointmentMoved:
            """
            Hola, {{recipient}}: una cita con {{agency}} tiene nueva hora.
            Para: {{lead}}
            Con: {{agent}}
            Cuándo: {{when}}
            Antes: {{previousWhen}}
            Ver, cambiar o cancelar: {{link}}
            """
        case .appointmentCancelled:
            """
            Hola, {{recipient}}: se ha cancelado una cita con {{agency}}.
            Para: {{lead}}
            Con: {{agent}}
            Era: {{when}}
            Motivo: {{reason}}
            Ver o elegir otra hora: {{link}}
            """
        case .appointmentReminder:
            """
            Hola, {{recipient}}: le recordamos una cita con {{agency}}.
            Para: {{lead}}
            Con: {{agent}}
            Cuándo: {{when}}
            Ver, cambiar o cancelar: {{link}}
            """
        case .retryExhausted:
            """
            No se pudo contactar con {{lead}} y no habrá más llamadas automáticas.
            Intentos: {{attempts}}
            Último resultado: {{outcome}}
            Decida cómo seguir: {{link}}
            """
        case .calendarBroken:
            """
            El calendario de {{agent}} ya no está conectado.
            Cuenta: {{account}}
            Hasta que se conecte de nuevo no se ofrecen citas de él: {{link}}
            """
        case .followUpOverdue:
            """
            El contacto {{lead}} espera una respuesta.
            Espera: {{waiting}}
            A cargo de: {{agent}}
            Abrir la llamada: {{link}}
            """
        case .digestDaily:
            """
            El día en cifras, {{date}}.
            Llamadas: {{calls}}
            Conversaciones: {{conversations}}
            Contactos nuevos: {{newLeads}}
            Citas reservadas: {{appointments}}
            Sin atender: {{overdue}}
            Abrir el resumen: {{link}}
            """
        case .messageBounced:
            """
            La dirección {{address}} no acepta correo.
            Nombre: {{person}}
            Por favor, corrija la dirección: {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
