//! A server of HTTP on this machine that says exactly what it is told to, byte by byte.

use onrecord_fetch::{FetchError, Fetched, Fetcher, Options, Outcome, Roots, Validators};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use url::Url;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// Names in small letters.
    pub(crate) headers: BTreeMap<String, String>,
    /// How often the path was asked for before.
    pub(crate) before: usize,
    pub(crate) began: Instant,
    /// When the reply had been sent.
    pub(crate) ended: Option<Instant>,
}

/// What is sent back, piece by piece, each after a time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    pub(crate) pieces: Vec<(Duration, Vec<u8>)>,
    /// Whether the connection stays open for the next request.
    pub(crate) keep: bool,
}

/// Exactly these bytes, and then the end.
pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Reply {
    Reply {
        pieces: vec![(Duration::ZERO, bytes.as_ref().to_vec())],
        keep: false,
    }
}

/// A whole answer with a length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    Reply {
        keep: true,
        ..raw(bytes)
    }
}

pub(crate) fn page(body: &str) -> Reply {
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body)
}

pub(crate) fn redirect(to: &str) -> Reply {
    answer("302 Found", &format!("Location: {to}\r\n"), "moved")
}

pub(crate) fn nothing() -> Reply {
    answer("404 Not Found", "", "")
}

pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    connections: Arc<Mutex<usize>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// A server whose robots.txt is missing unless the reply says otherwise.
    pub(crate) fn start(reply: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            connections: Arc::default(),
            stop: Arc::default(),
        };
        let (seen, connections, stop) = (
            server.seen.clone(),
            server.connections.clone(),
            server.stop.clone(),
        );
        let reply = Arc::new(reply);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { return };
                *connections.lock().unwrap() += 1;
                let (seen, reply) = (seen.clone(), reply.clone());
                std::thread::spawn(move || serve(stream, &seen, reply.as_ref()));
            }
        });
        server
    }

    /// A server with one reply to everything but robots.txt.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::start(move |request| (request.path != "/robots.txt").then(|| reply.clone()))
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        self.url_at("127.0.0.1", path)
    }

    pub(crate) fn url_at(&self, host: &str, path: &str) -> Url {
        Url::parse(&format!("http://{host}:{}{path}", self.port())).unwrap()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    /// All requests.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// The paths that were asked for, without robots.txt.
    pub(crate) fn paths(&self) -> Vec<String> {
        let paths = self.requests().into_iter().map(|r| r.path);
        paths.filter(|p| p != "/robots.txt").collect()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|r| r.path == path).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(
    mut stream: TcpStream,
    seen: &Mutex<Vec<Request>>,
    reply: &(dyn Fn(&Request) -> Option<Reply> + Send + Sync),
) {
    stream.set_nodelay(true).unwrap();
    loop {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return,
            }
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
        let headers = lines.filter_map(|l| l.split_once(':'));
        let (index, request) = {
            let mut seen = seen.lock().unwrap();
            let request = Request {
                before: seen.iter().filter(|r| r.path == path).count(),
                path,
                headers: headers
                    .map(|(k, v)| (k.to_ascii_lowercase(), v.trim().to_owned()))
                    .collect(),
                began: Instant::now(),
                ended: None,
            };
            seen.push(request.clone());
            (seen.len() - 1, request)
        };
        let reply = reply(&request).unwrap_or_else(nothing);
        for (wait, bytes) in &reply.pieces {
            std::thread::sleep(*wait);
            if stream.write_all(bytes).is_err() {
                return;
            }
        }
        seen.lock().unwrap()[index].ended = Some(Instant::now());
        if !reply.keep {
            return;
        }
    }
}

/// Options that let this machine be fetched from, without pauses that a test would have to wait for.
pub(crate) fn options() -> Options {
    Options {
        allow_private: true,
        delay: Duration::ZERO,
        backoff: Duration::from_millis(1),
        roots: Roots::Only(Vec::new()),
        ..Options::default()
    }
}

pub(crate) fn fetcher(options: Options) -> Fetcher {
    Fetcher::new(options, Validators::default()).unwrap()
}

pub(crate) fn fetched(outcome: Outcome) -> Fetched {
    match outcome {
        Outcome::Fetched(fetched) => *fetched,
        other => panic!("not fetched: {other:?}"),
    }
}

pub(crate) fn failed(outcome: Outcome) -> FetchError {
    match outcome {
        Outcome::Failed(error) => error,
        other => panic!("did not fail: {other:?}"),
    }
}

/// Fetches an address with the options of tests.
pub(crate) fn get(url: &Url) -> Outcome {
    fetcher(options()).fetch_one(url)
}

/// What the failure says, without the address that was asked for.
pub(crate) fn why(outcome: Outcome) -> String {
    let error = failed(outcome);
    error.to_string().replacen(&format!("{}: ", error.asked), "", 1)
}
