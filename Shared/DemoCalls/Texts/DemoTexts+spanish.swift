extension DemoTexts {
    static let spanish = DemoTexts(
        language: "es",
        greeting: "Hola, soy Ava, la asistente de Nordlicht Estates.",
        machine: "Hola, ahora mismo no puedo atenderte. Deja un mensaje después de la señal y te llamo.",
        machineSummary: "La clienta fue amable, no tenía tiempo y pidió que la llamaran el viernes por la mañana.",
        conversations: [
            """
            E: viewing
            A: Hola, soy Ava, la asistente de Nordlicht Estates. ¿Hablo con {name}? || Hola, soy Ava, la asistente de \
            Nordlicht Estates. ¿Con quién hablo?
            L: Sí, soy yo. ¿Es por el apartamento de la playa?
            A: Así es. Preguntó por el de dos dormitorios con vista al mar. ¿Le sigue interesando?
            L: Mucho. Mi esposa ya está pensando dónde poner las plantas.
            A: Me alegra oírlo. La terraza tiene catorce metros y da al sur, así que les gustará.
            L: ¿Y el edificio tiene piscina? En el anuncio no quedaba claro.
            A: Sí, en la azotea, abierta todo el año. También hay un gimnasio pequeño.
            L: Qué bien. ¿Aceptan perros? Tenemos uno grande, pero muy tranquilo.
            A: Los estatutos permiten un perro por vivienda, sin límite de tamaño.
            L: Estupendo. ¿Cuánto se paga de comunidad?
            A: Quinientos diez dólares al mes, con agua y seguro del edificio incluidos.
            L: Es más de lo que esperaba, pero bueno, con el seguro dentro se entiende.
            A: ¿Quiere verlo? Lucía Navarro puede enseñárselo el viernes a las cuatro de la tarde.
            L: El viernes salgo a las tres, así que a las cuatro llego bien.
            A: Perfecto, queda reservado. Le mando un mensaje con la dirección y dónde aparcar.
            L: Muchas gracias, muy amable.
            A: A usted. ¡Hasta el viernes!
            S: Muy interesado en el apartamento de dos dormitorios con vista al mar; tiene un perro grande, permitido \
            por los estatutos. Le parece alta la cuota de 510 dólares, pero la acepta. Visita acordada para el \
            viernes a las 16:00 con Lucía Navarro.
            """,
            """
            E: financing
            A: Buenas tardes, le habla Ava de Nordlicht Estates. ¿Tiene un momento, {name}? || Buenas tardes, le \
            habla Ava de Nordlicht Estates. ¿Tiene un momento?
            L: Sí, dígame, acabo de salir del trabajo.
            A: Usted quería saber cuánto necesita de entrada para la casa de tres dormitorios.
            L: Eso es. Cuesta trescientos ochenta mil, ¿no? Y yo tengo ahorrados unos cuarenta mil.
            A: Con eso llega a algo más del diez por ciento. Hay préstamos desde un tres y medio por ciento de entrada.
            L: ¿Y entonces por qué todos me hablan del veinte?
            A: Porque con menos del veinte suele pedirse un seguro, que encarece la cuota cada mes.
            L: ¿Cuánto más, más o menos?
            A: Entre ciento cincuenta y doscientos cincuenta dólares al mes, según su historial de crédito.
            L: Mi crédito está bien, setecientos cuarenta. Pero trabajo por cuenta propia.
            A: Entonces el banco le pedirá las declaraciones de los dos últimos años.
            L: Eso lo tengo. ¿Ustedes me pueden recomendar a alguien?
            A: Sí, trabajamos con un asesor que habla español y compara varios bancos, sin coste para usted.
            L: Perfecto. Que me llame cualquier día después de las seis.
            A: Lo anoto. ¿Quiere que le enviemos también los gastos de cierre calculados?
            L: Sí, por correo, por favor, así lo miro con calma.
            A: Hoy mismo lo recibe. Gracias por su tiempo.
            L: Gracias a usted, hasta luego.
            S: Pregunta por la entrada para la casa de 380.000 dólares: tiene 40.000 ahorrados, crédito de 740, \
            autónomo. Pide que le llame un asesor hipotecario que hable español, después de las 18:00, y los gastos \
            de cierre por correo.
            """,
            """
            E: callBack
            A: Hola, soy Ava de Nordlicht Estates. ¿Hablo con {name}? || Hola, soy Ava de Nordlicht Estates. ¿Le \
            llamo en buen momento?
            L: Sí, pero estoy en el médico, me van a llamar enseguida.
            A: Entonces seré breve. Es por el local que quería alquilar en el centro.
            L: Ah, sí. ¿Sigue libre?
            A: Sigue libre, y el propietario acepta un contrato de tres años.
            L: Eso es nuevo, antes eran cinco. ¿Y la cocina se puede ampliar?
            A: Eso tendría que confirmarlo un agente con el propietario. ¿Qué negocio piensa abrir?
            L: Una panadería, con unas mesas. Necesito salida de humos, eso es lo principal.
            A: Lo apunto: panadería, mesas y salida de humos. ¿Cuándo podemos llamarle?
            L: Mañana a mediodía. Y que sea alguien que conozca las licencias, por favor.
            A: De acuerdo, mañana a las doce, con alguien que sepa de licencias.
            L: Muy bien. Me llaman ya, tengo que colgar.
            A: Que vaya bien. Hasta mañana.
            S: Quiere alquilar un local en el centro para una panadería; la salida de humos y la ampliación de la \
            cocina son decisivas. Pide que le llame mañana a las 12:00 alguien que conozca las licencias.
            """,
            """
            E: notInterested
            A: Hola, le llama Ava, la asistente de Nordlicht Estates. ¿Es usted {name}? || Hola, le llama Ava, la \
            asistente de Nordlicht Estates. ¿Tiene un minuto?
            L: Sí. ¿De dónde dice que llama?
            A: De Nordlicht Estates, por la casa que vio en nuestra página el mes pasado.
            L: Ah, ya. Mire, al final no vamos a mudarnos.
            A: Entiendo. ¿Ha cambiado algo, si me permite la pregunta?
            L: A mi marido le renovaron el contrato aquí, así que nos quedamos dos años más.
            A: Me alegro por ustedes. ¿Quiere que volvamos a llamar cuando se acerque la fecha?
            L: No, no hace falta. Si algún día nos decidimos, los llamo yo.
            A: Perfecto. Cierro su solicitud y no recibirá más llamadas sobre esta casa.
            L: Se lo agradezco. Que tenga buen día.
            A: Igualmente, y gracias por atenderme.
            L: Adiós.
            S: Ya no piensa mudarse: al marido le han renovado el contrato por dos años. No quiere más llamadas; \
            llamará si cambia de idea.
            """,
        ])
}
