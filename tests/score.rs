//! `indaba score`: a round on paper, scored by the program itself.

use std::{
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const DIMENSIONS: [&str; 8] = ["PUR", "REL", "MEM", "LEA", "WAY", "KNO", "VAL", "SUS"];
const CORE: [&str; 5] = ["55454", "45544", "54555", "44455", "55544"];
const MEMBER: [&str; 6] = ["33432", "43333", "23323", "44433", "32333", "34443"];

/// A file of lines: group and the answers to one dimension, repeated for all eight.
fn sheet(rows: &[(&str, &str)]) -> String {
    let ids = DIMENSIONS.map(|code| {
        let ids: Vec<String> = (1..=5).map(|number| format!("{code}-{number}")).collect();
        ids.join(",")
    });
    let mut file = format!("respondent,group,{}\n", ids.join(","));
    for (number, (group, answers)) in rows.iter().enumerate() {
        let cells: Vec<String> = answers
            .repeat(8)
            .chars()
            .map(|letter| match letter {
                'D' => "DK".to_owned(),
                'N' => "NA".to_owned(),
                '-' => String::new(),
                digit => digit.to_string(),
            })
            .collect();
        writeln!(file, "r{},{group},{}", number + 1, cells.join(",")).unwrap();
    }
    file
}

fn v6() -> Vec<(&'static str, &'static str)> {
    let core = CORE.map(|answers| ("core", answers));
    core.into_iter()
        .chain(MEMBER.map(|answers| ("member", answers)))
        .collect()
}

/// Runs `indaba score` in an empty folder, with settings that no other command would take.
fn score(file: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("answers.csv"), file).unwrap();
    let output = run_in(folder.path(), arguments);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is written");
    output
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_indaba"))
        .args(["score", "answers.csv"])
        .args(arguments)
        .env("INDABA_DATABASE_URL", "nonsense")
        .env("INDABA_BASE_URL", "nonsense")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn json(file: &str, arguments: &[&str]) -> Value {
    let output = score(file, &[&["--json"], arguments].concat());
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_workshop_scores_its_paper_forms() {
    let round = json(&sheet(&v6()), &[]);
    assert_eq!(round["n"], 11);
    let dimensions = round["dimensions"].as_object().unwrap();
    assert_eq!(dimensions.len(), 8);
    let expected = serde_json::json!({
        "n": 11, "tenths": 38, "band": "developing", "agreement": "mixed", "index": 70,
        "core": 46, "member": 31, "gap": 15,
    });
    for code in DIMENSIONS {
        assert_eq!(dimensions[code], expected, "{code}");
    }
    let table = score(&sheet(&v6()), &[]);
    assert!(table.status.success());
    let text = String::from_utf8(table.stdout).unwrap();
    let words: Vec<&str> = text
        .lines()
        .find(|line| line.starts_with("Ties and trust"))
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(
        words[3..],
        [
            "11",
            "3.8",
            "Developing",
            "Mixed",
            "70",
            "4.6",
            "3.1",
            "+1.5"
        ]
    );
    assert!(text.contains("Over all dimensions: 3.8"), "{text}");
}

#[test]
fn too_few_answers_are_no_error_and_show_no_figure() {
    let mut rows = v6();
    rows.remove(4);
    let round = json(&sheet(&rows), &[]);
    let purpose = &round["dimensions"]["PUR"];
    assert_eq!(
        (&purpose["n"], &purpose["tenths"]),
        (&10.into(), &37.into())
    );
    for key in ["core", "member", "gap"] {
        assert!(
            purpose[key].is_null(),
            "{key}: one core respondent is missing"
        );
    }
    let raised = json(&sheet(&rows), &["--k", "11"]);
    let few = json(&sheet(&rows[..4]), &[]);
    for (round, n) in [(raised, 10), (few, 4), (json(&sheet(&[]), &[]), 0)] {
        assert_eq!(round["n"], n);
        for code in DIMENSIONS {
            let dimension = round["dimensions"][code].as_object().unwrap();
            assert_eq!(dimension["n"], n);
            assert_eq!(
                dimension.values().filter(|value| value.is_null()).count(),
                7
            );
        }
    }
    let table = score(&sheet(&rows[..4]), &[]);
    assert!(table.status.success());
    let text = String::from_utf8(table.stdout).unwrap();
    assert_eq!(text.matches("Not enough answers").count(), 8);
}

#[test]
fn empty_lines_count_and_a_lone_group_is_not_shown_twice() {
    let mut rows: Vec<(&str, &str)> = MEMBER.map(|answers| ("member", answers)).to_vec();
    rows.push(("member", "-----"));
    let round = json(&sheet(&rows), &[]);
    assert_eq!(round["n"], 7);
    let purpose = &round["dimensions"]["PUR"];
    assert_eq!((&purpose["n"], &purpose["tenths"]), (&6.into(), &31.into()));
    for key in ["core", "member", "gap"] {
        assert!(purpose[key].is_null(), "{key}");
    }
}

#[test]
fn a_shown_dimension_without_k_answers_to_a_statement_has_no_agreement() {
    let rows = ["444DD", "D444D", "DD444", "4DD44", "44DD4"].map(|answers| ("", answers));
    let round = json(&sheet(&rows), &[]);
    let purpose = &round["dimensions"]["PUR"];
    assert_eq!((&purpose["n"], &purpose["tenths"]), (&5.into(), &40.into()));
    assert_eq!(purpose["band"], "strength");
    assert!(purpose["agreement"].is_null());
}

#[test]
fn a_bad_file_is_refused_line_by_line_and_nothing_is_printed() {
    let good = sheet(&v6());
    let line = |number: usize| good.lines().nth(number - 1).unwrap().to_owned();
    let bad = [
        (good.replace("SUS-5", "SUS-6"), vec!["Line 1: ", "Line 1: "]),
        (good.replace("r3,", "r2,"), vec!["Line 4: "]),
        (good.replace("r9,member", "r9,"), vec!["Line 10: "]),
        (good.replacen("r1,core,5", "r1,core,7", 1), vec!["Line 2: "]),
        (format!("{good}\n{},4\n", line(2)), vec!["Line 14: "]),
        (
            good.replacen("r1,core,5", "r1,core,", 1)
                .replacen("r2,core,4", "r2,boss,x", 1),
            vec!["Line 3: ", "Line 3: "],
        ),
        (good.replace("r5,core", "\"r5,core"), vec!["Line 6: "]),
        (String::new(), vec!["Line 1: "]),
    ];
    for (file, lines) in bad {
        for arguments in [&["--json"][..], &[]] {
            let output = score(&file, arguments);
            assert_eq!(output.status.code(), Some(1), "{lines:?}");
            assert!(output.stdout.is_empty(), "{lines:?}");
            let said = String::from_utf8(output.stderr).unwrap();
            let said: Vec<&str> = said.lines().collect();
            assert_eq!(said.len(), lines.len(), "{said:?}");
            for (said, line) in said.iter().zip(&lines) {
                assert!(said.starts_with(line), "{said:?}");
            }
        }
    }
    let none = run_in(tempfile::tempdir().unwrap().path(), &[]);
    assert_eq!(none.status.code(), Some(1));
    assert!(none.stdout.is_empty());
}
