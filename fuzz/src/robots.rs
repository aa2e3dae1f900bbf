//! Any bytes as a site's rules, and as a list of addresses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_fetch::{Robots, address, parse_list};

fuzz_target!(|bytes: &[u8]| {
    let robots = Robots::parse(bytes);
    // The first line serves as a path as well.
    let line = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let path = format!("/{}", String::from_utf8_lossy(line));
    assert!(robots.allows("/robots.txt"));
    let allows = robots.allows(&path);
    // The standard knows no difference between line ends.
    let other: Vec<u8> = bytes
        .iter()
        .map(|&b| if b == b'\n' { b'\r' } else { b })
        .collect();
    assert_eq!(Robots::parse(&other).allows(&path), allows);

    let text = String::from_utf8_lossy(bytes);
    let list = parse_list(&text);
    for listed in &list.addresses {
        assert_eq!(address(listed.url.as_str()).as_ref(), Ok(&listed.url));
    }
    for duplicate in &list.duplicates {
        assert!(duplicate.first < duplicate.line);
    }
});
