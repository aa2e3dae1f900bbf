//! Word lists. They say what a word can be in English news, never anything about the person who bears a name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Whether `word` is in a list of small words, whatever its case.
fn has(list: &BTreeSet<&'static str>, word: &str) -> bool {
    list.contains(word)
        || (word.chars().any(char::is_uppercase) && list.contains(word.to_lowercase().as_str()))
}

/// A function for each list; `exact` takes words only as the list prints them, any other list whatever their case.
macro_rules! list {
    ($(#[$doc:meta])* exact $name:ident, $set:ident, $words:literal) => {
        static $set: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| $words.split_whitespace().collect());
        $(#[$doc])*
        pub(crate) fn $name(word: &str) -> bool {
            $set.contains(word)
        }
    };
    ($(#[$doc:meta])* $name:ident, $set:ident, $words:literal) => {
        static $set: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| $words.split_whitespace().collect());
        $(#[$doc])*
        pub(crate) fn $name(word: &str) -> bool {
            has(&$set, word)
        }
    };
}

list! {
    /// Pronouns that stand for somebody named elsewhere, and words used like them.
    is_pronoun, PRONOUNS,
    "he she they it i we you who him her them his their its me us himself herself themselves itself which that this these
     those both others some many one my our your hers theirs whom another other several most none nobody everyone everybody
     somebody someone anyone few all neither either each"
}

list! {
    /// What people are called by office, work or part in the story; the head of a role.
    is_role, ROLES,
    "assemblywoman assemblyman congressperson co-author guest minister president secretary governor mayor spokesman spokeswoman spokesperson official officer director head chief chair
     chairman chairwoman chairperson leader senator representative congressman congresswoman mp mep lawmaker legislator judge
     justice attorney lawyer solicitor barrister prosecutor sheriff commissioner ambassador envoy coach manager captain player
     professor doctor physician surgeon scientist researcher analyst economist expert author editor journalist reporter
     correspondent ceo cfo coo cto executive founder co-founder owner pilot teacher student farmer resident eyewitness witness
     activist organizer organiser bishop archbishop priest pastor imam rabbi pope king queen prince princess emperor sultan emir
     general colonel commander inspector superintendent detective constable sergeant lieutenant major admiral brigadier marshal
     councillor councilor councilman councilwoman alderman deputy premier chancellor dean rector member adviser advisor aide
     negotiator candidate nominee moderator presenter host anchor speaker whip principal treasurer trustee champion engineer
     curator master coordinator administrator chancellor diplomat consul attache coroner pathologist scholar historian
     geologist biologist physicist chemist astronomer astronaut cosmonaut paleontologist palaeontologist psychologist
     psychiatrist sociologist anthropologist archaeologist ecologist climatologist meteorologist epidemiologist virologist
     nurse paramedic firefighter policeman policewoman soldier sailor driver passenger survivor victim neighbor neighbour
     mother father brother sister wife husband son daughter widow widower friend cousin uncle aunt grandmother grandfather
     worker employee employer customer trader shopkeeper fisherman ferryman miner builder architect artist actor actress
     singer musician writer poet novelist filmmaker producer composer painter photographer designer developer programmer
     investor banker trader broker accountant auditor consultant strategist campaigner pollster blogger commentator columnist
     striker goalkeeper midfielder defender winger forward quarterback pitcher batsman bowler umpire referee skipper
     official ombudsman regulator watchdog inspector negotiator mediator interpreter translator librarian archivist
     plaintiff defendant suspect claimant petitioner applicant complainant tenant landlord pensioner parishioner pilgrim
     presidente premier taoiseach extraordinary plenipotentiary agriculturist headteacher lecturer postdoc counsel grandmaster conductor publicist undersecretary collector vizier ayatollah sheikh king baron lord lady duke duchess earl count
     interviewer interviewee owner buyer seller operator technician mechanic plumber baker butcher cheesemaker winemaker
     vice-president vice-chancellor vice-chairman vice-chair vice-premier undersecretary under-secretary secretary-general
     director-general attorney-general lieutenant-governor governor-general stationmaster harbourmaster headmaster headmistress
     sous-chef chef waiter guide ranger keeper warden guard steward clerk registrar notary monk nun abbot deacon chaplain"
}

list! {
    /// Titles printed before names that are no office by themselves.
    is_honorific, HONORIFICS,
    "mr mrs ms miss dr prof sir dame rev reverend father sister brother hon shri smt ustad datuk tan tun gen col capt lt maj sgt
     cpl sen rep gov pres cmdr adm supt insp det st madam monsieur mme mlle señor señora herr frau sheikh hajji mufti baba
     congressman congresswoman cllr cr eng engr adv amb alhaji alhaja dato datin haji hajjah kumari sri sardar barr pr fr mgr msgr
     excellency honourable honorable h.e hon'ble hon’ble honour majesty highness holiness eminence worship"
}

list! {
    /// Letters printed behind a name that are not part of it.
    is_suffix, SUFFIXES,
    "qc kc mp mbe obe cbe phd md esq mla mna msp ms am ao obi sc rn"
}

list! {
    /// Offices that are surnames as well ("Dexter Prince").
    is_surname_too, SURNAMES_TOO,
    "prince king bishop pope major marshal dean abbot baker butcher mason parson monk priest deacon knight baron earl duke
     lord queen singer miner farmer driver judge sheriff constable sergeant chancellor guard fisher gardener master friend
     painter porter carter page cook archer barber carpenter shepherd speaker usher ranger keeper warden steward provost"
}

list! {
    /// Words that make a name the name of a thing, a place or an occasion: it speaks seldom and is never somebody.
    is_thing, THINGS,
    "war act road street avenue lane highway river lake mount mountain bay hill day cup award awards prize festival station
     bridge park square hall tower island ocean sea valley coast county province district region city town village desert
     north south east west northern southern eastern western central flight hurricane storm cyclone typhoon treaty agreement
     convention protocol bible olympics olympic championship championships prix open summit week month year code plan pact
     accord amendment election elections route line gate palace castle cathedral mosque temple forest cape peninsula strait
     canal channel gulf dam mine field base camp harbor harbour beach theory law bill article chapter sport sports series
     language english french russian chinese german arabic spanish version edition season tour race stadium arena
     velayat oblast prefecture governorate parish borough ward constituency heights plaza terminal pier dock avenue boulevard"
}

list! {
    /// What ministries, services and institutes are for: two such words joined by "and" are one name ("Fire and Rescue").
    is_topic, TOPICS,
    "affairs agriculture air aid animal aquaculture archives arts assessment atmospheric aviation bridges care children climate
     commerce communication communications community consumer control corrections crime culture customs defence defense
     development disaster disease diseases drug economic economics economy education emergency employment energy engineering
     enterprise environment environmental evaluation exchange family finance fire fish fisheries fishery food foreign forestry
     forests games gender health heritage higher highways home housing human humanities immigration industry information
     infrastructure infectious innovation insurance interior investment irrigation justice labor labour land lands law livestock maritime market
     markets media medicine memory metrics migration mines mining monuments municipalities municipality national natural nuclear nutrition
     oceanic oceans order parks peace pensions petroleum planning police power prevention prices protection public quarantine
     recovery reconstruction recreation reform refugees regional registration rehabilitation relief rescue research resources
     response rights risk road roads rural safety sanitation science sciences security services shipping social space sport
     sports standards statistics strategic studies supply surveys systems tax technology telecommunications tourism trade
     training transport transportation treasury urban veterans water welfare wildlife women works youth"
}

list! {
    /// Words that stand before an office and belong to it.
    is_modifier, MODIFIERS,
    "deputy vice prime foreign interior defence defense finance health transport education trade energy environment agriculture
     justice labour labor culture tourism home housing emergency emergencies regional federal state national assistant acting
     former senior additional advocate chief executive managing general first second third lead principal special associate junior incoming outgoing
     interim opposition majority minority united party attorney press public district county city village communications union
     research science medical military police fire army navy air coast chief-of-staff resident honorary permanent then-us us uk
     current retired ex new local head team club co budget planning development security intelligence house senate democratic
     republican labour conservative liberal presidential vice-presidential gubernatorial mayoral cabinet council committee"
}

list! {
    /// Words that make a name the name of a body.
    is_body, BODIES,
    "ministry department agency committee commission council court bank university institute union party company corporation
     corp inc ltd llc plc group association federation office bureau service services police army navy force forces authority
     board centre center embassy parliament assembly senate congress house government administration organization organisation
     foundation society club times post news reuters press radio television tv network school college hospital church league
     alliance coalition movement front fund trust chamber directorate secretariat consulate mission unit team observatory museum
     airlines airways railways holdings industries systems technologies labs laboratory airport port herald tribune gazette
     journal guardian telegraph mail agence interfax tass xinhua nations tribunal watch international works project campaign
     registry inspectorate patrol brigade cabinet presidency kremlin pentagon commonwealth academy faculty campus syndicate
     cooperative co-operative guild lobby exchange zoo aquarium theatre theater orchestra choir publisher magazine newspaper
     republic kingdom state states emirate emirates territory islands order broadcaster portal channel kraft motors pharma pharmaceuticals energy oil gas telecom telecoms bancorp partners capital
     ventures studios pictures entertainment records games media airline railway ferries lines shipyard refinery"
}

list! {
    /// Nouns for bodies, as printed small ("the ministry", "police").
    is_body_noun, BODY_NOUNS,
    "ministry department agency committee commission council court bank university institute union party company corporation
     firm group association federation office bureau service police army navy authority board centre center embassy parliament
     assembly senate congress government administration organization organisation foundation society club network school college
     hospital church league alliance coalition movement fund trust chamber directorate secretariat consulate mission unit team
     observatory museum airline railway carrier operator manufacturer maker retailer publisher newspaper magazine broadcaster
     channel portal website-owner supermarket utility regulator watchdog charity militia military junta kremlin palace cabinet
     presidency prosecution defence tribunal jury panel inquiry consulate inspectorate patrol brigade syndicate cooperative
     library parish diocese academy studio chain brand lab laboratory institute archive troupe band orchestra
     gallery zoo startup start-up site conglomerate monarchy opposition state municipality township county city town village borough province"
}

list! {
    /// Nouns for texts that speak.
    is_document, DOCUMENTS,
    "report reports statement poll polls survey surveys study studies law laws bill letter letters document documents record
     records data indictment complaint lawsuit suit order ruling rulings decree charter constitution resolution agreement treaty
     memo memorandum email emails website article articles paper papers book books release forecast figures statistics
     census review reviews filing notice log note notes transcript sign signs banner banners placard placards headline research
     analysis audit act rules guidelines guideline post posts tweet tweets video footage advisory bulletin estimate estimates
     projections model models petition motion affidavit testimony verdict opinion doctrine doctrines text texts message messages
     evidence findings results investigation investigations inquiry inscription plaque diary diaries memoir memoirs biography
     encyclopedia dictionary dataset database newsletter leaflet poster slogan communique communiqué accord deal contract clause
     announcement announcements description schedule information amendment proposal agenda minutes dossier file files manifesto recipe menu card sticker label autopsy consensus screen assessment assessments
     warning warnings scale hypothesis theory test tests appeal declaration briefing dispatch circular guidance framework decision
     decisions placard release calculation calculations certificate receipt invoice contract calendar manual handbook textbook manifesto editorial column obituary caption"
}

list! {
    /// Plural nouns for people that do not end in s, and plural sources.
    is_people, PEOPLE,
    "people men women children media press police-officers staff crew family public crowd majority minority youth clergy faculty
     kin folk personnel"
}

list! {
    /// Words that begin sentences with a capital and are no names.
    is_common, COMMON,
    "the a an in on at it he she they we i but and this that these those there if when while as for from after before his her
     their its our my you your what who how why no not some many most all by with to so or yet both each however meanwhile
     according also more one two three four five six seven eight nine ten under last since such then other another asked during
     although though because local reports authorities officials emergency workers police several residents critics supporters
     experts scientists researchers investigators prosecutors witnesses eyewitnesses protesters analysts observers organizers
     organisers activists lawmakers sources media state senior former despite earlier later today yesterday tomorrow now here
     where which whose speaking writing asked responding commenting adding noting stressing citing following according once
     until unless whether instead moreover furthermore nevertheless nonetheless still even just only than thus hence perhaps
     maybe please yes no oh well every any few much little neither nor either about above across against along among around
     behind below beneath beside between beyond down inside into near off onto out outside over past through throughout toward
     towards underneath up upon within without per via like unlike regarding concerning including meanwhile initially finally
     eventually recently currently previously additionally separately similarly likewise overall details photo photos image
     correction update updated clarification editor note video watch read breaking exclusive opinion analysis live
     new old big small good bad great first second third next previous early late long short high low
     do does did is are was were be been being have has had can could will would shall should may might must let
     doctors police-officers firefighters farmers students teachers traders workers families parents neighbours neighbors
     rain snow winter spring summer autumn fall mr mrs ms dr sir"
}

list! {
    /// Days and months: capitalised, but nobody.
    is_calendar, CALENDAR,
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
     october november december christmas easter ramadan"
}

list! {
    /// Small words inside names of people.
    is_particle, PARTICLES,
    "de da do dos del della di du la le van von der den ter ten al el bin bint ibn ben y e ul ud af av zu zur st"
}

list! {
    /// Articles.
    exact is_article, ARTICLES,
    "the The a A an An"
}

list! {
    /// Words that take the place of an article.
    is_pointing, POINTING,
    "this that these those his her their its our my"
}

/// An article, or a word in its place.
pub(crate) fn is_determiner(word: &str) -> bool {
    is_article(word) || is_pointing(word)
}

list! {
    /// Prepositions inside a description.
    exact is_preposition, PREPOSITIONS,
    "of for at in from to on with by near within inside across outside behind against about around under close"
}

list! {
    /// Relative pronouns, participles and marks after which the description of a head ends.
    exact is_end_of_head, ENDS_OF_HEAD,
    "who which that whose and , ( briefed familiar involved living working seen signed published filed based"
}

list! {
    /// Words and marks that a source may begin or end with, and that are no part of it.
    exact is_idle, IDLE,
    ", and & both Both along together with or nor neither Neither either Either ( ) [ ]"
}

list! {
    /// Verbs that are common in news and do not end in "-ed" or "-ing".
    exact is_common_verb, COMMON_VERBS,
    "is was are were has had have be been will would can could may not did does said says told met left won lost made took
     gave wrote called asked spoke"
}

list! {
    /// Words in "-ed" and "-ing" that stand before an office more often than they are verbs.
    exact is_verbal_modifier, VERBAL_MODIFIERS,
    "retired elected appointed named accused wounded injured armed self-styled noted celebrated renowned registered qualified
     certified chartered unnamed disgraced married divorced convicted seed estranged exiled jailed ousted deposed wanted
     acclaimed respected united
     acting managing incoming outgoing sitting leading founding presiding visiting standing serving reigning training ruling
     marketing planning housing engineering manufacturing shipping mining banking operating editing casting governing surviving
     teaching driving"
}

/// Whether a small word is more likely a verb than part of an office.
pub(crate) fn is_verb(word: &str) -> bool {
    is_common_verb(word)
        || word.len() > 4
            && word.starts_with(char::is_lowercase)
            && (word.ends_with("ed") || word.ends_with("ing"))
            && !is_verbal_modifier(word)
}

list! {
    /// Offices that "of" and a portfolio may follow.
    has_portfolio, WITH_PORTFOLIO,
    "minister member secretary head leader chief speaker commissioner"
}

list! {
    /// What an office can be of, beside the topics of ministries: "head of state", "Member of Parliament".
    is_portfolio, PORTFOLIOS,
    "state staff parliament congress opposition government mission house legislative assembly cabinet majesty loyal"
}

/// "he" or "she" where a printed title or noun says so; it is grammar for pronouns and goes nowhere else.
pub(crate) fn pronoun_of(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "mr" | "sir" | "lord" | "king" | "prince" | "spokesman" | "chairman" | "businessman"
        | "congressman" | "policeman" | "councilman" | "fisherman" | "father" | "brother" | "husband"
        | "son" | "grandfather" | "uncle" | "widower" | "actor" | "señor" | "herr" | "duke" | "man"
        | "boy" | "monk" | "he" | "his" | "him" | "himself" => Some("he"),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "spokeswoman" | "chairwoman"
        | "businesswoman" | "congresswoman" | "policewoman" | "councilwoman" | "mother" | "sister"
        | "wife" | "daughter" | "grandmother" | "aunt" | "widow" | "actress" | "señora" | "frau"
        | "duchess" | "woman" | "girl" | "nun" | "she" | "her" | "herself" => Some("she"),
        _ => None,
    }
}

/// The same for titles and nouns alone: a pronoun beside a name may be somebody else's.
pub(crate) fn pronoun_of_noun(word: &str) -> Option<&'static str> {
    if is_pronoun(word) { None } else { pronoun_of(word) }
}

