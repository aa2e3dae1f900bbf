//! How many of an article's words may leave, and how a record is shortened to that.
//!
//! Records are shortened here, once, before any format sees them; a format cannot let out what it does not get.

use onrecord_record::{ArticleRecord, DeclaredField, Span};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

/// How many of an article's words may leave.
///
/// | | [`Full`](Self::Full) | [`Offsets`](Self::Offsets) | [`Characters`](Self::Characters) |
/// |---|---|---|---|
/// | the text, headline, byline, printed notes, teasers | leave | stay | stay |
/// | content of statements, quotations without a source | leave | stay | their first *n* code points leave |
/// | cues, sources, mentions, addressees, media, occasions, phrases of time, reasons (`why`) | leave | stay | stay |
/// | names, roles and bodies of speakers; names in reporting chains; outlet, writers, place and agency of the dateline | leave | leave | leave |
/// | ids, address, dates, all offsets, `text_sha256` | leave | leave | leave |
///
/// What stays is an empty string, an empty list or null; its offsets leave, so that whoever has the text can slice it again, and
/// `text_sha256` tells whether it is the same text. What a [`Context`](crate::Context) holds is no word of the article, and leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Excerpt {
    /// All of them.
    #[default]
    Full,
    /// None: offsets, names and dates only.
    Offsets,
    /// So many code points of each content, counted over all its fragments. Contents that overlap share: no content leaves by
    /// more than this, be it through other contents inside it.
    Characters(u32),
}

impl Excerpt {
    /// Whether all words may leave.
    pub fn is_full(self) -> bool {
        self == Self::Full
    }

    /// The record with no more words than may leave.
    pub(crate) fn shorten(self, record: &ArticleRecord) -> Cow<'_, ArticleRecord> {
        let limit = match self {
            Self::Full => return Cow::Borrowed(record),
            Self::Offsets => 0,
            Self::Characters(limit) => limit,
        };
        let mut short = record.clone();
        clear_article(&mut short);
        for mention in short.people.iter_mut().flat_map(|person| &mut person.mentions) {
            mention.text.clear();
        }
        for event in &mut short.events {
            let lists = [
                &mut event.organisers,
                &mut event.participants,
                &mut event.mentions,
            ];
            let spans = lists.into_iter().flatten().chain(&mut event.place);
            spans.chain([&mut event.name]).for_each(|span| span.text.clear());
        }
        let places = |spans: &[Span]| spans.iter().map(|s| (s.start, s.end)).collect::<Vec<_>>();
        let mut contents: Vec<_> = short.statements.iter().map(|s| places(&s.content)).collect();
        contents.extend(short.unattributed.iter().map(|q| vec![(q.start, q.end)]));
        let mut kept = prefixes(&contents, limit).into_iter();
        for statement in &mut short.statements {
            let mut left = kept.next().unwrap_or(0);
            for span in &mut statement.content {
                cut(&mut span.text, &mut left);
            }
            let lists = [&mut statement.cue, &mut statement.source].into_iter().flatten();
            let single = [
                &mut statement.addressee,
                &mut statement.medium,
                &mut statement.event,
            ];
            lists
                .chain(single.into_iter().flatten())
                .for_each(|span| span.text.clear());
            statement.via.iter_mut().for_each(|via| via.text.clear());
            if let Some(said) = &mut statement.said_on {
                said.text.clear();
            }
            statement.why.clear();
        }
        for quotation in &mut short.unattributed {
            let mut left = kept.next().unwrap_or(0);
            cut(&mut quotation.text, &mut left);
            quotation.reason.clear();
        }
        Cow::Owned(short)
    }
}

fn clear_article(short: &mut ArticleRecord) {
    let article = &mut short.article;
    article.text.clear();
    article.title = None;
    article.byline = None;
    if let Some(line) = &mut article.dateline {
        line.text.clear();
    }
    article.notes.iter_mut().for_each(|note| note.text.clear());
    article.printed.iter_mut().for_each(|fact| fact.text.clear());
    article.declared.retain(|fact| {
        !matches!(
            fact.field,
            DeclaredField::Title
                | DeclaredField::Byline
                | DeclaredField::Summary
                | DeclaredField::EditorialNote
        )
    });
}

/// Keeps the first `left` code points, and counts them off.
fn cut(text: &mut String, left: &mut u32) {
    let mut end = text.len();
    for (byte, _) in text.char_indices() {
        if *left == 0 {
            end = byte;
            break;
        }
        *left -= 1;
    }
    text.truncate(end);
}

