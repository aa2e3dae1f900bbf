//! One request and its whole answer, or a problem. Follows nothing and tries nothing twice.

use crate::error::{Problem, printable};
use crate::options::{Options, Roots};
use crate::private::Gate;
use crate::resolve::{CheckedResolver, NoAddress};
use crate::validators::Validator;
use onrecord_coding::Fault;
use std::io::{self, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::HeaderMap;
use ureq::http::header;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Timeout};
use url::{Host, Url};

const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const JSON: &str = "application/json";

/// What a service is asked, beside its address.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// What the body is: `application/json`, for example.
    pub media_type: &'q str,
    /// The body.
    pub body: &'q [u8],
}

/// The client and its limits.
#[derive(Debug)]
pub(crate) struct Transport {
    agent: Agent,
    has_roots: bool,
    gate: Gate,
    limits: Limits,
}

#[derive(Clone, Debug)]
struct Limits {
    connect: Duration,
    answer: Duration,
    total: Duration,
    slowest: u64,
    slow_after: Duration,
    by_proxy: bool,
}

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it; more than the limit is a problem.
    All(usize),
    /// Its beginning.
    Beginning(usize),
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Decompressed. Empty unless the status says that it is what was asked for.
    pub(crate) body: Vec<u8>,
    pub(crate) notes: Vec<String>,
}

