//! Whether the article is there: a stub ahead of a paywall, or something else in its place.

use super::Facts;
use super::fold::fold;
use crate::tree::Tree;
use onrecord_record::{DeclaredField, Extent};

/// What a page says of who may read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// `isAccessibleForFree`.
    pub(crate) free: Option<bool>,
    /// Bytes of the body that JSON-LD carries.
    pub(crate) body: usize,
    /// Classes of a paywall.
    pub(crate) wall: bool,
    /// An article is declared.
    pub(crate) article: bool,
}

/// A text with more bytes than this is an article, or enough of one.
const SHORT: usize = 1800;
/// Pages that stand in an article's place say little.
const BRIEF: usize = 900;
/// What stands ahead of a paywall is often no longer than this.
const STUB: usize = 700;
/// A page that shows no more than this, with all that surrounds the text, hides no article elsewhere.
const LITTLE: usize = 2500;
/// Pages that ask for consent are at most as long.
const ASKING: usize = 8000;

/// What a page says in an article's place, and what that means.
const INSTEAD: [(&str, &[&str]); 4] = [
    (
        "a check that a person is reading",
        &[
            "just a moment",
            "checking your browser",
            "verify you are human",
            "verify that you are human",
            "verifying you are human",
            "are you a robot",
            "you are a robot",
            "you're not a robot",
            "not a robot",
            "pardon our interruption",
            "unusual traffic",
            "unusual activity",
            "attention required",
            "enable javascript and cookies to continue",
            "complete the security check",
            "press & hold",
            "bot detection",
            "ddos protection",
        ],
    ),
    (
        "a page that asks for consent",
        &[
            "before you continue",
            "we value your privacy",
            "we care about your privacy",
            "your privacy choices",
            "cookie consent",
            "consent to cookies",
            "accept all cookies",
            "we use cookies",
            "we and our partners",
            "manage your cookies",
            "cookies and privacy",
            "your data, your choice",
            "wir verwenden cookies",
            "ihre privatsphäre",
            "cookies zustimmen",
            "nous utilisons des cookies",
            "votre vie privée",
            "accepter et continuer",
            "utilizamos cookies",
            "su privacidad",
            "tu privacidad",
            "sua privacidade",
            "aceptar y continuar",
            "utilizziamo i cookie",
            "la tua privacy",
            "wij gebruiken cookies",
            "jouw privacy",
            "używamy plików cookie",
            "twoją prywatność",
            "vi använder cookies",
            "vi bruger cookies",
            "vi bruker informasjonskapsler",
        ],
    ),
    (
        "a page that refuses access",
        &[
            "access denied",
            "access to this page has been denied",
            "403 forbidden",
            "request blocked",
            "you have been blocked",
            "not available in your region",
            "not available in your country",
            "unavailable for legal reasons",
            "451:",
        ],
    ),
    (
        "an error page",
        &[
            "404 not found",
            "page not found",
            "error 404",
            "404 error",
            "page doesn't exist",
            "page does not exist",
            "page you requested",
            "page you are looking for",
            "page you were looking for",
            "page can't be found",
            "page cannot be found",
            "no longer available",
            "500 internal server error",
            "502 bad gateway",
            "503 service",
            "504 gateway",
            "something went wrong",
            "service unavailable",
            "seite nicht gefunden",
            "page introuvable",
            "page non trouvée",
            "página no encontrada",
            "página não encontrada",
            "pagina non trovata",
            "pagina niet gevonden",
        ],
    ),
];

/// What stands at the end of a stub, and hardly anywhere else.
const ENDS: [&str; 18] = [
    "to continue reading",
    "to read the full",
    "to read the rest",
    "to keep reading",
    "subscribe to read",
    "subscribe now to read",
    "register to read",
    "sign in to read",
    "log in to read",
    "unlock this article",
    "jetzt weiterlesen",
    "pour lire la suite",
    "réservé aux abonnés",
    "para seguir leyendo",
    "para continuar leyendo",
    "para continuar lendo",
    "per continuare a leggere",
    "om verder te lezen",
];