/// How many code points from its beginning each content may let out, so that of none more than `limit` are out in the end.
///
/// `contents` are fragments in text order. The outermost comes first. Where contents begin and end, the text is cut into stretches;
/// of each stretch only a beginning is ever let out, and it counts for every content that holds it.
fn prefixes(contents: &[Vec<(u32, u32)>], limit: u32) -> Vec<u32> {
    let mut cuts: Vec<u32> = contents
        .iter()
        .flatten()
        .flat_map(|&(start, end)| [start, end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let stretch = |place: u32| cuts.partition_point(|&cut| cut < place);
    let mut out = vec![0_u32; cuts.len()];
    let mut used = vec![0_u32; contents.len()];
    let mut kept = vec![0_u32; contents.len()];
    let mut order: Vec<usize> = (0..contents.len()).collect();
    order.sort_by_key(|&number| {
        let content = contents.get(number);
        let first = content.and_then(|c| c.first()).map_or(0, |f| f.0);
        (first, Reverse(content.and_then(|c| c.last()).map_or(0, |f| f.1)))
    });
    for number in order {
        let Some(content) = contents.get(number) else {
            continue;
        };
        let mut sum = 0;
        'content: for &(start, end) in content {
            for at in stretch(start)..stretch(end) {
                let (Some(&from), Some(&to), Some(out)) = (cuts.get(at), cuts.get(at + 1), out.get_mut(at))
                else {
                    break 'content;
                };
                if *out < to - from {
                    let holders = || {
                        contents
                            .iter()
                            .zip(0_usize..)
                            .filter(|(c, _)| holds(c, from))
                            .map(|(_, n)| n)
                    };
                    let room = holders()
                        .filter_map(|n| used.get(n))
                        .map(|used| limit.saturating_sub(*used))
                        .min();
                    let more = room.unwrap_or(0).min(to - from - *out);
                    *out += more;
                    for holder in holders() {
                        if let Some(used) = used.get_mut(holder) {
                            *used += more;
                        }
                    }
                }
                sum += *out;
                if *out < to - from {
                    break 'content;
                }
            }
        }
        if let Some(kept) = kept.get_mut(number) {
            *kept = sum;
        }
    }
    kept
}

/// Whether one of the fragments holds the code point.
fn holds(content: &[(u32, u32)], place: u32) -> bool {
    let ahead = content.partition_point(|&(start, _)| start <= place);
    ahead
        .checked_sub(1)
        .and_then(|last| content.get(last))
        .is_some_and(|&(_, end)| place < end)
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("full"),
            Self::Offsets => f.write_str("offsets"),
            Self::Characters(limit) => write!(f, "characters:{limit}"),
        }
    }
}

impl Serialize for Excerpt {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A policy that is not known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is no excerpt policy; say full, offsets, or characters:N with a number of code points")]
pub struct UnknownExcerpt {
    /// What was given: its first characters.
    pub name: String,
}

impl FromStr for Excerpt {
    type Err = UnknownExcerpt;

    fn from_str(name: &str) -> Result<Self, UnknownExcerpt> {
        let number = |digits: &str| digits.parse().ok().map(Self::Characters);
        match name {
            "full" => Some(Self::Full),
            "offsets" => Some(Self::Offsets),
            _ => name.strip_prefix("characters:").and_then(number),
        }
        .ok_or_else(|| UnknownExcerpt {
            name: name.chars().take(60).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_inner_content_lets_out_nothing_that_its_outer_one_keeps() {
        assert_eq!(prefixes(&[vec![(0, 100)], vec![(50, 60)]], 20), [20, 0]);
        assert_eq!(prefixes(&[vec![(0, 100)], vec![(10, 60)]], 20), [20, 10]);
        assert_eq!(prefixes(&[vec![(0, 10), (20, 30)], vec![(40, 45)]], 15), [15, 5]);
        assert_eq!(prefixes(&[vec![(0, 10)], vec![(0, 10)]], 4), [4, 4]);
    }

    #[test]
    fn policies_are_read_as_they_are_written() {
        for policy in [Excerpt::Full, Excerpt::Offsets, Excerpt::Characters(40)] {
            assert_eq!(policy.to_string().parse(), Ok(policy));
        }
        assert!("characters:-1".parse::<Excerpt>().is_err());
    }

    fn contents() -> impl Strategy<Value = Vec<Vec<(u32, u32)>>> {
        let content = proptest::collection::btree_set(0_u32..60, 2..7).prop_map(|places| {
            let places: Vec<_> = places.into_iter().collect();
            places.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        });
        proptest::collection::vec(content, 1..6)
    }

    proptest! {
        #[test]
        fn no_content_leaves_by_more_than_the_limit(contents in contents(), limit in 0_u32..40) {
            let points = |content: &[(u32, u32)]| content.iter().flat_map(|&(a, b)| a..b).collect::<Vec<u32>>();
            let kept = prefixes(&contents, limit);
            let out: BTreeSet<u32> = contents
                .iter()
                .zip(&kept)
                .flat_map(|(content, &kept)| points(content).into_iter().take(kept as usize))
                .collect();
            for content in &contents {
                let leaving = points(content).iter().filter(|point| out.contains(point)).count();
                prop_assert!(leaving <= limit as usize, "{leaving} of {content:?}");
            }
            if let [only] = contents.as_slice() {
                prop_assert_eq!(kept[0] as usize, points(only).len().min(limit as usize));
            }
        }
    }
}
