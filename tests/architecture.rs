//! The rules of ARCHITECTURE.md, section "Rules": a rule without a test is a wish.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The tiers of `src/features/mod.rs`, lowest first; features of one tier do not know each other.
const TIERS: &[&[&str]] = &[
    &["networks"],
    &["accounts"],
    &["health_checks"],
    &["threads"],
    &["plans"],
    &["moderation"],
    &["home", "admin"],
];

/// What of a feature others may use (rule 3).
const LENT: &[&str] = &[
    "policy", "queries", "commands", "routes", "forms", "views", "audience",
];

/// Who writes which table (rule 5). `platform` writes its own; the demo writes through commands.
const OWNERS: &[(&str, &[&str])] = &[
    (
        "networks",
        &[
            "network",
            "membership",
            "join_request",
            "network_invitation",
        ],
    ),
    ("accounts", &["account", "site_role", "throttle"]),
    (
        "health_checks",
        &[
            "instrument",
            "health_check",
            "answer_draft",
            "result",
            "share",
            "round",
            "check_invitation",
            "response",
            "comment",
            "respondent_draft",
            "result_link",
            "comparison_record",
        ],
    ),
    (
        "threads",
        &[
            "thread",
            "challenge",
            "post",
            "post_revision",
            "thread_event",
            "thread_read",
        ],
    ),
    (
        "plans",
        &["action", "action_update", "action_link", "annotation"],
    ),
    ("moderation", &["report", "review_item"]),
    (
        "platform",
        &[
            "session",
            "one_time_link",
            "audit_entry",
            "activity",
            "job",
            "outbox_mail",
            "form_use",
            "site_setting",
            "schedule",
            "site_secret",
            "draft",
            "heartbeat",
        ],
    ),
];

struct File {
    path: String,
    /// The code without tests at its end and without comments.
    code: String,
    text: String,
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["src", "migration/src", "tests"] {
        collect(&root.join(folder), &mut paths);
    }
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let path = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            File { path, code, text }
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Reports all offenders at once.
fn none(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n{}", offenders.join("\n"));
}

fn below<'a>(files: &'a [File], folder: &str) -> impl Iterator<Item = &'a File> {
    let folder = format!("{folder}/");
    files
        .iter()
        .filter(move |file| file.path.starts_with(&folder))
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    let offenders = sources().into_iter().filter(|file| {
        !file.text.starts_with("//! ") || file.text.lines().next().unwrap().len() < 12
    });
    none(
        "Begin the file with `//!`",
        &offenders.map(|file| file.path).collect::<Vec<_>>(),
    );
}

#[test]
fn layers_only_look_down() {
    let files = sources();
    let mut offenders = Vec::new();
    let rules = [
        (
            "src/entity",
            &["crate::platform", "crate::features", "crate::cli"][..],
        ),
        ("src/platform", &["crate::features", "crate::cli"][..]),
        ("src/features", &["crate::cli"][..]),
        ("migration/src", &["indaba::"][..]),
    ];
    for (folder, forbidden) in rules {
        for file in below(&files, folder) {
            for word in forbidden {
                if file.code.contains(word) {
                    offenders.push(format!("{} uses {word}", file.path));
                }
            }
        }
    }
    none(
        "cli -> features -> platform -> entity, never back",
        &offenders,
    );
}

#[test]
fn features_only_know_earlier_tiers() {
    let files = sources();
    let tier = |feature: &str| TIERS.iter().position(|tier| tier.contains(&feature));
    let mut offenders = Vec::new();
    for file in below(&files, "src/features") {
        let Some(own) = feature_of(&file.path) else {
            continue;
        };
        let Some(own_tier) = tier(own) else {
            offenders.push(format!("{own} is in no tier"));
            continue;
        };
        for (other, part) in used_features(&file.code) {
            if other == own {
                continue;
            }
            if tier(&other).is_none_or(|other| other >= own_tier) {
                offenders.push(format!(
                    "{} uses {other}, of the same or a later tier",
                    file.path
                ));
            }
            if !LENT.contains(&part.as_str())
                && !part.chars().next().is_some_and(char::is_uppercase)
            {
                let is_pure = !["handlers", "jobs", "emails"].contains(&part.as_str());
                if !is_pure {
                    offenders.push(format!("{} uses {other}::{part}", file.path));
                }
            }
        }
    }
    none(
        "Only earlier tiers, and of them only what is lent",
        &offenders,
    );
}

