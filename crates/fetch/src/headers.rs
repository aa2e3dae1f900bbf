//! What the headers of an answer say.

use crate::error::AddressProblem;
use std::time::Duration;
use ureq::http::HeaderMap;
use ureq::http::header::{self, HeaderName};
use url::Url;

/// The first value of a header. Bytes that are no text are replaced.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

/// A validator: only if it can be sent back as it came.
pub(crate) fn exact(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Media type and encoding, in small letters, of `Content-Type`.
pub(crate) fn content_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let Some(value) = text(headers, header::CONTENT_TYPE) else {
        return (None, None);
    };
    let mut parts = value.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_type = media_type
        .split_once('/')
        .is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
        (name.trim().eq_ignore_ascii_case("charset") && is_token(&value)).then_some(value)
    });
    (is_type.then_some(media_type), charset)
}

fn is_token(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~:".contains(&b);
    !text.is_empty() && text.len() <= 100 && text.bytes().all(fits)
}

/// Where a redirect leads.
pub(crate) fn location(headers: &HeaderMap, from: &Url) -> Result<Url, AddressProblem> {
    let value = headers.get(header::LOCATION).ok_or(AddressProblem::Missing)?;
    // Bytes that are not UTF-8 can only be meant as they are.
    let text = match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let byte = |&b: &u8| match b.is_ascii() {
                true => char::from(b).to_string(),
                false => format!("%{b:02X}"),
            };
            value.as_bytes().iter().map(byte).collect()
        }
    };
    if text.trim().is_empty() {
        return Err(AddressProblem::Missing);
    }
    let to = from.join(text.trim()).map_err(AddressProblem::Unreadable)?;
    crate::address::usable(to)
}

/// How long the server asks to wait: seconds, or a date counted from `now` (seconds since 1970).
pub(crate) fn retry_after(headers: &HeaderMap, now: i64) -> Option<Duration> {
    let value = text(headers, header::RETRY_AFTER)?;
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit are a very long time.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::from(u32::MAX))));
    }
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let date = parser.parse_timestamp(&value).ok()?.as_second();
    Some(Duration::from_secs(
        u64::try_from(date.saturating_sub(now)).unwrap_or(0),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    fn with(name: HeaderName, value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_bytes(value).unwrap());
        headers
    }

    #[test]
    fn types_and_encodings() {
        for (value, media_type, charset) in [
            (&b"text/html"[..], Some("text/html"), None),
            (b"Text/HTML ; Charset=\"UTF-8\"", Some("text/html"), Some("utf-8")),
            (
                b"application/xml;profile=x;charset=windows-1252",
                Some("application/xml"),
                Some("windows-1252"),
            ),
            (b"text/html; charset=", Some("text/html"), None),
            (b"html; charset=utf-8", None, Some("utf-8")),
            (b"text/h\xe9; charset=\xff", None, None),
        ] {
            let found = content_type(&with(header::CONTENT_TYPE, value));
            assert_eq!(found, (media_type.map(str::to_owned), charset.map(str::to_owned)));
        }
    }

    #[test]
    fn redirects() {
        let from = Url::parse("https://a.example/x/y?z").unwrap();
        for (value, to) in [
            (&b"../w#top"[..], Ok("https://a.example/w")),
            (b"//b.example", Ok("https://b.example/")),
            ("/zür".as_bytes(), Ok("https://a.example/z%C3%BCr")),
            (b"/z\xfcr", Ok("https://a.example/z%FCr")),
            (b"?", Ok("https://a.example/x/y?")),
            (b"", Err(AddressProblem::Missing)),
            (
                b"file:///etc/passwd",
                Err(AddressProblem::Scheme("file".to_owned())),
            ),
            (
                b"javascript:alert(1)",
                Err(AddressProblem::Scheme("javascript".to_owned())),
            ),
            (b"https://u:p@b.example/", Err(AddressProblem::Credentials)),
        ] {
            let found = location(&with(header::LOCATION, value), &from);
            assert_eq!(found.as_ref().map(Url::as_str), to.as_ref().map(|t| *t));
        }
        assert_eq!(location(&HeaderMap::new(), &from), Err(AddressProblem::Missing));
    }

    #[test]
    fn waiting_times() {
        let wait =
            |value: &[u8]| retry_after(&with(header::RETRY_AFTER, value), 784_111_777).map(|d| d.as_secs());
        assert_eq!(wait(b"120"), Some(120));
        assert_eq!(wait(b"99999999999999999999999"), Some(u64::from(u32::MAX)));
        assert_eq!(wait(b"Sun, 06 Nov 1994 08:49:40 GMT"), Some(3));
        assert_eq!(wait(b"Sun, 06 Nov 1994 08:49:30 GMT"), Some(0));
        assert_eq!(wait(b"soon"), None);
        assert_eq!(wait(b"-1"), None);
        assert_eq!(wait(b""), None);
    }
}
