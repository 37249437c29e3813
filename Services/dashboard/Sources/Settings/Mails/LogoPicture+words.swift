extension LogoPicture.Problem {
    /// What is wrong, for whoever has chosen the file.
    func text(_ words: Words) -> String {
        switch self {
        case .tooManyBytes: words(.logoTooManyBytes, ["n": "\(LogoPicture.mostBytes >> 10)"])
        case .svg: words(.logoSVG)
        case .otherKind: words(.logoOtherKind)
        case .unreadable: words(.logoUnreadable)
        case .tooManyPixels(let width, let height):
            words(
                .logoTooManyPixels,
                ["width": "\(width)", "height": "\(height)", "n": "\(LogoPicture.mostPixels)"])
        }
    }
}

extension Phrase {
    static let logoHint = Phrase(
        "PNG or JPEG, at most 200 kB and 2000 × 2000 pixels. Stands at the top of mails, at most 200 × 60 large; on white when the mail is dark.",
        es:
            "PNG o JPEG, como máximo 200 kB y 2000 × 2000 píxeles. Aparece arriba en los correos, con un máximo de 200 × 60; sobre blanco si el correo es oscuro."
    )
    static let logoNow = Phrase("The logo as it is", es: "El logotipo actual")
    static let logoRemove = Phrase("Remove the logo and save", es: "Quitar el logotipo y guardar")
    static let logoTooManyBytes = Phrase(
        "The file is larger than {n} kB.", es: "El archivo pasa de {n} kB.")
    static let logoSVG = Phrase(
        "Many mail readers do not show SVG. Save it as PNG and choose that.",
        es: "Muchos programas de correo no muestran SVG. Guárdelo como PNG y elija ese archivo.")
    static let logoOtherKind = Phrase(
        "This is neither a PNG nor a JPEG picture, whatever its name is.",
        es: "No es una imagen PNG ni JPEG, se llame como se llame.")
    static let logoUnreadable = Phrase(
        "This picture cannot be read: it may have been cut off. Save it anew and choose that.",
        es: "No se puede leer esta imagen: quizá esté cortada. Guárdela de nuevo y elija ese archivo.")
    static let logoTooManyPixels = Phrase(
        "This picture is {width} × {height} pixels; at most {n} × {n} can be taken.",
        es: "Esta imagen tiene {width} × {height} píxeles; como máximo pueden ser {n} × {n}.")
}
