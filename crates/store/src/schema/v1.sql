-- The record, version 1. Every table is described in docs/store.md; a test compares the two.
-- Offsets are half-open ranges of Unicode code points, as substr() counts them (which begins with 1).

-- What this file is: 'uuid', 'created', 'program'; the last ids of rows that went: 'last_statement', 'last_entity'.
CREATE TABLE about (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change to the record, in order: one row for each transaction. What is derived from the record (the search index)
-- knows by (seq, mark) up to where it has followed, and whether it followed this very file.
CREATE TABLE change (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    mark    INTEGER NOT NULL,
    at      TEXT NOT NULL,
    command TEXT NOT NULL
) STRICT;

-- Who publishes. The columns behind the name come from the list of outlets that the user owns, and from that of wire agencies.
CREATE TABLE outlet (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    called  TEXT,
    kind    TEXT,
    country TEXT,
    owner   TEXT
) STRICT;

-- Groups of articles of which each shares most of its text with another: one report, printed by many.
CREATE TABLE cluster (
    id INTEGER PRIMARY KEY
) STRICT;

-- One row for an article, whatever became of it.
CREATE TABLE article (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    url        TEXT,
    outlet_id  INTEGER REFERENCES outlet (id),
    status     TEXT NOT NULL CHECK (status IN ('usable', 'withheld', 'canceled')),
    version_id INTEGER REFERENCES version (id) DEFERRABLE INITIALLY DEFERRED,
    cluster_id INTEGER REFERENCES cluster (id),
    added      INTEGER NOT NULL REFERENCES change (seq),
    changed    INTEGER NOT NULL REFERENCES change (seq)
) STRICT;
CREATE INDEX article_changed ON article (changed);
CREATE INDEX article_outlet ON article (outlet_id);
CREATE INDEX article_cluster ON article (cluster_id) WHERE cluster_id IS NOT NULL;

-- By what an article is known again: 'url:…' without scheme and tracking, 'id:…' of its provider, 'text:…' of its text.
CREATE TABLE article_name (
    name       TEXT PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id)
) STRICT, WITHOUT ROWID;

-- Every version of every article, numbered as they came. `as_of` is the time that the version is known to be of (declared,
-- fetched or archived): versions are ordered by it, so that an older copy that comes later does not take the place of a newer.
-- `rest` is what the article's JSON holds beside the columns and the text; id, url and outlet where the article's row says another.
CREATE TABLE version (
    id               INTEGER PRIMARY KEY,
    article_id       INTEGER NOT NULL REFERENCES article (id),
    n                INTEGER NOT NULL CHECK (n > 0),
    reading_id       INTEGER REFERENCES reading (id) DEFERRABLE INITIALLY DEFERRED,
    seen             INTEGER NOT NULL REFERENCES change (seq),
    seen_again       INTEGER REFERENCES change (seq),
    as_of            TEXT,
    title            TEXT,
    byline           TEXT,
    lang             TEXT,
    place            TEXT,
    published        TEXT,
    modified         TEXT,
    first_published  TEXT,
    provider_version TEXT,
    extent           TEXT NOT NULL,
    text_sha256      TEXT NOT NULL,
    rest             TEXT NOT NULL,
    UNIQUE (article_id, n)
) STRICT;
CREATE INDEX version_published ON version (published);
CREATE INDEX version_reading ON version (reading_id);

-- The text of each version, exactly as it was read.
CREATE TABLE version_text (
    version_id INTEGER PRIMARY KEY REFERENCES version (id),
    text       TEXT NOT NULL
) STRICT;

-- What arrived without a text: killed and withheld items, locators, pages that asked for consent, errors.
CREATE TABLE notice (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id),
    seq        INTEGER NOT NULL REFERENCES change (seq),
    status     TEXT NOT NULL CHECK (status IN ('usable', 'withheld', 'canceled')),
    extent     TEXT NOT NULL,
    article    TEXT NOT NULL
) STRICT;
CREATE INDEX notice_article ON notice (article_id);

-- What an engine made of a version. 'shadow' readings are not shown before they are swapped in. `why` holds the reasons of all
-- its statements in their order: JSON, compressed with Zstandard.
CREATE TABLE reading (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES version (id),
    state      TEXT NOT NULL CHECK (state IN ('current', 'shadow')),
    engine     TEXT NOT NULL,
    model      TEXT NOT NULL,
    seq        INTEGER NOT NULL REFERENCES change (seq),
    left_out   INTEGER NOT NULL DEFAULT 0,
    unread     TEXT,
    detail     TEXT,
    events     TEXT,
    why        BLOB
) STRICT;
CREATE INDEX reading_version ON reading (version_id);
CREATE INDEX reading_shadow ON reading (version_id) WHERE state = 'shadow';

