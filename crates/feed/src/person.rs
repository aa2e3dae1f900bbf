//! Who wrote it, as feeds write it.

/// The name out of "jane@courier.example (Jane Doe)", "Jane Doe <jane@courier.example>" or "Jane Doe (jane@courier.example)". An address
/// by itself stays.
pub(crate) fn name(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside = |open: char, close: char| -> Option<(String, String)> {
        let (before, rest) = text.split_once(open)?;
        let (inner, after) = rest.rsplit_once(close)?;
        after
            .trim()
            .is_empty()
            .then(|| (before.trim().to_owned(), inner.trim().to_owned()))
    };
    let is_address = |text: &str| text.contains('@') && !text.contains(' ');
    let parts = inside('(', ')').or_else(|| inside('<', '>'));
    let name = match parts {
        Some((before, inner)) if is_address(&inner) && !before.is_empty() => before,
        Some((before, inner)) if is_address(&before) && !inner.is_empty() => inner,
        _ => text,
    };
    let name = name.trim_matches(['"', ' ']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether a name is a line that names several, or says "by": what a byline is.
pub(crate) fn is_byline(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("by ")
        || lower.contains(" and ")
        || lower.contains(" & ")
        || lower.contains(", ")
        || lower.contains(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_addresses() {
        let of = |text| name(text).unwrap_or_default();
        assert_eq!(of("jane@courier.example (Jane Doe)"), "Jane Doe");
        assert_eq!(of("Jane Doe <jane@courier.example>"), "Jane Doe");
        assert_eq!(of("Jane  Doe (jane@courier.example)"), "Jane Doe");
        assert_eq!(of("jane@courier.example"), "jane@courier.example");
        assert_eq!(of("Jane Doe (Oslo)"), "Jane Doe (Oslo)");
        assert_eq!(name(" "), None);
        assert!(
            is_byline("By Jane Doe") && is_byline("Jane Doe and Ola Nordmann") && !is_byline("Sandra Byrne")
        );
    }
}
