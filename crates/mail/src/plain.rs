//! Plain text as mail carries it: flowed lines, quoted lines, signatures, footers of mailing lists, inline PGP.

use std::collections::BTreeSet;

/// Lines of a signature; what is longer may be a text.
const LONGEST_SIGNATURE: usize = 12;

/// How a part's lines were set: `format` and `delsp` of its content type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Lines that end in a space go on in the next (RFC 3676).
    pub(crate) flowed: bool,
    /// That space is no part of the text.
    pub(crate) del_sp: bool,
}

/// What is left of a text, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub(crate) text: String,
    pub(crate) notes: Vec<String>,
}

/// The text is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encrypted;

/// A line, without its marks of quoting.
struct Line<'t> {
    depth: usize,
    text: &'t str,
    /// It goes on in the next line.
    soft: bool,
}

/// Takes off what standard marks set apart from the text.
pub(crate) fn clean(text: &str, form: Form) -> Result<Cleaned, Encrypted> {
    let mut out = Cleaned::default();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = unsigned(text.lines().collect(), &mut out.notes)?;
    let mut lines: Vec<Line<'_>> = lines.iter().map(|line| marks(line, form)).collect();
    footer(&mut lines, &mut out.notes);
    signature(&mut lines, &mut out.notes);
    quotations(&mut lines, &mut out.notes);
    let mut last: Option<&Line<'_>> = None;
    for line in &lines {
        match last {
            Some(before) if before.soft && before.depth == line.depth => {}
            Some(_) => out.text.push('\n'),
            None => {}
        }
        let goes_on = line.soft && form.del_sp;
        out.text.push_str(match line.text.strip_suffix(' ') {
            Some(shorter) if goes_on => shorter,
            _ => line.text,
        });
        last = Some(line);
    }
    let trimmed = out.text.trim_start_matches('\n').trim_end();
    out.text = trimmed.to_owned();
    Ok(out)
}

/// What stands inside an inline PGP signature, or everything.
fn unsigned<'t>(lines: Vec<&'t str>, notes: &mut Vec<String>) -> Result<Vec<&'t str>, Encrypted> {
    let Some(begin) = lines.iter().position(|line| !line.trim().is_empty()) else {
        return Ok(lines);
    };
    match lines[begin].trim_end() {
        "-----BEGIN PGP MESSAGE-----" => return Err(Encrypted),
        "-----BEGIN PGP SIGNED MESSAGE-----" => {}
        _ => return Ok(lines),
    }
    let inside = lines.iter().skip(begin + 1);
    // its own fields end with an empty line
    let inside = inside.skip_while(|line| !line.trim().is_empty()).skip(1);
    notes.push("it is signed (PGP); the signature was not checked".to_owned());
    let inside = inside.take_while(|line| line.trim_end() != "-----BEGIN PGP SIGNATURE-----");
    Ok(inside
        .map(|line| line.strip_prefix("- ").unwrap_or(line))
        .collect())
}

fn marks(line: &str, form: Form) -> Line<'_> {
    let mut rest = line;
    let mut depth = 0;
    while let Some(after) = rest.strip_prefix('>') {
        depth += 1;
        rest = after;
        // `> > x`, as programs that do not know of flowed text write it
        if !form.flowed
            && let Some(after) = rest.strip_prefix(" >")
        {
            depth += 1;
            rest = after;
        }
    }
    if form.flowed || depth > 0 {
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    Line {
        depth,
        text: rest,
        soft: form.flowed && rest.ends_with(' ') && rest != "-- ",
    }
}

/// What mailing lists put below: a rule, and within a line of it, which list it is or how to leave it.
fn footer(lines: &mut Vec<Line<'_>>, notes: &mut Vec<String>) {
    const LONGEST: usize = 12;
    let rule = |line: &Line<'_>| {
        let text = line.text.trim();
        let mark = text.chars().next().filter(|c| "_-#=*~".contains(*c));
        line.depth == 0 && text.len() >= 20 && mark.is_some_and(|mark| text.chars().all(|c| c == mark))
    };
    let Some(at) = lines.iter().rposition(rule) else {
        return;
    };
    // some close with a rule, too
    let from = at.saturating_sub(LONGEST);
    let at = match lines[from..at].iter().position(rule) {
        Some(first) if lines[at + 1..].iter().all(|line| line.text.trim().is_empty()) => from + first,
        _ => at,
    };
    let below = &lines[at + 1..];
    let said = below.iter().filter(|line| !line.text.trim().is_empty());
    let says = |line: &Line<'_>| {
        let lower = line.text.to_lowercase();
        ["mailing list", "unsubscribe", "subscribed to"]
            .iter()
            .any(|words| lower.contains(words))
    };
    if below.len() <= LONGEST && said.take(2).any(says) {
        lines.truncate(at);
        notes.push("the footer of a mailing list was left out".to_owned());
    }
}

/// What stands below `-- `, unless it is long, and more than what stands above.
fn signature(lines: &mut Vec<Line<'_>>, notes: &mut Vec<String>) {
    let Some(at) = lines
        .iter()
        .rposition(|line| line.depth == 0 && line.text == "-- ")
    else {
        return;
    };
    let size = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.trim().len()).sum::<usize>();
    let below = lines[at + 1..]
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .count();
    if below <= LONGEST_SIGNATURE || size(&lines[at + 1..]) <= size(&lines[..at]) {
        lines.truncate(at);
        notes.push(format!(
            "a signature of {below} {} was left out",
            plural(below, "line")
        ));
    }
}

