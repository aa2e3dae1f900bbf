//! An address from asking to answer: rules, turns, tries and redirects.

use crate::error::{AddressProblem, FetchError, Problem, is_passing_status};
use crate::headers;
use crate::options::Options;
use crate::outcome::{Fetched, NotModified, Outcome};
use crate::pace::Pace;
use crate::robots::{self, Robots};
use crate::rules::{Rules, RulesStore, Ruling};
use crate::transport::{Answer, Question, Transport, Wanted};
use crate::validators::Validators;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use ureq::http::header;
use url::Url;

/// How many redirects of a robots.txt are followed (RFC 9309, 2.3.1.2).
const RULES_REDIRECTS: u32 = 5;

/// Everything that visits share.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) options: Options,
    pub(crate) transport: Transport,
    pub(crate) pace: Pace,
    pub(crate) rules: RulesStore,
    pub(crate) known: Validators,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Page,
    Rules,
    /// A service that is made for programs, and named by the user: robots.txt, which is for those that wander, has no say.
    Service,
}

/// An answer that is no redirect, and where it came from.
struct Arrival {
    address: Url,
    answer: Answer,
    notes: Vec<String>,
    tries: u32,
}

struct Failure {
    at: Box<Url>,
    problem: Problem,
    tries: u32,
}

impl Visitor {
    /// Fetches an address.
    pub(crate) fn visit(&self, asked: &Url, stopped: &AtomicBool) -> Outcome {
        self.bring(asked, Purpose::Page, None, stopped)
    }

    /// Asks a service.
    pub(crate) fn consult(
        &self,
        asked: &Url,
        question: Option<&Question<'_>>,
        stopped: &AtomicBool,
    ) -> Outcome {
        self.bring(asked, Purpose::Service, question, stopped)
    }

    fn bring(
        &self,
        asked: &Url,
        purpose: Purpose,
        question: Option<&Question<'_>>,
        stopped: &AtomicBool,
    ) -> Outcome {
        let fail = |at: &Url, problem, tries| Outcome::Failed(FetchError::new(asked, at, problem, tries));
        let start = match crate::address::usable(asked.clone()) {
            Ok(start) => start,
            Err(problem) => return fail(asked, problem.into(), 0),
        };
        let arrival = match self.follow(start, purpose, question, stopped) {
            Ok(arrival) => arrival,
            Err(failure) => return fail(&failure.at, failure.problem, failure.tries),
        };
        let Arrival {
            address,
            answer,
            mut notes,
            tries,
        } = arrival;
        let fetched = iso(now());
        match answer.status {
            304 if self.known.get(&address).is_some() => Outcome::NotModified(NotModified {
                asked: asked.clone(),
                address,
                fetched,
            }),
            200..=299 if answer.status != 206 => {
                let (media_type, charset) = headers::content_type(&answer.headers);
                notes.extend(answer.notes);
                if answer.status != 200 {
                    notes.push(format!("the status of the answer was {}", answer.status));
                }
                Outcome::Fetched(Box::new(Fetched {
                    asked: asked.clone(),
                    address,
                    status: answer.status,
                    media_type,
                    charset,
                    bytes: answer.body,
                    fetched,
                    etag: headers::exact(&answer.headers, header::ETAG),
                    last_modified: headers::exact(&answer.headers, header::LAST_MODIFIED),
                    notes,
                }))
            }
            status => {
                let retry_after = headers::retry_after(&answer.headers, now())
                    .filter(|_| is_passing_status(status))
                    .map(|wait| wait.as_secs());
                fail(&address, Problem::Status { status, retry_after }, tries)
            }
        }
    }

    fn follow(
        &self,
        start: Url,
        purpose: Purpose,
        question: Option<&Question<'_>>,
        stopped: &AtomicBool,
    ) -> Result<Arrival, Failure> {
        let most = match purpose {
            Purpose::Page | Purpose::Service => self.options.max_redirects,
            Purpose::Rules => RULES_REDIRECTS,
        };
        let mut seen = vec![start.clone()];
        let mut address = start;
        let mut notes: Vec<String> = Vec::new();
        let mut spent = Duration::ZERO;
        loop {
            let fail = |problem, tries| Failure {
                at: Box::new(address.clone()),
                problem,
                tries,
            };
            self.transport
                .permits(&address)
                .map_err(|problem| fail(problem, 0))?;
            if purpose == Purpose::Page {
                for note in self.permitted(&address, stopped)? {
                    if !notes.contains(&note) {
                        notes.push(note);
                    }
                }
            }
            let (result, tries) = self.ask(&address, purpose, question, stopped, &mut spent);
            let answer = result.map_err(|problem| fail(problem, tries))?;
            let status = answer.status;
            // the others would lose the question (RFC 9110, 15.4)
            let is_redirect = match question {
                None => matches!(status, 301 | 302 | 303 | 307 | 308),
                Some(_) => matches!(status, 307 | 308),
            };
            if !is_redirect {
                return Ok(Arrival {
                    address,
                    answer,
                    notes,
                    tries,
                });
            }
            let to = headers::location(&answer.headers, &address)
                .map_err(|why: AddressProblem| fail(Problem::RedirectNowhere { status, why }, tries))?;
            if seen.contains(&to) {
                return Err(fail(Problem::RedirectLoop { to: Box::new(to) }, tries));
            }
            if seen.len() > most as usize {
                return Err(fail(Problem::TooManyRedirects { limit: most }, tries));
            }
            if address.scheme() == "https" && to.scheme() == "http" {
                notes.push(format!("a redirect led from https to http: {to}"));
            }
            seen.push(to.clone());
            address = to;
        }
    }