fn feature_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/features/")?;
    rest.split_once('/').map(|(feature, _)| feature)
}

/// `crate::features::networks::policy` and `features::{networks::{policy, …}, …}` as pairs.
fn used_features(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for feature in TIERS.iter().copied().flatten() {
        for (at, _) in code.match_indices(&format!("{feature}::")) {
            let before = code.get(..at).unwrap_or_default();
            let is_word_start = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let is_feature = before.ends_with("features::")
                || before.trim_end().ends_with('{')
                || before.trim_end().ends_with(',');
            let names_it = before.contains("features::");
            if is_word_start && is_feature && names_it {
                let after = code.get(at + feature.len() + 2..).unwrap_or_default();
                let part: String = after
                    .trim_start_matches('{')
                    .trim_start()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                found.push(((*feature).to_owned(), part));
            }
        }
    }
    found
}

#[test]
fn commands_and_views_do_not_know_http_and_views_do_not_query() {
    let files = sources();
    let mut offenders = Vec::new();
    for file in below(&files, "src/features") {
        let role = role_of(&file.path);
        let forbidden: &[&str] = match role {
            "commands" | "queries" | "policy" => &["axum::", "handlers::", "views::"],
            "views" => &[
                "axum::",
                "DatabaseConnection",
                ".one(",
                ".all(",
                "handlers::",
                "commands::",
            ],
            "forms" => &["axum::", "ConnectionTrait", "commands::", "handlers::"],
            _ => &[],
        };
        for word in forbidden {
            if file.code.contains(word) {
                offenders.push(format!("{} uses {word}", file.path));
            }
        }
    }
    none(
        "routes -> handlers -> {forms, queries, policy, commands, views}",
        &offenders,
    );
}

/// The role of a file inside its feature: the name of the file or of its folder.
fn role_of(path: &str) -> &str {
    let rest = path.strip_prefix("src/features/").unwrap_or_default();
    let mut parts = rest.split('/').skip(1);
    let role = parts.next().unwrap_or_default();
    role.trim_end_matches(".rs")
}

