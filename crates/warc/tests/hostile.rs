//! Archives made to keep whoever reads them busy.

use onrecord_source::{Found, Limit};
use onrecord_warc::read;

/// Were 64 KB looked at for each of them, as far as a head may reach, these would be many gigabytes.
#[test]
fn heads_that_do_not_end_are_passed_over_one_by_one() {
    let count = 1_000_000;
    for line in ["WARC/1.0\r\n", "WARC/1.0\n"] {
        let bytes = line.repeat(count);
        let mut damaged = 0;
        for found in read(bytes.as_bytes(), Limit::DEFAULT) {
            assert!(matches!(found, Found::Damaged { .. }));
            damaged += 1;
        }
        assert_eq!(damaged, count);
    }
}
