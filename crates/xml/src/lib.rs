//! XML as it is really sent: decoded, and read with whatever is wrong in it.
//!
//! Feeds and news items are often not well-formed: `&` by itself, names of characters that HTML knows and XML does not, tags
//! that nothing closes, bytes in another encoding than the one declared. [`decode`] turns bytes into text by what the bytes,
//! the transport and the XML declaration say, in this order; [`Reader`] takes the text apart into a sequence in which every
//! start has its end, and [`Reader::element`] gives one element as a tree.
//!
//! Nothing outside the text is ever fetched: external entities and DTDs are passed over. Entities that the text declares
//! itself are replaced within a bound, so that a few lines cannot become gigabytes. Depth, attributes and the size of a tree are bounded
//! too; what was left out is said by [`Reader::take_notes`].
//!
//! It is a scanner of our own because those at hand stop at the first error, or have to be started again behind each, which takes
//! quadratic time on hostile input. This one never fails, looks at each byte a bounded number of times, and keeps what it
//! does not understand as text.
//!
//! ```
//! use onrecord_xml::{Event, Reader};
//! let mut reader = Reader::new("<a><b>Ham & eggs &eacute;<i>x</a>".to_owned(), &[], |_, _| false);
//! let Some(Event::Start(tag)) = reader.next() else { unreachable!() };
//! assert_eq!(reader.element(tag).text(), "Ham & eggs éx");
//! ```

mod attribute;
mod decode;
mod element;
mod entity;
mod markup;
mod reader;
mod scan;

pub use decode::{Decoded, decode};
pub use element::{Element, Node};
pub use entity::unescape_html;
pub use markup::plain;
pub use reader::{Event, Reader, Spaces, Tag};

/// Line and column, from 1, of a byte of the text; columns count code points.
pub fn place(text: &str, byte: usize) -> (usize, usize) {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}
