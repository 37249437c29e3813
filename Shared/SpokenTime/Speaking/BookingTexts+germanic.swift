extension BookingTexts {
    static let english = BookingTexts(
        free: "These times are free: {slots}. Which one suits you?",
        nothingFree: "I am sorry, nothing is free: {what}. Would another day suit you?",
        booked: "Your appointment is booked for {when} with {agent}.",
        alreadyBooked: "You already have an appointment: {when}.",
        moved: "Your appointment has been moved to {when} with {agent}.",
        cancelled: "The appointment for {when} is cancelled.",
        taken: "I am sorry, that time is no longer free.",
        instead: "What is free: {slots}. Would one of these suit you?",
        past: "That time has already passed.",
        tooSoon: "That is too soon for us to arrange.",
        tooFar: "That is too far ahead; we do not give appointments that late yet.",
        outsideHours: "We do not have appointments at that time.",
        dayFull: "That day is fully booked.",
        notUnderstood: "I am sorry, I did not catch the time. Which day and what time would suit you?",
        whichTime: "What time would suit you? Free for {day}: {slots}.",
        noAppointment: "I cannot find an appointment for you that could be moved or cancelled.",
        noAgent: "Nobody is taking appointments right now. A colleague will call you back.",
        later: "I am sorry, I cannot do that right now. A colleague will get back to you.",
        repeatArguments: "The request was cut off. Please repeat the tool call with all its arguments.")

    static let german = BookingTexts(
        free: "Diese Zeiten sind frei: {slots}. Was passt Ihnen?",
        nothingFree: "Leider ist nichts frei: {what}. Passt Ihnen ein anderer Tag?",
        booked: "Ihr Termin ist gebucht: {when}, mit {agent}.",
        alreadyBooked: "Sie haben schon einen Termin: {when}.",
        moved: "Ihr Termin ist verschoben, er ist jetzt {when}, mit {agent}.",
        cancelled: "Ihr Termin ist abgesagt: {when}.",
        taken: "Leider ist diese Zeit nicht mehr frei.",
        instead: "Frei wäre: {slots}. Passt Ihnen etwas davon?",
        past: "Diese Zeit ist schon vorbei.",
        tooSoon: "So kurzfristig ist leider kein Termin möglich.",
        tooFar: "So weit im Voraus vergeben wir leider noch keine Termine.",
        outsideHours: "Zu dieser Zeit haben wir leider keine Termine.",
        dayFull: "Dieser Tag ist leider schon ausgebucht.",
        notUnderstood:
            "Entschuldigung, das habe ich nicht verstanden. An welchem Tag und um wie viel Uhr passt es Ihnen?",
        whichTime: "Um wie viel Uhr passt es Ihnen? Frei ist ({day}): {slots}.",
        noAppointment: "Ich finde keinen Termin von Ihnen, den ich verschieben oder absagen könnte.",
        noAgent: "Im Moment nimmt niemand Termine an. Jemand aus unserem Team ruft Sie zurück.",
        later: "Das geht im Moment leider nicht. Jemand aus unserem Team meldet sich bei Ihnen.",
        repeatArguments:
            "Die Anfrage wurde abgeschnitten. Bitte den Funktionsaufruf mit allen Angaben wiederholen.")
}
