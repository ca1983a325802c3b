//! A browser without JavaScript: it visits, fills in by label, presses by text, and sees. What it
//! can press is on the page, so a passing test also says that the page works without scripts.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

/// Somebody's browser, or nobody's.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookies: std::sync::Arc<std::sync::Mutex<Vec<(String, String)>>>,
}

/// An answer as it came, redirects not followed.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body as text.
    pub(crate) body: String,
}

/// A page that is open in a browser.
pub(crate) struct Page {
    browser: Browser,
    /// Where it is.
    pub(crate) path: String,
    /// The status it came with.
    pub(crate) status: StatusCode,
    /// How many SQL statements it took.
    pub(crate) statements: u32,
    /// Its source.
    pub(crate) body: String,
    typed: Vec<(String, Vec<String>)>,
}

const HOST: &str = "127.0.0.1:3000";
const ORIGIN: &str = "http://127.0.0.1:3000";

impl Browser {
    pub(super) fn new(router: Router, cookie: Option<&str>) -> Self {
        let cookies = cookie
            .iter()
            .filter_map(|cookie| cookie.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self {
            router,
            cookies: std::sync::Arc::new(std::sync::Mutex::new(cookies)),
        }
    }

    /// Opens a page, following redirects as browsers do.
    pub(crate) async fn visit(&self, path: &str) -> Page {
        let answer = self.get(path).await;
        self.follow(path.to_owned(), answer).await
    }

    /// Opens a page with more headers than browsers send by themselves.
    pub(crate) async fn visit_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let answer = self.request("GET", path, None, headers).await;
        self.follow(path.to_owned(), answer).await
    }

    /// Asks for an address and follows nothing.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request("GET", path, None, &[]).await
    }

    /// Sends a form that is on no page, as somebody with other tools would, and follows nothing.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = encode(fields.iter().map(|(name, value)| (*name, *value)));
        self.request(
            "POST",
            path,
            Some(body),
            &[("sec-fetch-site", "same-origin")],
        )
        .await
    }

    /// Sends anything.
    pub(crate) async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST);
        let cookies = self.cookies.lock().unwrap().clone();
        if !cookies.is_empty() {
            let all: Vec<_> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, all.join("; "));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(body.map_or_else(Body::empty, Body::from))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for cookie in headers.get_all(header::SET_COOKIE) {
            let Some((pair, rest)) = cookie.to_str().unwrap().split_once(';') else {
                continue;
            };
            let (name, value) = pair.split_once('=').unwrap();
            cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() && !rest.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    async fn follow(&self, mut path: String, mut answer: Answer) -> Page {
        for _ in 0..5 {
            let moved = matches!(
                answer.status,
                StatusCode::SEE_OTHER
                    | StatusCode::MOVED_PERMANENTLY
                    | StatusCode::PERMANENT_REDIRECT
            );
            if !moved {
                break;
            }
            path = answer.location();
            answer = self.get(path.split('#').next().unwrap()).await;
        }
        let statements = answer.headers.get("x-statements");
        let statements = statements.map_or(0, |count| count.to_str().unwrap().parse().unwrap());
        Page {
            browser: self.clone(),
            path,
            status: answer.status,
            statements,
            body: answer.body,
            typed: Vec::new(),
        }
    }
}

impl Answer {
    /// Where a redirect leads, as a path.
    pub(crate) fn location(&self) -> String {
        let to = self
            .headers
            .get(header::LOCATION)
            .expect("a Location")
            .to_str()
            .unwrap();
        to.strip_prefix(ORIGIN).unwrap_or(to).to_owned()
    }
}

impl Page {
    /// Fills in a field that has this label: a text, a select (by the text of an option), or a
    /// group of boxes.
    pub(crate) fn fill(mut self, label: &str, value: &str) -> Self {
        let html = self.html();
        let field = self.field(&html, label);
        let name = field.value().attr("name").expect("a name").to_owned();
        let value = if field.value().name() == "select" {
            let options = select(field, "option");
            let option = options.into_iter().find(|option| text(*option) == value);
            let option = option.unwrap_or_else(|| panic!("no option “{value}” in “{label}”"));
            option
                .value()
                .attr("value")
                .map_or_else(|| text(option), str::to_owned)
        } else {
            value.to_owned()
        };
        self.set(&name, vec![value]);
        self
    }

