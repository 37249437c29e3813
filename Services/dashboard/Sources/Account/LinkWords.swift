/// The phrases of pages that are reached by a link in a mail, or lead to one.
enum LinkWords {
    static let forgotten = Phrase("Forgotten password", es: "Contraseña olvidada")
    static let forgottenText = Phrase(
        "Enter your email address, and we send a link that works for one hour.",
        es: "Escriba su correo electrónico y le enviaremos un enlace que sirve durante una hora.")
    static let sendLink = Phrase("Send the link", es: "Enviar el enlace")
    static let sent = Phrase(
        "If there is an account with that address, a link is on its way to it.",
        es: "Si hay una cuenta con ese correo, un enlace va en camino.")
    static let sentText = Phrase(
        "It works once, and for one hour. Look among unwanted mail, too.",
        es: "Sirve una sola vez y durante una hora. Mire también en el correo no deseado.")
    static let sendAgain = Phrase("Nothing has come? Send it again.", es: "¿No ha llegado? Enviar de nuevo.")
    static let backToSignIn = Phrase("Back to sign-in", es: "Volver al inicio de sesión")
    static let gone = Phrase("This link does not work", es: "Este enlace no sirve")
    static let goneText = Phrase(
        "It has been used, or is too old. Ask for a new one; if you were invited, whoever invited you can do it again.",
        es: "Ya se ha usado o ha caducado. Pida otro; si le invitaron, quien le invitó puede repetir la invitación.")
    static let askForNew = Phrase("Ask for a new link", es: "Pedir otro enlace")
    static let newPassword = Phrase("New password", es: "Contraseña nueva")
    static let newPasswordText = Phrase("For the account of", es: "Para la cuenta de")
    static let saveAndSignIn = Phrase("Save and sign in", es: "Guardar e iniciar sesión")
    static let join = Phrase("Join {agency}", es: "Unirse a {agency}")
    static let joinText = Phrase("The invitation is for", es: "La invitación es para")
    static let joinButton = Phrase("Join", es: "Unirse")
    static let yourName = Phrase("Your name", es: "Su nombre")
}
