//! Files made to exhaust whoever reads them.

#![allow(clippy::unwrap_used)]

use flate2::Compression;
use flate2::write::ZlibEncoder;
use onrecord_pdf::{Unreadable, read};
use std::io::Write as _;
use std::time::{Duration, Instant};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// One page whose content is this stream; more objects behind it.
fn file(dictionary: &str, content: &[u8], more: &[&str]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |content: &[u8]| {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", offsets.len()).bytes());
        bytes.extend(content);
        bytes.extend(b"\nendobj\n");
    };
    object(b"<< /Type /Catalog /Pages 2 0 R >>");
    object(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
    object(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >>
        /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
    );
    let mut stream = format!("<< {dictionary} >>\nstream\n").into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    object(&stream);
    for content in more {
        object(content.as_bytes());
    }
    let start = bytes.len();
    let count = offsets.len() + 1;
    let mut end = format!("xref\n0 {count}\n0000000000 65535 f \n");
    for offset in &offsets {
        end += &format!("{offset:010} 00000 n \n");
    }
    end += &format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend(end.bytes());
    bytes
}

fn with(filter: &str, content: &[u8], more: &[&str]) -> Vec<u8> {
    file(&format!("{filter} /Length {}", content.len()), content, more)
}

const TEXT: &[u8] = b"BT /F1 10 Tf 50 700 Td (Ferry is back.) Tj ET";

/// The most memory that this process has held, in MiB.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let size: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(size / 1024)
}

#[test]
fn what_unpacks_to_too_much_is_refused_at_once() {
    let began = Instant::now();
    // 80 MiB of nothing, packed four times over: a few hundred bytes
    let once = packed(&vec![b' '; 80 << 20]);
    let twice = packed(&once);
    let thrice = packed(&twice);
    let too_large = |bytes: Vec<u8>| {
        let said = read(bytes);
        assert_eq!(said, Err(Unreadable::TooLarge("64 MiB in one stream")));
    };
    too_large(with("/Filter /FlateDecode", &once, &[]));
    too_large(with("/Filter /Fl#61teDecode", &once, &[]));
    too_large(with("/Filter % /Filter /DCTDecode\n /FlateDecode", &once, &[]));
    too_large(with("/Filter [/FlateDecode /FlateDecode]", &twice, &[]));
    too_large(with("/Filter [/FlateDecode /Fl /FlateDecode]", &thrice, &[]));
    too_large(with("/F [/Fl /Fl /Fl]", &thrice, &[]));
    // its length is written elsewhere, and a false end stands ahead of the true one
    too_large(file(
        "/Filter /FlateDecode /Length 6 0 R",
        &once,
        &["null", &once.len().to_string()],
    ));
    // no header, so that it is not known by one
    too_large(with("/Filter /FlateDecode", &once[2..once.len() - 4], &[]));
    let hex: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
    too_large(with("/Filter [/AHx /FlateDecode]", hex.as_bytes(), &[]));
    let runs = [129, b' '].repeat(600 << 10);
    too_large(with("/Filter /RunLengthDecode", &runs, &[]));
    let runs = packed(&runs);
    too_large(with("/Filter [/FlateDecode /RL]", &runs, &[]));
    // a picture may be larger, but not so large, and many streams not so large together
    let nothing = packed(&vec![0; 257 << 20]);
    let said = read(with("/Subtype /Image /Filter /FlateDecode", &nothing, &[]));
    assert_eq!(said, Err(Unreadable::TooLarge("256 MiB in one picture")));
    let nothing = packed(&vec![0; 17 << 20]);
    for keys in [
        "/N 1 /First 4",
        "/W [1 1 1] /Size 9",
        "/#57 [1 1 1] /Subtype /Image",
    ] {
        let said = read(with(&format!("{keys} /Filter /FlateDecode"), &nothing, &[]));
        assert_eq!(said, Err(Unreadable::TooLarge("16 MiB of objects in one stream")));
    }
    let nothing = packed(&vec![b' '; 60 << 20]);
    let mut many = Vec::new();
    for _ in 0..9 {
        many.extend(with("/Filter /FlateDecode", &nothing, &[]));
    }
    assert_eq!(read(many), Err(Unreadable::TooLarge("512 MiB in its streams")));
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    if let Some(memory) = most_memory() {
        assert!(memory < 700, "{memory} MiB");
    }
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let refused = |bytes: Vec<u8>| assert_eq!(read(bytes), Err(Unreadable::Unmeasured));
    let content = packed(TEXT);
    refused(with("/Filter 6 0 R", &content, &["null", "/FlateDecode"]));
    refused(with("/Filter [6 0 R]", &content, &["null", "/FlateDecode"]));
    refused(with("/Fil#74er 6 0 R", &content, &["null", "/FlateDecode"]));
    refused(with("/Filter [/Fl /Fl /Fl /Fl /Fl]", &content, &[]));
    refused(with("/F /Fl /Filter /DCTDecode", &content, &[]));
    refused(with("/Filter [/Fl 1 /DCTDecode]", &content, &[]));
    let params = "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Col#75mns";
    refused(with(&format!("{params} 99999999999999 >>"), &content, &[]));
    refused(with(&format!("{params} 6 0 R >>"), &content, &["null", "5"]));
    // damaged, and much behind the damage
    let mut damaged = content.clone();
    damaged.truncate(10);
    damaged.extend([0xff; 200_000]);
    refused(with("/Filter /FlateDecode", &damaged, &[]));
    // a stream inside an object stream
    let objects = b"9 0 << /Filter [/Fl /Fl] /Length 3 >> stream\nabc\nendstream";
    refused(with("/Type /ObjStm /N 1 /First 4", objects, &[]).to_vec());
    refused(with(
        "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        &packed(objects),
        &[],
    ));
    assert_eq!(
        read(with("", TEXT, &["<< /Encr#79pt 4 0 R >>"])),
        Err(Unreadable::Encrypted)
    );
}

