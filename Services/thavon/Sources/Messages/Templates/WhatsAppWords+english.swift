internal import Notices

extension WhatsAppWords {
    static func english(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            A call with {{lead}} is over.
            Length: {{duration}}
            Outcome: {{outcome}}
            Agent: {{agent}}
            Open the call: {{link}}
            """
        case .callMissed:
            """
            There was no real conversation with {{lead}}.
            Length: {{duration}}
            Outcome: {{outcome}}
            Agent: {{agent}}
            Open the call: {{link}}
            """
        case .callAssigned:
            """
            A call with {{lead}} needs somebody to follow up.
            Length: {{duration}}
            Outcome: {{outcome}}
            Agent: {{agent}}
            Open the call: {{link}}
            """
        case .callReassigned:
            """
            The call with {{lead}} has somebody else now.
            Agent: {{agent}}
            Before: {{previousAgent}}
            Open the call: {{link}}
            """
        case .appointmentBooked:
            """
            Hello {{recipient}}, an appointment with {{agency}} is booked.
            For: {{lead}}
            With: {{agent}}
            When: {{when}}
            See, move or cancel it: {{link}}
            """
        case .appointmentMoved:
            """
            Hello {{recipient}}, an appointment with {{agency}} has a new time.
            For: {{lead}}
            With: {{agent}}
            When: {{when}}
            Before: {{previousWhen}}
            See, move or cancel it: {{link}}
            """
        case .appointmentCancelled:
            """
            Hello {{recipient}}, an appointment with {{agency}} is cancelled.
            For: {{lead}}
            With: {{agent}}
            It was: {{when}}
            Reason: {{reason}}
            See it, or choose another time: {{link}}
            """
        case .appointmentReminder:
            """
            Hello {{recipient}}, a reminder of an appointment with {{agency}}.
            For: {{lead}}
            With: {{agent}}
            When: {{when}}
            See, move or cancel it: {{link}}
            """
        case .retryExhausted:
            """
            The lead {{lead}} could not be reached, and there will be no more automatic calls.
            Attempts: {{attempts}}
            Last outcome: {{outcome}}
            Decide what to do next: {{link}}
            """
        case .calendarBroken:
            """
            The calendar of {{agent}} is no longer connected.
            Account: {{account}}
            Until it is connected again, no appointments are offered from it: {{link}}
            """
        case .followUpOverdue:
            """
            The lead {{lead}} is waiting for an answer.
            Waiting: {{waiting}}
            Agent: {{agent}}
            Open the call: {{link}}
            """
        case .digestDaily:
            """
            The day in numbers, {{date}}.
            Calls: {{calls}}
            Conversations: {{conversations}}
            New leads: {{newLeads}}
            Appointments booked: {{appointments}}
            Not followed up yet: {{overdue}}
            Open the overview: {{link}}
            """
        case .messageBounced:
            """
            The address {{address}} does not accept mail.
            Name: {{person}}
            Please correct the address: {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