    /// Chooses the radio or ticks the box with this label.
    pub(crate) fn choose(self, label: &str) -> Self {
        self.choose_in("", label)
    }

    /// Chooses the radio or ticks the box with this label, in the fieldset with this legend.
    pub(crate) fn choose_in(mut self, legend: &str, label: &str) -> Self {
        let html = self.html();
        let sets = select(html.root_element(), "fieldset");
        let scope = sets.into_iter().find(|set| {
            select(*set, "legend")
                .first()
                .is_some_and(|found| text(*found).contains(legend))
        });
        let scope = if legend.is_empty() {
            html.root_element()
        } else {
            scope.expect("a fieldset")
        };
        let field =
            labelled(&html, scope, label).unwrap_or_else(|| panic!("nothing labelled “{label}”"));
        let name = field.value().attr("name").unwrap().to_owned();
        let value = field.value().attr("value").unwrap_or("on").to_owned();
        if field.value().attr("type") == Some("checkbox") {
            let mut values = self.values(&html, &name);
            values.push(value);
            self.set(&name, values);
        } else {
            self.set(&name, vec![value]);
        }
        self
    }

    /// Presses the button with this text and follows where it leads.
    pub(crate) async fn press(self, button: &str) -> Page {
        let (method, action, body) = self.submission(button);
        let browser = self.browser.clone();
        if method == "get" {
            let path = format!("{action}?{body}");
            return browser.visit(&path).await;
        }
        let answer = browser
            .request(
                "POST",
                &action,
                Some(body),
                &[("sec-fetch-site", "same-origin")],
            )
            .await;
        browser.follow(action, answer).await
    }

    /// Presses the button and follows nothing.
    pub(crate) async fn press_raw(&self, button: &str) -> Answer {
        let (_, action, body) = self.submission(button);
        let headers = [("sec-fetch-site", "same-origin")];
        self.browser
            .request("POST", &action, Some(body), &headers)
            .await
    }

    /// What pressing the button would send: method, path and body.
    pub(crate) fn submission(&self, button: &str) -> (String, String, String) {
        let html = self.html();
        let buttons = select(html.root_element(), "button, input[type=submit]");
        let pressed = buttons.into_iter().find(|found| text(*found) == button);
        let pressed = pressed
            .unwrap_or_else(|| panic!("no button “{button}” on {}:\n{}", self.path, self.words()));
        let form = pressed
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")
            .expect("the button is in a form");
        let mut fields = self.fields(form);
        if let (Some(name), value) = (pressed.value().attr("name"), pressed.value().attr("value")) {
            fields.push((name.to_owned(), value.unwrap_or_default().to_owned()));
        }
        let action = pressed
            .value()
            .attr("formaction")
            .or(form.value().attr("action"));
        let action = action.map_or_else(|| self.path.clone(), str::to_owned);
        let method = form.value().attr("method").unwrap_or("get").to_lowercase();
        let body = encode(
            fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        (method, action, body)
    }

    /// Follows the link with this text.
    pub(crate) async fn click(&self, link: &str) -> Page {
        let html = self.html();
        let links = select(html.root_element(), "a[href]");
        let found = links.into_iter().find(|found| text(*found) == link);
        let found =
            found.unwrap_or_else(|| panic!("no link “{link}” on {}:\n{}", self.path, self.words()));
        let href = found.value().attr("href").unwrap().to_owned();
        self.browser.visit(&href).await
    }

    /// Panics unless the text is on the page.
    pub(crate) fn sees(self, wanted: &str) -> Self {
        let words = self.words();
        assert!(
            words.contains(wanted),
            "“{wanted}” is not on {} ({}):\n{words}",
            self.path,
            self.status
        );
        self
    }

    /// The page's source without the keys of its forms, which are random and say nothing.
    pub(crate) fn source(&self) -> String {
        let mut parts = self.body.split("name=\"form_key\" value=\"");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |page, part| {
            page + part.split_once('"').map_or("", |(_, rest)| rest)
        })
    }

    /// Panics if the text is anywhere in the page's source.
    pub(crate) fn sees_not(self, unwanted: &str) -> Self {
        assert!(
            !self.source().contains(unwanted),
            "“{unwanted}” is on {}:\n{}",
            self.path,
            self.words()
        );
        self
    }

