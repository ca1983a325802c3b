//! Reading a CSV file strictly: what is malformed is named with its line, never guessed at.

/// One record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// Its cells, without the white space around them.
    pub cells: Vec<String>,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1.
    pub line: usize,
    /// A sentence without a full stop.
    pub words: String,
}

impl Mistake {
    /// A mistake on a line.
    pub fn on(line: usize, words: impl Into<String>) -> Self {
        Self {
            line,
            words: words.into(),
        }
    }
}

/// "Line 3: …".
impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line {}: {}", self.line, self.words)
    }
}

/// The records of a file (RFC 4180; lines may end in LF, CR LF or CR). Empty lines are passed over,
/// and so is a byte-order mark. Records may have any number of cells.
pub fn records(file: &str) -> Result<Vec<Record>, Vec<Mistake>> {
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mut reader = Reader {
        letters: file.chars().peekable(),
        line: 1,
        mistakes: Vec::new(),
    };
    let mut records = Vec::new();
    while reader.letters.peek().is_some() {
        let record = reader.record();
        if record.cells != [""] {
            records.push(record);
        }
    }
    if reader.mistakes.is_empty() {
        Ok(records)
    } else {
        Err(reader.mistakes)
    }
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    mistakes: Vec<Mistake>,
}

enum After {
    Cell,
    Record,
}

impl Reader<'_> {
    fn record(&mut self) -> Record {
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let (cell, after) = self.cell();
            cells.push(cell);
            if let After::Record = after {
                return Record { line, cells };
            }
        }
    }

    fn cell(&mut self) -> (String, After) {
        let mut text = String::new();
        let mut quoted = false;
        loop {
            match self.letters.next() {
                None => return (finished(&text, quoted), After::Record),
                Some(',') => return (finished(&text, quoted), After::Cell),
                Some(letter @ ('\n' | '\r')) => {
                    self.end_of_line(letter);
                    return (finished(&text, quoted), After::Record);
                }
                Some('"') if !quoted && text.trim().is_empty() => {
                    quoted = true;
                    text = self.quoted();
                }
                Some('"') => self.mistake(
                    "a quotation mark stands inside a cell; put the cell in quotation marks and \
                     write the mark twice",
                ),
                Some(letter) if quoted && letter.is_whitespace() => {}
                Some(_) if quoted => self.mistake("text follows a closing quotation mark"),
                Some(letter) => text.push(letter),
            }
        }
    }

    /// What stands between quotation marks; the first of them is read.
    fn quoted(&mut self) -> String {
        let begun = self.line;
        let mut text = String::new();
        while let Some(letter) = self.letters.next() {
            match letter {
                '"' if self.letters.peek() != Some(&'"') => return text,
                '"' => {
                    self.letters.next();
                    text.push('"');
                }
                '\n' | '\r' => {
                    self.end_of_line(letter);
                    text.push('\n');
                }
                _ => text.push(letter),
            }
        }
        self.mistakes.push(Mistake::on(
            begun,
            "a quotation mark is opened and never closed",
        ));
        text
    }

    fn end_of_line(&mut self, letter: char) {
        if letter == '\r' && self.letters.peek() == Some(&'\n') {
            self.letters.next();
        }
        self.line += 1;
    }

    /// Notes a mistake, once for each line.
    fn mistake(&mut self, words: &str) {
        if self
            .mistakes
            .last()
            .is_none_or(|last| last.line != self.line)
        {
            self.mistakes.push(Mistake::on(self.line, words));
        }
    }
}

fn finished(text: &str, quoted: bool) -> String {
    if quoted { text } else { text.trim() }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(file: &str) -> Vec<(usize, Vec<String>)> {
        let records = records(file).unwrap();
        records
            .into_iter()
            .map(|record| (record.line, record.cells))
            .collect()
    }

    fn lines(file: &str) -> Vec<usize> {
        let mistakes = records(file).unwrap_err();
        mistakes.into_iter().map(|mistake| mistake.line).collect()
    }

    #[test]
    fn records_keep_the_line_on_which_they_begin() {
        let file = "\u{feff}a, b ,c\r\n\r\n1,\"x,\n\"\"y\"\"\" ,\n,,\r2\n";
        let own = |line, cells: &[&str]| (line, cells.iter().map(ToString::to_string).collect());
        assert_eq!(
            cells(file),
            [
                own(1, &["a", "b", "c"]),
                own(3, &["1", "x,\n\"y\"", ""]),
                own(5, &["", "", ""]),
                own(6, &["2"]),
            ]
        );
        assert_eq!(cells(""), []);
        assert_eq!(cells("\n\n"), []);
    }

    #[test]
    fn what_is_malformed_is_named_with_its_line() {
        assert_eq!(lines("a\nb\"c\n\"d\"e f\ng"), [2, 3]);
        assert_eq!(lines("a\n\"b\nc\n"), [2]);
        let mistakes = records("\"").unwrap_err();
        assert_eq!(
            mistakes[0].to_string(),
            "Line 1: a quotation mark is opened and never closed"
        );
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut file = String::new();
        let given = ["a;b", "c\"d", "e\nf", "", "x y"];
        crate::platform::text::csv::row(&mut file, &given);
        assert_eq!(cells(&file)[0].1, given);
    }
}
