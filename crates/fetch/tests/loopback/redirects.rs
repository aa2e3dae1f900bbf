//! Redirects: chains, circles, to other hosts, to where nothing may be fetched.

use crate::server::{Server, answer, failed, fetched, fetcher, get, nothing, options, page, redirect, why};
use onrecord_fetch::{Options, Problem};
use std::net::IpAddr;

/// Options that let `127.0.0.1` be fetched from and nothing else on this machine.
fn only_this_address() -> Options {
    Options {
        allow_private: false,
        allowed_addresses: vec![IpAddr::from([127, 0, 0, 1])],
        ..options()
    }
}

#[test]
fn a_chain_of_every_kind_leads_to_the_last_address() {
    let server = Server::start(|request| {
        let (status, to) = match request.path.as_str() {
            "/a" => ("301 Moved", "/b?x=1"),
            "/b?x=1" => ("302 Found", "c#there"),
            "/c" => ("303 See", "//127.0.0.1/d"),
            "/e" => ("307 Temporary", "/f%20g/"),
            "/f%20g/" => ("308 Permanent", "../end/./x"),
            "/end/x" => return Some(page("here")),
            _ => return None,
        };
        let to = match to.strip_prefix("//127.0.0.1") {
            Some(_) => format!("http://{}/e", request.headers["host"]),
            None => to.to_owned(),
        };
        Some(answer(status, &format!("Location: {to}\r\n"), "moved"))
    });
    let asked = server.url("/a");
    let found = fetched(get(&asked));
    assert_eq!(found.bytes, b"here");
    assert_eq!((found.asked, found.address), (asked, server.url("/end/x")));
    assert_eq!(server.paths(), ["/a", "/b?x=1", "/c", "/e", "/f%20g/", "/end/x"]);
    assert_eq!(server.count("/robots.txt"), 1);
}

#[test]
fn circles_are_noticed() {
    let server = Server::start(|request| match request.path.as_str() {
        "/a" => Some(redirect("/b")),
        "/b" => Some(redirect("/c")),
        "/c" => Some(redirect("/b")),
        "/self" => Some(redirect("/self#x")),
        _ => None,
    });
    assert_eq!(
        why(get(&server.url("/a"))),
        format!(
            "redirects lead in a circle, back to {}, at {}",
            server.url("/b"),
            server.url("/c")
        )
    );
    assert_eq!(
        why(get(&server.url("/self"))),
        format!("redirects lead in a circle, back to {}", server.url("/self"))
    );
    assert_eq!(server.paths(), ["/a", "/b", "/c", "/self"]);
}

#[test]
fn a_chain_may_be_ten_long() {
    let server = Server::start(|request| {
        let number: u32 = request.path[1..].parse().ok()?;
        Some(match number {
            0 => page("end"),
            _ => redirect(&format!("/{}", number - 1)),
        })
    });
    assert_eq!(fetched(get(&server.url("/10"))).bytes, b"end");
    let error = failed(get(&server.url("/11")));
    assert_eq!(error.problem, Problem::TooManyRedirects { limit: 10 });
    assert_eq!(server.paths().len(), 22);
}

#[test]
fn what_leads_nowhere_says_so() {
    for (header, says) in [
        ("", "no address is given"),
        ("Location: \r\n", "no address is given"),
        (
            "Location: ftp://a.example/x\r\n",
            "addresses of the kind ftp: are not fetched",
        ),
        (
            "Location: file:///etc/hosts\r\n",
            "addresses of the kind file: are not fetched",
        ),
        (
            "Location: data:text/html,x\r\n",
            "addresses of the kind data: are not fetched",
        ),
        ("Location: http://\r\n", "not an address (empty host)"),
        (
            "Location: http://u:p@a.example/\r\n",
            "the address holds a user name or password, which would be kept with the article",
        ),
    ] {
        let server = Server::always(answer("302 Found", header, ""));
        assert_eq!(
            why(get(&server.url("/"))),
            format!("a redirect (status 302) leads nowhere: {says}")
        );
    }
}

