//! Why an address could not be fetched, and what to do about it.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// What a connection, an answer or a rule stopped an address with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The address itself cannot be used.
    #[error("{0}")]
    Address(#[from] AddressProblem),
    /// The name could not be resolved.
    #[error("the name of the server is not known ({detail})")]
    Name {
        /// What the system said.
        detail: String,
        /// Whether it may be known in a moment.
        passing: bool,
    },
    /// The server has an address that belongs to no public machine.
    #[error("the server is at {address}, {range}, and such addresses are not fetched from")]
    PrivateAddress {
        /// The address.
        address: IpAddr,
        /// The range that it belongs to.
        range: &'static str,
    },
    /// No connection, or one that broke before the answer began.
    #[error("no connection: {detail}")]
    Connection {
        /// What the system said.
        detail: String,
    },
    /// It took too long.
    #[error("{phase} took longer than {}", Seconds(*.limit))]
    Timeout {
        /// What took too long.
        phase: &'static str,
        /// How long it may take.
        limit: Duration,
    },
    /// The answer came too slowly to go on.
    #[error("the answer came with {rate} bytes a second, fewer than {least}")]
    TooSlow {
        /// Bytes in a second.
        rate: u64,
        /// The fewest allowed.
        least: u64,
    },
    /// No safe connection: a bad certificate, or no TLS.
    #[error("no safe connection: {detail}")]
    Tls {
        /// What is wrong.
        detail: String,
    },
    /// There are no certificates that others could be checked by.
    #[error("no safe connection: this system has no root certificates")]
    NoRoots,
    /// The answer is larger than allowed.
    #[error("the answer {}, more than the limit of {limit} bytes", .declared.map_or_else(|| "goes on".to_owned(), |n| format!("has {n} bytes")))]
    TooLarge {
        /// Its size as declared.
        declared: Option<u64>,
        /// The limit.
        limit: u64,
    },
    /// The answer is larger than allowed once decompressed.
    #[error("the answer has more than {limit} bytes once decompressed ({compressed} compressed)")]
    TooLargeInflated {
        /// Bytes as they came.
        compressed: u64,
        /// The limit.
        limit: u64,
    },
    /// The rules of the site forbid programs like this one to fetch it.
    #[error("the site's robots.txt forbids it")]
    Forbidden,
    /// The rules of the site could not be read, so that nothing may be fetched (RFC 9309, 2.3.1.4).
    #[error("the site's robots.txt could not be read (status {status}), so nothing is fetched from it")]
    RulesUnavailable {
        /// The status of the answer.
        status: u16,
    },
    /// One redirect after the other.
    #[error("more than {limit} redirects")]
    TooManyRedirects {
        /// How many are followed.
        limit: u32,
    },
    /// A redirect to where it came from.
    #[error("redirects lead in a circle, back to {to}")]
    RedirectLoop {
        /// The address that was met twice.
        to: Box<Url>,
    },
    /// A redirect to no address, or to one that cannot be used.
    #[error("a redirect (status {status}) leads nowhere: {why}")]
    RedirectNowhere {
        /// The status of the answer.
        status: u16,
        /// What is wrong with the address.
        why: AddressProblem,
    },
    /// An answer that is no page.
    #[error("status {status}{}{}", Meaning(*.status), Later(*.retry_after))]
    Status {
        /// The status.
        status: u16,
        /// When to come back, in seconds, as the server said.
        retry_after: Option<u64>,
    },
    /// The answer broke off. What had come of it is not used.
    #[error("the answer broke off after {received} bytes{}", .declared.map_or_else(String::new, |n| format!(" of {n}")))]
    Truncated {
        /// Bytes that came.
        received: u64,
        /// Bytes that should have come, as declared.
        declared: Option<u64>,
    },
    /// Its content coding is not known, or it is not coded as it says.
    #[error("the answer cannot be decompressed: {detail}")]
    Coding {
        /// What is wrong.
        detail: String,
    },
    /// The answer is not HTTP.
    #[error("the answer breaks the rules of HTTP: {detail}")]
    Malformed {
        /// What is wrong.
        detail: String,
    },
    /// A mistake of this program.
    #[error("the program made a mistake while fetching it")]
    Internal,
    /// Nobody waits for the answer any more.
    #[error("fetching was stopped")]
    Stopped,
}

