/// The phrases about the team.
enum TeamWords {
    static let agents = Phrase("Agents", es: "Agentes")
    static let addAgent = Phrase("Add an agent", es: "Añadir un agente")
    static let addAgentText = Phrase(
        "A mail invites them to choose a password. They get calls from now on.",
        es: "Un correo les invita a elegir una contraseña. Desde ahora reciben llamadas.")
    static let nobodyYet = Phrase("Nobody here yet", es: "Todavía no hay nadie")
    static let nobodyYetText = Phrase(
        "Add the agents who take calls, and say where they work and when.",
        es: "Añada a los agentes que atienden llamadas y diga dónde y cuándo trabajan.")
    static let name = Phrase("Name", es: "Nombre")
    static let state = Phrase("State", es: "Estado")
    static let spoken = Phrase("Speaks", es: "Habla")
    static let spokenHint = Phrase(
        "With whom calls can be taken. None marked: any language.",
        es: "Con quién puede atender llamadas. Sin marcar ninguno: cualquier idioma.")
    static let anyLanguage = Phrase("Any", es: "Cualquiera")
    static let territories = Phrase("Territories", es: "Territorios")
    static let everywhere = Phrase("Everywhere", es: "En todas partes")
    static let calendar = Phrase("Calendar", es: "Calendario")
    static let signsIn = Phrase("Account", es: "Cuenta")
    static let weight = Phrase("Weight", es: "Peso")
    static let callsToday = Phrase("Calls today", es: "Llamadas hoy")
    static let unopened = Phrase("Not opened", es: "Sin abrir")
    static let connected = Phrase("Connected", es: "Conectado")
    static let notConnected = Phrase("None", es: "Ninguno")
    static let broken = Phrase("Disconnected", es: "Desconectado")
    static let left = Phrase("Has left", es: "Ya no está")
    static let away = Phrase("Away", es: "Ausente")
    static let offUntil = Phrase("Off until {day}", es: "Libre hasta {day}")
    static let outsideHours = Phrase("Outside working hours", es: "Fuera de horario")
    static let available = Phrase("Available", es: "Disponible")
    static let accountActive = Phrase("Active", es: "Activa")
    static let accountInvited = Phrase("Invited", es: "Invitado")
    static let accountNone = Phrase("None", es: "Ninguna")
    static let accountOff = Phrase("Off", es: "Desactivada")
    static let owners = Phrase("Owners", es: "Propietarios")
    static let addOwner = Phrase("Add an owner", es: "Añadir un propietario")
    static let addOwnerText = Phrase(
        "Owners see and change everything of the agency. A mail invites them to choose a password.",
        es: "Los propietarios ven y cambian todo lo de la agencia. Un correo les invita a elegir una contraseña.")
    static let thisIsYou = Phrase("You", es: "Usted")
    static let inviteAgain = Phrase("Invite again", es: "Invitar de nuevo")
    static let deactivate = Phrase("Turn off", es: "Desactivar")
    static let deactivateText = Phrase(
        "They can no longer sign in, and their sessions and tokens end at once.",
        es: "Ya no podrá iniciar sesión; sus sesiones y tokens terminan de inmediato.")
    static let deactivateIt = Phrase("Turn the account off", es: "Desactivar la cuenta")
    static let activate = Phrase("Turn on again", es: "Volver a activar")
    static let giveAccount = Phrase("Invite to sign in", es: "Invitar a iniciar sesión")
    static let invite = Phrase("Invite", es: "Invitar")
    static let cancel = Phrase("Cancel", es: "Cancelar")
    static let back = Phrase("Back", es: "Volver")
    static let add = Phrase("Add", es: "Añadir")
    static let remove = Phrase("Remove", es: "Quitar")

