//! Any bytes become text with an account of it, or are refused with a remedy.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_source::decode;

fuzz_target!(|bytes: &[u8]| {
    match decode(bytes.to_vec()) {
        Err(problem) => assert!(!problem.remedy().is_empty()),
        Ok(decoded) => {
            assert!(!decoded.text.contains('\0'));
            assert_eq!(decoded.replaced.first.is_some(), decoded.replaced.count > 0);
            if let Some(place) = decoded.replaced.first {
                assert_eq!(decoded.text.chars().nth(place.code_point as usize), Some('\u{FFFD}'));
            }
            if decoded.encoding == "UTF-8" && decoded.replaced.count == 0 {
                let own = if decoded.byte_order_mark { &bytes[3..] } else { bytes };
                assert_eq!(decoded.text.as_bytes(), own);
            }
            // What was read once is read the same again.
            if !decoded.text.starts_with('\u{FEFF}')
                && let Ok(again) = decode(decoded.text.clone().into_bytes())
            {
                assert_eq!(again.text, decoded.text);
            }
        }
    }
});
