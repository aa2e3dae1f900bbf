//! Answers of every kind: whole, empty, broken, slow, too large, compressed, of old servers and bad ones.

use crate::server::{Reply, Server, answer, failed, fetched, fetcher, get, options, page, raw, why};
use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord_fetch::{Options, Problem};
use onrecord_source::{Body, Entry, Found, Skip};
use std::io::Write;
use std::time::Duration;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_comes_with_what_is_said_of_it_and_the_program_says_who_it_is() {
    let server = Server::always(answer(
        "200 OK",
        "Content-Type: Text/HTML; charset=\"ISO-8859-1\"\r\nETag: \"v1\"\r\nLast-Modified: Mon, 02 Mar 2026 10:00:00 GMT\r\n",
        b"<p>caf\xe9",
    ));
    let with_contact = Options {
        contact: Some("https://desk.example/bot".to_owned()),
        ..options()
    };
    let url = server.url("/a?b=c#part");
    let found = fetched(fetcher(with_contact).fetch_one(&url));
    assert_eq!(found.bytes, b"<p>caf\xe9");
    assert_eq!(found.media_type.as_deref(), Some("text/html"));
    assert_eq!(found.charset.as_deref(), Some("iso-8859-1"));
    assert_eq!(found.etag.as_deref(), Some("\"v1\""));
    assert_eq!(
        found.last_modified.as_deref(),
        Some("Mon, 02 Mar 2026 10:00:00 GMT")
    );
    assert_eq!(found.address, server.url("/a?b=c"));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
    assert!(found.fetched.starts_with("20") && found.fetched.ends_with('Z'));
    for request in server.requests() {
        let header = |name: &str| request.headers.get(name).map(String::as_str);
        assert_eq!(
            header("user-agent"),
            Some(concat!(
                "Onrecord/",
                env!("CARGO_PKG_VERSION"),
                " (+https://desk.example/bot)"
            ))
        );
        assert_eq!(header("accept-encoding"), Some("gzip, deflate, br, zstd"));
        assert_eq!(header("cookie"), None);
        assert_eq!(header("authorization"), None);
    }
    assert_eq!(server.paths(), ["/a?b=c"]);

    let entry = Entry::from(found);
    assert_eq!(entry.origin.address, Some(server.url("/a?b=c").to_string()));
    assert_eq!(entry.origin.input, url.to_string());
    assert!(matches!(entry.body, Body::Bytes { ref bytes, .. } if bytes == b"<p>caf\xe9"));
    assert_eq!(entry.facts.len(), 1);
}

#[test]
fn empty_answers_are_no_content() {
    for reply in [raw("HTTP/1.1 204 No Content\r\n\r\n"), page("")] {
        let server = Server::always(reply);
        let outcome = get(&server.url("/"));
        assert_eq!(fetched(outcome.clone()).bytes, b"");
        assert!(matches!(
            Found::from(outcome),
            Found::Skipped {
                reason: Skip::NoContent,
                ..
            }
        ));
    }
}

#[test]
fn statuses_that_are_no_pages_are_failures_and_only_some_are_tried_again() {
    for (status, tries) in [
        ("400 Bad", 1),
        ("401 Who", 1),
        ("403 No", 1),
        ("404 None", 1),
        ("410 Gone", 1),
        ("206 Partial Content", 1),
        ("304 Not Modified", 1),
        ("300 Choose", 1),
        ("999 Odd", 1),
        ("500 Oh", 3),
        ("502 Oh", 3),
        ("503 Oh", 3),
        ("429 Slow", 3),
    ] {
        let server = Server::always(answer(status, "", "an error"));
        let error = failed(get(&server.url("/")));
        let number: u16 = status[..3].parse().unwrap();
        let expected = Problem::Status {
            status: number,
            retry_after: None,
        };
        assert_eq!(error.problem, expected);
        assert_eq!(
            (error.tries, server.paths().len()),
            (tries, tries as usize),
            "{status}"
        );
        assert!(!error.remedy().is_empty());
    }
}

