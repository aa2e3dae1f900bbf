//! Digests that records declare of their bytes.

use sha2::Digest;

/// Whether `declared` (`sha1:…`) is the digest of one of `candidates`; `None` when it is in no known form.
pub(crate) fn matches(declared: &str, candidates: &[&[u8]]) -> Option<bool> {
    let (algorithm, value) = declared.trim().split_once(':')?;
    let value = value.trim_end_matches('=');
    let of = |bytes: &[u8]| -> Option<Vec<u8>> {
        Some(match algorithm.to_ascii_lowercase().as_str() {
            "sha1" | "sha-1" => sha1::Sha1::digest(bytes).to_vec(),
            "sha256" | "sha-256" => sha2::Sha256::digest(bytes).to_vec(),
            "md5" => md5::Md5::digest(bytes).to_vec(),
            _ => return None,
        })
    };
    for bytes in candidates {
        let digest = of(bytes)?;
        let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
        if value.eq_ignore_ascii_case(&hex)
            || value.eq_ignore_ascii_case(&based(&digest, 5, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
            || value.replace('-', "+").replace('_', "/")
                == based(
                    &digest,
                    6,
                    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                )
        {
            return Some(true);
        }
    }
    Some(false)
}

/// Base32 or base64, without padding.
fn based(bytes: &[u8], width: u32, alphabet: &[u8]) -> String {
    let (mut bits, mut held, mut out) = (0u32, 0, String::new());
    let mut push = |value: u32| out.push(char::from(alphabet[(value & ((1 << width) - 1)) as usize]));
    for &byte in bytes {
        bits = (bits << 8 | u32::from(byte)) & 0xffff;
        held += 8;
        while held >= width {
            held -= width;
            push(bits >> held);
        }
    }
    if held > 0 {
        push(bits << (width - held));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn digests_in_every_alphabet() {
        for right in [
            "sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk",
            "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
            "SHA1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "md5:d41d8cd98f00b204e9800998ecf8427e",
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ] {
            assert_eq!(matches(right, &[b""]), Some(true), "{right}");
            assert_eq!(matches(right, &[b"x"]), Some(false), "{right}");
        }
        assert_eq!(matches("xxx:1", &[b""]), None);
        assert_eq!(matches("none", &[b""]), None);
    }
}
