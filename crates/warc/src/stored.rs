//! The bytes of a file as stored, and what they decompress to: gzip members and zstd frames one after the other.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead};
use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};

/// How much is held of the bytes as stored.
const HELD: usize = 256 * 1024;
/// The longest header of a gzip member, and the largest dictionary of a zstd file.
const GZIP_HEADER: usize = 128 * 1024;
const DICTIONARY: usize = 8 * 1024 * 1024;
/// How much more than the file itself may be read a second time.
const REREAD: u64 = 4 * 1024 * 1024;

/// What a call to [`Stored::fill`] came upon.
pub(crate) enum Filled {
    Bytes(usize),
    /// A member (frame, or the plain file) begins at this byte.
    Member(u64),
    End,
}

/// Bytes that cannot be read.
#[derive(Debug)]
pub(crate) struct Damage {
    pub(crate) offset: u64,
    pub(crate) problem: String,
    /// All bytes are there, but not all of them are right.
    pub(crate) checksum: bool,
    /// Nothing can be read behind it.
    pub(crate) fatal: bool,
}

enum Mode {
    Boundary,
    Plain,
    Gzip,
    Zstd,
}

pub(crate) struct Stored<R> {
    input: R,
    held: Vec<u8>,
    /// Where `held` begins in the file.
    base: u64,
    start: usize,
    ended: bool,
    mode: Mode,
    /// Where the member that is being read begins in the file.
    member: u64,
    compressed: bool,
    inflate: Decompress,
    crc: Crc,
    zstd: Option<Decoder<'static>>,
    dictionary: Vec<u8>,
    /// A damage that is told once the bytes before it have been handed on.
    failed: Option<Damage>,
    /// How many bytes have been read a second time to find members after damages.
    reread: u64,
}

