//! Words of English that weigh less, or more, than others when texts are compared.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $set:ident, $words:literal) => {
        static $set: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| $words.split_whitespace().collect());
        $(#[$doc])*
        pub(crate) fn $name(word: &str) -> bool {
            $set.contains(word)
        }
    };
}

list! {
    /// Words without a content of their own. Auxiliaries and pronouns are among them: they shift between direct and indirect speech.
    is_small, SMALL,
    "a an the this that these those it its he she they we i you his her their our my your him them us me mine ours theirs yours
     hers himself herself itself themselves ourselves myself yourself yourselves one's
     of in on at for with by from as about into onto over under upon through during between among within after before since until
     against toward towards across around along behind beside besides beyond near off out up down
     and or but if so than then there here also too who which whom whose what when where why how because while though although
     whether either both each every any all some such other another same own very just only even still already yet again ever
     is are was were be been being am 's 're 've 'll 'd 'm has have had having will would shall should can could may might must do does did
     doing done to let let's it's that's there's he's she's we're they're i'm you're we've they've i've you've he'd she'd we'd they'd
     i'd we'll they'll i'll he'll she'll it'll you'll you'd what's here's who's
     said say says saying told tell tells added adds according now today currently well really quite
     mr mrs ms dr"
}

list! {
    /// Words that turn a statement into its opposite.
    is_negation, NEGATIONS,
    "not no never none nobody nothing neither nor without cannot hardly scarcely barely"
}

/// Whether a folded word says that something is not so: "not", "never", "won't".
pub(crate) fn negates(word: &str) -> bool {
    is_negation(word) || word.ends_with("n't")
}

/// Whether a folded word is a number, or a sign that goes with numbers.
pub(crate) fn is_figure(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
        || number(word).is_some()
        || matches!(word, "%" | "$" | "€" | "£" | "¥")
}

/// What a number word stands for, up to twelve, and the round ones that news spells out.
pub(crate) fn number(word: &str) -> Option<&'static str> {
    const NUMBERS: &[(&str, &str)] = &[
        ("zero", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("ten", "10"),
        ("eleven", "11"),
        ("twelve", "12"),
        ("thirteen", "13"),
        ("fourteen", "14"),
        ("fifteen", "15"),
        ("sixteen", "16"),
        ("seventeen", "17"),
        ("eighteen", "18"),
        ("nineteen", "19"),
        ("twenty", "20"),
        ("thirty", "30"),
        ("forty", "40"),
        ("fifty", "50"),
        ("sixty", "60"),
        ("seventy", "70"),
        ("eighty", "80"),
        ("ninety", "90"),
        ("half", "1/2"),
        ("dozen", "12"),
        ("twice", "2"),
        ("double", "2"),
        ("triple", "3"),
    ];
    NUMBERS
        .iter()
        .find(|(spelt, _)| *spelt == word)
        .map(|(_, digits)| *digits)
}

/// How much a word counts where texts are aligned: small words stand everywhere.
pub(crate) fn weight(word: &str) -> u32 {
    if negates(word) || is_figure(word) {
        10
    } else if is_small(word) {
        4
    } else {
        10
    }
}

/// What a sign says in words, and words that are written as signs: one stem for both.
pub(crate) fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "%" | "percent" | "percentage" | "cent" => "%",
        "per" => "%",
        "$" | "dollar" | "dollars" => "$",
        "€" | "euro" | "euros" => "€",
        "£" | "pound" | "pounds" => "£",
        _ => return None,
    })
}

list! {
    /// Stems of verbs and nouns that say little.
    is_pale, PALE_STEMS,
    "make take get go come give put keep know think believ want need see look use thing way time day week month year peopl
     part much many more most lot number new sure continu becom becaus per report announc statement plan"
}

