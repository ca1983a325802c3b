//! The list of the people to be asked, as a leader pastes it.

use std::collections::BTreeMap;

use crate::{
    entity::check_invitation::Group,
    platform::text::{clean, names},
};

/// Somebody to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// May be empty.
    pub name: String,
    /// The address as it was written.
    pub email: String,
    /// The address in one spelling.
    pub key: String,
    /// What they are in the network, if the list says.
    pub group: Option<Group>,
}

/// The longest name.
const LONGEST_NAME: usize = 80;
/// Mistakes that are told at once.
const MOST_MISTAKES: usize = 20;

/// Reads lines such as `Ada Byron, ada@example.org, core`: name, address and group, separated by
/// commas, semicolons or tabs; the address alone is enough, and a first line of headings is passed
/// over. Every bad line and every address that comes twice is a mistake with its line; then nobody
/// is taken.
pub fn parse(list: &str) -> Result<Vec<Invited>, Vec<String>> {
    let mut people: Vec<Invited> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for (at, line) in list.lines().enumerate() {
        let number = at + 1;
        let cells = cells(line);
        let is_heading = at == 0 && !line.contains('@') && line.to_lowercase().contains("mail");
        if cells.iter().all(String::is_empty) || is_heading {
            continue;
        }
        match person(&cells) {
            Err(words) => mistakes.push(format!("Line {number}: {words}")),
            Ok(person) => {
                if let Some(first) = seen.get(&person.key) {
                    mistakes.push(format!(
                        "Line {number}: {} stands in line {first} already",
                        person.email
                    ));
                } else {
                    seen.insert(person.key.clone(), number);
                    people.push(person);
                }
            }
        }
    }
    let grouped = people
        .iter()
        .filter(|person| person.group.is_some())
        .count();
    if mistakes.is_empty() && grouped > 0 && grouped < people.len() {
        mistakes.push(
            "Write core or member in every line, or in none: some lines have a group and some have \
             not"
                .to_owned(),
        );
    }
    if mistakes.is_empty() {
        return Ok(people);
    }
    let more = mistakes.len().saturating_sub(MOST_MISTAKES);
    mistakes.truncate(MOST_MISTAKES);
    if more > 0 {
        mistakes.push(format!("And {more} more lines like these"));
    }
    Err(mistakes)
}

fn cells(line: &str) -> Vec<String> {
    let separator = [';', '\t'].into_iter().find(|c| line.contains(*c));
    let parts = line.split(separator.unwrap_or(','));
    parts
        .map(|cell| cell.trim().trim_matches('"').trim().to_owned())
        .collect()
}

fn person(cells: &[String]) -> Result<Invited, String> {
    let mut email = None;
    let mut name = None;
    let mut group = None;
    for cell in cells.iter().filter(|cell| !cell.is_empty()) {
        if cell.contains('@') {
            if email.replace(cell).is_some() {
                return Err("there are two addresses in one line".to_owned());
            }
        } else if let Some(found) = group_of(cell) {
            if group.replace(found).is_some() {
                return Err("there are two groups in one line".to_owned());
            }
        } else if email.is_none() && name.is_none() {
            name = Some(cell);
        } else if email.is_some() {
            return Err(format!("“{cell}” is no group; write core or member"));
        } else {
            return Err("there is more than a name before the address".to_owned());
        }
    }
    let Some(typed) = email else {
        return Err("there is no email address".to_owned());
    };
    let email = names::email(typed).map_err(|_| format!("“{typed}” is not an email address"))?;
    let name = match name {
        Some(name) => clean::optional_line(name, LONGEST_NAME, "Name")
            .map_err(|_| format!("the name is longer than {LONGEST_NAME} characters"))?,
        None => None,
    };
    Ok(Invited {
        name: name.unwrap_or_default(),
        key: names::email_key(&email),
        email,
        group,
    })
}

fn group_of(cell: &str) -> Option<Group> {
    match cell.to_lowercase().as_str() {
        "core" | "core team" => Some(Group::Core),
        "member" | "members" => Some(Group::Member),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<(String, String, Option<Group>)> {
        let people = parse(list).unwrap().into_iter();
        people.map(|it| (it.name, it.email, it.group)).collect()
    }

    #[test]
    fn a_list_is_read_as_it_was_pasted() {
        let ada = ("Ada Byron".to_owned(), "ada@example.org".to_owned());
        for list in [
            "Ada Byron, ada@example.org, core",
            "name,email,group\n\"Ada Byron\",ada@example.org,Core\n",
            "Ada Byron;ada@example.org;core team",
            "Ada Byron\tada@example.org\tcore\n\n",
        ] {
            assert_eq!(
                read(list),
                [(ada.0.clone(), ada.1.clone(), Some(Group::Core))],
                "{list}"
            );
        }
        assert_eq!(
            read("ada@example.org\nben@example.org"),
            [
                (String::new(), "ada@example.org".to_owned(), None),
                (String::new(), "ben@example.org".to_owned(), None)
            ]
        );
        assert!(read("").is_empty());
    }

    #[test]
    fn every_bad_line_is_told_and_nobody_is_taken() {
        let list = "Ada, ada@example.org\nBen\nCleo, cleo@\nAda again, ADA@example.org\n\
                    Dan, dan@example.org, boss";
        let mistakes = parse(list).unwrap_err();
        assert_eq!(mistakes.len(), 4, "{mistakes:?}");
        assert!(mistakes[0].starts_with("Line 2: there is no email"));
        assert!(mistakes[1].contains("Line 3") && mistakes[1].contains("cleo@"));
        assert!(mistakes[2].contains("Line 4") && mistakes[2].contains("line 1"));
        assert!(mistakes[3].contains("boss"));
    }

    #[test]
    fn a_list_has_a_group_in_every_line_or_in_none() {
        let mistakes = parse("ada@example.org, core\nben@example.org").unwrap_err();
        assert!(
            mistakes[0].contains("every line, or in none"),
            "{mistakes:?}"
        );
    }
}
