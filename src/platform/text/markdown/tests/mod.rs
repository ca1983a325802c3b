//! What people and attackers write, and what becomes of it.

mod caps;

use super::safe::{ALLOWED, clean_again};
use super::*;

fn html(source: &str) -> String {
    to_html(source).unwrap().into_string()
}

/// Fails if anything but the listed tags and attributes, in canonical form, is in the HTML.
fn assert_plain_structure(html: &str, source: &str) {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest
            .find('>')
            .unwrap_or_else(|| panic!("open tag in {html:?} of {source:?}"));
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let name = name.strip_prefix('/').unwrap_or(name);
        assert!(ALLOWED.contains(&name), "<{inside}> of {source:?}");
        let fine = match name {
            "a" => {
                attributes.is_empty() || {
                    let href = attributes
                        .strip_prefix("href=\"")
                        .and_then(|rest| rest.strip_suffix("\" rel=\"nofollow ugc noopener\""));
                    href.is_some_and(|href| {
                        !href.contains(['"', '<', ' '])
                            && ["http://", "https://", "mailto:"]
                                .iter()
                                .any(|scheme| href.starts_with(scheme))
                    })
                }
            }
            "ol" => {
                attributes.is_empty()
                    || attributes
                        .strip_prefix("start=\"")
                        .and_then(|rest| rest.strip_suffix('"'))
                        .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
            }
            "th" => attributes.is_empty() || attributes == "scope=\"col\"",
            "div" => {
                attributes.is_empty()
                    || attributes == "role=\"group\" aria-label=\"Table\" tabindex=\"0\""
            }
            _ => attributes.is_empty(),
        };
        assert!(fine, "<{inside}> of {source:?}");
    }
}