/// What stands there, too, but on pages that are free as well.
const WALL: [&str; 20] = [
    "continue reading this article",
    "already a subscriber",
    "already have a subscription",
    "already subscribed",
    "for subscribers only",
    "is for subscribers",
    "exclusive to subscribers",
    "available to subscribers",
    "subscriber-only",
    "subscribers only",
    "members only",
    "this article is for members",
    "premium article",
    "start your free trial",
    "free articles remaining",
    "reached your limit of free",
    "nur für abonnenten",
    "solo para suscriptores",
    "riservato agli abbonati",
    "alleen voor abonnees",
];

/// How words begin that pages which ask for consent are full of.
const CONSENT: [&str; 16] = [
    "cookie",
    "consent",
    "partner",
    "privacy",
    "privacidad",
    "privacidade",
    "prywatno",
    "datenschutz",
    "privatsphäre",
    "einwillig",
    "zustimm",
    "confidentialité",
    "consentement",
    "consentimiento",
    "consenso",
    "toestemming",
];

/// Whether a text is about consent more than about anything else: one word of it in twenty-five.
fn asks(text: &str) -> bool {
    let folded = fold(text);
    let mut words = 0;
    let mut of_it = 0;
    for word in folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        words += 1;
        of_it += usize::from(CONSENT.iter().any(|c| word.starts_with(c)));
    }
    of_it >= 6 && of_it * 25 >= words
}

/// How much of the article a page has, given the body that was found in it, and what that rests on.
///
/// A page with a long body is taken for whole, whatever it says of subscribing.
pub fn extent(tree: &Tree, facts: &Facts, body: &str) -> (Extent, Vec<String>) {
    let access = facts.access;
    let mut notes = Vec::new();
    if body.len() <= ASKING && !access.article && asks(body) {
        notes.push("a page that asks for consent came in place of an article (by its words)".to_owned());
        return (Extent::Consent, notes);
    }
    if body.len() > SHORT {
        return (Extent::Full, notes);
    }
    let shown = super::line::visible(tree, 6000);
    let words = fold(&shown);
    let brief = words.len() <= BRIEF || body.len() <= BRIEF / 3;
    if brief && !(access.article && body.len() > BRIEF / 3) {
        let title = facts.declared.iter().find(|f| f.field == DeclaredField::Title);
        let title = title.map(|t| fold(&t.value)).unwrap_or_default();
        let head = fold(&super::line::head_title(tree).unwrap_or_default());
        let start: String = words.chars().take(600).collect();
        for (what, signs) in INSTEAD {
            let sign = |t: &str| signs.iter().find(|s| t.contains(*s)).copied();
            let found = sign(&title)
                .or_else(|| sign(&head))
                .or_else(|| sign(&start).filter(|_| !access.article));
            if let Some(sign) = found {
                notes.push(format!("{what} came in place of an article (\"{sign}\")"));
                let consent = what.contains("consent");
                return (if consent { Extent::Consent } else { Extent::Error }, notes);
            }
        }
    }
    let ends = ENDS.iter().find(|s| words.contains(*s));
    let said = ends.or_else(|| WALL.iter().find(|s| words.contains(*s)));
    let stub = body.len() <= STUB;
    let cut = body.trim_end().ends_with(['…']) || body.trim_end().ends_with("...");
    let longer = access.body > body.len() * 2 && access.body > 1000;
    let signs = [
        access.free == Some(false),
        said.is_some(),
        access.wall,
        cut,
        longer,
        stub && access.free == Some(false) && words.len() <= LITTLE,
    ];
    let count = signs.iter().filter(|s| **s).count();
    // one sign alone stands on many free pages
    let walled = (access.free == Some(false) && count > 1)
        || (said.is_some() && (access.wall || cut) && access.free != Some(true))
        || (ends.is_some() && stub && access.free != Some(true));
    if walled {
        let mut why = Vec::new();
        if access.free == Some(false) {
            why.push("it says that it is not free".to_owned());
        }
        if let Some(said) = said {
            why.push(format!("it says \"{said}\""));
        }
        if access.wall {
            why.push("it has the classes of a paywall".to_owned());
        }
        if cut {
            why.push("its text breaks off".to_owned());
        }
        if stub {
            why.push("its text is short".to_owned());
        }
        if longer {
            why.push("it declares a longer text".to_owned());
        }
        notes.push(format!("only what stands ahead of a paywall: {}", why.join(", ")));
        return (Extent::Paywalled, notes);
    }
    (Extent::Full, notes)
}
