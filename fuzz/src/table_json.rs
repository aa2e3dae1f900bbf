//! Any bytes read as JSON, in lines or lists, give articles within the limit, or say what is wrong and what can be done.
#![no_main]

mod table;

use libfuzzer_sys::fuzz_target;
use onrecord_table::Kind;

fuzz_target!(|bytes: &[u8]| table::check(bytes, Kind::Json));
