//! Addresses that belong to no public machine: what a page may not lead a program to.

use crate::options::Options;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses may be connected to.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    open: bool,
    exceptions: Vec<IpAddr>,
}

impl Gate {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            open: options.allow_private,
            exceptions: options.allowed_addresses.clone(),
        }
    }

    /// The special range that keeps the address from being connected to.
    pub(crate) fn refuses(&self, address: IpAddr) -> Option<&'static str> {
        special_range(address).filter(|_| !self.open && !self.exceptions.contains(&address))
    }
}

/// The range of special addresses (IANA's registries, RFC 6890) that `address` belongs to; `None` for public ones.
///
/// IPv6 addresses that stand for IPv4 addresses are judged by those.
fn special_range(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    Some(match address.octets() {
        [0, ..] => "this network",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "a private network",
        [100, 64..=127, ..] => "a network shared behind one address",
        [127, ..] => "this machine",
        [169, 254, ..] => "a link-local network",
        [192, 0, 0, _] => "a range for protocols",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "a range for documentation",
        [192, 88, 99, _] => "a range of relays",
        [198, 18 | 19, ..] => "a range for benchmarks",
        [224..=239, ..] => "a multicast range",
        [240..=255, ..] => "a reserved range",
        _ => return None,
    })
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([p, q], [r, s]) = (high.to_be_bytes(), low.to_be_bytes());
        special_v4(Ipv4Addr::new(p, q, r, s))
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0] => match (g, h) {
            (0, 0) => Some("this network"),
            (0, 1) => Some("this machine"),
            _ => Some("a reserved range"),
        },
        // mapped (::ffff:a.b.c.d) and translated (64:ff9b::/96) IPv4 addresses
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(g, h),
        [0x64, 0xff9b, 1, ..] => Some("a private network"),
        // 6to4: the IPv4 address of the relay stands inside
        [0x2002, high, low, ..] => v4(high, low).or(Some("a range of relays")),
        [0x100, 0, 0, 0, ..] => Some("a range that discards"),
        [0x2001, 0..=0x1ff, ..] => Some("a range for protocols"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("a range for documentation"),
        [0x5f00, ..] => Some("a range for protocols"),
        [0xfc00..=0xfdff, ..] => Some("a private network"),
        [0xfe80..=0xfebf, ..] => Some("a link-local network"),
        [0xfec0..=0xfeff, ..] => Some("a private network"),
        [0xff00..=0xffff, ..] => Some("a multicast range"),
        // only 2000::/3 is given out
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved range"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_known() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::2",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.1.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
            "5f00::1",
            "fd00:ec2::254",
        ] {
            assert!(special_range(text.parse().unwrap()).is_some(), "{text}");
        }
    }

    #[test]
    fn public_addresses_are_not_special() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.1.1.1",
            "128.0.0.1",
            "169.253.1.1",
            "172.15.1.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.1.1",
            "198.17.1.1",
            "198.20.1.1",
            "203.0.114.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert_eq!(special_range(text.parse().unwrap()), None, "{text}");
        }
    }
}