#[test]
fn a_server_that_recovers_is_asked_until_it_does() {
    let server = Server::start(|request| {
        (request.path == "/").then(|| match request.before {
            0 => answer("429 Slow down", "Retry-After: 0\r\n", ""),
            1 => raw(""),
            _ => page("here"),
        })
    });
    assert_eq!(fetched(get(&server.url("/"))).bytes, b"here");
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn a_server_that_says_when_to_come_back_is_left_alone_until_then() {
    let server = Server::start(|request| {
        (request.path == "/").then(|| match request.before {
            0 => answer("429 Slow down", "Retry-After: 1\r\n", ""),
            _ => page("here"),
        })
    });
    assert_eq!(fetched(get(&server.url("/"))).bytes, b"here");
    let requests: Vec<_> = server.requests().into_iter().filter(|r| r.path == "/").collect();
    assert!(requests[1].began - requests[0].began >= Duration::from_millis(990));

    let server = Server::always(answer("503 Down", "Retry-After: 3600\r\n", ""));
    let limited = Options {
        max_retry_after: Duration::from_millis(1),
        ..options()
    };
    let error = failed(fetcher(limited).fetch_one(&server.url("/")));
    assert!(
        error.to_string().ends_with("to be asked again in 3600 seconds"),
        "{error}"
    );
    assert_eq!(error.remedy(), "try again in 3600 seconds");
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn half_an_answer_is_never_taken_for_a_whole_one() {
    let gz = gzip(b"<p>A page about the harbour of a town that has none.");
    let coded = "Content-Encoding: gzip\r\n";
    let mut half = format!("HTTP/1.1 200 OK\r\n{coded}Content-Length: 20\r\n\r\n").into_bytes();
    half.extend(&gz[..20]);
    for (reply, says) in [
        (
            raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
            "the answer broke off after 9 bytes of 100, after 3 tries",
        ),
        (
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            "the answer broke off after 5 bytes, after 3 tries",
        ),
        (
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhello"),
            "the answer broke off after 5 bytes, after 3 tries",
        ),
        (
            raw(half),
            "the answer broke off after 20 bytes of 20, after 3 tries",
        ),
        (
            raw("HTTP/1.1 200 OK\r\nContent-Len"),
            "no connection: the server closed it without an answer, after 3 tries",
        ),
        (
            raw(""),
            "no connection: the server closed it without an answer, after 3 tries",
        ),
    ] {
        let server = Server::always(reply);
        assert_eq!(why(get(&server.url("/"))), says);
        assert_eq!(server.paths().len(), 3);
    }
}

#[test]
fn what_breaks_the_rules_of_http_is_refused() {
    for reply in [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello world\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "<p>hello</p>\r\n\r\n",
    ] {
        let server = Server::always(raw(reply));
        let error = failed(get(&server.url("/")));
        assert!(
            matches!(error.problem, Problem::Malformed { .. }),
            "{reply:?}: {error:?}"
        );
    }
    let long = format!(
        "HTTP/1.1 200 OK\r\nX-Long: {}\r\nContent-Length: 0\r\n\r\n",
        "x".repeat(200_000)
    );
    let server = Server::always(raw(long));
    assert!(matches!(
        failed(get(&server.url("/"))).problem,
        Problem::Malformed { .. }
    ));
}

#[test]
fn old_servers_and_odd_headers_are_understood() {
    let server = Server::always(raw(
        "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold but good",
    ));
    let found = fetched(get(&server.url("/")));
    assert_eq!(found.bytes, b"old but good");
    assert_eq!(found.notes.len(), 1, "{:?}", found.notes);
    assert!(found.notes[0].contains("may have broken off"));

    let mut odd = b"HTTP/1.1 200 \xc3\x9cber\r\nContent-Type: text/html; charset=\xff\r\nX: \xe9\xff\r\nETag: \"\xe9\"\r\n".to_vec();
    odd.extend(b"Content-Length: 2\r\n\r\nok");
    let found = fetched(get(&Server::always(raw(odd)).url("/")));
    assert_eq!(
        (found.bytes.as_slice(), found.charset, found.etag),
        (&b"ok"[..], None, None)
    );

    let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n";
    let found = fetched(get(&Server::always(raw(chunks)).url("/")));
    assert_eq!((found.bytes.as_slice(), found.notes.len()), (&b"abcde"[..], 0));
}

#[test]
fn more_bytes_than_declared_do_not_reach_the_next_answer() {
    let server = Server::start(|request| match request.path.as_str() {
        "/1" => Some(Reply {
            keep: true,
            ..raw(
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            )
        }),
        "/2" => Some(page("two")),
        _ => None,
    });
    let fetcher = fetcher(options());
    assert_eq!(fetched(fetcher.fetch_one(&server.url("/1"))).bytes, b"one");
    assert_eq!(fetched(fetcher.fetch_one(&server.url("/2"))).bytes, b"two");
}

#[test]
fn a_connection_is_kept_and_one_that_was_closed_is_replaced() {
    let server = Server::start(|request| match request.path.as_str() {
        "/bye" => Some(Reply {
            keep: false,
            ..page("no Connection: close was said")
        }),
        "/robots.txt" => None,
        _ => Some(page("x")),
    });
    let fetcher = fetcher(options());
    for path in ["/1", "/2", "/bye", "/3"] {
        fetched(fetcher.fetch_one(&server.url(path)));
    }
    assert_eq!(server.paths(), ["/1", "/2", "/bye", "/3"]);
    assert_eq!(server.connections(), 2);
}

#[test]
fn every_coding_is_undone() {
    let text = "<p>The ferry to the island sails again, the port said.</p>".repeat(50);
    let mut br = Vec::new();
    brotli::CompressorWriter::new(&mut br, 4096, 5, 20)
        .write_all(text.as_bytes())
        .unwrap();
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(text.as_bytes()).unwrap();
    for (coding, bytes) in [
        ("gzip", gzip(text.as_bytes())),
        ("br", br),
        ("deflate", deflate.finish().unwrap()),
        ("zstd", zstd::stream::encode_all(text.as_bytes(), 3).unwrap()),
        ("identity", text.clone().into_bytes()),
    ] {
        let server = Server::always(answer(
            "200 OK",
            &format!("Content-Encoding: {coding}\r\n"),
            bytes,
        ));
        assert_eq!(fetched(get(&server.url("/"))).bytes, text.as_bytes(), "{coding}");
    }
}

#[test]
fn lies_and_bombs_are_refused() {
    let server = Server::always(answer("200 OK", "Content-Encoding: gzip\r\n", "<p>plain"));
    assert_eq!(
        why(get(&server.url("/"))),
        "the answer cannot be decompressed: it is damaged, or not gzip as it says"
    );
    let small = Options {
        max_bytes: 100_000,
        ..options()
    };
    let bomb = gzip(&vec![0; 20 << 20]);
    let size = bomb.len();
    let server = Server::always(answer("200 OK", "Content-Encoding: gzip\r\n", bomb));
    assert_eq!(
        why(fetcher(small).fetch_one(&server.url("/"))),
        format!("the answer has more than 100000 bytes once decompressed ({size} compressed)")
    );
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn large_answers_are_refused_not_cut() {
    let small = Options {
        max_bytes: 1000,
        ..options()
    };
    let fetcher = fetcher(small);
    let exact = Server::always(answer("200 OK", "", vec![b'x'; 1000]));
    assert_eq!(fetched(fetcher.fetch_one(&exact.url("/"))).bytes.len(), 1000);
    // refused before a byte is read: there are none
    let declared = Server::always(raw("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"));
    assert_eq!(
        why(fetcher.fetch_one(&declared.url("/"))),
        "the answer has 1001 bytes, more than the limit of 1000 bytes"
    );
    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.extend(vec![b'x'; 5000]);
    let endless = Server::always(raw(endless));
    let error = failed(fetcher.fetch_one(&endless.url("/")));
    assert!(
        error
            .to_string()
            .ends_with("the answer goes on, more than the limit of 1000 bytes")
    );
    assert_eq!(
        error.remedy(),
        "raise the limit to 4000 bytes if it is what you want"
    );
}

#[test]
fn slow_servers_are_given_up() {
    let once = Options {
        tries: 1,
        ..options()
    };
    let never = Reply {
        pieces: vec![(Duration::from_secs(5), Vec::new())],
        keep: false,
    };
    let impatient = Options {
        answer_timeout: Duration::from_millis(200),
        ..once.clone()
    };
    let server = Server::always(never);
    assert_eq!(
        why(fetcher(impatient.clone()).fetch_one(&server.url("/"))),
        "the head of the answer took longer than 0.2 seconds"
    );

    let mut pause = raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf ");
    pause.pieces.push((Duration::from_secs(5), b"whole".to_vec()));
    let server = Server::always(pause);
    assert_eq!(
        why(fetcher(impatient).fetch_one(&server.url("/"))),
        "a pause in the answer took longer than 0.2 seconds"
    );

    // a byte now and then, so that no pause is long
    let mut drip = raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
    drip.pieces
        .extend((0..500).map(|_| (Duration::from_millis(10), b"x".to_vec())));
    let server = Server::always(drip);
    let hurried = Options {
        slow_after: Duration::from_millis(100),
        slowest: 100_000,
        ..once.clone()
    };
    let error = failed(fetcher(hurried).fetch_one(&server.url("/")));
    assert!(
        matches!(error.problem, Problem::TooSlow { least: 100_000, .. }),
        "{error}"
    );
    let short = Options {
        total_timeout: Duration::from_millis(300),
        ..once
    };
    assert_eq!(
        why(fetcher(short).fetch_one(&server.url("/"))),
        "the request took longer than 0.3 seconds"
    );
}

#[test]
fn nobody_there() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = url::Url::parse(&format!("http://127.0.0.1:{port}/a")).unwrap();
    assert_eq!(
        why(get(&url)),
        format!("no connection: the server refuses, at http://127.0.0.1:{port}/robots.txt, after 3 tries")
    );
    let url = url::Url::parse("http://no-such-host.invalid/a").unwrap();
    let error = failed(get(&url));
    assert!(matches!(error.problem, Problem::Name { .. }), "{error}");
}