impl Problem {
    /// Whether it may be gone in a moment, so that another try makes sense.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Name { passing, .. } => *passing,
            Self::Connection { .. }
            | Self::Timeout { .. }
            | Self::TooSlow { .. }
            | Self::Truncated { .. } => true,
            Self::Status { status, .. } => is_passing_status(*status),
            _ => false,
        }
    }

    /// What the user can do.
    pub fn remedy(&self) -> String {
        let fixed = match self {
            Self::Address(problem) | Self::RedirectNowhere { why: problem, .. } => return problem.remedy(),
            Self::Name { passing: false, .. } => "check the spelling; the site may be gone",
            Self::Name { .. } => "check the connection to the Internet and try again",
            Self::PrivateAddress { .. } => {
                "if it is a machine of yours, allow private addresses (--allow-private)"
            }
            Self::Connection { .. } | Self::Timeout { .. } | Self::Truncated { .. } => "try again later",
            Self::TooSlow { .. } => "try again later, or save the page by hand",
            Self::Tls { .. } => "open the page in a browser to see whether its certificate is good",
            Self::NoRoots => "install the package ca-certificates, or set SSL_CERT_FILE",
            Self::TooLarge { declared, limit } => {
                let wanted = declared.unwrap_or_else(|| limit.saturating_mul(4));
                return format!("raise the limit to {wanted} bytes if it is what you want");
            }
            Self::TooLargeInflated { .. } => "raise the limit if you trust the site",
            Self::Forbidden => "ask the site, or save the page by hand",
            Self::RulesUnavailable { .. } => "try again later; the site's rules must be readable first",
            Self::TooManyRedirects { .. } | Self::RedirectLoop { .. } => {
                "open the page in a browser and give the address that it ends at"
            }
            Self::Status { status, retry_after } => match (status, retry_after) {
                (_, Some(seconds)) => return format!("try again in {seconds} seconds"),
                (401 | 402 | 403 | 407 | 451, _) => {
                    "the site does not show it to programs; save the page by hand"
                }
                (404 | 410, _) => "check the address; the page may be gone, and an archive may have it",
                (429 | 500..=599, _) => "try again later",
                _ => "open the page in a browser to see what it is",
            },
            Self::Coding { .. } | Self::Malformed { .. } => "save the page by hand; its server is at fault",
            Self::Internal => "report it, with the address",
            Self::Stopped => "run it again",
        };
        fixed.to_owned()
    }
}

/// Whether a later answer may have another status: 429 and the server's own troubles.
pub(crate) fn is_passing_status(status: u16) -> bool {
    status == 429 || (500..600).contains(&status)
}

/// Why a text is no address to fetch from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressProblem {
    /// It is not an address at all.
    #[error("not an address ({0})")]
    Unreadable(url::ParseError),
    /// It has no scheme.
    #[error("not an address: it does not begin with https:// or http://")]
    NoScheme,
    /// It has a scheme that is not fetched.
    #[error("addresses of the kind {0}: are not fetched")]
    Scheme(String),
    /// It has a user name or password.
    #[error("the address holds a user name or password, which would be kept with the article")]
    Credentials,
    /// It has white space or control characters inside.
    #[error("white space or a control character inside the address")]
    Space,
    /// It names port 0.
    #[error("port 0 is no port")]
    Port,
    /// It is longer than an address may be.
    #[error("longer than {0} bytes")]
    Long(usize),
    /// There is none.
    #[error("no address is given")]
    Missing,
}