    static let person = Phrase("Person", es: "Persona")
    static let email = Phrase("Email", es: "Correo electrónico")
    static let emailHint = Phrase(
        "To sign in, for invitations and for messages.", es: "Para iniciar sesión, invitaciones y mensajes.")
    static let emailChangeHint = Phrase(
        "To sign in and for messages. With another one, whatever opened the account ends: invite them to the new address.",
        es:
            "Para iniciar sesión y para mensajes. Con otro, todo lo que abría la cuenta termina: invítele al correo nuevo."
    )
    static let emailIsNone = Phrase("This is no address of mail.", es: "No es un correo electrónico.")
    static let emailIsTaken = Phrase(
        "There is an account with this address already.", es: "Ya hay una cuenta con este correo.")
    static let phone = Phrase("Mobile (optional)", es: "Móvil (opcional)")
    static let phoneHint = Phrase("For WhatsApp and text messages.", es: "Para WhatsApp y SMS.")
    static let phoneIsNone = Phrase("This is no telephone number.", es: "No es un número de teléfono.")
    static let phoneTooShort = Phrase(
        "This number is too short for its country.", es: "El número es demasiado corto para su país.")
    static let phoneTooLong = Phrase(
        "This number is too long for its country.", es: "El número es demasiado largo para su país.")
    static let phoneNoCountry = Phrase(
        "The number needs its country code, such as +34.", es: "Al número le falta el prefijo del país, como +34.")
    static let messageLanguage = Phrase("Language of messages", es: "Idioma de los mensajes")
    static let timeZone = Phrase("Time zone", es: "Zona horaria")
    static let ownersChange = Phrase(
        "An owner of the agency can change this.", es: "Un propietario de la agencia puede cambiarlo.")

    static let workingHours = Phrase("Working hours", es: "Horario de trabajo")
    static let hoursZone = Phrase("By the clock of {zone}.", es: "Según el reloj de {zone}.")
    static let hoursMode = Phrase("When they work", es: "Cuándo trabaja")
    static let hoursOwn = Phrase("These hours", es: "Este horario")
    static let hoursNone = Phrase(
        "No fixed hours: calls as long as they are available, appointments Monday to Friday, 9:00 to 17:00",
        es: "Sin horario fijo: llamadas mientras esté disponible, citas de lunes a viernes, de 9:00 a 17:00")
    static let moreWindows = Phrase(
        "After saving there is room for another time on each day. 00:00 as an end is midnight.",
        es: "Después de guardar hay sitio para otro tramo en cada día. 00:00 como final es medianoche.")
    static let from = Phrase("From", es: "Desde")
    static let to = Phrase("to", es: "a")
    static let closed = Phrase("Closed", es: "Cerrado")
    static let hoursEmpty = Phrase(
        "A week without any hours: use the switch under Availability instead.",
        es: "Una semana sin horas: use mejor el interruptor de Disponibilidad.")

    static let exceptions = Phrase("Days with other hours", es: "Días con otro horario")
    static let noExceptions = Phrase("There are none.", es: "No hay ninguno.")
    static let addException = Phrase("Add a day", es: "Añadir un día")
    static let day = Phrase("Day", es: "Día")
    static let exceptionHint = Phrase("Without times the day is off.", es: "Sin horas, el día es libre.")
    static let exceptionDateWrong = Phrase("Choose a day from today on.", es: "Elija un día a partir de hoy.")
    static let exceptionTimesWrong = Phrase(
        "Both times are needed, and the end after the beginning.",
        es: "Hacen falta las dos horas, y el final después del principio.")
    static let tooManyExceptions = Phrase("There are 200 days already.", es: "Ya hay 200 días.")
    static let timeOff = Phrase("Time off", es: "Ausencias")
    static let noTimeOff = Phrase("None is planned.", es: "No hay ninguna prevista.")
    static let addTimeOff = Phrase("Add time off", es: "Añadir una ausencia")
    static let firstDay = Phrase("First day", es: "Primer día")
    static let lastDay = Phrase("Last day (optional)", es: "Último día (opcional)")
    static let fromTime = Phrase("From (optional)", es: "Desde (opcional)")
    static let untilTime = Phrase("Until (optional)", es: "Hasta (opcional)")
    static let note = Phrase("Note (optional)", es: "Nota (opcional)")
    static let timeOffFrom = Phrase("Say on which day it begins.", es: "Diga qué día empieza.")
    static let timeOffTo = Phrase("This is no day, or no time.", es: "No es un día o no es una hora.")
    static let timeOffOrder = Phrase(
        "It ends before it begins, or lasts for years.", es: "Termina antes de empezar o dura años.")
    static let noteTooLong = Phrase(
        "A note has 200 characters at most.", es: "Una nota tiene 200 caracteres como máximo.")

