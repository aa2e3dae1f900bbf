//! Abbreviations after which a full stop does not end a sentence.

/// Titles and the like: a name follows, so a sentence never ends here.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gen", "col", "lt", "capt", "sgt", "cpl", "maj", "cmdr",
    "adm", "gov", "sen", "rep", "reps", "sens", "pres", "supt", "insp", "det", "st", "messrs", "mme", "mlle",
    "fr", "sr", "sra", "hr", "eng", "ing", "adv", "amb", "atty", "pvt", "brig", "msgr", "dept", "vs", "no",
    "nos", "smt", "cllr", "engr", "br", "bp", "fig", "approx", "est", "ft", "mt", "al", "cf", "viz", "art",
    "sec", "pp", "vol", "op", "eds",
];

/// May end a sentence or not: what follows decides.
const OPEN: &[&str] = &[
    "jr", "inc", "co", "corp", "ltd", "bros", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "ave", "blvd", "rd", "calif", "ariz", "ark", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan",
    "ky", "la", "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa",
    "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "plc", "pty", "llc", "esq", "phd", "cent", "min", "max",
    "hrs", "kg", "km", "sq", "am", "pm", "ed",
];

/// Whether a sentence never ends after `word` and a full stop.
pub(crate) fn precedes_name(word: &str) -> bool {
    contains(BEFORE_NAMES, word)
}

/// Whether `word` with a full stop is an abbreviation that may also end a sentence.
pub(crate) fn is_open(word: &str) -> bool {
    contains(OPEN, word)
}

fn contains(list: &[&str], word: &str) -> bool {
    word.len() <= 8 && list.iter().any(|entry| entry.eq_ignore_ascii_case(word))
}
