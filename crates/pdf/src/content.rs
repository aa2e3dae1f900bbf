//! How much a page has drawn, measured before it is interpreted: the interpreter takes in a whole string, and a whole path, before
//! anything can stop it.
//!
//! What is measured is what it comes to: the streams of the page, and the forms that can be shown on it.

use crate::Unreadable;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use std::collections::HashSet;
use std::time::Instant;

/// Most bytes that are drawn from on one page, or in one form. A densely set page takes some 100 KiB.
const PAGE: usize = 16 << 20;
/// Most bytes of all pages: they are kept to the end.
const ALL: usize = 512 << 20;
/// Longest text that is shown at once, in bytes. Where pages are written as PDF asks, a string has 32767 at most.
const RUN: usize = 200_000;

const PAGE_TOO_LARGE: Unreadable = Unreadable::TooLarge("16 MiB of drawing on a page");
const RUN_TOO_LONG: Unreadable = Unreadable::TooLarge("200000 letters in one string");

/// What has been measured of a file.
pub(crate) struct Measure {
    until: Instant,
    bytes: usize,
    /// Forms and pictures that have been looked at.
    seen: HashSet<ObjectIdentifier>,
    /// Where lists of them stand that have been: several may stand in one object.
    lists: HashSet<usize>,
}

impl Measure {
    pub(crate) fn new(until: Instant) -> Self {
        Self {
            until,
            bytes: 0,
            seen: HashSet::new(),
            lists: HashSet::new(),
        }
    }

    fn in_time(&self) -> Result<(), Unreadable> {
        match Instant::now() > self.until {
            true => Err(Unreadable::TooSlow),
            false => Ok(()),
        }
    }

    /// Refuses a page that would take more memory than it should.
    pub(crate) fn page(&mut self, page: &Page<'_>) -> Result<(), Unreadable> {
        // one stream may be named time and again, and would be joined to itself
        if page.raw().get::<Stream<'_>>("Contents").is_none()
            && let Some(array) = page.raw().get::<Array<'_>>("Contents")
        {
            let mut joined = 0;
            for item in array.raw_iter() {
                self.in_time()?;
                let MaybeRef::Ref(reference) = item else { continue };
                if let Some(Object::Stream(stream)) = page.xref().get(reference.into()) {
                    joined += stream.decoded_data().map_or(0, |data| data.len()) + 1;
                }
                if joined > PAGE {
                    return Err(PAGE_TOO_LARGE);
                }
            }
        }
        let content = page.page_stream().unwrap_or_default();
        check(content)?;
        self.bytes += content.len();
        if self.bytes > ALL {
            return Err(Unreadable::TooLarge("512 MiB of drawing on its pages"));
        }
        self.forms(page.resources().x_objects.clone())
    }

    /// Looks at the forms that are listed, and those listed in them.
    fn forms(&mut self, listed: Dict<'_>) -> Result<(), Unreadable> {
        let mut lists = vec![listed];
        while let Some(list) = lists.pop() {
            if !self.lists.insert(list.data().as_ptr().addr()) {
                continue;
            }
            for key in list.keys() {
                self.in_time()?;
                let known = list.get_ref(&*key).map(ObjectIdentifier::from);
                if known.is_some_and(|id| self.seen.contains(&id)) {
                    continue;
                }
                let Some(stream) = list.get::<Stream<'_>>(&*key) else {
                    continue;
                };
                self.seen.extend(known);
                let dict = stream.dict();
                if dict
                    .get::<Name<'_>>("Subtype")
                    .is_none_or(|kind| &*kind != b"Form")
                {
                    continue;
                }
                if let Ok(content) = stream.decoded_data() {
                    check(&content)?;
                }
                if let Some(resources) = dict.get::<Dict<'_>>("Resources") {
                    lists.push(Resources::new(resources).x_objects);
                }
            }
        }
        Ok(())
    }
}

fn check(content: &[u8]) -> Result<(), Unreadable> {
    if content.len() > PAGE {
        return Err(PAGE_TOO_LARGE);
    }
    if content.len() <= RUN {
        return Ok(());
    }
    let mut instructions = UntypedIter::new(content);
    while let Some(instruction) = instructions.next() {
        let shown = instruction.operands().map(|operand| match operand {
            Object::String(text) => text.len(),
            Object::Array(items) => items
                .iter::<Object<'_>>()
                .map(|item| match item {
                    Object::String(text) => text.len(),
                    _ => 0,
                })
                .sum(),
            _ => 0,
        });
        if shown.sum::<usize>() > RUN {
            return Err(RUN_TOO_LONG);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_are_found_however_they_are_shown() {
        let long = "a".repeat(RUN + 1);
        let (half, pairs) = (&long[..RUN / 2 + 1], "61".repeat(RUN + 1));
        for content in [
            format!("BT ({long}) Tj ET"),
            format!("BT 1 2 ({long}) \" ET"),
            format!("BT <{pairs}> ' ET"),
            format!("BT [({half}) 20 ({half})] TJ ET"),
            format!("BT [{}] TJ ET", "(ab) 1 ".repeat(RUN / 2 + 1)),
        ] {
            assert_eq!(check(content.as_bytes()), Err(RUN_TOO_LONG), "{}", &content[..20]);
        }
        for content in [
            format!("BT ({half}) Tj ({half}) Tj ET"),
            format!("BT ({}) Tj ET", &long[1..]),
            format!("BT [({half})] TJ [({half})] TJ ET"),
            format!("% ({long})\nBT ET"),
        ] {
            assert_eq!(check(content.as_bytes()), Ok(()), "{}", &content[..20]);
        }
        assert_eq!(check(&vec![b' '; PAGE + 1]), Err(PAGE_TOO_LARGE));
        assert_eq!(check(&vec![b' '; PAGE]), Ok(()));
    }
}
