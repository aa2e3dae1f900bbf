//! The archive: one article after the other.

use crate::people::{Somebody, agencies, everybody, outlets};
use crate::words::{Words, other_words, twisted};
use crate::writer::Writer;
use fastrand::Rng;
use onrecord_record::{
    ArticleRecord, CheckedRecord, Dateline, EngineInfo, Kind, Mode, Person, PersonRole, Span, Speaker,
    SpeakerType, Statement, Via,
};

/// What an archive is like.
#[derive(Clone, Debug)]
pub struct Options {
    /// Everything follows from it.
    pub seed: u64,
    /// How many people speak.
    pub people: usize,
    /// How many outlets there are.
    pub outlets: usize,
    /// Articles a day.
    pub per_day: usize,
    /// Of a hundred articles, how many are copies of an agency's report of the same day or the day before.
    pub copies: u8,
    /// Of a hundred statements, how many say in other words what was said within two days.
    pub retold: u8,
    /// Of a hundred statements, how many deny, or give another number in, what the same person said within two days.
    pub twisted: u8,
    /// Of a hundred articles, how many end with the lines that their outlet puts under everything.
    pub boilerplate: u8,
    /// Statements in an article, on average.
    pub statements: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            people: 20_000,
            outlets: 500,
            per_day: 300,
            copies: 15,
            retold: 8,
            twisted: 3,
            boilerplate: 50,
            statements: 10,
        }
    }
}

/// An article and the truth about it.
#[derive(Clone, Debug)]
pub struct Invented {
    /// The article, read without a mistake.
    pub record: CheckedRecord,
    /// Which report it is: copies share the number.
    pub report: u64,
    /// What each statement says: the same statement in the same or in other words shares the number.
    pub said: Vec<u64>,
    /// Who says it.
    pub who: Vec<u64>,
}

/// What somebody said, to be reported.
#[derive(Clone)]
struct Saying {
    id: u64,
    who: usize,
    words: Vec<String>,
    direct: bool,
}

/// A report that others may copy.
#[derive(Clone)]
struct Report {
    id: u64,
    agency: String,
    title: String,
    fillers: Vec<Vec<String>>,
    sayings: Vec<Saying>,
}

/// An invented archive: articles without end.
pub struct Archive {
    options: Options,
    rng: Rng,
    words: Words,
    people: Vec<Somebody>,
    outlets: Vec<String>,
    agencies: Vec<String>,
    written: u64,
    reports: u64,
    sayings: u64,
    /// Agencies' reports that may still be copied.
    fresh: Vec<Report>,
    /// What may still be told again.
    told: Vec<Saying>,
}

