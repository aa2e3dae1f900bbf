//! CSV as spreadsheets leave it: with or without a byte order mark, with commas, semicolons or tabs, CRLF or LF, columns in any
//! order, rows that are empty.

use crate::error::{ListError, ListErrors};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;
/// The most rows of a file.
pub const MOST_ROWS: usize = 1_000_000;
/// Errors of one file that are listed; how many more there are is said.
const MOST_ERRORS: usize = 100;

/// A column that a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether a file without it is no such file.
    pub needed: bool,
}

/// A row as it stands in a file: the line that it begins on, and a field for each [`Column`], empty where the file has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// In the order of the columns that were asked for.
    pub fields: Vec<String>,
}

/// Reads a file. `name` is what errors call it. `others` are columns that are passed over.
///
/// ```
/// use onrecord_lists::table::{Column, read};
/// const COLUMNS: &[Column] = &[Column { name: "alias", needed: true }, Column { name: "name", needed: true }];
/// let lines = read("aliases.csv", b"\xef\xbb\xbfname;alias\r\nMerid News Agency;MNA\r\n", COLUMNS, |_| false).unwrap();
/// assert_eq!(lines[0].fields, ["MNA", "Merid News Agency"]);
/// ```
///
/// # Errors
/// Everything that is wrong with it, with lines and columns.
pub fn read(
    name: &str,
    bytes: &[u8],
    columns: &[Column],
    others: impl Fn(&str) -> bool,
) -> Result<Vec<Line>, ListErrors> {
    let fail = |error: ListError| ListErrors(vec![error]);
    if bytes.len() > LARGEST {
        return Err(fail(ListError::of(
            name,
            format!("it has {} bytes, more than {LARGEST}", bytes.len()),
            "split it, or look whether it is the right file",
        )));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = Place::of(bytes).line(error.valid_up_to());
        fail(
            ListError::of(
                name,
                "this is not UTF-8",
                "save it as \"CSV UTF-8\" (in a spreadsheet: Save as, character set UTF-8)",
            )
            .at(line, None),
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader.records();
    let mut place = Place::of(text.as_bytes());
    let mut errors = Errors::new(name);
    let header = loop {
        match rows.next() {
            Some(Ok(row)) if row.iter().all(|field| field.trim().is_empty()) => {}
            Some(Ok(row)) => break row,
            Some(Err(error)) => return Err(fail(broken(name, &error, &mut place))),
            None => {
                return Err(fail(ListError::of(
                    name,
                    "it is empty",
                    format!("its first line names the columns: {}", list(columns)),
                )));
            }
        }
    };
    let at = header_of(
        &header,
        place.line_of(header.position()),
        columns,
        others,
        &mut errors,
    );
    let mut lines = Vec::new();
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                errors.push(broken(name, &error, &mut place));
                break;
            }
        };
        if row.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let number = place.line_of(row.position());
        if lines.len() == MOST_ROWS {
            errors.push(
                ListError::of(name, format!("it has more than {MOST_ROWS} rows"), "split it")
                    .at(number, None),
            );
            break;
        }
        if row
            .iter()
            .skip(header.len())
            .any(|field| !field.trim().is_empty())
        {
            errors.push(
                ListError::of(
                    name,
                    format!("the row has {} fields, the header {}", row.len(), header.len()),
                    "put quotation marks around a field that has a comma in it, and double those inside",
                )
                .at(number, None),
            );
            continue;
        }
        let fields = at
            .iter()
            .map(|at| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned());
        lines.push(Line {
            number,
            fields: fields.collect(),
        });
    }
    if text.bytes().filter(|&b| b == b'"').count() % 2 == 1 {
        errors.push(ListError::of(
            name,
            "a quotation mark is never closed",
            "double quotation marks inside a field",
        ));
    }
    errors.done().or(lines)
}