#[test]
fn ordinary_writing_keeps_its_structure() {
    assert_eq!(
        html("Hello *you* and **you**"),
        "<p>Hello <em>you</em> and <strong>you</strong></p>\n"
    );
    assert_eq!(
        html("one\ntwo\n\nthree"),
        "<p>one<br>\ntwo</p>\n<p>three</p>\n"
    );
    assert_eq!(html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    assert_eq!(
        html("3. a\n4. b"),
        "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"
    );
    assert_eq!(html("> said"), "<blockquote>\n<p>said</p>\n</blockquote>\n");
    assert_eq!(
        html("~~gone~~ `code`"),
        "<p><del>gone</del> <code>code</code></p>\n"
    );
    assert_eq!(html("---"), "<hr>\n");
    assert_eq!(html(""), "");
    assert_eq!(html("Thanks @mia, [^1]"), "<p>Thanks @mia, [^1]</p>\n");
}

#[test]
fn headings_start_at_h3_and_never_skip_a_level() {
    assert_eq!(
        html("# a\n## b\n### c\n#### d"),
        "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h5>d</h5>\n"
    );
    assert_eq!(
        html("###### a\n# b\n### c"),
        "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n"
    );
    assert_eq!(html("a\n==="), "<h3>a</h3>\n");
}

#[test]
fn tables_have_column_headings_and_a_box_that_scrolls() {
    let table = html("|a|b|\n|:-:|--:|\n|1|2|");
    assert_eq!(
        table,
        "<div role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n<thead>\n<tr>\n\
         <th scope=\"col\">a</th>\n<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n</div>\n"
    );
}

#[test]
fn tasks_are_signs_and_not_controls() {
    assert_eq!(
        html("- [x] done\n- [ ] open\n- other"),
        "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n<li>other</li>\n</ul>\n"
    );
    assert_eq!(html("1. [ ] first"), "<ol>\n<li>☐ first</li>\n</ol>\n");
}

#[test]
fn links_say_where_they_lead() {
    let rel = "rel=\"nofollow ugc noopener\"";
    assert_eq!(
        html("[the guide](https://example.org/x?a=b&c=d \"title\")"),
        format!(
            "<p><a href=\"https://example.org/x?a=b&amp;c=d\" {rel}>the guide \
             <span>(example.org)</span></a></p>\n"
        )
    );
    assert_eq!(
        html("https://example.org/x"),
        format!("<p><a href=\"https://example.org/x\" {rel}>https://example.org/x</a></p>\n")
    );
    assert_eq!(
        html("www.nhs.uk"),
        format!("<p><a href=\"http://www.nhs.uk/\" {rel}>www.nhs.uk</a></p>\n")
    );
    assert_eq!(
        html("mia@nhs.net"),
        format!("<p><a href=\"mailto:mia@nhs.net\" {rel}>mia@nhs.net</a></p>\n")
    );
    assert_eq!(
        html("[write](mailto:mia@nhs.net?bcc=a@b.cc)"),
        format!(
            "<p><a href=\"mailto:mia@nhs.net\" {rel}>write <span>(mia@nhs.net)</span></a></p>\n"
        )
    );
    assert_eq!(
        html("[](https://example.org)"),
        format!("<p><a href=\"https://example.org/\" {rel}><span>(example.org)</span></a></p>\n")
    );
}

#[test]
fn a_link_cannot_pretend_to_lead_elsewhere() {
    assert!(html("[https://nhs.uk](https://evil.example)").contains("<span>(evil.example)</span>"));
    assert!(
        html("[https://nhs.uk@evil.example](https://nhs.uk@evil.example)")
            .contains("<span>(evil.example)</span>")
    );
    assert!(html("https://\u{430}pple.com").contains("<span>(xn--pple-43d.com)</span>"));
    assert!(html("https://\u{430}pple.com").contains("href=\"https://xn--pple-43d.com/\""));
    assert!(html("[(nhs.uk)](https://evil.example)").contains("(nhs.uk) <span>(evil.example)"));
    assert!(!html("[a\u{202e}b](https://evil.example)").contains('\u{202e}'));
}

#[test]
fn addresses_of_other_kinds_are_shown_and_lead_nowhere() {
    assert_eq!(
        html("[click](javascript:alert(1))"),
        "<p>click (javascript:alert(1))</p>\n"
    );
    assert_eq!(
        html("<javascript:alert(1)>"),
        "<p>javascript:alert(1)</p>\n"
    );
    assert_eq!(
        html("[a](/sign-out) [b](#x) [c](d)"),
        "<p>a (/sign-out) b (#x) c (d)</p>\n"
    );
    assert_eq!(html("[*a*]()"), "<p><em>a</em></p>\n");
}

#[test]
fn images_become_links_with_their_description() {
    assert_eq!(
        html("![a *nice* chart](https://evil.example/1.png \"x\")"),
        "<p><a href=\"https://evil.example/1.png\" rel=\"nofollow ugc noopener\">a nice chart \
         <span>(evil.example)</span></a></p>\n"
    );
    assert!(html("![](https://evil.example/1.png)").contains(">image <span>"));
    assert_eq!(
        html("[![chart](https://one.example/1.png)](https://two.example)"),
        "<p><a href=\"https://two.example/\" rel=\"nofollow ugc noopener\">chart \
         <span>(two.example)</span></a></p>\n"
    );
    assert_eq!(
        html("![a [b](https://b.example) c](https://a.example)")
            .matches("<a ")
            .count(),
        1
    );
}

#[test]
fn raw_html_is_shown_as_text() {
    assert_eq!(
        html("<div onclick=\"x\">\n<b>hi</b>\n</div>\n\nnext"),
        "<p>&lt;div onclick=\"x\"&gt;<br>\n&lt;b&gt;hi&lt;/b&gt;<br>\n&lt;/div&gt;</p>\n<p>next</p>\n"
    );
    assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    assert_eq!(html("<!-- x -->"), "<p>&lt;!-- x --&gt;</p>\n");
}

#[test]
fn code_keeps_its_text_and_loses_its_language() {
    assert_eq!(
        html("```rust \"><script>\n<b>&\n```"),
        "<pre><code>&lt;b&gt;&amp;\n</code></pre>\n"
    );
    assert_eq!(html("```math\nx\n```"), "<pre><code>x\n</code></pre>\n");
}

#[test]
fn forty_attacks_leave_nothing_but_plain_structure() {
    let attacks = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'-alert(1)-'",
        "{{7*7}} {% raw %} ${7*7} #{7*7}",
        "</title><script>alert(1)</script>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)>",
        "<style>@import 'https://evil.example'</style>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<base href=https://evil.example>",
        "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "<form action=https://evil.example><input name=password></form>",
        "unclosed <a href=\"https://evil.example",
        "<a href=\"javascript:alert(1)\" onclick=x style=y class=z id=q>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](https://e.example)",
        "[x](https://e.example/\"onmouseover=\"alert(1))",
        "[x](https://e.example '\"><script>alert(1)</script>')",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "<https://e.example/\"><script>alert(1)</script>>",
        "https://e.example/\"><script>alert(1)</script>",
        "www.e.example/<svg/onload=alert(1)>",
        "```\"><script>alert(1)</script>\nx\n```",
        "```x\" onclick=\"y\nx\n```",
        "`</code><script>alert(1)</script>`",
        "|<script>|\n|-|\n|\"><img onerror=x>|",
        "# <script>alert(1)</script> {#id .class onclick=x}",
        "- [x] <input autofocus onfocus=alert(1)>",
        "[^1]\n\n[^1]: \"><script>alert(1)</script>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?php echo 1 ?><!DOCTYPE html>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<table><td background=javascript:alert(1)>",
        "<xmp><p title=\"</xmp><svg/onload=alert(1)>\">",
        "<div><dialog open class=error-summary>There is a problem</dialog></div>",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img onerror=x&#62;",
        "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        "<ſcript>alert(1)</ſcript> ＜script＞",
        "[a](<https://e.example/><img onerror=x>)",
        "<mailto:x@e.example\"onclick=alert(1)>",
        "[x](mailto:\"onclick=alert(1)//@e.example)",
        "[x](https://e.example/&quot;&gt;&lt;script&gt;)",
    ];
    assert!(attacks.len() >= 40);
    for attack in attacks {
        let forms = [
            attack.to_owned(),
            format!("> - {attack}"),
            format!("# {attack}"),
            format!("|a|\n|-|\n|{attack}|"),
            format!("[{attack}](https://e.example)"),
            format!("*{attack}*"),
            format!("text {attack} text\n\n{attack}"),
        ];
        for source in forms {
            let safe = to_html(&source).unwrap();
            assert_plain_structure(safe.as_str(), &source);
            assert_eq!(clean_again(&safe), safe, "{source:?}");
        }
    }
}

