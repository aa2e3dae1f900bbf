//! The attributes of a tag.

/// Takes attributes apart: quoted or not, with or without a value.
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Attributes<'a> {
    pub(crate) fn new(rest: &'a str) -> Self {
        Self { rest }
    }
}

impl<'a> Iterator for Attributes<'a> {
    /// Name and value as written.
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let between = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=' | ',');
        let rest = self.rest.trim_start_matches(between);
        if rest.is_empty() {
            self.rest = rest;
            return None;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            self.rest = after;
            return Some((name, ""));
        };
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let value = &value[1..];
                value.split_once(quote).unwrap_or((value, ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_as_they_are_written() {
        let of = |raw| Attributes::new(raw).collect::<Vec<_>>();
        assert_eq!(
            of(" a='1' b = \"2>\"c=3 d"),
            [("a", "1"), ("b", "2>"), ("c", "3"), ("d", "")]
        );
        assert_eq!(
            of(" href=http://a.example/?x=y rel='"),
            [("href", "http://a.example/?x=y"), ("rel", "")]
        );
        assert_eq!(of("  "), []);
        assert_eq!(of("=='' /"), []);
    }
}
