//! Where a link may lead, and what a reader is told about it.

use ammonia::Url;

/// A link that may be followed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The whole address in ASCII: international domains as punycode.
    pub(super) href: String,
    /// What the reader is told besides the link's own text: the domain, or the mail address.
    pub(super) place: String,
}

/// The target of an address a person wrote, if it is http, https or mailto.
pub(super) fn target(address: &str) -> Option<Target> {
    let address = address.trim();
    let with_scheme = if starts_with_ignoring_case(address, "www.") {
        format!("https://{address}")
    } else {
        address.to_owned()
    };
    let url = Url::parse(&with_scheme).ok()?;
    match url.scheme() {
        "http" | "https" => {
            let place = url.host_str()?.to_owned();
            Some(Target {
                href: url.into(),
                place,
            })
        }
        // Only the address: headers and a body prepared by others are nobody's wish.
        "mailto" => {
            let place = url.path();
            let plain = place.bytes().all(|b| b.is_ascii_graphic()) && place.contains('@');
            plain.then(|| Target {
                href: format!("mailto:{place}"),
                place: place.to_owned(),
            })
        }
        _ => None,
    }
}

/// Whether the text of a link already begins with the place it leads to.
pub(super) fn tells(text: &str, place: &str) -> bool {
    let text = text.trim();
    let text = ["https://", "http://", "mailto:"]
        .into_iter()
        .find(|scheme| starts_with_ignoring_case(text, scheme))
        .and_then(|scheme| text.get(scheme.len()..))
        .unwrap_or(text);
    let Some(rest) = text.get(place.len()..) else {
        return false;
    };
    // "nhs.uk:x@evil.example" begins with a name and a password, not with a place.
    let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
    starts_with_ignoring_case(text, place)
        && (rest.is_empty() || rest.starts_with(['/', '?', '#', ':', ' ']))
        && !authority.contains('@')
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_schemes_lead_anywhere() {
        for address in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://example.org",
            "/threads/1",
            "#post-1",
            "guide.pdf",
            "//example.org",
            "",
            "http://",
            "https:// ",
            "mailto:",
            "mailto:x",
            "mailto:a b@c",
            "blob:https://example.org/x",
            "view-source:https://example.org",
            "x:y",
            "http://a b/",
            "\u{1}javascript:alert(1)",
            "tel:123",
        ] {
            assert_eq!(target(address), None, "{address:?}");
        }
        for (address, href, place) in [
            (
                "https://example.org/a?b=c#d",
                "https://example.org/a?b=c#d",
                "example.org",
            ),
            ("HTTP://EXAMPLE.org", "http://example.org/", "example.org"),
            ("www.nhs.uk/x", "https://www.nhs.uk/x", "www.nhs.uk"),
            (
                "https://bücher.example/ü",
                "https://xn--bcher-kva.example/%C3%BC",
                "xn--bcher-kva.example",
            ),
            (
                "https://nhs.uk@evil.example/",
                "https://nhs.uk@evil.example/",
                "evil.example",
            ),
            (
                "https://nhs.uk\\@evil.example/",
                "https://nhs.uk/@evil.example/",
                "nhs.uk",
            ),
            ("https://0x7f.1/", "https://127.0.0.1/", "127.0.0.1"),
            ("https:example.org", "https://example.org/", "example.org"),
            (
                "mailto:mia@nhs.net?bcc=x@y.zz&body=hi",
                "mailto:mia@nhs.net",
                "mia@nhs.net",
            ),
        ] {
            let place = place.to_owned();
            assert_eq!(
                target(address),
                Some(Target {
                    href: href.to_owned(),
                    place
                }),
                "{address}"
            );
        }
    }

    #[test]
    fn a_text_tells_where_it_leads_only_if_it_begins_with_the_place() {
        assert!(tells("https://example.org/x", "example.org"));
        assert!(tells("Example.ORG guide", "example.org"));
        assert!(tells("https://mastodon.example/@mia", "mastodon.example"));
        assert!(tells("mia@nhs.net", "mia@nhs.net"));
        assert!(tells("mailto:mia@nhs.net", "mia@nhs.net"));
        assert!(!tells("https://example.org.evil.example/", "example.org"));
        assert!(!tells("https://nhs.uk@evil.example/", "evil.example"));
        assert!(!tells("https://nhs.uk:x@evil.example/", "nhs.uk"));
        assert!(!tells("the guide", "example.org"));
        assert!(!tells("nhs.uk", "evil.example"));
        assert!(!tells("", "example.org"));
    }
}
