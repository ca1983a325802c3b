//! Email addresses: what is plausible, and when two are the same.

use unicode_normalization::UnicodeNormalization;

/// The longest email address, in bytes (RFC 5321).
const EMAIL_MAX: usize = 254;

/// The address as its owner wrote it, if mail can be sent to it.
///
/// One `@`; a local part of the usual characters; a domain with a dot, or `localhost`; at most 254
/// bytes. Quoted local parts and address literals are not taken.
pub fn email(raw: &str) -> Result<String, String> {
    let address: String = raw.trim().nfc().collect();
    if address.is_empty() {
        return Err("Enter your email address".to_owned());
    }
    let plausible = address.len() <= EMAIL_MAX
        && address
            .split_once('@')
            .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    if plausible {
        Ok(address)
    } else {
        Err("Enter an email address in the correct format, like name@example.com".to_owned())
    }
}

/// The canonical form of an address: what makes two accounts one person's (forum.md AC1).
pub fn email_key(address: &str) -> String {
    address
        .trim()
        .nfc()
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

fn is_local_part(local: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
    };
    local.len() <= 64 && local.split('.').all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let has_shape =
        domain.contains('.') && !top.chars().all(|c| c.is_ascii_digit()) && top.chars().count() > 1;
    (has_shape && domain.split('.').all(label)) || domain.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_local_part_and_one_domain() {
        for good in [
            "mia@example.org",
            " Mia.Novak+indaba@Example.ORG ",
            "o'neil@nhs.net",
            "x@sub.example.co.uk",
            "admin@localhost",
            "a@bücher.example",
            "1@1.de",
        ] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "mia",
            "@",
            "mia@",
            "@example.org",
            "mia@example",
            "x@y@nhs.net",
            "mia@@nhs.net",
            "mia @nhs.net",
            "mia@nhs .net",
            "mia@nhs..net",
            "mia@.net",
            ".mia@nhs.net",
            "mia.@nhs.net",
            "mi..a@nhs.net",
            "mia@-nhs.net",
            "mia@nhs.net\r\nBcc: x@y.zz",
            "mia\0@nhs.net",
            "mia@[127.0.0.1]",
            "mia@127.0.0.1",
            "\"mia\"@nhs.net",
            "<mia@nhs.net>",
            "mia@nhs.net,x@y.zz",
            "mia@nhs.n",
            "mia@nhs\u{200b}.net",
            "mia@nhs.net\u{202e}",
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
        assert!(email(&format!("{}@example.org", "x".repeat(65))).is_err());
        assert!(email(&format!("x@{}.org", "abcdefghi.".repeat(26))).is_err());
    }

    #[test]
    fn the_key_of_an_address_ignores_case_and_composition_only() {
        assert_eq!(email_key(" Mia@NHS.NET "), "mia@nhs.net");
        assert_eq!(
            email_key("a@bu\u{308}cher.example"),
            email_key("A@BÜCHER.example")
        );
        assert_ne!(email_key("m.ia@nhs.net"), email_key("mia@nhs.net"));
        assert_ne!(email_key("mia+x@nhs.net"), email_key("mia@nhs.net"));
    }

    proptest::proptest! {
        #[test]
        fn a_key_is_its_own_key(text in ".{0,20}@?.{0,20}") {
            proptest::prop_assert_eq!(email_key(&email_key(&text)), email_key(&text));
            let _ = email(&text);
        }
    }
}