#[test]
fn a_table_has_one_writer() {
    let files = sources();
    let owner: BTreeMap<&str, &str> = OWNERS
        .iter()
        .flat_map(|(owner, tables)| tables.iter().map(move |table| (*table, *owner)))
        .collect();
    let mut offenders = Vec::new();
    for file in below(&files, "src") {
        let who = feature_of(&file.path).unwrap_or_else(|| {
            if file.path.starts_with("src/platform") {
                "platform"
            } else {
                "cli"
            }
        });
        for (table, owner) in &owner {
            let writes = [
                format!("{table}::ActiveModel {{"),
                format!("{table}::Entity::insert"),
                format!("{table}::Entity::update"),
                format!("{table}::Entity::delete"),
            ];
            for write in &writes {
                let hit = file.code.match_indices(write.as_str()).any(|(at, _)| {
                    let before = file.code.get(..at).unwrap_or_default();
                    !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if hit && who != *owner {
                    offenders.push(format!("{} writes {table}, which is {owner}'s", file.path));
                }
            }
        }
    }
    none("One writer per table", &offenders);
}

#[test]
fn the_kind_of_database_is_known_in_two_places_only() {
    let offenders = sources().into_iter().filter(|file| {
        file.code.contains("DatabaseBackend")
            && !file.path.starts_with("src/platform/db/")
            && !file.path.starts_with("src/platform/search/")
            && !file.path.starts_with("migration/")
            && !file.path.starts_with("tests/")
    });
    none(
        "Ask which database it is under platform/db",
        &offenders.map(|file| file.path).collect::<Vec<_>>(),
    );
}

#[test]
fn transactions_begin_in_one_place() {
    let offenders = sources().into_iter().filter(|file| {
        let begins = [
            ".begin()",
            ".begin_with_options",
            ".begin_with_config",
            "transaction_async",
        ];
        begins.iter().any(|begin| file.code.contains(begin))
            && file.path != "src/platform/app.rs"
            && !file.path.starts_with("tests/")
    });
    none(
        "Only App::write begins a transaction",
        &offenders.map(|file| file.path).collect::<Vec<_>>(),
    );
}

#[test]
fn one_module_knows_the_session_crate() {
    let known = [
        "src/platform/web/session.rs",
        "src/platform/web/session_store.rs",
    ];
    let offenders = sources().into_iter().filter(|file| {
        file.code.contains("tower_sessions")
            && !known.contains(&file.path.as_str())
            && !file.path.starts_with("tests/")
    });
    none(
        "Sessions are known in web/session",
        &offenders.map(|file| file.path).collect::<Vec<_>>(),
    );
}

#[test]
fn commands_take_no_bare_ids_and_no_actor() {
    let files = sources();
    let mut offenders = Vec::new();
    for file in below(&files, "src/features") {
        if role_of(&file.path) == "commands" && file.code.contains("&Actor") {
            offenders.push(file.path.clone());
        }
    }
    none("A command takes a permit, not an actor", &offenders);
}

#[test]
fn files_stay_small_enough_to_read() {
    let files = sources();
    let long = below(&files, "src").filter(|file| file.code.lines().count() > 600);
    let offenders = long.map(|file| format!("{}: {}", file.path, file.code.lines().count()));
    none(
        "A file over about 400 lines becomes a folder",
        &offenders.collect::<Vec<_>>(),
    );
}

#[test]
fn the_matrix_and_its_document_agree() {
    let toml =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/policy.toml")).unwrap();
    let doc =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/permissions.md")).unwrap();
    let file: toml::Table = toml.parse().unwrap();
    let symbols: BTreeMap<&str, &str> = [
        ("✓", "allow"),
        ("✗", "refuse"),
        ("∅", "hidden"),
        ("o", "own"),
        ("s", "setting"),
        ("o/s", "own_or_setting"),
        ("b", "broker_access"),
        ("ob", "own_and_broker_access"),
        ("f", "open_review"),
        ("g", "break_glass"),
        ("f/g", "open_review_or_break_glass"),
        ("e", "escalated"),
        ("2", "second_person"),
        ("▲", "rule"),
    ]
    .into();
    let actors = ["V", "M", "NM", "NMod", "NL", "KB", "SM", "SA"];
    let mut checked = 0;
    for action in file["action"].as_array().unwrap() {
        let number = action["number"].as_integer().unwrap();
        let line = doc
            .lines()
            .find(|line| {
                line.starts_with(&format!("| {number} | ")) && line.matches('|').count() == 11
            })
            .unwrap_or_else(|| panic!("row {number} is not in permissions.md"));
        let cells: Vec<_> = line.split('|').map(str::trim).skip(3).take(8).collect();
        for (actor, cell) in actors.iter().zip(cells) {
            let parts: Vec<_> = cell.split('·').collect();
            for (at, visibility) in ["public", "private", "secret"].iter().enumerate() {
                let symbol = parts.get(at).or(parts.first()).unwrap();
                let in_file = action[*actor][*visibility].as_str().unwrap();
                assert_eq!(
                    symbols[symbol], in_file,
                    "row {number}, {actor}, {visibility}"
                );
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 1_224);
}