#[test]
fn no_redirect_leads_to_a_private_address() {
    // Nothing may connect to these, so a server that would answer stands at the port.
    let inside = Server::always(page("secret"));
    let port = inside.port();
    for (to, at, range) in [
        (format!("http://127.0.0.2:{port}/"), "127.0.0.2", "this machine"),
        (
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            "::ffff:127.0.0.1",
            "this machine",
        ),
        (format!("http://[::1]:{port}/"), "::1", "this machine"),
        (format!("http://0:{port}/"), "0.0.0.0", "this network"),
        (
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "169.254.169.254",
            "a link-local network",
        ),
        ("http://10.0.0.1/".to_owned(), "10.0.0.1", "a private network"),
        (
            "http://2852039166/".to_owned(),
            "169.254.169.254",
            "a link-local network",
        ),
    ] {
        let server = {
            let to = to.clone();
            Server::start(move |request| (request.path == "/").then(|| redirect(&to)))
        };
        let error = failed(fetcher(only_this_address()).fetch_one(&server.url("/")));
        match &error.problem {
            Problem::PrivateAddress {
                address,
                range: found,
            } => {
                assert_eq!((address.to_string().as_str(), *found), (at, range), "{to}");
            }
            other => panic!("{to}: {other:?}"),
        }
        assert_eq!(
            error.at.as_deref().map(url::Url::as_str),
            Some(to.as_str())
                .map(|t| match t {
                    "http://2852039166/" => "http://169.254.169.254/".to_owned(),
                    t => url::Url::parse(t).unwrap().to_string(),
                })
                .as_deref()
        );
    }
    assert_eq!(inside.connections(), 0);
}

#[test]
fn no_robots_txt_leads_to_a_private_address() {
    let inside = Server::always(page("secret"));
    let to = format!("http://127.0.0.2:{}/robots.txt", inside.port());
    let server = Server::start(move |request| {
        Some(match request.path.as_str() {
            "/robots.txt" => redirect(&to),
            _ => page("x"),
        })
    });
    let error = failed(fetcher(only_this_address()).fetch_one(&server.url("/")));
    assert!(matches!(error.problem, Problem::PrivateAddress { .. }), "{error}");
    assert_eq!((server.paths().len(), inside.connections()), (0, 0));
}

#[test]
fn names_and_numbers_of_this_machine_are_refused_before_connecting() {
    let server = Server::always(page("secret"));
    let port = server.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "[::ffff:7f00:1]",
        "0.0.0.0",
    ] {
        let url = url::Url::parse(&format!("http://{host}:{port}/")).unwrap();
        let closed = Options {
            allow_private: false,
            ..options()
        };
        let error = failed(fetcher(closed).fetch_one(&url));
        assert!(
            matches!(error.problem, Problem::PrivateAddress { .. }),
            "{host}: {error}"
        );
        assert_eq!(
            error.remedy(),
            "if it is a machine of yours, allow private addresses (--allow-private)"
        );
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn every_site_on_the_way_is_asked_for_its_rules() {
    let second = Server::start(|request| {
        Some(match request.path.as_str() {
            "/robots.txt" => page("User-agent: *\nDisallow: /hidden"),
            "/open" => page("open"),
            _ => nothing(),
        })
    });
    let (open, hidden) = (
        second.url_at("localhost", "/open"),
        second.url_at("localhost", "/hidden/1"),
    );
    let (to_open, to_hidden) = (open.to_string(), hidden.to_string());
    let first = Server::start(move |request| match request.path.as_str() {
        "/1" => Some(redirect(&to_open)),
        "/2" => Some(redirect(&to_hidden)),
        _ => None,
    });
    let fetcher = fetcher(options());
    let found = fetched(fetcher.fetch_one(&first.url("/1")));
    assert_eq!((found.bytes.as_slice(), found.address), (&b"open"[..], open));
    let error = failed(fetcher.fetch_one(&first.url("/2")));
    assert_eq!(
        (error.problem, error.at),
        (Problem::Forbidden, Some(Box::new(hidden)))
    );
    assert_eq!(second.paths(), ["/open"]);
    assert_eq!((first.count("/robots.txt"), second.count("/robots.txt")), (1, 1));
}
