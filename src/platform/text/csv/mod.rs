//! CSV: lines that no spreadsheet takes for a formula, and files read record by record.

mod reader;

pub use reader::{Mistake, Record, records};

/// Adds one line to a file (RFC 4180, ending in CR LF). A cell that a spreadsheet would run is made
/// text by an apostrophe; plain numbers, negative ones too, stay numbers.
pub fn row(file: &mut String, cells: &[&str]) {
    for (place, text) in cells.iter().enumerate() {
        if place > 0 {
            file.push(',');
        }
        cell(file, text);
    }
    file.push_str("\r\n");
}

fn cell(file: &mut String, text: &str) {
    let guard = if is_formula(text) { "'" } else { "" };
    let quoted = text.contains([',', ';', '"', '\r', '\n', '\t'])
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace);
    if quoted {
        file.push('"');
        file.push_str(guard);
        file.push_str(&text.replace('"', "\"\""));
        file.push('"');
    } else {
        file.push_str(guard);
        file.push_str(text);
    }
}

/// Spreadsheets skip leading space, and some read full-width signs as plain ones.
fn is_formula(text: &str) -> bool {
    let begins = text.trim_start_matches(|letter: char| {
        letter.is_whitespace() || letter.is_control() || letter == '\u{feff}'
    });
    let sign = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let control = text.starts_with(['\t', '\r', '\n']);
    (sign || control) && !is_number(text)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, decimals]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut file = String::new();
        row(&mut file, cells);
        file
    }

    #[test]
    fn cells_that_need_it_are_quoted() {
        assert_eq!(line(&["a", "b c", ""]), "a,b c,\r\n");
        assert_eq!(
            line(&["a,b", "c\"d", "e\r\nf"]),
            "\"a,b\",\"c\"\"d\",\"e\r\nf\"\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "-",
            "＝1",
            "+44",
            "-1.",
            "=",
            "\u{feff}=1",
        ] {
            assert_eq!(line(&[text]), format!("'{text}\r\n"), "{text:?}");
        }
        assert_eq!(line(&[" =1+1"]), "\"' =1+1\"\r\n");
        assert_eq!(line(&["\tx"]), "\"'\tx\"\r\n");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(line(&["3.8", "-1.5", "0", "-2"]), "3.8,-1.5,0,-2\r\n");
    }
}