impl<R: BufRead> Stored<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            held: Vec::with_capacity(HELD),
            base: 0,
            start: 0,
            ended: false,
            mode: Mode::Boundary,
            member: 0,
            compressed: false,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            zstd: None,
            dictionary: Vec::new(),
            failed: None,
            reread: 0,
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.mode, Mode::Plain)
    }

    fn position(&self) -> u64 {
        self.base + self.start as u64
    }

    fn rest(&self) -> &[u8] {
        &self.held[self.start..]
    }

    fn damage(&self, problem: impl Into<String>) -> Damage {
        Damage {
            offset: self.position(),
            problem: problem.into(),
            checksum: false,
            fatal: false,
        }
    }

    /// Reads until `count` bytes are held, or there are no more.
    fn need(&mut self, count: usize) -> Result<(), Damage> {
        while self.held.len() - self.start < count && !self.ended {
            if self.held.len() >= HELD {
                // what the damaged member began with is kept, to look for another member in it
                let member = usize::try_from(self.member.saturating_sub(self.base)).unwrap_or(self.start);
                let keep = if self.start.saturating_sub(member) < HELD / 2 {
                    member.min(self.start)
                } else {
                    self.start
                };
                let keep = if keep == 0 { self.start } else { keep };
                self.held.drain(..keep);
                self.base += keep as u64;
                self.start -= keep;
            }
            match self.input.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(bytes) => {
                    let taken = bytes.len().min(HELD / 2);
                    self.held.extend_from_slice(&bytes[..taken]);
                    self.input.consume(taken);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Err(Damage {
                        fatal: true,
                        ..self.damage(format!("it cannot be read on: {error}"))
                    });
                }
            }
        }
        Ok(())
    }

    /// Some more decompressed bytes, of one member at a time.
    pub(crate) fn fill(&mut self, out: &mut [u8]) -> Result<Filled, Damage> {
        if let Some(damage) = self.failed.take() {
            return Err(damage);
        }
        loop {
            match self.mode {
                Mode::Boundary => {
                    if let Some(filled) = self.boundary()? {
                        return Ok(filled);
                    }
                }
                Mode::Plain => {
                    self.need(1)?;
                    let count = self.rest().len().min(out.len());
                    if count == 0 {
                        return Ok(Filled::End);
                    }
                    out[..count].copy_from_slice(&self.rest()[..count]);
                    self.start += count;
                    return Ok(Filled::Bytes(count));
                }
                Mode::Gzip => {
                    self.need(1)?;
                    if self.rest().is_empty() {
                        return Err(self.damage("its gzip member breaks off"));
                    }
                    let before = (self.inflate.total_in(), self.inflate.total_out());
                    let status =
                        self.inflate
                            .decompress(&self.held[self.start..], out, FlushDecompress::None);
                    let taken = (self.inflate.total_in() - before.0) as usize;
                    let made = (self.inflate.total_out() - before.1) as usize;
                    self.start += taken;
                    self.crc.update(&out[..made]);
                    match status {
                        // the check sum is compared at the boundary, after these bytes have been handed on
                        Ok(Status::StreamEnd) => self.mode = Mode::Boundary,
                        Ok(_) if taken == 0 && made == 0 => {
                            return Err(self.damage("its gzip member is damaged"));
                        }
                        Ok(_) => {}
                        Err(_) => {
                            // what it made before is good
                            let damage = self.damage("its gzip member is damaged");
                            if made == 0 {
                                return Err(damage);
                            }
                            self.failed = Some(damage);
                        }
                    }
                    if made > 0 {
                        return Ok(Filled::Bytes(made));
                    }
                }
                Mode::Zstd => {
                    self.need(1)?;
                    if self.rest().is_empty() {
                        return Err(self.damage("its zstd frame breaks off"));
                    }
                    let Some(decoder) = &mut self.zstd else {
                        return Err(self.damage("zstd cannot be read"));
                    };
                    let mut from = InBuffer::around(&self.held[self.start..]);
                    let mut to = OutBuffer::around(out);
                    let hint = decoder.run(&mut from, &mut to);
                    let (taken, made) = (from.pos(), to.pos());
                    self.start += taken;
                    match hint {
                        Ok(0) => self.mode = Mode::Boundary,
                        Ok(_) if taken == 0 && made == 0 => {
                            return Err(self.damage("its zstd frame is damaged"));
                        }
                        Ok(_) => {}
                        Err(error) => return Err(self.damage(format!("its zstd frame is damaged ({error})"))),
                    }
                    if made > 0 {
                        return Ok(Filled::Bytes(made));
                    }
                }
            }
        }
    }

    /// Compares the trailer of a gzip member, when one has just ended.
    fn trailer(&mut self) -> Result<(), Damage> {
        if self.crc.amount() == 0 && self.inflate.total_out() == 0 && self.inflate.total_in() == 0 {
            return Ok(());
        }
        let (sum, amount) = (self.crc.sum(), self.crc.amount());
        self.crc.reset();
        self.inflate.reset(false);
        self.need(8)?;
        let Some(&[a, b, c, d, e, f, g, h]) = self.rest().get(..8) else {
            self.start = self.held.len();
            return Err(Damage {
                checksum: true,
                ..self.damage("its gzip member breaks off before its check sum")
            });
        };
        self.start += 8;
        if u32::from_le_bytes([a, b, c, d]) != sum || u32::from_le_bytes([e, f, g, h]) != amount {
            return Err(Damage {
                checksum: true,
                ..self
                    .damage("the check sum of its gzip member does not match: some of its bytes may be wrong")
            });
        }
        Ok(())
    }

    /// Looks at what begins here. `None`: look again, or fill.
    fn boundary(&mut self) -> Result<Option<Filled>, Damage> {
        self.trailer()?;
        self.need(12)?;
        let head = self.rest();
        match *head {
            [] => return Ok(Some(Filled::End)),
            [0x1f, 0x8b, ..] => return self.gzip_header().map(Some),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => {
                self.compressed = true;
                self.member = self.position();
                let ready = match &mut self.zstd {
                    Some(decoder) => decoder.reinit(),
                    None => Decoder::with_dictionary(&self.dictionary).map(|d| self.zstd = Some(d)),
                };
                if let Err(error) = ready {
                    return Err(self.damage(format!("zstd cannot be read ({error})")));
                }
                self.mode = Mode::Zstd;
                return Ok(Some(Filled::Member(self.member)));
            }
            [kind, 0x2a, 0x4d, 0x18, a, b, c, d, ..] if kind & 0xf0 == 0x50 => {
                let size = u32::from_le_bytes([a, b, c, d]) as usize;
                let first = self.position() == 0 && kind == 0x5d;
                self.start += 8;
                self.compressed = true;
                if first {
                    self.dictionary(size)?;
                } else {
                    self.pass(size)?;
                }
            }
            [0, ..] if self.compressed => {
                let zeros = head.iter().take_while(|&&b| b == 0).count();
                self.start += zeros;
            }
            _ if !self.compressed || head.starts_with(b"WARC/") => {
                self.mode = Mode::Plain;
                self.member = self.position();
                return Ok(Some(Filled::Member(self.member)));
            }
            _ => return Err(self.damage("neither a gzip member nor a zstd frame begins here")),
        }
        Ok(None)
    }

    fn pass(&mut self, mut size: usize) -> Result<(), Damage> {
        while size > 0 {
            self.need(1)?;
            let count = self.rest().len().min(size);
            if count == 0 {
                return Ok(());
            }
            self.start += count;
            size -= count;
        }
        Ok(())
    }

    /// Reads the dictionary that a `.warc.zst` begins with; it may itself be compressed.
    fn dictionary(&mut self, size: usize) -> Result<(), Damage> {
        if size > DICTIONARY {
            let damage = self.damage("its zstd dictionary is larger than 8 MiB");
            self.pass(size)?;
            return Err(damage);
        }
        let mut bytes = Vec::new();
        while bytes.len() < size {
            self.need(1)?;
            let count = self.rest().len().min(size - bytes.len());
            if count == 0 {
                return Err(self.damage("its zstd dictionary breaks off"));
            }
            bytes.extend_from_slice(&self.held[self.start..self.start + count]);
            self.start += count;
        }
        if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            bytes = zstd::bulk::decompress(&bytes, DICTIONARY)
                .map_err(|error| self.damage(format!("its zstd dictionary is damaged ({error})")))?;
        }
        self.dictionary = bytes;
        Ok(())
    }

    fn gzip_header(&mut self) -> Result<Filled, Damage> {
        self.compressed = true;
        self.member = self.position();
        let mut wanted = 1024;
        loop {
            self.need(wanted)?;
            match gzip_header_length(self.rest()) {
                Some(length) => {
                    self.start += length;
                    break;
                }
                None if self.ended || wanted >= GZIP_HEADER => {
                    return Err(self.damage("the header of its gzip member is damaged"));
                }
                None => wanted *= 2,
            }
        }
        self.mode = Mode::Gzip;
        Ok(Filled::Member(self.member))
    }

    /// Looks for the next member after a damage.
    pub(crate) fn resynchronise(&mut self) -> Result<(), Damage> {
        self.mode = Mode::Boundary;
        self.crc.reset();
        self.inflate.reset(false);
        // another member may have begun before the damage was seen; a file full of beginnings must not be read over and over
        let after = (self.member + 1).saturating_sub(self.base);
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        let back = self.start.saturating_sub(after) as u64;
        if self.reread + back <= REREAD + self.position() {
            self.reread += back;
            self.start = after.min(self.start + 1);
        } else {
            self.start += 1;
        }
        self.start = self.start.min(self.held.len());
        loop {
            self.need(16)?;
            let rest = self.rest();
            let found = memchr::memchr2_iter(0x1f, 0x28, rest)
                .find(|&at| is_gzip(&rest[at..]) || rest[at..].starts_with(&[0x28, 0xb5, 0x2f, 0xfd]));
            if let Some(at) = found {
                self.start += at;
                return Ok(());
            }
            let kept = if self.ended { 0 } else { rest.len().min(12) };
            self.start = self.held.len() - kept;
            if self.ended {
                return Ok(());
            }
        }
    }
}

/// Whether a gzip member seems to begin here: no unknown flags, a level and a system that are in use.
fn is_gzip(bytes: &[u8]) -> bool {
    match *bytes {
        [0x1f, 0x8b, 8, flags, _, _, _, _, level, system, ..] => {
            flags & 0xe0 == 0 && matches!(level, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
        }
        _ => false,
    }
}

/// How long the header of a gzip member is; `None` when it goes on or is none.
pub(crate) fn gzip_header_length(bytes: &[u8]) -> Option<usize> {
    let flags = match *bytes {
        [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => flags,
        _ => return None,
    };
    let mut at = 10;
    if flags & 4 != 0 {
        let length = bytes.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    (at <= bytes.len()).then_some(at)
}
