//! `indaba score`: what a round on paper comes to, without a database and without settings.

use std::{fmt::Write, fs, path::PathBuf, process::ExitCode};

use clap::Args;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::print;
use crate::features::health_checks::{
    disclosure::{Agreement, GroupScores, ShownDimension, ShownRound},
    instrument::{BUNDLED, Instrument},
    score::Band,
    sheet,
};

/// What `score` is told.
#[derive(Debug, Args)]
pub(super) struct ScoreArgs {
    /// The answers: respondent, group and the 40 statements of the full form, or the 16 of the pulse
    /// form, as columns in any order.
    file: PathBuf,
    /// The least number of respondents that a figure may rest on.
    #[arg(short, long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    k: u32,
    /// Print JSON in place of a table.
    #[arg(long)]
    json: bool,
}

/// Prints what would be shown of the round, or what is wrong with the file.
pub(super) fn run(args: &ScoreArgs) -> ExitCode {
    match scored(args) {
        Ok(text) => {
            print::line(text.trim_end());
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            for mistake in mistakes {
                print::error(&mistake);
            }
            ExitCode::FAILURE
        }
    }
}

fn scored(args: &ScoreArgs) -> Result<String, Vec<String>> {
    let instrument = BUNDLED.last().map(|file| Instrument::parse(file));
    let instrument =
        instrument.unwrap_or_else(|| Err(vec!["there is no instrument".to_owned()]))?;
    let file = fs::read(&args.file)
        .map_err(|error| vec![format!("{} cannot be read: {error}", args.file.display())])?;
    let sheet = sheet::read(&instrument, &file)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let round = sheet.score(&instrument, args.k);
    if args.json {
        serde_json::to_string_pretty(&Round::from(&round)).map_err(|error| vec![error.to_string()])
    } else {
        Ok(table(&instrument, &round))
    }
}

/// The round as JSON. What is not shown is null; a number of respondents is always there.
#[derive(Serialize)]
struct Round<'a> {
    n: u32,
    #[serde(serialize_with = "by_code")]
    dimensions: &'a [ShownDimension],
}

impl<'a> From<&'a ShownRound> for Round<'a> {
    fn from(round: &'a ShownRound) -> Self {
        Self {
            n: round.n,
            dimensions: &round.dimensions,
        }
    }
}

/// One dimension as JSON; scores and the gap are whole tenths.
#[derive(Serialize)]
struct Figures {
    n: u32,
    tenths: Option<u8>,
    band: Option<Band>,
    agreement: Option<Agreement>,
    index: Option<u8>,
    core: Option<u8>,
    member: Option<u8>,
    gap: Option<i16>,
}

impl From<&ShownDimension> for Figures {
    fn from(dimension: &ShownDimension) -> Self {
        let score = dimension.score;
        let groups = score.and_then(|score| score.groups);
        Self {
            n: dimension.n,
            tenths: score.map(|score| score.tenths.0),
            band: score.map(|score| score.band()),
            agreement: score.and_then(|score| score.agreement),
            index: score.map(|score| score.tenths.index()),
            core: groups.map(|groups| groups.core.0),
            member: groups.map(|groups| groups.member.0),
            gap: groups.map(GroupScores::gap),
        }
    }
}

fn by_code<S: Serializer>(dimensions: &&[ShownDimension], out: S) -> Result<S::Ok, S::Error> {
    let mut map = out.serialize_map(Some(dimensions.len()))?;
    for dimension in *dimensions {
        map.serialize_entry(dimension.code.as_str(), &Figures::from(dimension))?;
    }
    map.end()
}

/// The round for people: a line for each dimension.
fn table(instrument: &Instrument, round: &ShownRound) -> String {
    let mut rows = vec![
        [
            "Dimension",
            "n",
            "Score",
            "Band",
            "Agreement",
            "Index",
            "Core",
            "Member",
            "Gap",
        ]
        .map(str::to_owned),
    ];
    rows.extend(
        round
            .dimensions
            .iter()
            .map(|dimension| row(instrument, dimension)),
    );
    let wide = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..9).map(wide).collect();
    let responses = if round.n == 1 {
        "response"
    } else {
        "responses"
    };
    let mut text = format!("{} {responses}; a score needs {}\n\n", round.n, round.k);
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    if let Some(overall) = round.overall {
        let _ = write!(text, "\nOver all dimensions: {overall}\n");
    }
    if let Some(identical) = round.identical {
        let _ = write!(
            text,
            "\n{identical} responses gave the same answer throughout\n"
        );
    }
    let _ = write!(text, "\n{}\n", instrument.status);
    text
}

fn row(instrument: &Instrument, dimension: &ShownDimension) -> [String; 9] {
    let name = instrument.dimension(dimension.code);
    let name = name.map_or_else(|| dimension.code.to_string(), |own| own.name.clone());
    let n = dimension.n.to_string();
    let dash = || "–".to_owned();
    let Some(score) = dimension.score else {
        let none = "Not enough answers".to_owned();
        return [
            name,
            n,
            dash(),
            none,
            dash(),
            dash(),
            dash(),
            dash(),
            dash(),
        ];
    };
    let agreement = score
        .agreement
        .map_or_else(dash, |own| own.label().to_owned());
    let [core, member, gap] = match score.groups {
        Some(groups) => [
            groups.core.to_string(),
            groups.member.to_string(),
            signed(groups.gap()),
        ],
        None => [dash(), dash(), dash()],
    };
    [
        name,
        n,
        score.tenths.to_string(),
        score.band().label().to_owned(),
        agreement,
        score.tenths.index().to_string(),
        core,
        member,
        gap,
    ]
}

/// Tenths with their sign: "+1.5", "−0.4", "0.0".
fn signed(tenths: i16) -> String {
    let sign = match tenths {
        1.. => "+",
        0 => "",
        ..0 => "−",
    };
    let size = tenths.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}