impl Archive {
    /// An archive.
    pub fn new(options: Options) -> Self {
        let mut rng = Rng::with_seed(options.seed);
        Self {
            words: Words::new(&mut rng),
            people: everybody(&mut rng, options.people.max(1)),
            outlets: outlets(&mut rng, options.outlets.max(1)),
            agencies: agencies(&mut rng),
            options,
            rng,
            written: 0,
            reports: 0,
            sayings: 0,
            fresh: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Somebody's number, the first ones much more often than the last.
    fn somebody(&mut self) -> usize {
        let n = self.people.len() as f64;
        let at = (n + 1.0).powf(self.rng.f64()) - 1.0;
        (at as usize).min(self.people.len() - 1)
    }

    fn saying(&mut self) -> Saying {
        if !self.told.is_empty() && self.rng.u8(0..100) < self.options.retold {
            let at = self.rng.usize(0..self.told.len());
            let mut again = self.told[at].clone();
            again.words = other_words(&again.words, &self.words, &mut self.rng);
            again.direct = false;
            return again;
        }
        self.sayings += 1;
        if !self.told.is_empty() && self.rng.u8(0..100) < self.options.twisted {
            let at = self.rng.usize(0..self.told.len());
            let before = &self.told[at];
            return Saying {
                id: self.sayings,
                who: before.who,
                words: twisted(&before.words, &mut self.rng),
                direct: false,
            };
        }
        let count = 8 + self.rng.usize(0..28);
        let saying = Saying {
            id: self.sayings,
            who: self.somebody(),
            words: self.words.phrase(&mut self.rng, count),
            direct: self.rng.u8(0..10) < 3,
        };
        if self.told.len() < 2 * self.options.per_day {
            self.told.push(saying.clone());
        } else {
            let at = self.rng.usize(0..self.told.len());
            self.told[at] = saying.clone();
        }
        saying
    }

    fn report(&mut self) -> Report {
        self.reports += 1;
        let most = self.options.statements * 2;
        let count = 1 + self.rng.usize(0..most.max(1));
        let leading = self.saying();
        let mut sayings = vec![leading];
        for _ in 1..count {
            let mut next = self.saying();
            // most of a report is of few people; what is told again stays with whoever said it
            let twist = self.told.iter().all(|told| told.id != next.id);
            if next.id == self.sayings && !twist && self.rng.u8(0..10) < 6 {
                next.who = sayings[self.rng.usize(0..sayings.len())].who;
                if let Some(told) = self.told.iter_mut().find(|told| told.id == next.id) {
                    told.who = next.who;
                }
            }
            if sayings.iter().all(|s| s.id != next.id) {
                sayings.push(next);
            }
        }
        let fillers = (0..sayings.len())
            .map(|_| {
                let count = 10 + self.rng.usize(0..25);
                self.words.phrase(&mut self.rng, count)
            })
            .collect();
        let title = capital(&self.words.phrase(&mut self.rng, 7).join(" "));
        Report {
            id: self.reports,
            agency: self.agencies[self.rng.usize(0..self.agencies.len())].clone(),
            title,
            fillers,
            sayings,
        }
    }

    /// A copy: the report of an agency as another outlet prints it.
    fn copy(&mut self) -> Option<Report> {
        if self.fresh.is_empty() {
            return None;
        }
        let at = self.rng.usize(0..self.fresh.len());
        let mut copy = self.fresh[at].clone();
        if self.rng.bool() {
            copy.title = capital(&self.words.phrase(&mut self.rng, 6).join(" "));
        }
        if self.rng.u8(0..10) < 4 && copy.sayings.len() > 3 {
            // cut from below
            let kept = copy.sayings.len() - copy.sayings.len() / 4;
            copy.sayings.truncate(kept);
            copy.fillers.truncate(kept);
        }
        if self.rng.u8(0..10) < 3 {
            let count = 15 + self.rng.usize(0..20);
            copy.fillers.push(self.words.phrase(&mut self.rng, count));
        }
        Some(copy)
    }

    fn write(&mut self, report: &Report, copied: bool) -> Invented {
        let day = date(self.written / self.options.per_day.max(1) as u64);
        let outlet = if copied {
            self.outlets[self.rng.usize(0..self.outlets.len())].clone()
        } else {
            report.agency.clone()
        };
        let mut page = Page::new(&self.people);
        let agency = copied.then_some(report.agency.as_str());
        page.open(report, &day, agency);
        for (n, filler) in report.fillers.iter().enumerate() {
            if let Some(saying) = report.sayings.get(n) {
                page.say(saying, n == 0, agency);
            }
            page.out.push(&format!("{}. ", capital(&filler.join(" "))));
            page.out.push("\n\n");
        }
        if self.rng.u8(0..100) < self.options.boilerplate {
            // the same under all articles of an outlet
            let mut own =
                Rng::with_seed(outlet.bytes().map(u64::from).sum::<u64>() + outlet.len() as u64 * 1_000);
            let lines = self.words.phrase(&mut own, 45).join(" ");
            page.out.push(&capital(&lines));
            page.out.push(".\n");
        }
        let said = report.sayings.iter().map(|s| s.id).collect();
        let who = report.sayings.iter().map(|s| s.who as u64).collect();
        let url = format!(
            "https://{}.example/{day}/{}",
            outlet.to_lowercase().replace(' ', ""),
            self.written
        );
        let record = page.finish(outlet, report.title.clone(), url, day);
        Invented {
            record,
            report: report.id,
            said,
            who,
        }
    }
}

impl Iterator for Archive {
    type Item = Invented;

    fn next(&mut self) -> Option<Invented> {
        let copied = self.rng.u8(0..100) < self.options.copies;
        let copy = if copied { self.copy() } else { None };
        let is_copy = copy.is_some();
        let report = copy.unwrap_or_else(|| self.report());
        if !is_copy {
            if self.fresh.len() < self.options.per_day / 4 + 1 {
                self.fresh.push(report.clone());
            } else {
                let at = self.rng.usize(0..self.fresh.len());
                self.fresh[at] = report.clone();
            }
        }
        let article = self.write(&report, is_copy);
        self.written += 1;
        Some(article)
    }
}

/// An article being written.
struct Page<'a> {
    everybody: &'a [Somebody],
    out: Writer,
    dateline: Option<Dateline>,
    people: Vec<Person>,
    /// Numbers of those in `people`.
    known: Vec<usize>,
    statements: Vec<Statement>,
}

impl<'a> Page<'a> {
    fn new(everybody: &'a [Somebody]) -> Self {
        Self {
            everybody,
            out: Writer::default(),
            dateline: None,
            people: Vec::new(),
            known: Vec::new(),
            statements: Vec::new(),
        }
    }

    fn open(&mut self, report: &Report, day: &str, agency: Option<&str>) {
        self.out.push(&report.title);
        self.out.push("\n\n");
        let place = self.everybody[report.sayings.first().map_or(0, |s| s.who)]
            .org
            .rsplit(' ')
            .next()
            .unwrap_or("Port")
            .to_uppercase();
        let line = match agency {
            Some(agency) => format!("{place}, {} ({agency})", &day[5..]),
            None => format!("{place}, {}", &day[5..]),
        };
        let span = self.out.push(&line);
        self.out.push(" - ");
        self.dateline = Some(Dateline {
            start: span.start,
            end: span.end,
            text: span.text,
            place: Some(place),
            date: Some(day.to_owned()),
            agency: agency.map(str::to_owned),
        });
    }

