internal import Notices

extension WhatsAppWords {
    static func portuguese(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            Uma chamada com {{lead}} terminou.
            Duração: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir a chamada: {{link}}
            """
        case .callMissed:
            """
            Não houve uma conversa de verdade com {{lead}}.
            Duração: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir a chamada: {{link}}
            """
        case .callAssigned:
            """
            A chamada com {{lead}} precisa de acompanhamento.
            Duração: {{duration}}
            Resultado: {{outcome}}
            A cargo de: {{agent}}
            Abrir a chamada: {{link}}
            """
        case .callReassigned:
            """
            A chamada com {{lead}} foi reatribuída.
            A cargo de: {{agent}}
            Antes: {{previousAgent}}
            Abrir a chamada: {{link}}
            """
        case .appointmentBooked:
            """
            Olá, {{recipient}}: há um agendamento confirmado com {{agency}}.
            Para: {{lead}}
            Com: {{agent}}
            Quando: {{when}}
            Ver, remarcar ou cancelar: {{link}}
            """
        case .appointmentMoved:
            """
            Olá, {{recipient}}: um agendamento com {{agency}} foi remarcado.
            Para: {{lead}}
            Com: {{agent}}
            Quando: {{when}}
            Antes: {{previousWhen}}
            Ver, remarcar ou cancelar: {{link}}
            """
        case .appointmentCancelled:
            """
            Olá, {{recipient}}: um agendamento com {{agency}} foi cancelado.
            Para: {{lead}}
            Com: {{agent}}
            Era: {{when}}
            Motivo: {{reason}}
            Ver ou escolher outro horário: {{link}}
            """
        case .appointmentReminder:
            """
            Olá, {{recipient}}: lembrete de um agendamento com {{agency}}.
            Para: {{lead}}
            Com: {{agent}}
            Quando: {{when}}
            Ver, remarcar ou cancelar: {{link}}
            """
        case .retryExhausted:
            """
            Não foi possível falar com {{lead}}, e não haverá mais chamadas automáticas.
            Tentativas: {{attempts}}
            Último resultado: {{outcome}}
            Decida o que fazer a seguir: {{link}}
            """
        case .calendarBroken:
            """
            A agenda de {{agent}} já não está conectada.
            Conta: {{account}}
            Até ser conectada de novo, não são oferecidos horários dela: {{link}}
            """
        case .followUpOverdue:
            """
            O contato {{lead}} espera um retorno.
            Espera: {{waiting}}
            A cargo de: {{agent}}
            Abrir a chamada: {{link}}
            """
        case .digestDaily:
            """
            O dia em números, {{date}}.
            Chamadas: {{calls}}
            Conversas: {{conversations}}
            Novos contatos: {{newLeads}}
            Agendamentos: {{appointments}}
            Por tratar: {{overdue}}
            Abrir o resumo: {{link}}
            """
        case .messageBounced:
            """
            O endereço {{address}} não aceita e-mail.
            Nome: {{person}}
            Por favor, corrija o endereço: {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
