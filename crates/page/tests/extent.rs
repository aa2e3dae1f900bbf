//! What came in place of an article, or ahead of a paywall, is said; and whole articles are left in peace.

use onrecord_page::{Hints, read};
use onrecord_record::Extent;

const OPENING: &str = "<p>The ferry to the islands ran again on Monday, three days after the storm, the port of Lyttelton said in a short notice.</p>";
const MORE: &str = "<p>The first ship left at noon with two hundred people, many of whom had waited since Friday, and the second is to follow on Tuesday if the weather permits, the harbour master, Ana Silva, told reporters on the quay.</p>";

#[track_caller]
fn of(page: &str) -> (Extent, String) {
    let document = read(page.as_bytes(), &Hints::default()).document;
    (document.extent, document.notes.join("; "))
}

fn article(free: Option<bool>, body: &str) -> String {
    let free = free
        .map(|f| format!(r#","isAccessibleForFree":"{f}""#))
        .unwrap_or_default();
    format!(
        r#"<html><head><title>Ferry runs again - Herald</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry runs again"{free}}}</script></head>
<body><article><h1>Ferry runs again</h1>{body}</article></body></html>"#
    )
}

#[test]
fn stubs_ahead_of_a_paywall_are_said() {
    let wall =
        "<div class=offer><h3>Subscribe to continue reading</h3><p>Already a subscriber? Log in</p></div>";
    let classed = "<div class='paywall-box'><h3>Members only</h3></div>";
    for (free, body) in [
        (Some(false), OPENING.to_owned()),
        (Some(false), format!("{OPENING}{MORE}{MORE}{MORE}{wall}")),
        (Some(false), format!("{OPENING}{MORE}{MORE}{MORE}{classed}")),
        (None, format!("{OPENING}{wall}")),
        (None, format!("{OPENING}{MORE}{MORE}{MORE}{MORE}{classed}")),
        (
            None,
            format!("{OPENING}<div class=abo>Dieser Artikel ist nur für Abonnenten. Jetzt weiterlesen</div>"),
        ),
        (
            None,
            format!("{OPENING}<div class=abo>Article réservé aux abonnés</div>"),
        ),
        (
            None,
            format!("{OPENING}<div class=abo>Suscríbete para seguir leyendo</div>"),
        ),
    ] {
        let (extent, notes) = of(&article(free, &body));
        assert_eq!(extent, Extent::Paywalled, "{free:?} {body}");
        assert!(notes.contains("only what stands ahead of a paywall: "), "{notes}");
    }
}

#[test]
fn whole_articles_are_whole() {
    let long = MORE.repeat(12);
    let wall =
        "<p>Already a subscriber? Sign in to read more. Subscribe to continue reading our newsletters.</p>";
    for (free, body) in [
        (Some(false), long.clone()),
        (Some(true), format!("{OPENING}{wall}")),
        (
            None,
            format!("{OPENING}{MORE}{MORE}{MORE}{MORE}<footer>Already a subscriber?</footer>"),
        ),
        (None, format!("{long}{wall}")),
        (None, OPENING.to_owned()),
        (
            None,
            format!("{OPENING}<p>We use cookies. Accept all cookies?</p>"),
        ),
        (
            None,
            format!("{long}<div class=banner>We value your privacy. We and our partners use cookies.</div>"),
        ),
    ] {
        let (extent, notes) = of(&article(free, &body));
        assert_eq!(extent, Extent::Full, "{free:?} {body} {notes}");
    }
}

#[test]
fn pages_that_ask_for_consent_are_said_in_several_languages() {
    for (title, words) in [
        (
            "Before you continue",
            "We use cookies and data to deliver our services. Accept all. Reject all.",
        ),
        (
            "Herald",
            "We value your privacy. We and our partners store information on a device. Accept. Manage options.",
        ),
        (
            "Tagblatt",
            "Ihre Privatsphäre ist uns wichtig. Wir verwenden Cookies. Alle akzeptieren. Einstellungen.",
        ),
        (
            "Le Courrier",
            "Votre vie privée nous importe. Nous utilisons des cookies. Accepter et continuer.",
        ),
        (
            "El Faro",
            "Utilizamos cookies propias y de terceros. Aceptar y continuar. Configurar.",
        ),
        (
            "Il Porto",
            "La tua privacy. Utilizziamo i cookie per i nostri servizi. Accetta e continua.",
        ),
        (
            "De Haven",
            "Wij gebruiken cookies. Alles accepteren. Instellingen.",
        ),
        (
            "Port",
            "Szanujemy Twoją prywatność. Używamy plików cookie. Zgadzam się.",
        ),
        ("Hamnen", "Vi använder cookies. Godkänn alla."),
    ] {
        let (extent, notes) = of(&format!(
            "<html><head><title>{title}</title></head><body><div id=cmp><p>{words}</p></div></body></html>"
        ));
        assert_eq!(extent, Extent::Consent, "{words}");
        assert!(
            notes.contains("a page that asks for consent came in place of an article"),
            "{notes}"
        );
    }
    // a long one
    let long = "<p>With your consent, our partners and we use cookies to store data about your privacy choices on this device, and cookies of partners measure how the pages are read.</p>".repeat(14);
    assert_eq!(
        of(&format!("<title>Herald</title><div>{long}</div>")).0,
        Extent::Consent
    );
    // news about it is news
    let news = format!(
        "<p>The regulator fined two firms on Monday over cookies, it said.</p>{}",
        MORE.repeat(6)
    );
    assert_eq!(
        of(&format!(
            "<title>Two firms fined over cookies</title><div>{news}</div>"
        ))
        .0,
        Extent::Full
    );
}

#[test]
fn errors_checks_and_refusals_are_said() {
    for (title, words, what) in [
        (
            "Just a moment...",
            "Checking your browser before accessing herald.example. This takes a few seconds.",
            "a check that a person is reading",
        ),
        (
            "Herald",
            "Please verify you are human to go on.",
            "a check that a person is reading",
        ),
        ("404 Not Found", "nginx", "an error page"),
        (
            "Herald",
            "Sorry, the page you are looking for does not exist. Try our front page.",
            "an error page",
        ),
        (
            "Seite nicht gefunden | Tagblatt",
            "Zur Startseite",
            "an error page",
        ),
        (
            "Le Courrier",
            "Page introuvable. Retour à l’accueil",
            "an error page",
        ),
        (
            "Access Denied",
            "You don't have permission to access this address on this server.",
            "a page that refuses access",
        ),
        (
            "Herald",
            "451: Unavailable for legal reasons. This content is not available in your region.",
            "a page that refuses access",
        ),
    ] {
        let (extent, notes) = of(&format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{words}</p></body></html>"
        ));
        assert_eq!(extent, Extent::Error, "{title}: {words}");
        assert!(notes.contains(what), "{title}: {notes}");
    }
}

#[test]
fn a_text_that_only_stands_in_the_pages_data_is_read_from_there_and_that_is_said() {
    let body = "The harbour of Tamsin will be dredged in spring, the mayor said on Monday. ".repeat(6);
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Harbour</title>\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script></head>\
         <body><h1>Harbour</h1><div id=\"root\"></div></body></html>"
    );
    let document = onrecord_page::read(page.as_bytes(), &onrecord_page::Hints::default()).document;
    assert!(
        document.text.starts_with("The harbour of Tamsin"),
        "{}",
        document.text
    );
    assert!(
        document.notes.iter().any(|n| n.contains("data in the page")),
        "{:?}",
        document.notes
    );
}
