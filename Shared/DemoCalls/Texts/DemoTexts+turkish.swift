extension DemoTexts {
    static let turkish = DemoTexts(
        language: "tr",
        greeting: "Merhaba, ben Ava, Nordlicht Estates'in asistanıyım.",
        machine: "Merhaba, şu anda telefona cevap veremiyorum. Lütfen sinyal sesinden sonra mesajınızı bırakın.",
        machineSummary: "Müşteri nazikti, vakti yoktu ve cuma sabahı aranmak istedi.",
        conversations: [
            """
            E: viewing
            A: Merhaba, ben Ava, Nordlicht Estates'in asistanıyım. {name} ile mi görüşüyorum? || Merhaba, ben Ava, \
            Nordlicht Estates'in asistanıyım. Kiminle görüşüyorum?
            L: Evet, benim. Ev için mi arıyorsunuz?
            A: Evet. Kreuzberg'deki üç odalı daireyi sormuştunuz. Hâlâ ilgileniyor musunuz?
            L: Tabii, ama kira mı satılık mı, onu tam anlamadım.
            A: Satılık. Fiyatı üç yüz doksan bin avro, mutfak dahil.
            L: Anladım. Biz dört kişiyiz, annem de bizimle kalıyor. Asansör var mı?
            A: Var, ayrıca bina girişinde basamak yok, anneniz için rahat olur.
            L: Çok iyi. Peki aidat ne kadar?
            A: Ayda üç yüz on avro, ısıtma dahil.
            L: Uygun. Almanca kâğıtları anlamakta zorlanıyorum, Türkçe bilen biri var mı?
            A: Elbette, Meryem Aydın size bütün belgeleri Türkçe anlatır.
            L: O zaman gelip görmek istiyoruz. Cumartesi olur mu?
            A: Cumartesi saat on birde Meryem Hanım orada olabilir.
            L: On bir iyi. Eşimle annemi de getiririm.
            A: Çok güzel, randevunuzu kaydettim. Adresi mesajla gönderiyorum.
            L: Sağ olun, kolay gelsin.
            A: Teşekkür ederim, cumartesi görüşmek üzere.
            S: Kreuzberg'deki üç odalı satılık daireyle ilgileniyor; dört kişiler, asansör ve aidat uygun. Belgelerin \
            Türkçe anlatılmasını istiyor. Cumartesi saat 11.00'de Meryem Aydın ile görüşme ayarlandı.
            """
        ])
}
