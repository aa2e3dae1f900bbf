//! https: servers that somebody trusted vouches for, and others.

use crate::server::{Server, failed, fetched, fetcher, options, page, redirect, why};
use onrecord_fetch::{Options, Problem, Roots};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use url::Url;

/// Starts a server that answers everything but robots.txt with `answer`, and yields its port and its certificate.
fn start(name: &str, answer: String) -> (u16, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (Ok(mut stream), Ok(mut connection)) = (stream, ServerConnection::new(config.clone())) else {
                return;
            };
            let mut tls = Stream::new(&mut connection, &mut stream);
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") {
                match tls.read(&mut byte) {
                    Ok(1) => head.push(byte[0]),
                    _ => break,
                }
            }
            let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let answer = match head.starts_with(b"GET /robots.txt ") {
                true => missing,
                false => &answer,
            };
            let _ = tls.write_all(answer.as_bytes());
            connection.send_close_notify();
            let _ = connection.complete_io(&mut stream);
        }
    });
    (port, certificate.to_vec())
}

fn trusting(certificate: Vec<u8>) -> Options {
    Options {
        roots: Roots::Only(vec![certificate]),
        ..options()
    }
}

fn url(port: u16) -> Url {
    Url::parse(&format!("https://localhost:{port}/")).unwrap()
}

const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nsafe";

#[test]
fn a_server_is_believed_only_if_somebody_trusted_vouches_for_it() {
    let (port, certificate) = start("localhost", PAGE.to_owned());
    assert_eq!(
        fetched(fetcher(trusting(certificate)).fetch_one(&url(port))).bytes,
        b"safe"
    );

    let (_, another) = start("localhost", PAGE.to_owned());
    let error = failed(fetcher(trusting(another)).fetch_one(&url(port)));
    assert!(
        error
            .to_string()
            .contains("no safe connection: nobody trusted vouches for the server's certificate"),
        "{error}"
    );
    assert_eq!(error.tries, 1);

    let error = failed(fetcher(options()).fetch_one(&url(port)));
    assert_eq!((error.problem, error.tries), (Problem::NoRoots, 0));

    let (port, certificate) = start("other.example", PAGE.to_owned());
    let error = failed(fetcher(trusting(certificate)).fetch_one(&url(port)));
    assert!(error.to_string().contains("is for another name"), "{error}");
}

#[test]
fn a_server_without_tls_is_not_taken_for_one_with() {
    let (_, certificate) = start("localhost", PAGE.to_owned());
    let server = Server::always(page("x"));
    let once = Options {
        tries: 1,
        ..trusting(certificate)
    };
    let plain = Server::always(page("x"));
    drop(plain);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read(&mut [0; 1024]);
    });
    let says = why(fetcher(once).fetch_one(&url(port)));
    assert!(
        says.starts_with("no safe connection: the server does not speak TLS"),
        "{says}"
    );
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_redirect_from_https_to_http_is_noted() {
    let server = Server::always(page("plain"));
    let to = server.url("/plain");
    let (port, certificate) = start(
        "localhost",
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    );
    let found = fetched(fetcher(trusting(certificate)).fetch_one(&url(port)));
    assert_eq!(found.address, to);
    assert_eq!(found.notes, [format!("a redirect led from https to http: {to}")]);
    // only this direction is worth a note
    let up = Server::always(redirect(to.as_str()));
    assert!(
        fetched(fetcher(options()).fetch_one(&up.url("/")))
            .notes
            .is_empty()
    );
}
