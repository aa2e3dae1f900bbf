//! Dates as tables hold them: in text, in numbers, in objects of databases.

use onrecord_stamp::{Extent, Stamp};
use serde_json::Value;

/// The date or time that `value` tells; `None` when it is in no known form, or may be read in two ways.
pub(crate) fn read(value: &Value) -> Option<Stamp> {
    match value {
        Value::String(s) => from_text(s.trim()),
        Value::Number(n) => onrecord_stamp::number(n.as_i64().or_else(|| n.as_f64().map(|f| f as i64))?),
        Value::Array(items) if items.len() == 1 => read(items.first()?),
        // MongoDB's export.
        Value::Object(fields) => read(fields.get("$date")?),
        _ => None,
    }
}

/// A number in text is what it is as a number, unless it is too short to be a time, or has the digits of a day and a time.
fn from_text(s: &str) -> Option<Stamp> {
    if s.bytes().all(|b| b.is_ascii_digit()) {
        return match s.len() {
            8 | 14 => onrecord_stamp::read(s),
            9.. => onrecord_stamp::number(s.parse().ok()?),
            _ => None,
        };
    }
    let is_number = s.parse::<f64>().is_ok();
    // a year by itself may be any number
    onrecord_stamp::read(s).filter(|stamp| !is_number && !matches!(stamp.extent(), Extent::Year(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn iso(value: &Value) -> Option<String> {
        read(value).map(|stamp| stamp.to_string())
    }

    #[test]
    fn forms_that_tables_write() {
        for (given, meant) in [
            ("2024-03-05", "2024-03-05"),
            ("2024-03", "2024-03"),
            ("2024-03-05T10:22:33Z", "2024-03-05T10:22:33Z"),
            ("2024-03-05T10:22:33.250+01:00", "2024-03-05T10:22:33.25+01:00"),
            ("2024-03-05 10:22:33", "2024-03-05T10:22:33"),
            ("2024-03-05 10:22:33+00:00", "2024-03-05T10:22:33Z"),
            ("2024-03-05 10:22:33 UTC", "2024-03-05T10:22:33Z"),
            ("2024-03-05 10:22 -0530", "2024-03-05T10:22:00-05:30"),
            ("20240305", "2024-03-05"),
            ("20240305102233", "2024-03-05T10:22:33"),
            ("2024/3/5", "2024-03-05"),
            ("Tue, 05 Mar 2024 10:22:33 +0100", "2024-03-05T10:22:33+01:00"),
            ("Tue, 05 Mar 2024 10:22:33 GMT", "2024-03-05T10:22:33Z"),
            ("Tue, 05 Mar 2024 10:22:33 EDT", "2024-03-05T10:22:33-04:00"),
            ("March 5, 2024", "2024-03-05"),
            ("Tuesday, March 5th, 2024", "2024-03-05"),
            ("5 Sept. 2024", "2024-09-05"),
            ("Mar 5, 2024, 9:05 p.m.", "2024-03-05T21:05:00"),
            ("05.03.2024", "2024-03-05"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 08:00", "2024-12-25T08:00:00"),
            ("1709634153", "2024-03-05T10:22:33Z"),
        ] {
            assert_eq!(iso(&json!(given)).as_deref(), Some(meant), "{given}");
        }
        assert_eq!(
            iso(&json!(1_709_634_153_250_i64)).as_deref(),
            Some("2024-03-05T10:22:33.25Z")
        );
        assert_eq!(
            iso(&json!({"$date": "2024-03-05"})).as_deref(),
            Some("2024-03-05")
        );
    }

    #[test]
    fn what_is_unclear_or_no_date_is_left() {
        for given in [
            "04/03/2024",
            "yesterday",
            "45356",
            "2024-13-05",
            "30 February 2024",
            "5 March",
            "2024",
            "12:30",
        ] {
            assert_eq!(iso(&json!(given)), None, "{given}");
        }
        assert_eq!(iso(&json!(45356)), None);
    }

    #[test]
    fn numbers_in_text_and_zones() {
        for given in ["2024.5", "2024 (about)", "1e9", "-5", "99999999999999999999"] {
            assert_eq!(iso(&json!(given)), None, "{given}");
        }
        assert_eq!(
            iso(&json!(["5 Mar 2024 10:22 CET"])).as_deref(),
            Some("2024-03-05T10:22:00+01:00")
        );
        let unknown = read(&json!("5 Mar 2024 10:22 XYZ")).unwrap();
        assert!(unknown.zone_left_off());
        assert_eq!(unknown.to_string(), "2024-03-05T10:22:00");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_read_stays(s in "[0-9a-zA-Z:/.,+ äT-]{0,30}") {
            if let Some(read) = iso(&json!(s)) {
                prop_assert_eq!(iso(&json!(&read)), Some(read));
            }
        }
    }
}
