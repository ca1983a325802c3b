//! What a display name must not pretend.

use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;

use super::handles::coarse_key;

/// Display names that are refused whole, as the letters and digits that are left of them.
const STAFF_NAMES: &str = "\
     aleader amoderator anetworkleader anetworkmoderator broker commonsteam formermember \
     helpdesk indaba indabahelp indabasupport indabateam knowledgebroker knowledgebrokers mod \
     mods modteam networkleader networkmoderator networkleaders owner root siteowner sitestaff \
     sitesupport siteteam staff superuser support supportteam system team thecommons thesite \
     thesystem theteam";

/// Words that name somebody with power over the site, anywhere in a display name.
const STAFF_WORDS: &str = "\
     admin administrator administrators admins moderator moderators siteadmin siteadministrator \
     sitemoderator sitemoderators sysadmin sysop webmaster";

/// Whether a display name could be taken for the people who run the site (forum.md AC6).
///
/// Roles are shown from data, never from the name; this keeps a name from imitating them.
pub fn looks_like_staff(name: &str) -> bool {
    let words = key_words(name);
    let whole = words.concat();
    let is = |list: &str, text: &str| {
        list.split_whitespace()
            .any(|entry| coarse_key(entry) == text)
    };
    is(STAFF_NAMES, &whole)
        || is(STAFF_WORDS, &whole)
        || words.iter().any(|word| is(STAFF_WORDS, word))
}

/// What is wrong with a cleaned display name beyond its length, as the sentence for the form.
pub(crate) fn check_display_name(name: &str) -> Result<(), String> {
    if !name.chars().any(char::is_alphabetic) {
        return Err("Your name must include a letter".to_owned());
    }
    if looks_like_staff(name) {
        return Err(
            "Enter the name people know you by: this one could be taken for the people who run \
             the site"
                .to_owned(),
        );
    }
    let mixed = |word: &str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        !letters.as_str().is_single_script()
    };
    if name.split_whitespace().any(mixed) {
        return Err("Your name must not mix letters of different alphabets in one word".to_owned());
    }
    Ok(())
}

/// The words of a name as [`coarse_key`] writes them, letters and digits only.
fn key_words(name: &str) -> Vec<String> {
    name.nfkc()
        .collect::<String>()
        .split(|c: char| c.is_whitespace() || "()[]{}<>|/\\,;:!?*#~+=–—&\"“”".contains(c))
        .map(|word| {
            let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            coarse_key(&letters)
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_imitate_the_people_who_run_the_site_are_refused() {
        for name in [
            "Site moderator",
            "Admin",
            "Moderator",
            "MODERATOR",
            "\u{430}dmin",
            "adm\u{200b}in",
            "ＡＤＭＩＮ",
            "Adm1n istrator",
            "Mia (Moderator)",
            "Admin Mia",
            "M.o.d.e.r.a.t.o.r",
            "Indaba team",
            "Knowledge broker",
            "Former member",
            "A network leader",
            "Rnoderator",
            "Moderat0r",
            "Adrnin",
            "the team",
            "Site-Admin",
            "s i t e s t a f f",
            "mod",
        ] {
            assert!(looks_like_staff(name), "{name}");
        }
        for name in [
            "Mia Novak",
            "Ed Staffer",
            "Modesty Blaise",
            "Lee Admington",
            "Owner of a Lonely Heart",
            "Ana Support-Smith",
            "Teamwork Tim",
            "Ngozi Adeyemi",
            "Sister Moderata",
            "Al Root",
        ] {
            assert!(!looks_like_staff(name), "{name}");
        }
    }

    #[test]
    fn a_word_of_two_alphabets_is_refused_and_a_name_in_any_one_is_not() {
        assert!(check_display_name("Mi\u{430} Novak").is_err());
        for name in [
            "Mia Новак",
            "山田 たろう",
            "山田タロウ",
            "김민준",
            "محمد علي",
            "नेहा शर्मा",
            "Nguyễn Thị Minh",
            "Ὀδυσσεύς",
            "Mia (she/her) 🦉",
            "J. R. O’Neil-Ó Súilleabháin",
        ] {
            assert_eq!(check_display_name(name), Ok(()), "{name}");
        }
        assert!(check_display_name("12 34").is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_name_breaks_the_check(name in ".{0,80}") {
            let _ = check_display_name(&name);
        }
    }
}