#[test]
fn what_is_packed_in_odd_ways_but_measured_is_read() {
    let once = packed(TEXT);
    let hex: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
    let files = [
        with("", TEXT, &[]),
        with("/Filter /Fl#61teDecode", &once, &[]),
        with("/Filter [/FlateDecode /FlateDecode]", &packed(&once), &[]),
        with("/Filter [/ASCIIHexDecode /FlateDecode]", hex.as_bytes(), &[]),
        file(
            "/Filter /FlateDecode /Length 6 0 R",
            &once,
            &["null", &once.len().to_string()],
        ),
        // cut short
        with("/Filter /FlateDecode", &once[..once.len() - 4], &[]),
    ];
    for file in files {
        assert_eq!(
            read(file).map(|document| document.text),
            Ok("Ferry is back.".to_owned())
        );
    }
}

#[test]
fn what_is_drawn_at_once_is_bounded_before_it_is_drawn() {
    let packed_file = |content: &[u8], more: &[&str]| with("/Filter /FlateDecode", &packed(content), more);
    // letters in one string, one on the other
    let letters = |count| format!("BT /F1 10 Tf -5.56 Tc 50 700 Td ({}) Tj ET\n", "a".repeat(count));
    let long = letters(4_000_000);
    let said = Err(Unreadable::TooLarge("200000 letters in one string"));
    assert_eq!(read(packed_file(long.as_bytes(), &[])), said);
    // forms, and forms in forms
    let form = |name: &str, content: &str| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << {name} >> >> /Length {} >>
stream\n{content}\nendstream",
            content.len()
        )
    };
    let inner = form("/X 5 0 R", &long);
    assert_eq!(read(with("", b"/X Do", &[&inner])), said);
    let outer = form("/Y 6 0 R /X 5 0 R", "/Y Do");
    assert_eq!(read(with("", b"/X Do", &[&outer, &inner])), said);
    let said = Err(Unreadable::TooLarge("16 MiB of drawing on a page"));
    let nothing = vec![b' '; 17 << 20];
    assert_eq!(read(packed_file(&nothing, &[])), said);
    let blank = " ".repeat(17 << 20);
    assert_eq!(read(with("", b"/X Do", &[&form("", &blank)])), said);
    // one stream, joined to itself to 400 GiB
    let mut joined = packed_file(&nothing[..1 << 20], &[]);
    let contents = format!("/Contents [{}]", "4 0 R ".repeat(400_000));
    let at = joined
        .windows(15)
        .position(|here| here == b"/Contents 4 0 R")
        .unwrap();
    joined.splice(at..at + 15, contents.bytes());
    assert_eq!(read(joined), said);
    // what is drawn beyond the page is no letter, and counts all the same
    let beyond = letters(150_000).replace("50 700", "5000 7000");
    let said = Err(Unreadable::TooLarge("10000000 steps of drawing"));
    assert_eq!(
        read(with("", b"/X Do ".repeat(100).as_slice(), &[&form("", &beyond)])),
        said
    );
    // as much as may stand on a page
    let content = format!("{}{}", letters(110_000), letters(80_000));
    assert!(read(packed_file(content.as_bytes(), &[])).is_ok());
    let content = format!("{}{}", letters(110_000), letters(100_000));
    let said = Err(Unreadable::TooLarge("200000 letters on a page"));
    assert_eq!(read(packed_file(content.as_bytes(), &[])), said);
}

#[test]
fn loops_and_depths_end() {
    let began = Instant::now();
    let form = |content: &str| {
        let dictionary = "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X 5 0 R /Y 5 0 R >> >>";
        format!(
            "<< {dictionary} /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    // a form that shows itself, twice
    let _ = read(with("", b"/X Do", &[&form("/X Do /Y Do")]));
    // deep structures, states and arrays
    let deep = "[".repeat(200_000);
    let _ = read(with("", format!("{deep} TJ").as_bytes(), &[&deep]));
    let _ = read(with(
        "",
        "<<".repeat(200_000).as_bytes(),
        &[&"<< /A ".repeat(100_000)],
    ));
    let _ = read(with("", "q ".repeat(2_000_000).as_bytes(), &[]));
    let _ = read(with("", "BI /W 1 /H 1 ID x EI ".repeat(50_000).as_bytes(), &[]));
    // more letters than any page has
    let line =
        "BT /F1 10 Tf 50 700 Td (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n";
    let said = read(with(
        "/Filter /FlateDecode",
        &packed(line.repeat(10_000).as_bytes()),
        &[],
    ));
    assert_eq!(said, Err(Unreadable::TooLarge("200000 letters on a page")));
    assert!(
        began.elapsed() < Duration::from_secs(120),
        "{:?}",
        began.elapsed()
    );
}