impl AddressProblem {
    /// What the user can do.
    pub fn remedy(&self) -> String {
        let fixed = match self {
            Self::Scheme(_) => "save it as a file and read that",
            Self::Credentials => "take the user name and password out of the address",
            Self::Space => "write one address a line; a space inside one is %20",
            Self::NoScheme => "write it in full: https://example.org/page",
            _ => "check the address",
        };
        fixed.to_owned()
    }
}

/// An address that could not be fetched: which, why, where on the way, and after how many tries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{asked}: {}", self.reason())]
pub struct FetchError {
    /// The address that was asked for.
    pub asked: Box<Url>,
    /// Where it failed, if not there: after a redirect, or at the site's robots.txt.
    pub at: Option<Box<Url>>,
    /// Why.
    pub problem: Problem,
    /// How often it was tried; 0 when no request was made.
    pub tries: u32,
}

impl FetchError {
    /// Why, where on the way and after how many tries, without the address that was asked for.
    pub fn reason(&self) -> String {
        let Self {
            at, problem, tries, ..
        } = self;
        format!("{problem}{}{}", Place(at.as_deref()), Tries(*tries))
    }

    pub(crate) fn new(asked: &Url, at: &Url, problem: Problem, tries: u32) -> Self {
        Self {
            asked: Box::new(asked.clone()),
            at: (at != asked).then(|| Box::new(at.clone())),
            problem,
            tries,
        }
    }

    /// What the user can do.
    pub fn remedy(&self) -> String {
        self.problem.remedy()
    }
}

/// Words of others, made safe to print: control characters are escaped, long ones end with `…`.
pub(crate) fn printable(text: impl fmt::Display) -> String {
    let mut safe = String::new();
    for c in text.to_string().chars() {
        if safe.len() > 300 {
            safe.push('…');
            break;
        }
        let reorders =
            matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || reorders {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// A time in seconds, without a fraction that is zero.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        write!(f, "{seconds} second{}", if seconds == 1.0 { "" } else { "s" })
    }
}

/// What the commonest statuses mean.
struct Meaning(u16);

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            304 => " (unchanged), though nothing was said of an earlier answer",
            401 => " (a password is asked for)",
            402 => " (payment is asked for)",
            403 => " (forbidden)",
            404 => " (not found)",
            410 => " (gone)",
            429 => " (too many requests)",
            451 => " (withheld for legal reasons)",
            500 => " (an error of the server)",
            503 => " (the server is not available)",
            _ => "",
        })
    }
}

/// When the server wants to be asked again.
struct Later(Option<u64>);

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(seconds) => write!(f, ", to be asked again in {seconds} seconds"),
            None => Ok(()),
        }
    }
}

/// Where something failed, if not at the address itself.
struct Place<'a>(Option<&'a Url>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(at) => write!(f, ", at {at}"),
            None => Ok(()),
        }
    }
}

/// How often something was tried, if more than once.
struct Tries(u32);

impl fmt::Display for Tries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            tries => write!(f, ", after {tries} tries"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_address_reason_place_and_tries() {
        let asked = Url::parse("https://paper.example/a").unwrap();
        let at = Url::parse("https://cdn.example/b").unwrap();
        let problem = Problem::Status {
            status: 503,
            retry_after: Some(400),
        };
        let error = FetchError::new(&asked, &at, problem, 3);
        assert_eq!(
            error.to_string(),
            "https://paper.example/a: status 503 (the server is not available), to be asked again in 400 \
             seconds, at https://cdn.example/b, after 3 tries"
        );
        assert_eq!(error.remedy(), "try again in 400 seconds");
        let error = FetchError::new(&asked, &asked, Problem::Forbidden, 0);
        assert_eq!(
            error.to_string(),
            "https://paper.example/a: the site's robots.txt forbids it"
        );
    }

    #[test]
    fn words_of_others_cannot_steer_a_terminal() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
        assert!(printable("x".repeat(1000)).len() < 310);
    }
}
