//! What tokens.css promises about its colours is computed: every pair in use, in light and in dark
//! (accessibility.md; look.md section 2).

use std::collections::BTreeMap;

type Colours = BTreeMap<String, [f64; 3]>;

fn sheet() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/css/tokens.css");
    std::fs::read_to_string(path).unwrap()
}

/// The colours that a rule sets.
fn colours(sheet: &str, selector: &str) -> Colours {
    let start = sheet.find(&format!("{selector} {{")).expect("the rule");
    let rule = &sheet[start..];
    let rule = &rule[..rule.find('}').unwrap()];
    rule.lines().filter_map(colour).collect()
}

fn colour(line: &str) -> Option<(String, [f64; 3])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
    let digits = value.strip_suffix(';').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    Some((name.to_owned(), [0, 2, 4].map(|at| f64::from(part(at)))))
}

/// WCAG 2.2, "relative luminance" and "contrast ratio".
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |rgb: [f64; 3]| {
        let [red, green, blue] = rgb.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Kind, colour in front, colour behind: as the comment on top of the file lists them.
fn pairs(sheet: &str) -> Vec<(String, String, String)> {
    let start = sheet.find("Pairs in use").unwrap();
    let list = sheet[start..].split_once(':').unwrap().1;
    let list = &list[..list.find("The focus ring is").unwrap()];
    let (_, list) = list.split_once("3:1.").unwrap_or(("", list));
    let words: Vec<_> = list.split_whitespace().collect();
    let groups = words.chunks(3).map(|group| {
        assert!(matches!(group[0], "text" | "shape"), "{group:?}");
        (
            group[0].to_owned(),
            group[1].to_owned(),
            group[2].to_owned(),
        )
    });
    groups.collect()
}

const DARK: [&str; 2] = [
    ":root:not([data-theme=\"light\"])",
    ":root[data-theme=\"dark\"]",
];

#[test]
fn every_pair_of_colours_in_use_can_be_told_apart_in_light_and_in_dark() {
    let sheet = sheet();
    let pairs = pairs(&sheet);
    assert!(pairs.len() > 30, "{}", pairs.len());
    let mut pale = Vec::new();
    for (theme, selector) in [("light", ":root"), ("dark", DARK[0]), ("dark", DARK[1])] {
        let colours = colours(&sheet, selector);
        for (kind, front, behind) in &pairs {
            let least = if kind == "text" { 4.5 } else { 3.0 };
            let ratio = contrast(colours[front], colours[behind]);
            if ratio < least {
                pale.push(format!("{kind} {front} on {behind} in {theme}: {ratio:.2}"));
            }
        }
    }
    assert!(pale.is_empty(), "{}", pale.join("\n"));
}

#[test]
fn a_chosen_dark_is_the_dark_of_the_device() {
    let sheet = sheet();
    assert_eq!(colours(&sheet, DARK[0]), colours(&sheet, DARK[1]));
}

#[test]
fn contrast_is_computed_as_wcag_says() {
    let (black, white, grey) = ([0.0; 3], [255.0; 3], [119.0; 3]);
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    assert!((contrast(grey, white) - 4.48).abs() < 0.005);
}

/// Only tokens.css has raw colours, so that no pair is missing from its list by another door.
#[test]
fn no_other_style_sheet_has_a_colour_of_its_own() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/css");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("tokens.css") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for value in text.split(": ").skip(1) {
            let value = value.split([';', '}']).next().unwrap();
            let raw = value
                .split_whitespace()
                .any(|word| word.starts_with("rgb(") || word.starts_with("hsl(") || is_hex(word));
            assert!(!raw, "{}: {value}", path.display());
        }
    }
}

fn is_hex(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6 | 8) && digits.chars().all(|digit| digit.is_ascii_hexdigit())
    })
}
