//! Sentences of our own in many languages, and English that looks foreign.

use onrecord_language::detect;
use proptest::prelude::*;

const OTHERS: [(&str, &str); 26] = [
    (
        "de",
        "Der Hafen wird im Frühjahr ausgebaggert, sagte die Bürgermeisterin am Montag vor dem Rat der Stadt. Die Arbeiten sollen bis zum Herbst dauern.",
    ),
    (
        "nl",
        "De haven wordt in het voorjaar uitgebaggerd, zei de burgemeester maandag in de gemeenteraad. Het werk duurt volgens haar tot de herfst.",
    ),
    (
        "fr",
        "Le port sera dragué au printemps, a déclaré lundi la maire devant le conseil municipal. Les travaux dureront jusqu'à l'automne, selon elle.",
    ),
    (
        "es",
        "El puerto será dragado en primavera, dijo el lunes la alcaldesa ante el concejo municipal. Las obras durarán hasta el otoño, según explicó.",
    ),
    (
        "pt",
        "O porto será dragado na primavera, disse na segunda-feira a presidente da câmara. As obras deverão durar até ao outono, segundo explicou.",
    ),
    (
        "it",
        "Il porto sarà dragato in primavera, ha detto lunedì la sindaca davanti al consiglio comunale. I lavori dureranno fino all'autunno.",
    ),
    (
        "sv",
        "Hamnen ska muddras i vår, sade borgmästaren på måndagen inför kommunfullmäktige. Arbetet väntas pågå till hösten, enligt henne.",
    ),
    (
        "pl",
        "Port zostanie pogłębiony wiosną, powiedziała w poniedziałek burmistrz na posiedzeniu rady miasta. Prace potrwają do jesieni.",
    ),
    (
        "tr",
        "Liman ilkbaharda taranacak, dedi belediye başkanı pazartesi günü meclis toplantısında. Çalışmaların sonbahara kadar sürmesi bekleniyor.",
    ),
    (
        "az",
        "Liman yazda dərinləşdiriləcək, bələdiyyə sədri bazar ertəsi şurada bildirib. Onun sözlərinə görə, işlər payıza qədər davam edəcək.",
    ),
    (
        "ru",
        "Гавань углубят весной, сообщила мэр в понедельник на заседании городского совета. По её словам, работы продлятся до осени.",
    ),
    (
        "uk",
        "Гавань поглиблять навесні, повідомила мерка в понеділок на засіданні міської ради. За її словами, роботи триватимуть до осені.",
    ),
    (
        "ar",
        "قالت رئيسة البلدية يوم الاثنين أمام المجلس إن الميناء سيتم تعميقه في الربيع وإن الأعمال ستستمر حتى الخريف.",
    ),
    (
        "fa",
        "شهردار روز دوشنبه در شورای شهر گفت که بندر در بهار لایروبی خواهد شد و کارها تا پاییز ادامه خواهد داشت.",
    ),
    (
        "he",
        "הנמל יועמק באביב, אמרה ראש העיר ביום שני בישיבת המועצה. לדבריה, העבודות יימשכו עד הסתיו.",
    ),
    (
        "hi",
        "महापौर ने सोमवार को परिषद में कहा कि बंदरगाह को वसंत में गहरा किया जाएगा और काम शरद ऋतु तक चलेगा।",
    ),
    (
        "zh",
        "市长星期一在市议会上说，港口将在春季疏浚，工程将持续到秋季。",
    ),
    (
        "ja",
        "市長は月曜日、市議会で、港は春に浚渫され、工事は秋まで続くと述べた。",
    ),
    (
        "ko",
        "시장은 월요일 시의회에서 항구를 봄에 준설할 것이며 공사는 가을까지 계속될 것이라고 말했다.",
    ),
    (
        "vi",
        "Cảng sẽ được nạo vét vào mùa xuân, bà thị trưởng nói hôm thứ Hai trước hội đồng thành phố. Công việc sẽ kéo dài đến mùa thu.",
    ),
    (
        "id",
        "Pelabuhan akan dikeruk pada musim semi, kata wali kota pada hari Senin di depan dewan kota. Pekerjaan akan berlangsung sampai musim gugur.",
    ),
    (
        "el",
        "Το λιμάνι θα εμβαθυνθεί την άνοιξη, είπε τη Δευτέρα η δήμαρχος στο δημοτικό συμβούλιο. Οι εργασίες θα διαρκέσουν έως το φθινόπωρο.",
    ),
    (
        "hu",
        "A kikötőt tavasszal kotorják ki, mondta hétfőn a polgármester a városi tanács előtt. A munkálatok őszig tartanak majd.",
    ),
    (
        "fi",
        "Satama ruopataan keväällä, sanoi pormestari maanantaina kaupunginvaltuustossa. Töiden odotetaan kestävän syksyyn saakka.",
    ),
    (
        "ro",
        "Portul va fi dragat în primăvară, a declarat luni primarul în fața consiliului local. Lucrările vor dura până în toamnă.",
    ),
    (
        "ka",
        "ნავსადგურს გაზაფხულზე გააღრმავებენ, განაცხადა მერმა ორშაბათს საკრებულოს სხდომაზე. სამუშაოები შემოდგომამდე გაგრძელდება.",
    ),
];

#[test]
fn other_languages_are_told_apart() {
    let told = OTHERS.map(|(code, text)| (code, detect(text)));
    let english: Vec<&str> = told.iter().filter(|t| t.1.is_english()).map(|t| t.0).collect();
    assert!(english.is_empty(), "taken for English: {english:?}");
    for (code, found) in told {
        assert!(found.code.is_none_or(|c| c == code), "{code}: {found:?}");
    }
    let named = told.iter().filter(|t| t.1.code.is_some()).count();
    assert!(named >= 22, "{named} of {} named", told.len());
}

/// `whatlang` knows none of these.
#[test]
fn a_language_that_is_not_known_is_not_english() {
    for text in [
        "Bandari itachimbwa wakati wa masika, meya alisema Jumatatu mbele ya baraza la mji. Kazi itaendelea hadi vuli, alieleza.",
        "Porti do të thellohet në pranverë, tha të hënën kryetarja e bashkisë para këshillit. Punimet do të zgjasin deri në vjeshtë.",
        "Bydd yr harbwr yn cael ei garthu yn y gwanwyn, meddai'r maer ddydd Llun gerbron y cyngor. Bydd y gwaith yn para tan yr hydref.",
    ] {
        assert!(!detect(text).is_english(), "{text}: {:?}", detect(text));
    }
}

#[test]
fn english_with_foreign_names_stays_english() {
    for text in [
        "BAKU, Azerbaijan, May 5. Foreign Minister Elçin Məmmədov and Aygün Hüseynova met Krzysztof Wiśniewski in Łódź, the ministry said.",
        "“C'est la vie,” said Marie-Thérèse Dupont-Lefèvre of the Comité des fêtes de Saint-Étienne-du-Bois, to whom the prize was given.",
        "The word “Feierabendbier” has no English equivalent, said Jürgen Großkreutz-Müller, who teaches German at the university.",
    ] {
        assert!(detect(text).is_english(), "{text}");
        assert_eq!(detect(text).code, Some("en"));
    }
}

#[test]
fn a_few_words_say_nothing() {
    assert_eq!(detect("Oslo: 4 °C").code, None);
    assert!(detect("Oslo: 4 °C").is_english());
    assert!(detect("").is_english());
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,300}") {
        let found = detect(&text);
        prop_assert_eq!(found, detect(&text));
        prop_assert!(found.code != Some("en") || found.is_english());
    }
}
