//! Somebody whom an article names and its reading has not among those who speak, until a correction says so.

use crate::file::{Change, all};
use crate::link::newcomers;
use crate::load::Stored;
use crate::ready::mentions;
use onrecord_record::{ArticleRecord, CodePointIndex, Person, Span, SpeakerType};
use rusqlite::{OptionalExtension as _, params};

/// Places of a name that are kept, at most.
const MENTIONS: usize = 1_000;

/// Somebody of this name, with every place where the text has it as whole words. Nothing without a name.
pub(crate) fn person(name: &str, kind: SpeakerType, record: &ArticleRecord) -> Option<Person> {
    if name.trim().is_empty() {
        return None;
    }
    let text = &record.article.text;
    let index = CodePointIndex::new(text);
    let part_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mentions: Vec<Span> = text
        .match_indices(name)
        .filter(|(at, found)| {
            let (before, after) = (text.get(..*at), text.get(at + found.len()..));
            !part_of_word(before.and_then(|t| t.chars().next_back()))
                && !part_of_word(after.and_then(|t| t.chars().next()))
        })
        .filter_map(|(at, found)| index.span(at..at + found.len()))
        .take(MENTIONS)
        .collect();
    let numbers = record
        .people
        .iter()
        .filter_map(|person| person.id.strip_prefix('p')?.parse::<u32>().ok());
    Some(Person {
        id: format!("p{}", u64::from(numbers.max().unwrap_or(0)) + 1),
        name: Some(name.to_owned()),
        kind,
        roles: Vec::new(),
        mentions,
    })
}

impl Change<'_> {
    /// The row of somebody whom a correction brought into the reading of a statement; made, and linked across articles, if there is none.
    pub(crate) fn bring(&mut self, stored: &Stored, reading: i64, person: &Person) -> rusqlite::Result<i64> {
        let known = self
            .db
            .prepare_cached("SELECT id FROM entity WHERE reading_id = ?1 AND local = ?2")?
            .query_row(params![reading, person.id], |row| row.get(0))
            .optional()?;
        if let Some(row) = known {
            return Ok(row);
        }
        let row = self.entity_ids(1)?;
        let article = self.article_of(stored.id)?;
        let mut record = stored.record.clone().into_inner();
        record.people.push(person.clone());
        let key = &stored.key.article;
        let newcomer = newcomers(key, &record).pop().flatten();
        let links = self.link_people(article, key, &record, std::iter::once((row, newcomer)), false)?;
        let mentions = [mentions(person)?];
        self.insert_entities(reading, std::slice::from_ref(person), &mentions, &links)?;
        self.db
            .execute("UPDATE entity SET corrected = 1 WHERE id = ?1", [row])?;
        Ok(row)
    }

    /// Takes those out of a reading whom corrections brought there, and who speak no more.
    pub(crate) fn drop_unneeded(&mut self, reading: i64) -> rusqlite::Result<()> {
        let sql = "SELECT e.id, e.person_id FROM entity e
                    WHERE e.reading_id = ?1 AND e.corrected AND NOT EXISTS (SELECT 1 FROM speaker x WHERE x.entity_id = e.id)";
        let gone = all(&self.db, sql, [reading], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?))
        })?;
        if gone.is_empty() {
            return Ok(());
        }
        self.keep_ids()?;
        for (row, person) in gone {
            self.db.execute("DELETE FROM entity WHERE id = ?1", [row])?;
            self.portraits.extend(person);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_record::EngineInfo;

    #[test]
    fn somebody_is_mentioned_where_the_name_stands_as_whole_words() {
        let engine = EngineInfo {
            version: "0".to_owned(),
            model: "none".to_owned(),
        };
        let text = "🪔 Olwen Marsh met Iset Karam. Olwen Marshall did not. “Olwen Marsh,” she said.";
        let record = ArticleRecord::new(engine, text);
        let found = person("Olwen Marsh", SpeakerType::Person, &record).unwrap();
        let places: Vec<(u32, u32)> = found.mentions.iter().map(|m| (m.start, m.end)).collect();
        assert_eq!(places, [(2, 13), (55, 66)]);
        assert_eq!(found.id, "p1");
        assert_eq!(person(" ", SpeakerType::Person, &record), None);
    }
}