list! {
    /// Words that end like nouns for somebody and are none.
    exact is_nobody_by_ending, NOBODY_BY_ENDING,
    "after under over never whether other another rather former latter however number member either neither together
     further later earlier order offer winter summer paper water matter consider remember center september october
     november december per ever lower higher larger greater older younger cover deliver business process address
     access success congress press less unless express human german woman man list exist consist assist resist insist
     twist better bitter power tower river layer letter quarter her were than then newer bigger smaller closer faster
     stronger longer shorter wider deeper chapter computer corner dinner finger flower folder fiber filter gender
     humor hunger ladder laser leather"
}

/// Whether a noun's ending says that it is somebody ("forecaster", "violinist", "heiress").
pub(crate) fn names_somebody(word: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "ster", "ician", "woman", "person", "maker", "holder", "keeper", "ologist", "ist", "ian", "eer",
        "ess", "man", "er",
    ];
    word.len() > 4
        && word.chars().all(|c| c.is_lowercase())
        && (ENDINGS.iter().any(|e| word.ends_with(e))
            || word.len() > 5 && (word.ends_with("or") || word.ends_with("yst") || word.ends_with("ant")))
        && !is_nobody_by_ending(word)
}

static PLACES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("places.txt").lines().collect());

/// Whether `name` is a country, a continent, or a capital that stands for its government.
pub(crate) fn is_place(name: &str) -> bool {
    PLACES.contains(
        name.strip_prefix("the ")
            .or(name.strip_prefix("The "))
            .unwrap_or(name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_fold_case() {
        assert!(is_role("Minister") && is_role("minister") && is_body("Ministry") && is_common("The"));
        assert!(!is_role("Moraz") && !is_common("Orta"));
        assert!(is_place("Kenya") && is_place("the Netherlands") && !is_place("Tell"));
        assert_eq!(
            (pronoun_of("spokesman"), pronoun_of("minister")),
            (Some("he"), None)
        );
    }
}