/// Writes rows: UTF-8 without a mark, commas, LF, quotation marks only where they are needed (RFC 4180, but for the line ends).
pub fn write<'r>(header: &[&str], rows: impl IntoIterator<Item = Vec<&'r str>>) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // writing to memory does not fail
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where each of the columns stands.
fn header_of(
    header: &csv::StringRecord,
    line: u64,
    columns: &[Column],
    others: impl Fn(&str) -> bool,
    errors: &mut Errors<'_>,
) -> Vec<Option<usize>> {
    let name = |field: &str| field.trim().to_lowercase();
    let names: Vec<String> = header.iter().map(name).collect();
    for (n, found) in names.iter().enumerate() {
        let known = columns.iter().any(|column| column.name == found);
        if !known && !found.is_empty() && !others(found) {
            errors.push(
                ListError::of(
                    errors.name,
                    format!("there is no column {found:?}"),
                    format!("the columns are {}", list(columns)),
                )
                .at(line, None),
            );
        } else if known && names.iter().take(n).any(|other| other == found) {
            errors.push(
                ListError::of(
                    errors.name,
                    format!("the column {found:?} is there twice"),
                    "take one out",
                )
                .at(line, None),
            );
        }
    }
    let at: Vec<Option<usize>> = columns
        .iter()
        .map(|column| names.iter().position(|found| found == column.name))
        .collect();
    for (column, at) in columns.iter().zip(&at) {
        if column.needed && at.is_none() {
            errors.push(
                ListError::of(
                    errors.name,
                    format!("the column {:?} is missing", column.name),
                    format!("the first line names the columns: {}", list(columns)),
                )
                .at(line, None),
            );
        }
    }
    at
}

/// What parts the fields: of comma, semicolon and tab, that which the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text
        .split(['\n', '\r'])
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |c: u8| first.bytes().filter(|&b| b == c).count();
    [b',', b';', b'\t']
        .into_iter()
        .rev()
        .max_by_key(|&c| count(c))
        .unwrap_or(b',')
}

fn broken(name: &str, error: &csv::Error, place: &mut Place<'_>) -> ListError {
    let line = place.line_of(error.position());
    ListError::of(
        name,
        format!("the row cannot be read ({error})"),
        "write it again",
    )
    .at(line, None)
}

/// Lines as editors count them: ended by LF, CRLF or CR, also between quotation marks. The reader of CSV counts LF alone, and says where it
/// went on, which is ahead of the end of the line before and of empty lines.
struct Place<'b> {
    bytes: &'b [u8],
    at: usize,
    line: u64,
}

impl<'b> Place<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of a byte. Bytes are asked for in their order.
    fn line(&mut self, byte: usize) -> u64 {
        let ahead = self.at;
        let passed = self.bytes.get(ahead..byte).unwrap_or_default();
        for (at, b) in (ahead..).zip(passed) {
            let next = self.bytes.get(at + 1);
            // of CRLF, the second ends the line
            if *b == b'\n' || (*b == b'\r' && next != Some(&b'\n')) {
                self.line += 1;
            }
        }
        self.at = ahead.max(byte);
        self.line
    }

    /// The line that a row begins on.
    fn line_of(&mut self, row: Option<&csv::Position>) -> u64 {
        let from = row
            .and_then(|row| usize::try_from(row.byte()).ok())
            .unwrap_or(self.at);
        let rest = self.bytes.get(from..).unwrap_or_default();
        let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.line(from + ends)
    }
}

fn list(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// Errors, as many as are of use.
pub(crate) struct Errors<'n> {
    pub(crate) name: &'n str,
    found: Vec<ListError>,
    more: usize,
}

impl<'n> Errors<'n> {
    pub(crate) fn new(name: &'n str) -> Self {
        Self {
            name,
            found: Vec::new(),
            more: 0,
        }
    }