    /// Panics unless the page came with this status.
    pub(crate) fn has_status(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}:\n{}",
            self.path,
            self.words()
        );
        self
    }

    /// Whether there is a button with this text.
    pub(crate) fn has_button(&self, button: &str) -> bool {
        let html = self.html();
        select(html.root_element(), "button")
            .into_iter()
            .any(|found| text(found) == button)
    }

    /// Whether there is a link with this text.
    pub(crate) fn has_link(&self, link: &str) -> bool {
        let html = self.html();
        select(html.root_element(), "a[href]")
            .into_iter()
            .any(|found| text(found) == link)
    }

    /// The value that a field with this label holds.
    pub(crate) fn value(&self, label: &str) -> String {
        let html = self.html();
        let field = self.field(&html, label);
        shown_value(field)
    }

    /// What a person reads, white space folded.
    pub(crate) fn words(&self) -> String {
        let html = self.html();
        let body = select(html.root_element(), "body");
        body.first()
            .map_or_else(|| self.body.clone(), |body| text(*body))
    }

    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    fn field<'a>(&self, html: &'a Html, label: &str) -> ElementRef<'a> {
        labelled(html, html.root_element(), label).unwrap_or_else(|| {
            panic!(
                "nothing labelled “{label}” on {}:\n{}",
                self.path,
                self.words()
            )
        })
    }

    fn set(&mut self, name: &str, values: Vec<String>) {
        self.typed.retain(|(typed, _)| typed != name);
        self.typed.push((name.to_owned(), values));
    }

    fn values(&self, html: &Html, name: &str) -> Vec<String> {
        if let Some((_, values)) = self.typed.iter().find(|(typed, _)| typed == name) {
            return values.clone();
        }
        let ticked = select(html.root_element(), "input[type=checkbox][checked]");
        let ticked = ticked
            .into_iter()
            .filter(|field| field.value().attr("name") == Some(name));
        ticked
            .map(|field| field.value().attr("value").unwrap_or("on").to_owned())
            .collect()
    }

    fn fields(&self, form: ElementRef<'_>) -> Vec<(String, String)> {
        let mut sent: Vec<(String, String)> = Vec::new();
        let mut done: Vec<String> = Vec::new();
        for field in select(form, "input[name], textarea[name], select[name]") {
            let name = field.value().attr("name").unwrap().to_owned();
            if let Some((_, values)) = self.typed.iter().find(|(typed, _)| *typed == name) {
                if !done.contains(&name) {
                    sent.extend(values.iter().map(|value| (name.clone(), value.clone())));
                    done.push(name);
                }
                continue;
            }
            let kind = field.value().attr("type").unwrap_or("text");
            let is_box = field.value().name() == "input" && matches!(kind, "checkbox" | "radio");
            if kind == "submit" || (is_box && field.value().attr("checked").is_none()) {
                continue;
            }
            let value = if is_box {
                field.value().attr("value").unwrap_or("on").to_owned()
            } else {
                shown_value(field)
            };
            sent.push((name, value));
        }
        sent
    }
}

fn labelled<'a>(html: &'a Html, scope: ElementRef<'a>, label: &str) -> Option<ElementRef<'a>> {
    let labels = select(scope, "label");
    // The exact text first, then a label that begins with it ("(optional)" may follow).
    let exact = labels.iter().find(|found| text(**found) == label);
    let begins = || labels.iter().find(|found| text(**found).starts_with(label));
    let found = exact.or_else(begins)?;
    let id = found.value().attr("for")?;
    let by_id = Selector::parse(&format!("[id=\"{id}\"]")).unwrap();
    html.select(&by_id).next()
}

fn shown_value(field: ElementRef<'_>) -> String {
    match field.value().name() {
        "textarea" => {
            let raw: String = field.text().collect();
            raw.strip_prefix('\n').map_or(raw.clone(), str::to_owned)
        }
        "select" => {
            let options = select(field, "option");
            let chosen = options
                .iter()
                .find(|option| option.value().attr("selected").is_some());
            let chosen = chosen.or(options.first());
            chosen.map_or_else(String::new, |option| {
                option
                    .value()
                    .attr("value")
                    .map_or_else(|| text(*option), str::to_owned)
            })
        }
        _ => field.value().attr("value").unwrap_or_default().to_owned(),
    }
}

fn select<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    within.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element
        .text()
        .collect::<Vec<_>>()
        .join("")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn encode<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        out.append_pair(name, value);
    }
    out.finish()
}
