//! A round on paper: answers typed into a CSV file, to be scored like any other round.

use std::collections::{HashMap, HashSet};

use super::disclosure::{ShownRound, disclose};
use super::instrument::{Instrument, StatementId};
use super::scoring::{Answer, Answers, Group, Response, score_round};
use crate::entity::health_check::Form;
use crate::platform::text::csv::{self, Mistake, Record};

/// The answers of a round, one response for each line of the file.
pub struct Sheet {
    /// Which form was asked, told by the columns.
    pub form: Form,
    /// Those without any answer too.
    pub responses: Vec<Response>,
}

impl Sheet {
    /// What may be shown of the round, by the rules of every round.
    pub fn score(&self, instrument: &Instrument, k: u32) -> ShownRound {
        disclose(&score_round(instrument, self.form, &self.responses, k))
    }
}

/// Reads a file whose columns are `respondent`, `group` and all statements of one form, in any order.
/// Refuses a file with any mistake, and names all of them by their lines.
pub fn read(instrument: &Instrument, file: &[u8]) -> Result<Sheet, Vec<Mistake>> {
    let file = std::str::from_utf8(file).map_err(|mistake| {
        let before = file.get(..mistake.valid_up_to()).unwrap_or_default();
        let line = before.split(|&byte| byte == b'\n').count();
        vec![Mistake::on(line, "this is not UTF-8 text")]
    })?;
    let records = csv::records(file)?;
    let Some((header, rows)) = records.split_first() else {
        return Err(vec![Mistake::on(1, "the line with the names is missing")]);
    };
    let (form, columns) = columns(instrument, header)?;
    let mut reading = Reading {
        instrument,
        form,
        columns: &columns,
        names: HashMap::new(),
        grouped: None,
        mistakes: Vec::new(),
    };
    let responses = rows.iter().map(|row| reading.response(row)).collect();
    if reading.mistakes.is_empty() {
        Ok(Sheet { form, responses })
    } else {
        Err(reading.mistakes)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Respondent,
    Group,
    Statement(StatementId),
}

fn columns(instrument: &Instrument, header: &Record) -> Result<(Form, Vec<Column>), Vec<Mistake>> {
    let mut columns = Vec::new();
    let mut mistakes = Vec::new();
    let mut note = |words: String| mistakes.push(Mistake::on(header.line, words));
    for name in header.cells.iter().map(|name| name.trim()) {
        let column = match name {
            "respondent" => Some(Column::Respondent),
            "group" => Some(Column::Group),
            _ => StatementId::parse(name)
                .filter(|&id| instrument.statement(id).is_some())
                .map(Column::Statement),
        };
        match column {
            None if name.is_empty() => note("a column has no name".to_owned()),
            None if name.contains(';') => {
                note("cells are separated by commas, not by semicolons".to_owned());
            }
            None => note(format!("there is no column “{name}”")),
            Some(column) if columns.contains(&column) => note(format!("{name} is here twice")),
            Some(column) => columns.push(column),
        }
    }
    for (column, name) in [(Column::Respondent, "respondent"), (Column::Group, "group")] {
        if !columns.contains(&column) {
            note(format!("the column {name} is missing"));
        }
    }
    let given: HashSet<StatementId> = columns
        .iter()
        .filter_map(|column| match column {
            Column::Statement(id) => Some(*id),
            Column::Respondent | Column::Group => None,
        })
        .collect();
    let asked =
        |form| -> Vec<StatementId> { instrument.statements(form).map(|own| own.id).collect() };
    let is_whole = |form| {
        let asked = asked(form);
        asked.len() == given.len() && asked.iter().all(|id| given.contains(id))
    };
    let form = [Form::Full, Form::Pulse]
        .into_iter()
        .find(|&form| is_whole(form));
    if form.is_none() {
        let (full, pulse) = (asked(Form::Full), asked(Form::Pulse));
        let wanted = if given.iter().all(|id| pulse.contains(id)) {
            &pulse
        } else {
            &full
        };
        let missing: Vec<String> = wanted
            .iter()
            .filter(|id| !given.contains(id))
            .map(ToString::to_string)
            .collect();
        note(format!(
            "exactly the {} statements of the full form or the {} of the pulse form are needed; \
             missing: {}",
            full.len(),
            pulse.len(),
            missing.join(", ")
        ));
    }
    match form {
        Some(form) if mistakes.is_empty() => Ok((form, columns)),
        Some(_) | None => Err(mistakes),
    }
}

struct Reading<'a> {
    instrument: &'a Instrument,
    form: Form,
    columns: &'a [Column],
    /// Who has a line, and which.
    names: HashMap<&'a str, usize>,
    /// Whether the first line has a group, and which line it is.
    grouped: Option<(bool, usize)>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reading<'a> {
    fn response(&mut self, row: &'a Record) -> Response {
        let mut response = Response {
            group: None,
            answers: Answers::new(),
        };
        if row.cells.len() != self.columns.len() {
            let (wanted, found) = (self.columns.len(), row.cells.len());
            self.note(row, format!("{wanted} cells are needed, {found} are here"));
            return response;
        }
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            let cell = cell.trim();
            match column {
                Column::Respondent => self.name(row, cell),
                Column::Group => response.group = self.group(row, cell),
                Column::Statement(id) if cell.is_empty() => {
                    debug_assert_eq!(response.answers.get(*id), None, "no column is here twice");
                }
                Column::Statement(id) => {
                    let answer = Answer::parse(cell);
                    let (instrument, form) = (self.instrument, self.form);
                    if answer.is_none() || !response.answers.set(instrument, form, *id, answer) {
                        let words =
                            format!("{id} is “{cell}”; an answer is 1 to 5, DK, NA or empty");
                        self.note(row, words);
                    }
                }
            }
        }
        response
    }

    fn name(&mut self, row: &Record, name: &'a str) {
        if name.is_empty() {
            self.note(row, "the respondent is missing".to_owned());
        } else if let Some(first) = self.names.get(name) {
            let words = format!("respondent “{name}” has line {first} already");
            self.note(row, words);
        } else {
            self.names.insert(name, row.line);
        }
    }

    fn group(&mut self, row: &Record, cell: &str) -> Option<Group> {
        let group = match cell {
            "" => None,
            "core" => Some(Group::Core),
            "member" => Some(Group::Member),
            _ => {
                let words = format!("the group is “{cell}”; a group is core, member or empty");
                self.note(row, words);
                return None;
            }
        };
        let own = group.is_some();
        match self.grouped {
            None => self.grouped = Some((own, row.line)),
            Some((true, first)) if !own => {
                let words = format!("the group is missing; line {first} has one, so all need one");
                self.note(row, words);
            }
            Some((false, first)) if own => {
                let words = format!("a group is given; line {first} has none, so none may");
                self.note(row, words);
            }
            Some(_) => {}
        }
        group
    }

    fn note(&mut self, row: &Record, words: String) {
        self.mistakes.push(Mistake::on(row.line, words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::health_checks::instrument::nhc;
    use crate::features::health_checks::score::Tenths;

    fn header(form: Form) -> String {
        let ids: Vec<String> = nhc()
            .statements(form)
            .map(|own| own.id.to_string())
            .collect();
        format!("respondent,group,{}\n", ids.join(","))
    }

    /// A line: whoever, their group, one digit, D, N or `-` for each statement.
    fn line(name: &str, group: &str, answers: &str) -> String {
        let cells: Vec<&str> = answers
            .split("")
            .filter(|cell| !cell.is_empty())
            .map(|cell| match cell {
                "D" => "DK",
                "N" => "NA",
                "-" => "",
                digit => digit,
            })
            .collect();
        format!("{name},{group},{}\n", cells.join(","))
    }

    fn mistakes(file: &str) -> Vec<String> {
        let refused = read(&nhc(), file.as_bytes()).err().unwrap_or_default();
        refused.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_is_scored_as_a_round_is() {
        let mut file = header(Form::Full);
        for number in 1..=5 {
            file += &line(&format!("r{number}"), "", &"44443".repeat(8));
        }
        file += &line("r6", "", &"-".repeat(40));
        let sheet = read(&nhc(), file.as_bytes()).unwrap();
        let round = sheet.score(&nhc(), 5);
        assert_eq!((sheet.form, round.n), (Form::Full, 6));
        assert_eq!(round.dimensions[0].n, 5);
        assert_eq!(round.dimensions[0].score.unwrap().tenths, Tenths(38));
    }

    #[test]
    fn columns_may_stand_in_any_order_and_sixteen_are_the_pulse_form() {
        let turned = |text: &str| {
            let cells: Vec<&str> = text.trim_end().split(',').rev().collect();
            format!("{}\r\n", cells.join(","))
        };
        let mut file = turned(&header(Form::Pulse));
        for number in 1..=5 {
            file += &turned(&line(&format!("r{number}"), "core", "5544332211ND--11"));
        }
        let sheet = read(&nhc(), file.as_bytes()).unwrap();
        let round = sheet.score(&nhc(), 5);
        assert_eq!(sheet.form, Form::Pulse);
        let tenths: Vec<Option<u8>> = round
            .dimensions
            .iter()
            .map(|own| own.score.map(|score| score.tenths.0))
            .collect();
        assert_eq!(
            tenths,
            [
                Some(50),
                Some(40),
                Some(30),
                Some(20),
                Some(10),
                None,
                None,
                Some(10)
            ]
        );
        assert!(
            round
                .dimensions
                .iter()
                .all(|own| own.score.is_none_or(|score| score.groups.is_none()))
        );
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let good = line("r1", "core", &"4".repeat(40));
        let file = [
            header(Form::Full),
            good.clone(),
            line("r2", "", &"4".repeat(40)),
            line("r1", "member", &format!("{}6", "4".repeat(39))),
            line("", "Core", &"4".repeat(40)),
            line("r5", "core", &"4".repeat(39)),
        ];
        assert_eq!(
            mistakes(&file.concat()),
            [
                "Line 3: the group is missing; line 2 has one, so all need one",
                "Line 4: respondent “r1” has line 2 already",
                "Line 4: SUS-5 is “6”; an answer is 1 to 5, DK, NA or empty",
                "Line 5: the respondent is missing",
                "Line 5: the group is “Core”; a group is core, member or empty",
                "Line 6: 42 cells are needed, 41 are here",
            ]
        );
    }

    #[test]
    fn the_columns_are_exactly_those_of_one_form() {
        assert_eq!(mistakes(""), ["Line 1: the line with the names is missing"]);
        let without = header(Form::Full)
            .replace("group,", "")
            .replace(",SUS-5", "");
        assert_eq!(
            mistakes(&without),
            [
                "Line 1: the column group is missing",
                "Line 1: exactly the 40 statements of the full form or the 16 of the pulse form \
                 are needed; missing: SUS-5",
            ]
        );
        let more = header(Form::Full).replace("PUR-1,", "PUR-1,PUR-1,note,");
        assert_eq!(
            mistakes(&more),
            [
                "Line 1: PUR-1 is here twice",
                "Line 1: there is no column “note”"
            ]
        );
        let between = header(Form::Pulse).replace('\n', ",PUR-1\n");
        assert_eq!(mistakes(&between).len(), 1);
        let other = header(Form::Pulse).replace(',', ";");
        assert!(mistakes(&other)[0].contains("semicolons"));
    }

    #[test]
    fn a_file_that_is_no_text_is_refused_by_its_line() {
        let mut file = header(Form::Full).into_bytes();
        file.extend(b"r1,\xff");
        assert_eq!(read(&nhc(), &file).err().unwrap()[0].line, 2);
    }
}
