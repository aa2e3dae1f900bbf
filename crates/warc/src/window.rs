//! The decompressed bytes that lie ahead, with the places of the members that they come from.

use crate::stored::{Damage, Filled, Stored};
use std::collections::VecDeque;
use std::io::BufRead;

const SIZE: usize = 256 * 1024;
const MARKS: usize = 4096;

pub(crate) struct Window<R> {
    stored: Stored<R>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Decompressed bytes before the window.
    base: u64,
    /// Where members begin: decompressed byte, stored byte.
    marks: VecDeque<(u64, u64)>,
    pub(crate) damage: Option<Damage>,
    ended: bool,
}

impl<R: BufRead> Window<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            stored: Stored::new(input),
            buffer: vec![0; SIZE],
            start: 0,
            end: 0,
            base: 0,
            marks: VecDeque::new(),
            damage: None,
            ended: false,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Has more bytes come in; `false` at the end or before a damage.
    pub(crate) fn more(&mut self) -> bool {
        if self.ended || self.damage.is_some() {
            return false;
        }
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.end == self.buffer.len() {
            if self.start == 0 {
                self.buffer.resize(self.buffer.len() * 2, 0);
            } else {
                self.buffer.copy_within(self.start..self.end, 0);
                (self.start, self.end) = (0, self.end - self.start);
            }
        }
        loop {
            match self.stored.fill(&mut self.buffer[self.end..]) {
                Ok(Filled::Bytes(count)) => {
                    self.end += count;
                    return true;
                }
                Ok(Filled::Member(offset)) => {
                    let at = self.base + (self.end - self.start) as u64;
                    if self.marks.back().is_some_and(|m| m.0 == at) || self.marks.len() >= MARKS {
                        self.marks.pop_back();
                    }
                    self.marks.push_back((at, offset));
                }
                Ok(Filled::End) => {
                    self.ended = true;
                    return false;
                }
                Err(damage) => {
                    self.damage = Some(damage);
                    return false;
                }
            }
        }
    }

    /// Has `count` bytes come in, or all there are.
    pub(crate) fn ensure(&mut self, count: usize) -> bool {
        while self.end - self.start < count {
            if !self.more() {
                return false;
            }
        }
        true
    }

    pub(crate) fn consume(&mut self, count: usize) {
        let count = count.min(self.end - self.start);
        self.start += count;
        self.base += count as u64;
        while self.marks.get(1).is_some_and(|m| m.0 <= self.base) {
            self.marks.pop_front();
        }
    }

    /// The stored byte of the member that the window begins in, and how far into it; in a plain file, the byte itself.
    pub(crate) fn place(&self) -> (u64, u64) {
        let (at, member) = self.marks.front().copied().unwrap_or_default();
        let within = self.base.saturating_sub(at);
        if self.stored.is_plain() {
            (member + within, 0)
        } else {
            (member, within)
        }
    }

    /// Where members begin inside the window.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.marks
            .iter()
            .filter(|m| m.0 >= self.base)
            .map(|m| (m.0 - self.base) as usize)
    }

    /// Goes on behind a damage; bytes before it are dropped.
    pub(crate) fn recover(&mut self) -> Option<Damage> {
        let damage = self.damage.take()?;
        let held = self.end - self.start;
        self.consume(held);
        self.ended = damage.fatal;
        if !damage.fatal && !damage.checksum {
            self.damage = self.stored.resynchronise().err();
        }
        Some(damage)
    }
}