    static let territoriesHint = Phrase(
        "One on each line: DE (a country), DE 101* (postcodes that begin so), DE 10115-10999 (from, to), DE 10115. None: everywhere.",
        es:
            "Uno por línea: DE (un país), DE 101* (códigos postales que empiezan así), DE 10115-10999 (desde, hasta), DE 10115. Ninguno: en todas partes."
    )
    static let patternIsNone = Phrase(
        "Line {line}, “{text}”, is no territory: it begins with two letters of a country.",
        es: "La línea {line}, «{text}», no es un territorio: empieza con las dos letras de un país.")
    static let tooManyPatterns = Phrase("There can be 500 at most.", es: "Puede haber 500 como máximo.")
    static let weightHint = Phrase(
        "2 gets twice as many calls as 1; 0 gets none by turn.",
        es: "Con 2 recibe el doble de llamadas que con 1; con 0, ninguna por turno.")
    static let weightIsNone = Phrase("A whole number from 0 to 100.", es: "Un número entero de 0 a 100.")
    static let callsPerDay = Phrase("At most each day (optional)", es: "Máximo por día (opcional)")
    static let callsPerDayHint = Phrase("Calls beyond it go to others.", es: "Las que pasan van a otros.")
    static let capIsNone = Phrase("A whole number, or nothing.", es: "Un número entero, o nada.")
    static let noLimit = Phrase("No limit", es: "Sin límite")

    static let work = Phrase("Work", es: "Trabajo")
    static let appointmentsToCome = Phrase("Appointments to come", es: "Citas pendientes")
    static let takesCalls = Phrase("Takes calls", es: "Atiende llamadas")
    static let calendarBroken = Phrase("Access to the calendar was lost.", es: "Se ha perdido el acceso al calendario.")
    static let calendarBrokenText = Phrase(
        "Until it is connected again, no appointments are offered. What has changed is entered afterwards.",
        es: "Hasta que se vuelva a conectar no se ofrecen citas. Lo que cambie se anotará después.")
    static let calendarAccount = Phrase("Account", es: "Cuenta")
    static let since = Phrase("Since", es: "Desde")
    static let lastSync = Phrase("Last read", es: "Última lectura")
    static let connect = Phrase("Connect Google Calendar", es: "Conectar Google Calendar")
    static let reconnect = Phrase("Connect again", es: "Volver a conectar")
    static let noCalendarText = Phrase(
        "No calendar is connected: only working hours and appointments decide when somebody is free.",
        es: "No hay calendario conectado: solo el horario y las citas deciden cuándo hay tiempo libre.")
    static let disconnect = Phrase("Disconnect", es: "Desconectar")
    static let disconnectText = Phrase(
        "Nothing more is read from the calendar or written to it. Appointments stay.",
        es: "Ya no se lee ni se escribe en el calendario. Las citas se conservan.")
    static let leaveTitle = Phrase("Leaving the team", es: "Dejar el equipo")
    static let leave = Phrase("Take out of the team", es: "Sacar del equipo")
    static let leaveText = Phrase(
        "They get no more calls and can no longer sign in. What is open goes to whom you choose.",
        es: "Ya no recibe llamadas ni puede iniciar sesión. Lo pendiente pasa a quien usted elija.")
    static let leaveNow = Phrase("Take out now", es: "Sacar ahora")
    static let hasLeft = Phrase("They do not belong to the team any more.", es: "Ya no forma parte del equipo.")
    static let takeBack = Phrase("Take back into the team", es: "Volver a incorporar")
    static let handOver = Phrase("Hand over", es: "Traspasar")
    static let handOverNow = Phrase("Hand over now", es: "Traspasar ahora")
    static let handOverTo = Phrase("Who gets it", es: "Quién lo recibe")
    static let handOverHint = Phrase(
        "With a call goes its lead. Calls that are done with stay in the history.",
        es: "Con la llamada pasa el contacto. Las llamadas ya atendidas quedan en el historial.")
    static let handOverToWhom = Phrase("Choose who gets it.", es: "Elija quién lo recibe.")
    static let shareOut = Phrase(
        "Nobody in particular: shared among the others", es: "Nadie en particular: se reparte entre los demás")
    static let keep = Phrase("Leave it as it is", es: "Dejarlo como está")
    static let leavesBehind = Phrase(
        "Calls not opened, and leads with or without a call: {n}.",
        es: "Llamadas sin abrir y contactos con o sin llamada: {n}.")
    static let moreThan = Phrase("more than {n}", es: "más de {n}")
    static let appointmentsStay = Phrase(
        "Appointments to come: {n}. They stay until somebody moves or cancels them.",
        es: "Citas pendientes: {n}. Siguen hasta que alguien las cambie o cancele.")
    static let showThem = Phrase("Show them", es: "Verlas")