impl Transport {
    pub(crate) fn new(options: &Options) -> Self {
        let roots: Vec<Certificate<'static>> = match &options.roots {
            // What cannot be read of the system's store is left out, as every program does; without any, https fails with
            // a problem of its own.
            Roots::System => rustls_native_certs::load_native_certs()
                .certs
                .iter()
                .map(|der| Certificate::from_der(der).to_owned())
                .collect(),
            Roots::Only(certificates) => certificates
                .iter()
                .map(|der| Certificate::from_der(der).to_owned())
                .collect(),
        };
        let has_roots = !roots.is_empty();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let proxy = if options.proxy_from_environment {
            ureq::Proxy::try_from_env()
        } else {
            None
        };
        let resolver = CheckedResolver {
            system: DefaultResolver::default(),
            gate: Gate::new(options),
            proxy: proxy.as_ref().map(|p| (p.host().to_owned(), p.port())),
        };
        let by_proxy = proxy.is_some();
        let config = Agent::config_builder()
            .tls_config(tls)
            .proxy(proxy)
            .user_agent(options.user_agent())
            .accept(ACCEPT)
            .accept_encoding(onrecord_coding::ACCEPTED)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(options.threads.saturating_mul(2))
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            .timeout_send_request(Some(options.answer_timeout))
            .timeout_recv_response(Some(options.answer_timeout))
            .timeout_per_read(Some(options.answer_timeout))
            .timeout_global(Some(options.total_timeout))
            .build();
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            has_roots,
            gate: Gate::new(options),
            limits: Limits {
                connect: options.connect_timeout,
                answer: options.answer_timeout,
                total: options.total_timeout,
                slowest: options.slowest,
                slow_after: options.slow_after,
                by_proxy,
            },
        }
    }

    /// Whether the address may be asked at all, as far as it tells without resolving its name.
    pub(crate) fn permits(&self, url: &Url) -> Result<(), Problem> {
        if url.scheme() == "https" && !self.has_roots {
            return Err(Problem::NoRoots);
        }
        let this_machine = IpAddr::from([127, 0, 0, 1]);
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::from(address),
            Some(Host::Ipv6(address)) => IpAddr::from(address),
            Some(Host::Domain(name)) if self.limits.by_proxy => {
                let name = name.trim_end_matches('.');
                match name == "localhost" || name.ends_with(".localhost") {
                    true => this_machine,
                    false => return Ok(()),
                }
            }
            _ => return Ok(()),
        };
        match self.gate.refuses(address) {
            Some(range) => Err(Problem::PrivateAddress { address, range }),
            None => Ok(()),
        }
    }

    /// Asks for the address, once.
    pub(crate) fn get(
        &self,
        url: &Url,
        known: Option<&Validator>,
        wanted: Wanted,
    ) -> Result<Answer, Problem> {
        let started = Instant::now();
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = known.and_then(|k| k.etag.as_deref()) {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = known.and_then(|k| k.last_modified.as_deref()) {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = request.call().map_err(|e| self.problem(e))?;
        self.take(response, wanted, started)
    }

    /// Asks a service, once: with a question in the body, if there is one.
    pub(crate) fn ask(
        &self,
        url: &Url,
        question: Option<&Question<'_>>,
        wanted: Wanted,
    ) -> Result<Answer, Problem> {
        let started = Instant::now();
        let response = match question {
            None => self.agent.get(url.as_str()).header(header::ACCEPT, JSON).call(),
            Some(question) => self
                .agent
                .post(url.as_str())
                .header(header::ACCEPT, JSON)
                .header(header::CONTENT_TYPE, question.media_type)
                .send(question.body),
        };
        self.take(response.map_err(|e| self.problem(e))?, wanted, started)
    }

    /// Takes an answer, whole.
    fn take(
        &self,
        response: ureq::http::Response<ureq::Body>,
        wanted: Wanted,
        started: Instant,
    ) -> Result<Answer, Problem> {
        let (head, body) = response.into_parts();
        let mut answer = Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: Vec::new(),
            notes: Vec::new(),
        };
        // The pages that come with errors and redirects are of no use.
        if !head.status.is_success() || answer.status == 206 {
            return Ok(answer);
        }
        let declared = declared_length(&answer.headers)?;
        let chunked = is_chunked(&answer.headers)?;
        let (limit, cut) = match wanted {
            Wanted::All(limit) => (limit, false),
            Wanted::Beginning(limit) => (limit, true),
        };
        if let (Some(length), false) = (declared, cut || chunked)
            && length > limit as u64
        {
            return Err(Problem::TooLarge {
                declared,
                limit: limit as u64,
            });
        }
        let declared = declared.filter(|_| !chunked);
        let (bytes, over) = self.read(body.into_reader(), limit, declared, started)?;
        if over && !cut {
            return Err(Problem::TooLarge {
                declared: None,
                limit: limit as u64,
            });
        }
        let has_body = !matches!(answer.status, 204 | 205);
        if declared.is_none() && !chunked && has_body {
            answer
                .notes
                .push("the server did not say how long the answer is, so it may have broken off".to_owned());
        }
        let compressed = bytes.len() as u64;
        let named: Vec<String> = all(&answer.headers, header::CONTENT_ENCODING).collect();
        let inflated = onrecord_coding::undo_all(named.iter().map(String::as_str), bytes, limit);
        let inflated = match inflated {
            Ok(inflated) => inflated,
            Err(Fault::BrokenOff) => {
                return Err(Problem::Truncated {
                    received: compressed,
                    declared,
                });
            }
            Err(fault) => {
                return Err(Problem::Coding {
                    detail: fault.to_string(),
                });
            }
        };
        if inflated.over && !cut {
            return Err(Problem::TooLargeInflated {
                compressed,
                limit: limit as u64,
            });
        }
        if inflated.behind > 0 {
            let behind = inflated.behind;
            answer.notes.push(format!(
                "{behind} bytes behind the compressed answer were left out"
            ));
        }
        answer.body = inflated.bytes;
        Ok(answer)
    }

    /// All bytes, or the first `limit` and whether there are more.
    fn read(
        &self,
        mut body: impl Read,
        limit: usize,
        declared: Option<u64>,
        started: Instant,
    ) -> Result<(Vec<u8>, bool), Problem> {
        let began = Instant::now();
        let expected = declared.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let mut bytes = Vec::with_capacity(expected.min(limit).min(1 << 20));
        let mut piece = vec![0; 32 * 1024];
        loop {
            let count = match body.read(&mut piece) {
                Ok(0) => return Ok((bytes, false)),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let received = bytes.len() as u64;
                    return Err(match ureq::Error::from(error) {
                        ureq::Error::Io(error) if error.kind() != io::ErrorKind::TimedOut => {
                            Problem::Truncated { received, declared }
                        }
                        error => self.problem(error),
                    });
                }
            };
            bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
            if bytes.len() > limit {
                bytes.truncate(limit);
                return Ok((bytes, true));
            }
            let took = began.elapsed();
            if took > self.limits.slow_after {
                let rate = (bytes.len() as f64 / took.as_secs_f64()) as u64;
                if rate < self.limits.slowest {
                    return Err(Problem::TooSlow {
                        rate,
                        least: self.limits.slowest,
                    });
                }
            }
            // Time limits of the client are for waiting; an answer that is always there must end too.
            if started.elapsed() > self.limits.total {
                return Err(self.timeout(Timeout::Global));
            }
        }
    }

    fn timeout(&self, of: Timeout) -> Problem {
        let (phase, limit) = match of {
            Timeout::Resolve => ("finding the server", self.limits.connect),
            Timeout::Connect => ("connecting", self.limits.connect),
            Timeout::PerRead => ("a pause in the answer", self.limits.answer),
            Timeout::RecvResponse => ("the head of the answer", self.limits.answer),
            Timeout::SendRequest | Timeout::PerWrite => ("sending the request", self.limits.answer),
            _ => ("the request", self.limits.total),
        };
        Problem::Timeout { phase, limit }
    }

    fn problem(&self, error: ureq::Error) -> Problem {
        match error {
            ureq::Error::Timeout(of) => self.timeout(of),
            ureq::Error::Io(error) => io_problem(&error),
            ureq::Error::Other(error) => match error.downcast_ref::<NoAddress>() {
                Some(NoAddress::Private { address, range }) => Problem::PrivateAddress {
                    address: *address,
                    range,
                },
                Some(NoAddress::Unknown { detail, passing }) => Problem::Name {
                    detail: detail.clone(),
                    passing: *passing,
                },
                None => Problem::Connection {
                    detail: printable(error),
                },
            },
            ureq::Error::HostNotFound => Problem::Name {
                detail: "it has no address".to_owned(),
                passing: false,
            },
            ureq::Error::Rustls(error) => tls_problem(&error),
            ureq::Error::Tls(detail) => Problem::Tls {
                detail: detail.to_owned(),
            },
            ureq::Error::ConnectionFailed => Problem::Connection {
                detail: "there is none".to_owned(),
            },
            ureq::Error::ConnectProxyFailed(detail) => Problem::Connection {
                detail: printable(format_args!("the proxy refuses ({detail})")),
            },
            ureq::Error::LargeResponseHeader(_, limit) => Problem::Malformed {
                detail: format!("its head is longer than {limit} bytes"),
            },
            other => Problem::Malformed {
                detail: printable(other),
            },
        }
    }
}