#[test]
fn a_template_shows_it_without_escaping_it_again() {
    #[derive(serde::Serialize)]
    struct Post {
        body: SafeHtml,
        title: String,
    }
    let post = Post {
        body: to_html("a *b*").unwrap(),
        title: "<b>".to_owned(),
    };
    let mut templates = minijinja::Environment::new();
    templates
        .add_template("post.html", "{{ title }}{{ body }}")
        .unwrap();
    let shown = templates
        .get_template("post.html")
        .unwrap()
        .render(minijinja::value::Serde(&post))
        .unwrap();
    assert_eq!(shown, "&lt;b&gt;<p>a <em>b</em></p>\n");
    assert_eq!(
        serde_json::to_string(&post).unwrap(),
        "{\"body\":\"<p>a <em>b</em></p>\\n\",\"title\":\"<b>\"}"
    );
    let stored = SafeHtml::from_stored("<p>x</p>".to_owned());
    assert_eq!(stored.as_str(), "<p>x</p>");
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    fn markdown() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[ -~]{0,12}",
            ".{0,6}",
            Just("\n".to_owned()),
            Just("\n\n".to_owned()),
            "[>*_`~\\[\\]()!|<&#-]{1,6}",
            Just("[a](https://e.example)".to_owned()),
            Just("![a](https://e.example)".to_owned()),
            Just("|a|b|\n|-|-|\n|c|".to_owned()),
            Just("- [ ] ".to_owned()),
            Just("```\n".to_owned()),
            Just("<b x=\"".to_owned()),
            Just("www.e.example".to_owned()),
            Just("a@e.example".to_owned()),
            Just("    ".to_owned()),
            Just("[a]: https://e.example\n".to_owned()),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn it_never_panics_and_the_list_finds_nothing_more_to_do(source in markdown()) {
            if let Ok(safe) = to_html(&source) {
                assert_plain_structure(safe.as_str(), &source);
                prop_assert_eq!(&clean_again(&safe), &safe);
                prop_assert_eq!(to_html(&source), Ok(safe));
            }
        }
    }
}
