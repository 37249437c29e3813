/// The phrases of somebody's own pages.
enum AccountWords {
    static let account = Phrase("Account", es: "Cuenta")
    static let you = Phrase("You", es: "Usted")
    static let name = Phrase("Name", es: "Nombre")
    static let nameIsMissing = Phrase("Somebody needs a name.", es: "Falta el nombre.")
    static let nameIsTooLong = Phrase(
        "A name has 120 characters at most, on one line.",
        es: "Un nombre tiene 120 caracteres como máximo, en una línea.")
    static let language = Phrase("Language of this console", es: "Idioma de esta consola")
    static let languageHint = Phrase(
        "Messages come in this language, too.", es: "También los mensajes llegan en este idioma.")
    static let asTheBrowser = Phrase("As the browser", es: "Como el navegador")
    static let timeZone = Phrase("Time zone", es: "Zona horaria")
    static let agencyZone = Phrase("As the agency", es: "Como la agencia")
    static let theme = Phrase("Colours", es: "Colores")
    static let shortcuts = Phrase("Single-key shortcuts", es: "Atajos de una tecla")
    static let shortcutsHint = Phrase(
        "While a recording is open: k plays, j and l go ten seconds back and forward.",
        es: "Con una grabación abierta: k reproduce, j y l van diez segundos atrás y adelante.")
    static let asTheDevice = Phrase("As the device", es: "Como el dispositivo")
    static let light = Phrase("Light", es: "Claro")
    static let dark = Phrase("Dark", es: "Oscuro")
    static let save = Phrase("Save", es: "Guardar")
    static let saved = Phrase("Saved.", es: "Guardado.")
    static let chooseOne = Phrase("Choose one of those that are offered.", es: "Elija una de las opciones.")

    static let availability = Phrase("Availability", es: "Disponibilidad")
    static let takesCalls = Phrase("Do you take calls?", es: "¿Atiende llamadas?")
    static let takesCallsYes = Phrase("Yes, within working hours", es: "Sí, en el horario de trabajo")
    static let takesCallsNo = Phrase("Not for now", es: "Por ahora no")

    static let passwordChangedOn = Phrase("Changed", es: "Cambiada")
    static let currentPassword = Phrase("Present password", es: "Contraseña actual")
    static let newPassword = Phrase("New password", es: "Contraseña nueva")
    static let repeatPassword = Phrase("The same once more", es: "La misma otra vez")
    static let changePassword = Phrase("Change password", es: "Cambiar la contraseña")
    static let passwordChanged = Phrase(
        "The password is changed. Other devices are signed out; API tokens go on working.",
        es:
            "La contraseña se ha cambiado. En los demás dispositivos se ha cerrado la sesión; los tokens de la API siguen sirviendo."
    )
    static let passwordHint = Phrase(
        "At least {n} characters. A few unrelated words are fine.",
        es: "Al menos {n} caracteres. Sirven unas cuantas palabras sin relación.")
    static let passwordHintOthers = Phrase(
        "At least {n} characters. A few unrelated words are fine. Other devices are signed out; API tokens go on working.",
        es:
            "Al menos {n} caracteres. Sirven unas cuantas palabras sin relación. En los demás dispositivos se cierra la sesión; los tokens de la API siguen sirviendo."
    )
    static let passwordTooShort = Phrase("It needs at least 10 characters.", es: "Necesita al menos 10 caracteres.")
    static let passwordTooLong = Phrase("It has 200 characters at most.", es: "Tiene 200 caracteres como máximo.")
    static let passwordCommon = Phrase(
        "This is one of those that are tried first. Choose another, such as a few unrelated words.",
        es: "Es de las que se prueban primero. Elija otra, por ejemplo unas cuantas palabras sin relación.")
    static let passwordAboutYou = Phrase(
        "It is made of your name, your address or the agency. Choose another.",
        es: "Se compone de su nombre, su correo o la agencia. Elija otra.")
    static let passwordNotRepeated = Phrase("The two are not the same.", es: "No son iguales.")
    static let passwordWrong = Phrase("This is not the present password.", es: "No es la contraseña actual.")

    static let sessions = Phrase("Where you are signed in", es: "Dónde tiene la sesión iniciada")
    static let device = Phrase("Device", es: "Dispositivo")
    static let address = Phrase("Address", es: "Dirección")
    static let lastUsed = Phrase("Last used", es: "Último uso")
    static let actions = Phrase("Actions", es: "Acciones")
    static let thisDevice = Phrase("This device", es: "Este dispositivo")
    static let signedInSince = Phrase("Signed in", es: "Sesión iniciada")
    static let signOutElsewhere = Phrase("Sign out everywhere else", es: "Cerrar las demás sesiones")
    static let signOutElsewhereText = Phrase(
        "Every other device is signed out; this one stays.",
        es: "Se cierra la sesión en todos los demás dispositivos; en este sigue.")
    static let sessionEnded = Phrase("That device is signed out.", es: "Se ha cerrado la sesión en ese dispositivo.")
    static let othersEnded = Phrase(
        "All other devices are signed out.", es: "Se ha cerrado la sesión en los demás dispositivos.")
    static let browserOn = Phrase("{browser} on {system}", es: "{browser} en {system}")
    static let unknownDevice = Phrase("Unknown device", es: "Dispositivo desconocido")

    static let tokens = Phrase("API tokens", es: "Tokens de la API")
    static let tokensText = Phrase(
        "With a token, a program sees and does what you may. Give each program its own.",
        es: "Con un token, un programa ve y hace lo que usted puede. Dé a cada programa el suyo.")
    static let tokenLabel = Phrase("For what", es: "Para qué")
    static let tokenLife = Phrase("Works for", es: "Sirve durante")
    static let tokenNeedsLabel = Phrase(
        "Say in at most 80 characters what it is for.", es: "Diga para qué es en 80 caracteres como máximo.")
    static let untilRevoked = Phrase("Until it is revoked", es: "Hasta que se revoque")
    static let newToken = Phrase("New token", es: "Token nuevo")
    static let makeToken = Phrase("Make token", es: "Crear el token")
    static let tokenOnce = Phrase("This token is shown only once:", es: "Este token solo se muestra una vez:")
    static let tokenMadeAlready = Phrase(
        "This token has been made already, and it is shown only once. If you did not keep it, revoke it and make another.",
        es: "Este token ya se ha creado y solo se muestra una vez. Si no lo guardó, revóquelo y cree otro.")
    static let tooManyTokens = Phrase(
        "There are 50 tokens already. Revoke one that is not used.",
        es: "Ya hay 50 tokens. Revoque alguno que no se use.")
    static let copy = Phrase("Copy", es: "Copiar")
    static let copied = Phrase("Copied", es: "Copiado")
    static let theToken = Phrase("the token", es: "el token")
    static let made = Phrase("Made", es: "Creado")
    static let expires = Phrase("Ends", es: "Caduca")
    static let expired = Phrase("Ended", es: "Caducado")
    static let never = Phrase("Never", es: "Nunca")
    static let notYet = Phrase("Not yet", es: "Todavía no")
    static let revoke = Phrase("Revoke", es: "Revocar")
    static let revokeIt = Phrase("Revoke it", es: "Revocarlo")
    static let revokeText = Phrase(
        "Whatever uses it stops working at once.", es: "Lo que lo use deja de funcionar de inmediato.")
    static let tokenRevoked = Phrase("The token is revoked.", es: "El token se ha revocado.")
    static let days = CountedPhrase(Phrase("{n} day", es: "{n} día"), Phrase("{n} days", es: "{n} días"))
}