/// Quoted lines are the words of another message. Where there is nothing else they are the text.
fn quotations(lines: &mut Vec<Line<'_>>, notes: &mut Vec<String>) {
    let quoted = lines.iter().filter(|line| line.depth > 0).count();
    if quoted == 0 {
        return;
    }
    let leads = introductions(lines);
    let own = |(at, line): (usize, &Line<'_>)| {
        line.depth == 0 && !leads.contains(&at) && line.text.chars().any(char::is_alphanumeric)
    };
    if lines.iter().enumerate().any(own) {
        let mut at = 0;
        lines.retain(|line| {
            at += 1;
            line.depth == 0 && !leads.contains(&(at - 1))
        });
        notes.push(format!(
            "{quoted} quoted {} left out",
            if quoted == 1 { "line was" } else { "lines were" }
        ));
    } else {
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !leads.contains(&(at - 1))
        });
        notes.push("all of it is quoted; the marks of quoting were taken off".to_owned());
    }
}

/// Lines that lead to what is quoted, `On 5 May 2026, … wrote:`, on one line or two.
fn introductions(lines: &[Line<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (at, line) in lines.iter().enumerate() {
        let begins = line.depth > 0 && at.checked_sub(1).is_none_or(|before| lines[before].depth == 0);
        if !begins {
            continue;
        }
        // one empty line may stand between; a search further back would begin anew at every quotation
        let near = at.saturating_sub(2)..at;
        let Some(lead) = near.rev().find(|&near| !lines[near].text.trim().is_empty()) else {
            continue;
        };
        if lines[lead].depth > 0 || !lines[lead].text.trim_end().ends_with("wrote:") {
            continue;
        }
        let starts = |at: usize| lines.get(at).is_some_and(|line| line.text.starts_with("On "));
        if starts(lead) {
            found.insert(lead);
        } else if lead > 0 && starts(lead - 1) {
            found.extend([lead - 1, lead]);
        }
    }
    found
}

pub(crate) fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        word.to_owned()
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, usize) {
        let cleaned = clean(text, Form::default()).unwrap();
        (cleaned.text, cleaned.notes.len())
    }

    fn flowed(text: &str, del_sp: bool) -> String {
        clean(text, Form { flowed: true, del_sp }).unwrap().text
    }

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(
            flowed("The quay \nopens.\n\nTwo", false),
            "The quay opens.\n\nTwo"
        );
        assert_eq!(flowed("The qu \nay opens.", true), "The quay opens.");
        assert_eq!(flowed(" From Oslo \n >x", false), "From Oslo >x");
        assert_eq!(
            flowed("> quoted \n> on\nOwn \nwords\n-- \nDesk", false),
            "Own words"
        );
    }

    #[test]
    fn only_what_is_marked_is_left_out() {
        assert_eq!(of("Text.\n-- \nDesk\nPhone"), ("Text.".to_owned(), 1));
        assert_eq!(of("Text.\n--\nDesk"), ("Text.\n--\nDesk".to_owned(), 0));
        let long = format!("Hi\n-- \n{}end", "A line of the release.\n".repeat(12));
        assert_eq!(of(&long), (long.clone(), 0));
        assert_eq!(
            of("Own.\n\nOn 5 May 2026, Ana Kovac wrote:\n> Old\n>> Older\n"),
            ("Own.".to_owned(), 1)
        );
        assert_eq!(
            of("> All of it\n> is quoted.\n"),
            ("All of it\nis quoted.".to_owned(), 1)
        );
        let list =
            "Text.\n_______________________________________________\nPress mailing list\nhttps://l.example\n";
        assert_eq!(of(list), ("Text.".to_owned(), 1));
        let rule = "Text.\n_______________________________________________\nMore text.";
        assert_eq!(of(rule), (rule.to_owned(), 0));
    }

    /// Looked back over whole, or looked up one by one, these take hours.
    #[test]
    fn many_quotations_are_read_in_one_pass() {
        let count = 500_000;
        assert_eq!(of(&">\n\n".repeat(count)), (String::new(), 1));
        let led = "On 5 May 2026, Ana Kovac wrote:\n> Old\n".repeat(count);
        assert_eq!(of(&format!("Own.\n{led}")), ("Own.".to_owned(), 1));
        assert_eq!(
            of("On 5 May 2026,\nAna Kovac wrote:\n\n> Old\n\nOwn.\n"),
            ("Own.".to_owned(), 1)
        );
        let far = "On 5 May 2026, Ana Kovac wrote:\n\n\n> Old\n\nOwn.\n";
        assert_eq!(
            of(far),
            ("On 5 May 2026, Ana Kovac wrote:\n\n\n\nOwn.".to_owned(), 1)
        );
    }

    #[test]
    fn inline_pgp() {
        let signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nText.\n- -- dash\n-----BEGIN PGP SIGNATURE-----\nabc\n";
        assert_eq!(of(signed), ("Text.\n-- dash".to_owned(), 1));
        assert_eq!(
            clean("\n-----BEGIN PGP MESSAGE-----\nabc", Form::default()),
            Err(Encrypted)
        );
    }
}