    static let notifications = Phrase("Notifications", es: "Avisos")
    static let notificationsText = Phrase(
        "By which channel they are told of what, and at which hours.",
        es: "Por qué canal se avisa de qué, y a qué horas.")
    static let changeNotifications = Phrase("Change notifications", es: "Cambiar los avisos")
    static let notificationsHint = Phrase(
        "What is left as the agency has it changes with the agency’s settings.",
        es: "Lo que se deja como la agencia cambia con los ajustes de la agencia.")
    static let channels = Phrase("Notifications and channels", es: "Avisos y canales")
    static let tellAbout = Phrase("Told of", es: "Se avisa de")
    static let asAgency = Phrase("As the agency ({value})", es: "Como la agencia ({value})")
    static let nothing = Phrase("none", es: "ninguna")
    static let yes = Phrase("Yes", es: "Sí")
    static let no = Phrase("No", es: "No")
    static let quietHours = Phrase("Quiet hours", es: "Horas de silencio")
    static let quietHint = Phrase(
        "What comes in them waits until they are over.", es: "Lo que llega en ellas espera a que terminen.")
    static let quietNone = Phrase("None", es: "Ninguna")
    static let quietIsNone = Phrase(
        "Both times are needed, and not the same.", es: "Hacen falta las dos horas, y distintas.")
    static let ownTimes = Phrase("Own times", es: "Horas propias")
    static let sendWindows = Phrase("When messages come at all", es: "Cuándo llegan mensajes")
    static let agencyWindows = Phrase("Its own times", es: "Sus horas")
    static let anyTime = Phrase("At any time", es: "A cualquier hora")
    static let windowsAreNone = Phrase(
        "Give at least one day with times that can be.", es: "Indique al menos un día con horas posibles.")
    static let urgentPasses = Phrase("What is urgent comes at any hour", es: "Lo urgente llega a cualquier hora")
    static let urgentHint = Phrase(
        "Such as a change of an appointment that is near.", es: "Por ejemplo, un cambio en una cita próxima.")
    static let conflict = Phrase(
        "Somebody else has changed these settings meanwhile. Nothing of yours is saved.",
        es: "Alguien ha cambiado estos ajustes mientras tanto. No se ha guardado nada suyo.")
    static let reload = Phrase("Load them again", es: "Cargarlos de nuevo")
    static let warnings = Phrase("Saved. It may not be what you mean:", es: "Guardado. Quizá no sea lo que quiere:")

    static let added = Phrase("Added, and the invitation is on its way.", es: "Añadido; la invitación va en camino.")
    static let addedOnly = Phrase(
        "Added. The invitation could not be sent: invite again in a minute.",
        es: "Añadido. La invitación no se ha podido enviar: invite de nuevo en un minuto.")
    static let invited = Phrase("The invitation is on its way.", es: "La invitación va en camino.")
    static let notInvited = Phrase(
        "The invitation could not be sent. Check the address, or try again in a minute.",
        es: "La invitación no se ha podido enviar. Revise el correo o inténtelo de nuevo en un minuto.")
    static let turnedOff = Phrase("The account is off.", es: "La cuenta está desactivada.")
    static let turnedOn = Phrase("The account is on again.", es: "La cuenta vuelve a estar activa.")
    static let lastOwner = Phrase(
        "The last owner stays: without one, nobody could change anything.",
        es: "El último propietario se queda: sin ninguno, nadie podría cambiar nada.")
    static let disconnected = Phrase("The calendar is disconnected.", es: "El calendario está desconectado.")
    static let backAgain = Phrase("Back in the team.", es: "De nuevo en el equipo.")

    static let agentCount = CountedPhrase(
        Phrase("{n} agent", es: "{n} agente"), Phrase("{n} agents", es: "{n} agentes"))
    static let invitedCount = CountedPhrase(
        Phrase("{n} invited", es: "{n} con invitación"), Phrase("{n} invited", es: "{n} con invitación"))

    static func use(_ use: NotificationPreferences.Use) -> Phrase {
        switch use {
        case .on: yes
        case .off: no
        case .fallback: Phrase("If nothing else arrives", es: "Si no llega otro")
        }
    }
}