/// Bases of forms that no ending gives away, in news of every kind.
pub(crate) fn irregular(word: &str) -> Option<&'static str> {
    const FORMS: &str = "fall:fell,fallen rise:rose,risen,rising sink:sank,sunk keep:kept hold:held find:found win:won,winning lose:lost,losing \
        leave:left begin:began,begun go:went,gone come:came take:took,taken give:gave,given get:got,gotten grow:grew,grown \
        make:made build:built sell:sold buy:bought pay:paid spend:spent send:sent lead:led meet:met see:saw,seen know:knew,known \
        think:thought fight:fought bring:brought catch:caught teach:taught feel:felt mean:meant stand:stood break:broke,broken \
        speak:spoke,spoken choos:chose,chosen drive:drove,driven write:wrote,written draw:drew,drawn throw:threw,thrown show:shown \
        run:ran,running shoot:shot strike:struck steal:stole,stolen hide:hid,hidden lie:lay,lain die:died,dying,dead,death \
        child:children man:men woman:women person:people,persons foot:feet resign:resignation decid:decision,decisions \
        increas:increase,increased,increases,increasing high:higher,highest low:lower,lowest good:better,best bad:worse,worst \
        clos:closure,closures,close,closed,closes,closing agre:agreement,agreements arriv:arrival kill:killed,killing \
        announc:announcement improv:improvement invest:investment negoti:negotiation,negotiations reduc:reduction,reductions \
        grow:growth los:loss,losses support:backed,back,backing";
    static BASES: LazyLock<rustc_hash::FxHashMap<&str, &str>> = LazyLock::new(|| {
        let entries = FORMS.split_whitespace().filter_map(|entry| entry.split_once(':'));
        entries
            .flat_map(|(base, forms)| forms.split(',').map(move |form| (form, base)))
            .collect()
    });
    BASES.get(word).copied()
}

/// Stems that say the opposite of each other.
pub(crate) fn opposites() -> &'static [(&'static [&'static str], &'static [&'static str])] {
    &[
        (
            &["rise", "increas", "grow", "climb", "gain"],
            &["fall", "decreas", "declin", "drop", "reduc", "shrink", "cut"],
        ),
        (&["win"], &["lose", "los"]),
        (&["support", "favour", "favor"], &["oppos", "reject", "condemn"]),
        (&["accept", "approv", "agre"], &["reject", "refus"]),
        (&["open", "reopen"], &["clos", "shut"]),
        (&["begin", "start"], &["end", "stop", "finish"]),
        (&["high"], &["low"]),
        (&["more"], &["less", "fewer"]),
        (
            &["allow", "permit", "legal"],
            &["ban", "forbid", "prohibit", "illeg"],
        ),
        (&["confirm"], &["deni"]),
        (&["safe"], &["unsaf", "danger"]),
        (&["possibl"], &["imposs"]),
        (&["guilti"], &["innoc"]),
        (&["success"], &["failur", "fail"]),
        (&["good"], &["bad"]),
        (&["strong", "stronger"], &["weak", "weaker"]),
        (&["true"], &["fals", "untru"]),
        (&["early", "earli", "earlier"], &["late", "later"]),
        (&["north", "northern"], &["south", "southern"]),
        (&["east", "eastern"], &["west", "western"]),
        (&["buy"], &["sell"]),
        (&["import"], &["export"]),
        (&["morn"], &["even"]),
        (&["enough", "suffici"], &["insuffici"]),
        (&["arriv"], &["leav", "depart"]),
        (&["ratifi", "sign"], &["veto"]),
    ]
}

/// "40m" is 40 and million, "3bn" 3 and billion.
pub(crate) fn scaled(word: &str) -> Option<(&str, &'static str)> {
    const SCALES: &[(&str, &str)] = &[
        ("bn", "billion"),
        ("mn", "million"),
        ("tn", "trillion"),
        ("m", "million"),
        ("b", "billion"),
        ("k", "thousand"),
    ];
    SCALES.iter().find_map(|(letters, scale)| {
        let digits = word.strip_suffix(letters)?;
        let number = digits.ends_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        number.then_some((digits, *scale))
    })
}
