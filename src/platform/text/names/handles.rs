//! Handles: the unique names for mentions and addresses (security.md AU-20).

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

use super::ascii::words;

/// The fewest and the most characters of a handle.
const HANDLE_MIN: usize = 2;

const HANDLE_MAX: usize = 30;

/// Handles that would be taken for a page, for everybody, or for the people who run the site.
const RESERVED_HANDLES: &str = "\
     about abuse account accounts admin administrator administrators admins all anonymous api \
     audit author broker brokers challenges channel checks commons contact daemon demo edit \
     everybody everyone feed former-member formermember guest health-check help helpdesk here \
     home host hostmaster indaba info invitations knowledge-broker knowledge-brokers leader \
     leaders library mail mailer-daemon me member members mod moderator moderators mods network \
     networks new news nhs no-reply nobody noreply notifications null official owner people \
     postmaster posts privacy profile register results review root search security self \
     settings setup share shares sign-in sign-out site site-admin site-admins site-moderator \
     site-moderators siteadmin sitemoderator staff static status superuser support sysadmin \
     system team test thread threads undefined user users visitor visitors webmaster www you";

/// The handle as it is stored: lower-case ASCII letters, digits and single hyphens, 2–30 (AU-20).
///
/// One script and no hidden character follow from the alphabet; full-width forms are folded to it.
/// Whether somebody has it already is decided by the unique column that holds [`handle_key`].
pub fn handle(raw: &str) -> Result<String, String> {
    let folded = fold(raw.trim());
    let name = folded.strip_prefix('@').unwrap_or(&folded);
    if name.is_empty() {
        return Err("Enter a handle".to_owned());
    }
    if !name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err("Handle must only include letters a to z, numbers and hyphens".to_owned());
    }
    let length = name.len();
    if length < HANDLE_MIN {
        return Err(format!("Handle must be {HANDLE_MIN} characters or more"));
    }
    if length > HANDLE_MAX {
        return Err(format!(
            "Handle must be {HANDLE_MAX} characters or fewer (you have {length})"
        ));
    }
    if name.starts_with('-') || name.ends_with('-') || name.contains("--") {
        return Err("Handle must have a letter or number on both sides of a hyphen".to_owned());
    }
    if !name.contains(|c: char| c.is_ascii_lowercase()) {
        return Err("Handle must include a letter".to_owned());
    }
    if is_reserved(name) {
        return Err("Enter a different handle: this one is kept for the site".to_owned());
    }
    Ok(name.to_owned())
}

/// What two handles share when a reader could take one for the other: for a unique column.
///
/// NFKC, case folding and the skeleton of Unicode technical standard 39, folded again.
pub fn handle_key(handle: &str) -> String {
    let skeleton: String = skeleton(&fold(handle)).collect();
    fold(&skeleton)
}

/// A valid handle made from a display name; whether it is free, the caller finds out and takes
/// [`numbered_handle`] if not.
pub fn suggested_handle(display_name: &str) -> String {
    let words = words(display_name);
    let mut name = String::new();
    for word in &words {
        let gap = usize::from(!name.is_empty());
        if !name.is_empty() && name.len() + gap + word.len() > HANDLE_MAX {
            break;
        }
        if gap == 1 {
            name.push('-');
        }
        name.extend(word.chars().take(HANDLE_MAX));
    }
    if !name.contains(|c: char| c.is_ascii_lowercase()) {
        return numbered_handle("person", 1);
    }
    if name.len() < HANDLE_MIN || is_reserved(&name) {
        numbered_handle(&name, 1)
    } else {
        name
    }
}

/// The same handle with `-{number}` behind it, within the limit.
pub fn numbered_handle(handle: &str, number: u32) -> String {
    let ending = number.to_string();
    let room = HANDLE_MAX.saturating_sub(ending.len() + 1);
    let start: String = handle.chars().take(room).collect();
    format!("{}-{ending}", start.trim_end_matches('-'))
}

fn is_reserved(handle: &str) -> bool {
    let key = coarse_key(handle);
    RESERVED_HANDLES
        .split_whitespace()
        .any(|reserved| coarse_key(reserved) == key)
}

/// [`handle_key`] in which l and i are one letter, too: too coarse to keep people apart, right for
/// what nobody may imitate.
pub(super) fn coarse_key(text: &str) -> String {
    handle_key(text).replace('l', "i")
}

/// NFKC and full case folding, which is what upper and lower case amount to.
fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfkc()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_plain_and_reserved_ones_are_kept() {
        assert_eq!(handle(" @Mia-Novak ").unwrap(), "mia-novak");
        assert_eq!(handle("MIA").unwrap(), handle("mia").unwrap());
        for refused in [
            "",
            "@",
            "a",
            "admin",
            "\u{430}dmin",
            "adm\u{200b}in",
            "ＡＤＭＩＮ",
            "mia\u{202e}",
            "\u{301}\u{301}",
            "..",
            "new",
            "1234",
            "-mia",
            "mia-",
            "m--a",
            "mia novak",
            "mia_n",
            "mia/..",
            "Admln",
            "adrnin",
            "a\0b",
            "ſtaff",
            "ⓐⓓⓜⓘⓝ",
        ] {
            assert!(handle(refused).is_err(), "{refused:?}");
        }
        assert!(handle(&"x".repeat(30)).is_ok());
        assert!(handle(&"x".repeat(31)).is_err());
        assert!(handle(&"x".repeat(300)).is_err());
    }

    #[test]
    fn look_alike_handles_share_a_key() {
        for (one, other) in [
            ("mia", "MIA"),
            ("mia", "ｍｉａ"),
            ("mia", "m\u{456}a"),
            ("mia", "rnia"),
            ("paul", "pau1"),
            ("bob", "b0b"),
            ("mi\u{200b}a", "mia"),
        ] {
            assert_eq!(handle_key(one), handle_key(other), "{one} {other}");
        }
        assert_ne!(handle_key("mia"), handle_key("maya"));
        assert_ne!(handle_key("mia-novak"), handle_key("mianovak"));
    }

    #[test]
    fn a_handle_is_suggested_from_any_name() {
        assert_eq!(suggested_handle("Mia Novak"), "mia-novak");
        assert_eq!(suggested_handle("Zoë O’Connor-Núñez"), "zoe-oconnor-nunez");
        assert_eq!(suggested_handle("Łukasz Żółć"), "lukasz-zolc");
        assert_eq!(suggested_handle("王小明"), "person-1");
        assert_eq!(suggested_handle("M"), "m-1");
        assert_eq!(suggested_handle("New"), "new-1");
        assert_eq!(suggested_handle("007"), "person-1");
        assert_eq!(
            suggested_handle("Wolfeschlegelsteinhausenbergerdorff Hubert"),
            "wolfeschlegelsteinhausenberger"
        );
        assert_eq!(
            suggested_handle("Ana Maria Cristina Fernandez de la Vega"),
            "ana-maria-cristina-fernandez"
        );
        assert_eq!(numbered_handle("mia-novak", 2), "mia-novak-2");
        assert_eq!(
            numbered_handle(&"x".repeat(30), 17),
            format!("{}-17", "x".repeat(27))
        );
    }

    proptest::proptest! {
        #[test]
        fn every_name_suggests_a_handle_that_is_accepted(name in ".{0,80}") {
            let suggested = suggested_handle(&name);
            proptest::prop_assert_eq!(handle(&suggested), Ok(suggested.clone()));
            let second = numbered_handle(&suggested, 4_000_000_000);
            proptest::prop_assert_eq!(handle(&second), Ok(second.clone()));
        }
    }
}
