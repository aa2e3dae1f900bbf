//! The compact Thrift form in which Parquet describes itself: headers of pages, and whether a footer tells the truth about its
//! lists, for which the library sets memory aside before it looks.

/// Structs in lists in structs, at most.
const DEEPEST: u32 = 32;

/// Bytes read one value at a time. Everything is `None` where they end or are no Thrift.
struct Bytes<'b> {
    bytes: &'b [u8],
    at: usize,
}

const STOP: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

impl<'b> Bytes<'b> {
    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn int(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// A length that is not longer than what is left.
    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.varint()?).ok()?;
        (length <= self.left()).then_some(length)
    }

    /// The number and type of the next field of a struct; type [`STOP`] at its end.
    fn field(&mut self, last: i64) -> Option<(i64, u8)> {
        let head = self.byte()?;
        let kind = head & 0x0F;
        if kind == STOP {
            return Some((last, STOP));
        }
        let number = match head >> 4 {
            0 => self.int()?,
            step => last.checked_add(i64::from(step))?,
        };
        Some((number, kind))
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            TRUE | FALSE => {}
            BYTE => drop(self.byte()?),
            I16..=I64 => drop(self.varint()?),
            DOUBLE => drop(self.take(8)?),
            UUID => drop(self.take(16)?),
            BINARY => {
                let length = self.length()?;
                self.take(length)?;
            }
            LIST | SET => {
                let head = self.byte()?;
                let count = match head >> 4 {
                    15 => self.length()?,
                    count => usize::from(count),
                };
                for _ in 0..count {
                    self.skip_item(head & 0x0F, depth)?;
                }
            }
            MAP => {
                let count = self.length()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                for _ in 0..count {
                    self.skip_item(kinds >> 4, depth)?;
                    self.skip_item(kinds & 0x0F, depth)?;
                }
            }
            STRUCT => {
                let mut last = 0;
                loop {
                    let (number, kind) = self.field(last)?;
                    if kind == STOP {
                        break;
                    }
                    last = number;
                    self.skip(kind, depth + 1)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// An item of a list or map: there, unlike in a struct, a truth value takes a byte.
    fn skip_item(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            TRUE | FALSE => self.byte().map(drop),
            kind => self.skip(kind, depth + 1),
        }
    }
}

/// Whether `footer` is a struct whose lists have at most as many items as there are bytes for them.
pub(super) fn is_sound(footer: &[u8]) -> bool {
    let mut bytes = Bytes { bytes: footer, at: 0 };
    bytes.skip(STRUCT, 0).is_some()
}

/// What kind of page a header announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Data,
    Index,
    Dictionary,
    DataV2,
}

/// The header of a page. Sizes are in bytes.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) kind: Kind,
    pub(super) uncompressed: usize,
    pub(super) compressed: usize,
    pub(super) values: u32,
    pub(super) encoding: i64,
    pub(super) definition_encoding: i64,
    pub(super) repetition_encoding: i64,
    pub(super) nulls: u32,
    pub(super) rows: u32,
    pub(super) definition_bytes: u32,
    pub(super) repetition_bytes: u32,
    pub(super) is_compressed: bool,
    /// Bytes of the header itself.
    pub(super) length: usize,
}

/// Numbers (and truth values) of a struct by their fields, and the structs of numbers in it.
type Numbers = Vec<(i64, i64)>;

fn numbers(bytes: &mut Bytes<'_>, depth: u32) -> Option<(Numbers, Vec<(i64, Numbers)>)> {
    let (mut found, mut inner, mut last) = (Vec::new(), Vec::new(), 0);
    loop {
        let (number, kind) = bytes.field(last)?;
        last = number;
        match kind {
            STOP => return Some((found, inner)),
            TRUE | FALSE => found.push((number, i64::from(kind == TRUE))),
            I16..=I64 => found.push((number, bytes.int()?)),
            STRUCT if depth == 0 => inner.push((number, numbers(bytes, 1)?.0)),
            kind => bytes.skip(kind, depth)?,
        }
    }
}

/// The header that `bytes` begin with; `None` when they are too few, or none.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut bytes = Bytes { bytes, at: 0 };
    let (outer, structs) = numbers(&mut bytes, 0)?;
    let of = |numbers: &Numbers, field: i64| numbers.iter().find(|n| n.0 == field).map(|n| n.1);
    let (kind, field) = match of(&outer, 1)? {
        0 => (Kind::Data, 5),
        1 => (Kind::Index, 6),
        2 => (Kind::Dictionary, 7),
        3 => (Kind::DataV2, 8),
        _ => return None,
    };
    let own = structs.into_iter().find(|s| s.0 == field);
    let own = match (own, kind) {
        (Some(own), _) => own.1,
        (None, Kind::Index) => Vec::new(),
        (None, _) => return None,
    };
    let small = |field: i64| of(&own, field).map_or(Some(0), |n| u32::try_from(n).ok());
    let v2 = kind == Kind::DataV2;
    Some(Header {
        kind,
        uncompressed: usize::try_from(of(&outer, 2)?).ok()?,
        compressed: usize::try_from(of(&outer, 3)?).ok()?,
        values: small(1)?,
        encoding: of(&own, if v2 { 4 } else { 2 }).unwrap_or(0),
        definition_encoding: of(&own, 3).unwrap_or(0),
        repetition_encoding: of(&own, 4).unwrap_or(0),
        nulls: if v2 { small(2)? } else { 0 },
        rows: if v2 { small(3)? } else { 0 },
        definition_bytes: if v2 { small(5)? } else { 0 },
        repetition_bytes: if v2 { small(6)? } else { 0 },
        is_compressed: !v2 || of(&own, 7) != Some(0),
        length: bytes.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_its_length() {
        // type 0, 100 and 50 bytes, struct 5 of 7 values, encoding 0, levels in encoding 3, and statistics, a struct
        let bytes = [
            0x15, 0, 0x15, 200, 1, 0x15, 100, 0x2C, 0x15, 14, 0x15, 0, 0x15, 6, 0x15, 6, 0x1C, 0x18, 1, b'x',
            0, 0, 0, 99,
        ];
        let header = header(&bytes).unwrap();
        assert_eq!(
            (header.kind, header.values, header.length),
            (Kind::Data, 7, bytes.len() - 1)
        );
        assert_eq!((header.uncompressed, header.compressed), (100, 50));
        assert_eq!((header.definition_encoding, header.repetition_encoding), (3, 3));
        for cut in 0..bytes.len() - 1 {
            assert!(super::header(&bytes[..cut]).is_none());
        }
    }

    #[test]
    fn lists_longer_than_the_footer_are_none() {
        // field 1: a list of structs, as long as said
        assert!(is_sound(&[0x19, 0x1C, 0, 0]));
        assert!(!is_sound(&[0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0, 0]));
        // structs in structs without end
        assert!(!is_sound(&[0x1C; 1000]));
    }
}