    pub(crate) fn push(&mut self, error: ListError) {
        if self.found.len() < MOST_ERRORS {
            self.found.push(error);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn done(mut self) -> ListErrors {
        if self.more > 0 {
            self.found.push(ListError::of(
                self.name,
                format!("{} more things are wrong", self.more),
                "put these right first",
            ));
        }
        ListErrors(self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column {
            name: "what",
            needed: true,
        },
        Column {
            name: "why",
            needed: false,
        },
    ];

    fn fields(text: &[u8]) -> Vec<Vec<String>> {
        let lines = read("t.csv", text, COLUMNS, |_| false).unwrap();
        lines.into_iter().map(|line| line.fields).collect()
    }

    fn errors(text: &[u8]) -> Vec<String> {
        let errors = read("t.csv", text, COLUMNS, |_| false).unwrap_err();
        errors.0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_spreadsheets_leave_is_read() {
        let wanted = vec![vec!["a, \"b\"\nc".to_owned(), "d;e".to_owned()]];
        for text in [
            "what,why\n\"a, \"\"b\"\"\nc\",d;e\n",
            "\u{feff}Why , WHAT\r\nd;e,\"a, \"\"b\"\"\nc\"\r\n,\r\n",
            "why;what\n\"d;e\";\"a, \"\"b\"\"\nc\"",
            "\n\nwhat\twhy\t\n\"a, \"\"b\"\"\nc\"\td;e\t\n\t\t\n",
        ] {
            assert_eq!(fields(text.as_bytes()), wanted, "{text:?}");
        }
        assert_eq!(fields(b"what\nx\n"), [["x", ""]]);
        assert_eq!(fields(b"what,why\nx\n"), [["x", ""]]);
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        for end in ["\n", "\r\n", "\r"] {
            let rows = ["what,why", "a,b", "", "", "\"x", "y\",b", "c,d", "u,v,w", ""];
            let text = rows.join(end);
            let lines: Vec<u64> = read("t.csv", text.replace("u,v,w", "u,v").as_bytes(), COLUMNS, |_| {
                false
            })
            .unwrap()
            .iter()
            .map(|line| line.number)
            .collect();
            assert_eq!(lines, [2, 5, 7, 8], "{end:?}");
            let told = errors(text.as_bytes());
            assert!(
                told[0].starts_with("t.csv, line 8: the row has 3 fields"),
                "{end:?}: {told:?}"
            );
            let late = format!("{end}{end}what,wat{end}");
            assert!(
                errors(late.as_bytes())[0].starts_with("t.csv, line 3: there is no column"),
                "{end:?}"
            );
            let cut = [b"what,why", end.as_bytes(), b"a,b", end.as_bytes(), b"\xff"].concat();
            assert!(
                errors(&cut)[0].starts_with("t.csv, line 3: this is not UTF-8"),
                "{end:?}"
            );
        }
    }

    #[test]
    fn what_parts_the_fields_is_told_by_the_first_line_alone() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["what;why", "a, b, c;d", "e, f;g", ""].join(end);
            assert_eq!(
                fields(text.as_bytes()),
                [["a, b, c", "d"], ["e, f", "g"]],
                "{end:?}"
            );
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place() {
        assert_eq!(
            errors(b"")[0],
            "t.csv: it is empty; its first line names the columns: what, why"
        );
        assert!(errors(b"why,wat\nx,y\n").len() == 2);
        assert!(errors(b"what,why\nx\xff\n")[0].starts_with("t.csv, line 2: this is not UTF-8; save it"));
        assert!(
            errors(b"what,why\na,b\nx,y,z\nu,v,w\n")[1].starts_with("t.csv, line 4: the row has 3 fields")
        );
        assert!(errors(b"what,what\na,b\n")[0].contains("twice"));
        assert!(errors(b"what,why\n\"a,b\n")[0].contains("never closed"));
        let many = "x,y,z\n".repeat(500);
        let many = errors(format!("what,why\n{many}").as_bytes());
        assert_eq!(many.len(), MOST_ERRORS + 1);
        assert!(many[MOST_ERRORS].contains("400 more"), "{}", many[MOST_ERRORS]);
    }
}