    /// Asks until there is an answer, or no more hope.
    fn ask(
        &self,
        address: &Url,
        purpose: Purpose,
        question: Option<&Question<'_>>,
        stopped: &AtomicBool,
        spent: &mut Duration,
    ) -> (Result<Answer, Problem>, u32) {
        let host = address.host_str().unwrap_or_default();
        let (known, wanted) = match purpose {
            Purpose::Page => (self.known.get(address), Wanted::All(self.options.max_bytes)),
            Purpose::Service => (None, Wanted::All(self.options.max_bytes)),
            Purpose::Rules => (None, Wanted::Beginning(robots::LONGEST)),
        };
        let mut tries = 0;
        loop {
            let Some(turn) = self.pace.turn(host, stopped) else {
                return (Err(Problem::Stopped), tries);
            };
            tries += 1;
            let begun = Instant::now();
            let result = match purpose {
                Purpose::Service => self.transport.ask(address, question, wanted),
                _ => self.transport.get(address, known, wanted),
            };
            *spent += begun.elapsed();
            let (again, asked_for) = match &result {
                Ok(answer) if is_passing_status(answer.status) => {
                    (true, headers::retry_after(&answer.headers, now()))
                }
                Ok(_) => (false, None),
                Err(problem) => (problem.is_passing(), None),
            };
            if !again {
                return (result, tries);
            }
            // Whoever is next waits as well.
            let most = self.options.max_retry_after;
            let asked_for = asked_for.unwrap_or_default();
            self.pace.hold(host, asked_for.min(most));
            let used_up = *spent >= self.options.total_timeout.saturating_mul(3);
            if tries >= self.options.tries || used_up || asked_for > most {
                return (result, tries);
            }
            self.pace.hold(host, self.pause(address, tries));
            drop(turn);
        }
    }

    /// The pause behind a try: doubled each time, and up to a quarter longer, by an amount that depends on the address, so that
    /// addresses do not all come back at once.
    fn pause(&self, address: &Url, tries: u32) -> Duration {
        let pause = self.options.backoff.saturating_mul(1 << (tries - 1).min(10));
        // FNV-1a
        let hash = address
            .as_str()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let part = u32::try_from((hash.wrapping_add(u64::from(tries)) >> 7) % 256).unwrap_or(0);
        pause.saturating_add(pause.saturating_mul(part) / 1024)
    }

    /// Whether the site's rules let the address be fetched, and what should be known of those rules.
    fn permitted(&self, address: &Url, stopped: &AtomicBool) -> Result<Vec<String>, Failure> {
        let origin = address.origin().ascii_serialization();
        let rules = self.rules.of(&origin, || self.read_rules(address, stopped));
        match &rules.ruling {
            Ruling::Robots(robots) => {
                let path = address.as_str().get(address_start(address)..).unwrap_or("/");
                if robots.allows(path) {
                    return Ok(rules.notes.clone());
                }
                Err(Failure {
                    at: Box::new(address.clone()),
                    problem: Problem::Forbidden,
                    tries: 0,
                })
            }
            Ruling::Unavailable { at, status, tries } => Err(Failure {
                at: at.clone(),
                problem: Problem::RulesUnavailable { status: *status },
                tries: *tries,
            }),
            Ruling::Unreachable { at, problem, tries } => Err(Failure {
                at: at.clone(),
                problem: problem.clone(),
                tries: *tries,
            }),
        }
    }

    fn read_rules(&self, address: &Url, stopped: &AtomicBool) -> Rules {
        let mut place = address.clone();
        place.set_path("/robots.txt");
        place.set_query(None);
        let mut notes = Vec::new();
        let ruling = match self.follow(place, Purpose::Rules, None, stopped) {
            Ok(arrival) => match arrival.answer.status {
                200..=299 => {
                    let bytes = &arrival.answer.body;
                    if bytes.len() >= robots::LONGEST {
                        notes.push("only the first 500 KiB of the site's robots.txt were read".to_owned());
                    }
                    Ruling::Robots(Robots::parse(bytes))
                }
                status if is_passing_status(status) => Ruling::Unavailable {
                    at: Box::new(arrival.address),
                    status,
                    tries: arrival.tries,
                },
                _ => Ruling::Robots(Robots::default()),
            },
            Err(failure) => match failure.problem {
                // As if there were none: RFC 9309, 2.3.1.2 and 2.3.1.3.
                Problem::TooManyRedirects { .. }
                | Problem::RedirectLoop { .. }
                | Problem::RedirectNowhere { .. } => Ruling::Robots(Robots::default()),
                problem => Ruling::Unreachable {
                    at: failure.at,
                    problem,
                    tries: failure.tries,
                },
            },
        };
        if let Ruling::Robots(robots) = &ruling
            && let Some(delay) = robots.crawl_delay()
        {
            let most = self.options.max_crawl_delay;
            if delay > most {
                let (asked, kept) = (delay.as_secs_f64(), most.as_secs_f64());
                notes.push(format!(
                    "the site asks for {asked} seconds between requests; {kept} were kept"
                ));
            }
            self.pace
                .slow_down(address.host_str().unwrap_or_default(), delay.min(most));
        }
        Rules { ruling, notes }
    }
}

/// Where path and query begin.
fn address_start(address: &Url) -> usize {
    address[..url::Position::BeforePath].len()
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A time in ISO 8601.
fn iso(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
}
