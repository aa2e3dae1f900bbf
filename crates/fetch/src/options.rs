//! How addresses are fetched.

use std::net::IpAddr;
use std::time::Duration;

/// How addresses are fetched. [`Options::default`] is polite and careful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// An address or e-mail address where sites reach whoever runs the program; part of `User-Agent`.
    pub contact: Option<String>,
    /// How many hosts are fetched from at the same time: 8.
    pub threads: usize,
    /// How many addresses may be fetched ahead of the one whose result is taken next: 64.
    pub window: usize,
    /// Time between two requests to one host, unless its robots.txt asks for more: a second.
    pub delay: Duration,
    /// The most time between two requests that a robots.txt can ask for: 30 seconds. Where it asks for more, a note says so.
    pub max_crawl_delay: Duration,
    /// The largest answer, in bytes as they come and once decompressed: 64 MiB. Larger ones are refused, never cut.
    pub max_bytes: usize,
    /// Time to find the server and to connect: 15 seconds.
    pub connect_timeout: Duration,
    /// Time until the head of the answer is there: 30 seconds. Also the longest pause inside an answer.
    pub answer_timeout: Duration,
    /// Time for one request, to the last byte of its answer: 3 minutes. All tries and redirects of an address together may take
    /// three times as long, not counting pauses between them.
    pub total_timeout: Duration,
    /// The fewest bytes a second that an answer may come with: 256. Counted from `slow_after`.
    pub slowest: u64,
    /// How long an answer may be slow: 20 seconds.
    pub slow_after: Duration,
    /// How often an address is tried when the server is in trouble: 3 times.
    pub tries: u32,
    /// Time before the second try, doubled before each further one: 2 seconds.
    pub backoff: Duration,
    /// The longest time that a server can ask to wait before the next try (`Retry-After`): 2 minutes. Where it asks for more,
    /// the address fails.
    pub max_retry_after: Duration,
    /// How many redirects are followed: 10.
    pub max_redirects: u32,
    /// Whether machines in private networks, this machine, and other special addresses may be fetched from: no.
    pub allow_private: bool,
    /// Special addresses that may be fetched from though others may not: none.
    pub allowed_addresses: Vec<IpAddr>,
    /// Whether the proxies that `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name are used: no. Behind a proxy, names are resolved
    /// by the proxy, so that only addresses written as numbers, and `localhost`, can be told to be private.
    pub proxy_from_environment: bool,
    /// Who vouches for servers.
    pub roots: Roots,
}

/// Whose certificates are trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Roots {
    /// Those that the system trusts; `SSL_CERT_FILE` and `SSL_CERT_DIR` name others.
    #[default]
    System,
    /// Only these, each in DER form.
    Only(Vec<Vec<u8>>),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            contact: None,
            threads: 8,
            window: 64,
            delay: Duration::from_secs(1),
            max_crawl_delay: Duration::from_secs(30),
            max_bytes: 64 << 20,
            connect_timeout: Duration::from_secs(15),
            answer_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(180),
            slowest: 256,
            slow_after: Duration::from_secs(20),
            tries: 3,
            backoff: Duration::from_secs(2),
            max_retry_after: Duration::from_secs(120),
            max_redirects: 10,
            allow_private: false,
            allowed_addresses: Vec::new(),
            proxy_from_environment: false,
            roots: Roots::System,
        }
    }
}

/// Why nothing can be fetched with these options.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// The contact would break `User-Agent`.
    #[error("the contact {0:?} cannot be sent: only visible ASCII characters other than parentheses can")]
    Contact(String),
    /// A number or time that must not be zero is zero.
    #[error("{0} must not be zero")]
    Zero(&'static str),
}

impl OptionsError {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        match self {
            Self::Contact(_) => {
                "give an address such as https://example.org/crawling, or an e-mail address".to_owned()
            }
            Self::Zero(what) => format!("give {what} a value, or leave it out"),
        }
    }
}

impl Options {
    /// Checks what would otherwise fail at every address.
    pub(crate) fn check(&self) -> Result<(), OptionsError> {
        if let Some(contact) = &self.contact {
            let is_fit = |b: u8| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'\\');
            if contact.is_empty() || contact.len() > 200 || !contact.bytes().all(is_fit) {
                return Err(OptionsError::Contact(contact.clone()));
            }
        }
        let zero = [
            (self.threads == 0, "the number of threads"),
            (self.window == 0, "the window"),
            (self.tries == 0, "the number of tries"),
            (self.max_bytes == 0, "the largest size"),
            (self.connect_timeout.is_zero(), "the time to connect"),
            (self.answer_timeout.is_zero(), "the time to answer"),
            (self.total_timeout.is_zero(), "the time for a request"),
        ];
        match zero.iter().find(|(is_zero, _)| *is_zero) {
            Some((_, what)) => Err(OptionsError::Zero(what)),
            None => Ok(()),
        }
    }

    /// What the program calls itself.
    pub(crate) fn user_agent(&self) -> String {
        let name = concat!("Onrecord/", env!("CARGO_PKG_VERSION"));
        match &self.contact {
            Some(contact) => format!("{name} (+{contact})"),
            None => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contact_must_fit_into_the_header() {
        let with = |contact: &str| Options {
            contact: Some(contact.to_owned()),
            ..Options::default()
        };
        let good = with("https://desk.example/bot");
        assert_eq!(good.check(), Ok(()));
        assert_eq!(
            good.user_agent(),
            format!(
                "Onrecord/{} (+https://desk.example/bot)",
                env!("CARGO_PKG_VERSION")
            )
        );
        for bad in ["", "a b", "a)b", "a\r\nX: y", "müller@desk.example"] {
            assert_eq!(with(bad).check(), Err(OptionsError::Contact(bad.to_owned())));
        }
        let none = Options {
            threads: 0,
            ..Options::default()
        };
        assert_eq!(
            none.check().unwrap_err().to_string(),
            "the number of threads must not be zero"
        );
    }
}
