//! A list of addresses, fetched politely.
//!
//! [`parse_list`] reads the list, a [`Fetcher`] fetches it. Sites are asked first what programs may fetch (robots.txt, RFC 9309);
//! each host gets one request at a time, with a pause between them; different hosts are asked at the same time. What came of the
//! addresses comes in their order, each as an [`Outcome`]: a whole answer, nothing new, or a problem with what can be done.
//!
//! ```no_run
//! use onrecord_fetch::{Fetcher, Options, Outcome, Validators, parse_list};
//! let list = parse_list("https://example.org/news/1\n");
//! let options = Options { contact: Some("https://example.org/bot".to_owned()), ..Options::default() };
//! let fetcher = Fetcher::new(options, Validators::default())?;
//! for (number, outcome) in fetcher.run(list.addresses.into_iter().map(|listed| listed.url)) {
//!     match outcome {
//!         Outcome::Fetched(fetched) => println!("{number}: {} bytes", fetched.bytes.len()),
//!         Outcome::NotModified(_) => println!("{number}: nothing new"),
//!         Outcome::Failed(error) => println!("{number}: {error}; {}", error.remedy()),
//!     }
//! }
//! # Ok::<(), onrecord_fetch::OptionsError>(())
//! ```
//!
//! - Only `http` and `https`, and only public machines: every address that a name stands for is checked, and the connection is
//!   made to the address that was checked; redirects and robots.txt are no way round.
//! - Nothing is cut short: an answer that breaks off, is too large or cannot be decompressed is a problem, never a part.
//! - Answers may be compressed with gzip, deflate, Brotli or Zstandard; sizes are limited before and after.
//! - Servers in trouble (429, 5xx, no connection) are asked again, later and later; others are not.

mod address;
mod error;
mod headers;
mod options;
mod outcome;
mod pace;
mod private;
mod resolve;
mod robots;
mod rules;
mod run;
mod transport;
mod validators;
mod visit;

pub use address::{BadLine, Duplicate, List, Listed, address, parse_list};
pub use error::{AddressProblem, FetchError, Problem};
pub use options::{Options, OptionsError, Roots};
pub use outcome::{Fetched, NotModified, Outcome};
pub use robots::Robots;
pub use run::{Fetcher, Run};
pub use transport::Question;
pub use validators::{Validator, Validators, ValidatorsError, ValidatorsProblem};