-- Quotations for which no source could be given, and why.
CREATE TABLE unattributed (
    reading_id INTEGER NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (reading_id, n)
) STRICT, WITHOUT ROWID;

-- People and bodies across articles.
CREATE TABLE person (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    type       TEXT NOT NULL,
    identifier TEXT,
    merged     INTEGER REFERENCES person (id),
    blocked    INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
    profile    TEXT NOT NULL,
    seq        INTEGER NOT NULL REFERENCES change (seq)
) STRICT;

-- The forms of names under which a person is looked for.
CREATE TABLE person_name (
    name      TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (name, person_id)
) STRICT, WITHOUT ROWID;

-- Everybody who speaks in a reading. `mentions` lists [start, end] in the text.
CREATE TABLE entity (
    id         INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    local      TEXT NOT NULL,
    name       TEXT,
    type       TEXT NOT NULL,
    person_id  INTEGER REFERENCES person (id),
    linked_by  TEXT CHECK (linked_by IN ('name', 'ruling')),
    link       TEXT,
    mentions   TEXT NOT NULL
) STRICT;
CREATE INDEX entity_reading ON entity (reading_id);
CREATE INDEX entity_person ON entity (person_id) WHERE person_id IS NOT NULL;

-- Whom an entity may be, when that stays open.
CREATE TABLE entity_candidate (
    entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    score     REAL NOT NULL,
    why       TEXT NOT NULL,
    PRIMARY KEY (entity_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_candidate_person ON entity_candidate (person_id);

-- The roles that a text gives to an entity, as printed.
CREATE TABLE role (
    entity_id INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    role      TEXT NOT NULL,
    org       TEXT,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (entity_id, n)
) STRICT, WITHOUT ROWID;

-- Groups of statements that are the same statement, in the same or other words.
CREATE TABLE statement_group (
    id INTEGER PRIMARY KEY
) STRICT;

-- What is said. `start` and `end` are those of the whole content, and so for the cue and the source; where one of them has
-- several fragments, these are in `span`. `signature` has a bit for each word of the content, of 64.
CREATE TABLE statement (
    id         INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    local      TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    mode       TEXT NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    cue_start  INTEGER,
    cue_end    INTEGER,
    source_start INTEGER,
    source_end INTEGER,
    said_on    TEXT,
    confidence REAL NOT NULL,
    parent_id  INTEGER REFERENCES statement (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    group_id   INTEGER REFERENCES statement_group (id),
    event      TEXT,
    review     TEXT CHECK (review IN ('accepted', 'rejected', 'corrected', 'suppressed')),
    dispute    TEXT,
    signature  INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_reading ON statement (reading_id);
CREATE INDEX statement_grouped ON statement (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX statement_parent ON statement (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX statement_review ON statement (review) WHERE review IS NOT NULL;

-- What `span.part` stands for.
CREATE TABLE part (
    part INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO part VALUES (1, 'content'), (2, 'cue'), (3, 'source'), (4, 'addressee'), (5, 'medium'), (6, 'event'), (7, 'said_on');

-- The places of a statement's other parts in the text, and the fragments of a content, cue or source that has several.
CREATE TABLE span (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    part         INTEGER NOT NULL REFERENCES part (part),
    n            INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    PRIMARY KEY (statement_id, part, n)
) STRICT, WITHOUT ROWID;

-- Who a statement is given to (`candidate` 0), and who else it may be (`candidate` 1). The name is that of the entity, and role
-- and org are those of its role number `role_n`, unless they are given here (an empty name stands for none): see the view `statement_speakers`.
CREATE TABLE speaker (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    candidate    INTEGER NOT NULL CHECK (candidate IN (0, 1)),
    n            INTEGER NOT NULL,
    entity_id    INTEGER REFERENCES entity (id),
    role_n       INTEGER,
    name         TEXT,
    type         TEXT,
    role         TEXT,
    org          TEXT,
    confidence   REAL NOT NULL,
    open         INTEGER NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (statement_id, candidate, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_entity ON speaker (entity_id) WHERE entity_id IS NOT NULL;

-- Through whom it was passed on, outermost first.
CREATE TABLE via (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    n            INTEGER NOT NULL,
    name         TEXT NOT NULL,
    type         TEXT NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    PRIMARY KEY (statement_id, n)
) STRICT, WITHOUT ROWID;

-- Earlier statements of the same reading that a statement repeats.
CREATE TABLE repeat (
    statement_id INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    n            INTEGER NOT NULL,
    earlier_id   INTEGER NOT NULL REFERENCES statement (id) ON DELETE CASCADE,
    PRIMARY KEY (statement_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX repeat_earlier ON repeat (earlier_id);

-- What people decided about statements. `before` is what was read there. `statement_id` is the statement that it holds for now; none when it is
-- stale, and then `stale` says why.
CREATE TABLE correction (
    id           INTEGER PRIMARY KEY,
    seq          INTEGER NOT NULL REFERENCES change (seq),
    who          TEXT NOT NULL,
    why          TEXT,
    action       TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'content', 'speaker', 'role', 'dispute', 'suppress')),
    version_id   INTEGER NOT NULL REFERENCES version (id),
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    nth          INTEGER NOT NULL,
    data         TEXT,
    before       TEXT,
    statement_id INTEGER REFERENCES statement (id) ON DELETE SET NULL,
    stale        TEXT,
    undone       INTEGER REFERENCES change (seq)
) STRICT;
CREATE INDEX correction_version ON correction (version_id);
CREATE INDEX correction_statement ON correction (statement_id) WHERE statement_id IS NOT NULL;

-- What people decided about people (merge, split, link, rename, block, identify) and what their lists say of aliases, outlets, what
-- is kept out (bar) and what is not shown (suppress). `before` is what undoes it.
CREATE TABLE ruling (
    id     INTEGER PRIMARY KEY,
    seq    INTEGER NOT NULL REFERENCES change (seq),
    who    TEXT NOT NULL,
    why    TEXT,
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'link', 'rename', 'block', 'identify', 'alias', 'outlet', 'bar', 'suppress')),
    data   TEXT NOT NULL,
    before TEXT NOT NULL,
    undone INTEGER REFERENCES change (seq)
) STRICT;
CREATE INDEX ruling_holding ON ruling (action) WHERE undone IS NULL;

-- Everything that was done to the record beside adding: kills, withdrawals, corrections, rulings, swaps. Nothing is ever taken out.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    seq        INTEGER NOT NULL REFERENCES change (seq),
    article_id INTEGER REFERENCES article (id),
    who        TEXT,
    what       TEXT NOT NULL,
    detail     TEXT
) STRICT;
CREATE INDEX audit_article ON audit (article_id) WHERE article_id IS NOT NULL;

-- By what articles are found that share text: the least hashes of their runs of five words (onrecord_compare::Sketch::anchors), each
-- behind the number of the two months of publication, so that what is added at one time lies together. Only a hint: what it points
-- to is compared in full, and may be gone.
CREATE TABLE anchor (
    hash       INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;

-- By what the same statement is found in other articles (onrecord_compare::statements::prints), in the same way.
CREATE TABLE print (
    hash         INTEGER NOT NULL,
    statement_id INTEGER NOT NULL,
    PRIMARY KEY (hash, statement_id)
) STRICT, WITHOUT ROWID;

-- The words of each part of a statement that is shown.
CREATE VIEW statement_words AS
SELECT s.id AS id,
       coalesce((SELECT group_concat(substr(t.text, p.start + 1, p."end" - p.start), ' … ')
                   FROM span p WHERE p.statement_id = s.id AND p.part = 1),
                substr(t.text, s.start + 1, s."end" - s.start)) AS content,
       coalesce((SELECT group_concat(substr(t.text, p.start + 1, p."end" - p.start), ' … ')
                   FROM span p WHERE p.statement_id = s.id AND p.part = 2),
                substr(t.text, s.cue_start + 1, s.cue_end - s.cue_start)) AS cue,
       coalesce((SELECT group_concat(substr(t.text, p.start + 1, p."end" - p.start), ' … ')
                   FROM span p WHERE p.statement_id = s.id AND p.part = 3),
                substr(t.text, s.source_start + 1, s.source_end - s.source_start)) AS source
  FROM statement s
  JOIN reading r ON r.id = s.reading_id AND r.state = 'current'
  JOIN version_text t ON t.version_id = r.version_id;

-- Full-text search over contents with SQLite alone. The words themselves are not stored again.
CREATE VIRTUAL TABLE statements_fts USING fts5 (
    content, content = 'statement_words', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

-- Who statements are given to, and who else they may be, with names and roles as printed.
CREATE VIEW statement_speakers AS
SELECT x.statement_id AS statement_id, x.candidate AS candidate, x.n AS n, x.entity_id AS entity_id,
       nullif(coalesce(x.name, e.name), '') AS name, coalesce(x.type, e.type) AS type,
       coalesce(x.role, q.role) AS role, CASE WHEN x.role_n IS NULL THEN x.org ELSE q.org END AS org,
       x.confidence AS confidence, x.open AS open, w.id AS person_id, w.key AS person, w.name AS person_name
  FROM speaker x
  LEFT JOIN entity e ON e.id = x.entity_id
  LEFT JOIN role q ON q.entity_id = x.entity_id AND q.n = x.role_n
  LEFT JOIN person l ON l.id = e.person_id
  LEFT JOIN person w ON w.id = coalesce(l.merged, l.id);

-- A row for each statement of every version, with everything that most questions need.
CREATE VIEW statements_all AS
SELECT s.id AS id,
       a.key || '.v' || v.n || '.' || s.start || '-' || s."end" AS key,
       a.key AS article,
       v.n AS version,
       a.version_id IS v.id AS newest,
       a.status AS status,
       v.place AS place,
       o.name AS outlet,
       a.url AS url,
       v.title AS title,
       v.published AS published,
       f.content AS content,
       f.cue AS cue,
       f.source AS source,
       nullif(coalesce(x.name, e.name), '') AS speaker,
       coalesce(x.type, e.type) AS speaker_type,
       coalesce(x.role, q.role) AS role,
       CASE WHEN x.role_n IS NULL THEN x.org ELSE q.org END AS org,
       x.confidence AS speaker_confidence,
       x.open AS speaker_open,
       w.key AS person,
       w.name AS person_name,
       s.kind AS kind,
       s.mode AS mode,
       s.said_on AS said_on,
       (SELECT group_concat(h.name, ' > ') FROM via h WHERE h.statement_id = s.id) AS via,
       s.start AS start,
       s."end" AS "end",
       s.confidence AS confidence,
       s.review AS review,
       s.dispute AS dispute,
       s.group_id AS group_id
  FROM statement s
  JOIN reading r ON r.id = s.reading_id AND r.state = 'current'
  JOIN version v ON v.id = r.version_id
  JOIN article a ON a.id = v.article_id
  JOIN statement_words f ON f.id = s.id
  LEFT JOIN outlet o ON o.id = a.outlet_id
  LEFT JOIN speaker x ON x.statement_id = s.id AND x.candidate = 0 AND x.n = 0
  LEFT JOIN entity e ON e.id = x.entity_id
  LEFT JOIN role q ON q.entity_id = x.entity_id AND q.n = x.role_n
  LEFT JOIN person l ON l.id = e.person_id
  LEFT JOIN person w ON w.id = coalesce(l.merged, l.id);

-- The statements that are shown: of the newest versions, not killed, not rejected.
CREATE VIEW statements_flat AS
SELECT * FROM statements_all
 WHERE newest AND status = 'usable' AND review IS NOT 'rejected' AND review IS NOT 'suppressed';

-- People and bodies, with what is known of them. Everything is as printed.
CREATE VIEW people AS
SELECT w.id AS id, w.key AS key, w.name AS name, w.type AS type, w.identifier AS identifier,
       (SELECT count(DISTINCT r.version_id) FROM entity e JOIN reading r ON r.id = e.reading_id WHERE e.person_id = w.id) AS versions,
       (SELECT count(*) FROM entity e JOIN speaker sp ON sp.entity_id = e.id AND sp.candidate = 0 WHERE e.person_id = w.id) AS statements
  FROM person w
 WHERE w.merged IS NULL;

-- The roles that articles give to people, with who printed them and when.
CREATE VIEW person_roles AS
SELECT w.key AS person, w.name AS name, q.role AS role, q.org AS org, v.published AS published, o.name AS outlet,
       a.key AS article, v.n AS version, q.start AS start, q."end" AS "end"
  FROM person w
  JOIN entity e ON e.person_id = w.id
  JOIN role q ON q.entity_id = e.id
  JOIN reading r ON r.id = e.reading_id
  JOIN version v ON v.id = r.version_id
  JOIN article a ON a.id = v.article_id
  LEFT JOIN outlet o ON o.id = a.outlet_id;

-- Articles in their newest version.
CREATE VIEW articles AS
SELECT a.id AS id, a.key AS key, a.url AS url, o.name AS outlet, a.status AS status, v.n AS version, v.title AS title, v.byline AS byline,
       v.lang AS lang, v.place AS place, v.published AS published, v.modified AS modified, v.extent AS extent,
       a.cluster_id AS cluster_id, t.text AS text
  FROM article a
  LEFT JOIN outlet o ON o.id = a.outlet_id
  LEFT JOIN version v ON v.id = a.version_id
  LEFT JOIN version_text t ON t.version_id = v.id;
