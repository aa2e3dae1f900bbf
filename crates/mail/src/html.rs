//! What can be told of a piece of HTML without parsing it.

/// Letters and digits of a text.
pub(crate) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// About how many letters and digits a piece of HTML shows.
pub(crate) fn shown(html: &str) -> usize {
    let mut count = 0;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        count += letters(&rest[..open]);
        rest = &rest[open + 1..];
        let hidden = ["style", "script", "head", "title"].into_iter().find(|name| {
            let begins = rest
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name));
            begins && !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric())
        });
        let end = match hidden {
            Some(name) => closing(rest, name),
            None if rest.starts_with("!--") => rest.find("-->").map(|at| at + 3),
            None => rest.find('>').map(|at| at + 1),
        };
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
    count + letters(rest)
}

/// Where the element that was opened ends.
fn closing(html: &str, name: &str) -> Option<usize> {
    let places = html.match_indices("</").map(|(at, _)| at + 2);
    let mut places = places.filter(|at| {
        html.get(*at..at + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
    });
    let at = places.next()?;
    Some(at + html[at..].find('>')? + 1)
}

/// The encoding that a piece of HTML declares itself.
pub(crate) fn in_meta(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(html.get(..html.len().min(2048))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
    let label = &label[..end.unwrap_or(label.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_shows_is_counted() {
        assert_eq!(
            shown("<style>p{color:red}</style><p class=x>Two words<!-- no --></p>"),
            8
        );
        assert_eq!(shown("<head><title>no</title></head>ab < c"), 2);
        assert_eq!(in_meta(b"<meta charset='koi8-r'>").as_deref(), Some("koi8-r"));
    }
}
