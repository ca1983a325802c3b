//! Texts made to be expensive.

use std::time::{Duration, Instant};

use super::super::*;

fn refused(source: &str) -> TooComplex {
    let started = Instant::now();
    let problem = to_html(source).unwrap_err();
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    problem
}

#[test]
fn sixteen_levels_are_shown_and_seventeen_refused() {
    assert!(to_html(&format!("{}x", ">".repeat(16))).is_ok());
    assert_eq!(refused(&format!("{}x", ">".repeat(17))), TooComplex::Depth);
    let list = |depth: usize| -> String { (0..depth).map(|i| "  ".repeat(i) + "- x\n").collect() };
    assert!(to_html(&list(16)).is_ok());
    assert_eq!(refused(&list(17)), TooComplex::Depth);
    assert_eq!(
        refused(&format!("{}x", "- ".repeat(5_000))),
        TooComplex::Depth
    );
    assert_eq!(
        refused(&format!("{}x{}", "*a ".repeat(20), "*".repeat(20))),
        TooComplex::Depth
    );
    assert_eq!(
        refused(&format!("{}x", ">".repeat(17))).to_string(),
        "Your text must not have more than 16 quotes or lists inside each other"
    );
}

#[test]
fn a_wall_of_quote_marks_is_refused_at_once() {
    for length in [19_999, 20_000, 20_001, 32_768, 262_144] {
        let wall = ">".repeat(length);
        let started = Instant::now();
        assert!(to_html(&wall).is_err());
        let limit = if cfg!(debug_assertions) { 1_000 } else { 50 };
        assert!(
            started.elapsed() < Duration::from_millis(limit),
            "{:?}",
            started.elapsed()
        );
    }
}

#[test]
fn links_cells_and_pieces_have_their_caps() {
    let links = |n: usize| "[a](https://e.example) ".repeat(n);
    assert!(to_html(&links(100)).is_ok());
    assert_eq!(refused(&links(101)), TooComplex::Links);
    assert_eq!(
        refused(&"![](https://e.example) ".repeat(101)),
        TooComplex::Links
    );
    assert_eq!(refused(&"www.a.uk ".repeat(101)), TooComplex::Links);
    let table = |columns: usize, rows: usize| {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        format!("{}{}{}", row("a"), row("-"), row("b").repeat(rows))
    };
    assert!(to_html(&table(10, 100)).is_ok());
    assert!(to_html(&table(2, 900)).is_ok());
    assert_eq!(refused(&table(50, 100)), TooComplex::Cells);
    assert_eq!(refused(&table(2, 1_100)), TooComplex::Cells);
    assert_eq!(refused(&"*a* ".repeat(4_000)), TooComplex::Nodes);
    assert_eq!(
        refused(&format!("<div>\n{}", "a\n".repeat(3_000))),
        TooComplex::Nodes
    );
    assert_eq!(refused(&"x".repeat(20_001)), TooComplex::Length);
}

#[test]
fn a_short_table_cannot_ask_for_a_million_cells() {
    for prefix in ["", "> ", "- ", "1. ", "> > - "] {
        let source = format!(
            "{prefix}{}\n{prefix}{}\n{}",
            "|a".repeat(2_000),
            "|-".repeat(2_000),
            format!("{prefix}b\n").repeat(1_500)
        );
        let source: String = source.chars().take(20_000).collect();
        assert_eq!(refused(&source), TooComplex::Cells, "{prefix:?}");
    }
}

#[test]
fn hostile_texts_of_full_length_end_in_time() {
    let nested_links = format!("{}a{}", "[".repeat(9_000), "](b)".repeat(2_500));
    let references: String = (0..900)
        .flat_map(|i| ["[", &i.to_string(), "]: https://e.example\n"].map(str::to_owned))
        .collect();
    let texts = [
        "[".repeat(20_000),
        "![".repeat(10_000),
        "](".repeat(10_000),
        nested_links,
        "*a_".repeat(6_600),
        "**".repeat(10_000),
        "`".repeat(20_000),
        (1..190).map(|i| "`".repeat(i) + " ").collect(),
        "<".repeat(20_000),
        "<a ".repeat(6_600),
        "<!--".repeat(5_000),
        "<?".repeat(10_000),
        "&".repeat(20_000),
        "\\".repeat(20_000),
        "~".repeat(20_000),
        "~~a ".repeat(5_000),
        "a@".repeat(10_000),
        "a@b.".repeat(5_000),
        "www.".repeat(5_000),
        "http://".repeat(2_800),
        ":".repeat(20_000),
        "# ".repeat(10_000),
        "- \n".repeat(6_600),
        "1. a\n\n".repeat(3_300),
        "\n".repeat(20_000),
        "|".repeat(20_000),
        "|-".repeat(10_000),
        format!("a\n{}", "|-\n".repeat(6_600)),
        "> a\n\n".repeat(4_000),
        references + &"[1]".repeat(1_000),
        "[a]: b\n".repeat(2_850),
        "\u{301}".repeat(20_000),
        "🦉".repeat(20_000),
        "&nbsp;".repeat(3_333),
        "\t".repeat(20_000) + "x",
        "```\n".repeat(5_000),
        "- ".repeat(8) + &"> ".repeat(8) + &"a\n".repeat(9_900),
        "\"".repeat(20_000),
    ];
    // Unoptimised, the sanitiser takes a hundred times as long.
    let length = if cfg!(debug_assertions) {
        5_000
    } else {
        20_000
    };
    for source in texts {
        let source: String = source.chars().take(length).collect();
        let started = Instant::now();
        if let Ok(safe) = to_html(&source) {
            assert!(safe.as_str().len() <= 200_000);
        }
        let took = started.elapsed();
        let limit = if cfg!(debug_assertions) { 3_000 } else { 100 };
        let start: String = source.chars().take(12).collect();
        assert!(took < Duration::from_millis(limit), "{took:?} {start:?}");
    }
}