fn io_problem(error: &io::Error) -> Problem {
    if let Some(error) = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()) {
        return tls_problem(error);
    }
    let detail = match error.kind() {
        io::ErrorKind::ConnectionRefused => "the server refuses".to_owned(),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => "the server closed it without an answer".to_owned(),
        _ => printable(error),
    };
    Problem::Connection { detail }
}

fn tls_problem(error: &rustls::Error) -> Problem {
    use rustls::CertificateError as Bad;
    let detail = match error {
        rustls::Error::InvalidCertificate(Bad::UnknownIssuer | Bad::BadSignature) => {
            "nobody trusted vouches for the server's certificate".to_owned()
        }
        rustls::Error::InvalidCertificate(Bad::Expired | Bad::ExpiredContext { .. }) => {
            "the server's certificate has expired".to_owned()
        }
        rustls::Error::InvalidCertificate(Bad::NotValidForName | Bad::NotValidForNameContext { .. }) => {
            "the server's certificate is for another name".to_owned()
        }
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS".to_owned(),
        other => printable(other),
    };
    Problem::Tls { detail }
}

/// `Content-Length`, which must be one number, however often it stands there (RFC 9112, 6.3).
fn declared_length(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut length = None;
    for value in all(headers, header::CONTENT_LENGTH) {
        for number in value.split(',') {
            let number: Option<u64> = number.trim().parse().ok();
            match (number, length) {
                (Some(number), None) => length = Some(number),
                (Some(number), Some(first)) if number == first => {}
                _ => {
                    return Err(Problem::Malformed {
                        detail: "it says its length in two ways".to_owned(),
                    });
                }
            }
        }
    }
    Ok(length)
}

/// Whether the answer comes in chunks; other transfer codings were not asked for.
fn is_chunked(headers: &HeaderMap) -> Result<bool, Problem> {
    let mut chunked = false;
    for value in all(headers, header::TRANSFER_ENCODING) {
        for coding in value.split(',').map(|c| c.trim().to_ascii_lowercase()) {
            match coding.as_str() {
                "chunked" => chunked = true,
                "" | "identity" => {}
                other => {
                    return Err(Problem::Malformed {
                        detail: format!("its transfer coding {} was not asked for", printable(other)),
                    });
                }
            }
        }
    }
    Ok(chunked)
}

/// All values of a header. Bytes that are no text are replaced.
fn all(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = String> {
    let values = headers.get_all(name).into_iter();
    values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}
