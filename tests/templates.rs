//! Every sample of every view: it renders, escapes, leads somewhere, and its forms act once.

use std::collections::HashSet;

use indaba::{
    features,
    platform::{
        access::Actor,
        web::{layout::Layout, page::Samples, templates::Reader, typed},
    },
};
use scraper::{ElementRef, Html, Selector};

use crate::support::TestApp;

/// Every page that any view can be, rendered for a visitor.
async fn rendered() -> Vec<(String, Html)> {
    let site = TestApp::start().await;
    let actor = Actor::visitor(true);
    let mut all = Vec::new();
    for Samples { template, pages } in features::views() {
        assert!(!pages.is_empty(), "{template} has no samples");
        for (at, page) in pages.into_iter().enumerate() {
            let layout = Layout::new(&site.app, &actor, "/".to_owned(), None);
            let reader = Reader::of(&site.app, &actor);
            let html = site.app.templates.render(template, page, layout, reader);
            let html = html.unwrap_or_else(|error| panic!("{template}, sample {at}: {error:#}"));
            all.push((
                format!("{template}, sample {at}"),
                Html::parse_document(&html),
            ));
        }
    }
    all
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[tokio::test]
async fn every_page_has_one_heading_of_the_first_rank_and_a_title() {
    for (name, page) in rendered().await {
        assert_eq!(all(&page, "h1").len(), 1, "{name}");
        let title: String = all(&page, "title")[0].text().collect();
        assert!(title.trim().len() > 3, "{name}: {title:?}");
    }
}

#[tokio::test]
async fn no_id_is_on_a_page_twice() {
    for (name, page) in rendered().await {
        let mut seen = HashSet::new();
        for element in all(&page, "[id]") {
            let id = element.value().attr("id").unwrap();
            assert!(seen.insert(id.to_owned()), "{name}: {id} twice");
        }
    }
}

#[tokio::test]
async fn every_field_has_a_label() {
    for (name, page) in rendered().await {
        let labelled: HashSet<_> = all(&page, "label[for]")
            .into_iter()
            .map(|label| label.value().attr("for").unwrap().to_owned())
            .collect();
        for field in all(&page, "input:not([type=hidden]), textarea, select") {
            let id = field.value().attr("id").unwrap_or_default();
            let has_name = field.value().attr("aria-label").is_some()
                || field.value().attr("aria-labelledby").is_some();
            assert!(
                labelled.contains(id) || has_name,
                "{name}: {}",
                field.html()
            );
        }
    }
}

#[tokio::test]
async fn every_form_that_is_sent_carries_a_form_key() {
    for (name, page) in rendered().await {
        for form in all(&page, "form[method=post]") {
            let key = Selector::parse("input[type=hidden][name=form_key]").unwrap();
            assert!(
                form.select(&key).next().is_some(),
                "{name}: {}",
                form.html()
            );
        }
    }
}

#[tokio::test]
async fn every_text_that_can_be_typed_can_be_given_back() {
    let field = "textarea[name], input[type=text][name], input[type=email][name]";
    for (name, page) in rendered().await {
        for form in all(&page, "form[method=post]") {
            for field in form.select(&Selector::parse(field).unwrap()) {
                let field = field.value().attr("name").unwrap();
                let is_date = ["_day", "_month", "_year"]
                    .iter()
                    .any(|end| field.ends_with(end));
                let label = typed::label_of(features::WRITTEN, field);
                assert!(
                    is_date || label.is_some(),
                    "{name}: {field} has no label to be kept under"
                );
            }
        }
    }
}

#[tokio::test]
async fn every_link_and_form_leads_to_a_route() {
    let table = features::routes();
    let routes: Vec<_> = table
        .table()
        .iter()
        .map(|route| (route.method, route.path))
        .collect();
    for (name, page) in rendered().await {
        let links = all(&page, "a[href]")
            .into_iter()
            .map(|link| ("GET", "href", link));
        let forms = all(&page, "form[action]").into_iter().map(|form| {
            let is_post = form.value().attr("method") == Some("post");
            (if is_post { "POST" } else { "GET" }, "action", form)
        });
        let buttons = all(&page, "button[formaction]");
        let buttons = buttons
            .into_iter()
            .map(|button| ("POST", "formaction", button));
        for (method, attribute, element) in links.chain(forms).chain(buttons) {
            let address = element.value().attr(attribute).unwrap();
            if !address.starts_with('/') {
                assert!(
                    address.starts_with('#')
                        || address.starts_with("http")
                        || address.starts_with("mailto:"),
                    "{name}: {address}"
                );
                continue;
            }
            let path = address.split(['?', '#']).next().unwrap();
            let leads = routes
                .iter()
                .any(|(known, route)| *known == method && fits(route, path));
            assert!(leads, "{name}: {method} {address} leads nowhere");
        }
    }
}

/// Whether a path fits a route with `{parts}` in braces.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
}

#[tokio::test]
async fn no_page_has_a_style_or_a_script_of_its_own() {
    for (name, page) in rendered().await {
        assert!(
            all(&page, "[style]").is_empty(),
            "{name}: a style attribute"
        );
        assert!(all(&page, "style").is_empty(), "{name}: a style element");
        for script in all(&page, "script") {
            assert!(
                script.value().attr("src").is_some(),
                "{name}: an inline script"
            );
        }
        for element in all(&page, "*") {
            let handler = element
                .value()
                .attrs()
                .find(|(name, _)| name.starts_with("on"));
            assert!(handler.is_none(), "{name}: {handler:?}");
        }
    }
}

#[test]
fn only_html_that_we_made_safe_is_shown_as_it_is() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
    for file in files_below(folder.as_ref()) {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("|safe") && !text.contains("| safe"),
            "{}",
            file.display()
        );
    }
}

fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}