    fn say(&mut self, saying: &Saying, first: bool, agency: Option<&str>) {
        let who = &self.everybody[saying.who];
        let known = self.known.iter().position(|&k| k == saying.who);
        let words = saying.words.join(" ");
        let mut via = Vec::new();
        let (content, cue, source);
        if saying.direct {
            content = self.out.push(&format!("“{}.”", capital(&words)));
            self.out.push(" ");
            source = self.source(who, known.is_some());
            self.out.push(" ");
            cue = self.out.push("said");
        } else {
            source = self.source(who, known.is_some());
            self.out.push(" ");
            cue = self.out.push(if words.len().is_multiple_of(3) {
                "noted"
            } else {
                "said"
            });
            self.out.push(" ");
            content = self.out.push(&format!("that {words}"));
        }
        if let (true, Some(agency)) = (first, agency) {
            self.out.push(", ");
            let hop = self.out.push(agency);
            self.out.push(" reports");
            via.push(Via {
                name: agency.to_owned(),
                kind: SpeakerType::Organization,
                start: hop.start,
                end: hop.end,
                text: hop.text,
            });
        }
        self.out.push(".\n");
        let person = self.person(saying.who, known, &source);
        self.statements.push(Statement {
            id: format!("s{}", self.statements.len() + 1),
            kind: if saying.direct {
                Kind::Direct
            } else {
                Kind::Indirect
            },
            mode: Mode::Said,
            content: vec![content],
            cue: vec![cue.clone()],
            source: vec![source],
            speakers: vec![Speaker {
                person: Some(person),
                name: Some(who.name()),
                kind: SpeakerType::Person,
                role: Some(who.role.to_owned()),
                org: Some(who.org.clone()),
                confidence: 0.97,
                open: false,
            }],
            candidates: Vec::new(),
            addressee: None,
            medium: None,
            event: None,
            event_id: None,
            via,
            parent: None,
            said_on: None,
            same_as: Vec::new(),
            confidence: 0.95,
            why: vec![
                format!("cue {}, subject {}", cue.text, who.family),
                "named in the article".to_owned(),
            ],
        });
    }

    /// The source's words: in full when first named.
    fn source(&mut self, who: &Somebody, known: bool) -> Span {
        if known {
            self.out.push(&who.family)
        } else {
            self.out
                .push(&format!("{}, {} of the {}", who.name(), who.role, who.org))
        }
    }

    fn person(&mut self, number: usize, known: Option<usize>, source: &Span) -> String {
        let who = &self.everybody[number];
        if let Some(at) = known {
            if let Some(person) = self.people.get_mut(at) {
                person.mentions.push(source.clone());
            }
            return format!("p{}", at + 1);
        }
        let length = |words: &str| u32::try_from(words.chars().count()).unwrap_or(0);
        let name = who.name();
        let role = source.start + length(&name) + 2;
        self.people.push(Person {
            id: format!("p{}", self.people.len() + 1),
            kind: SpeakerType::Person,
            roles: vec![PersonRole {
                role: who.role.to_owned(),
                org: Some(who.org.clone()),
                start: role,
                end: role + length(who.role),
            }],
            mentions: vec![Span {
                start: source.start,
                end: source.start + length(&name),
                text: name.clone(),
            }],
            name: Some(name),
        });
        self.known.push(number);
        format!("p{}", self.people.len())
    }

    fn finish(self, outlet: String, title: String, url: String, day: String) -> CheckedRecord {
        let engine = EngineInfo {
            version: "0".to_owned(),
            model: "invented".to_owned(),
        };
        let mut record = ArticleRecord::new(engine, self.out.text);
        record.set_url(Some(url));
        record.article.outlet = Some(outlet);
        record.article.title = Some(title);
        record.article.published = Some(day);
        record.article.lang = Some("en".to_owned());
        record.article.dateline = self.dateline;
        record.people = self.people;
        record.statements = self.statements;
        CheckedRecord::new(record).expect("the places are counted while the text is written")
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The day so many days after the first of January 2016, in a calendar of months of 28 days.
fn date(day: u64) -> String {
    let (year, rest) = (2016 + day / 336, day % 336);
    format!("{year:04}-{:02}-{:02}", rest / 28 + 1, rest % 28 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_archive() {
        let take = || -> Vec<_> {
            Archive::new(Options::default())
                .take(30)
                .map(|a| a.record)
                .collect()
        };
        assert_eq!(take(), take());
    }

    #[test]
    fn there_are_copies_and_things_told_again() {
        let articles: Vec<_> = Archive::new(Options {
            people: 500,
            ..Options::default()
        })
        .take(400)
        .collect();
        let copies = articles
            .iter()
            .filter(|a| articles.iter().filter(|b| b.report == a.report).count() > 1);
        assert!(copies.count() > 40);
        let mut said: Vec<u64> = articles.iter().flat_map(|a| a.said.iter().copied()).collect();
        let all = said.len();
        said.sort_unstable();
        said.dedup();
        assert!(all - said.len() > all / 10, "{all} {}", said.len());
    }
}
