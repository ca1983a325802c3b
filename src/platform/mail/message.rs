//! From what a mail says to the message that is sent: templates, headers, a stable id.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use minijinja::{context, value::Value};

use super::{Recipient, one_header_line};
use crate::{
    entity::{id::OutboxMailId, timestamp::Timestamp},
    platform::{
        app::App,
        web::templates::{Reader, Templates},
    },
};

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: Option<String>,
}

/// Renders the templates of a kind of mail for its reader.
pub(super) fn write(app: &App, name: &str, mail: &Value, to: &Recipient) -> Result<Written> {
    let site_name = app.settings.now().site_name.clone();
    let base_url = app.config.base_url.origin();
    let render = |ending: &str| {
        let context = context! {
            mail => mail.clone(),
            to_name => to.name.clone(),
            site_name => site_name.clone(),
            base_url => base_url.clone(),
        };
        let reader = Reader::of_mail(&to.time_zone);
        let template = format!("{name}.{ending}");
        let done = app.templates.render_with(&template, context, reader);
        done.with_context(|| format!("The template {template} failed"))
    };
    let has_html = Templates::names().contains(&format!("{name}.html"));
    Ok(Written {
        subject: one_header_line(&render("subject")?),
        text: render("txt")?,
        html: if has_html {
            Some(render("html")?)
        } else {
            None
        },
    })
}

/// The message. A mail that is sent again after a crash has the same id, so that mail programs can
/// tell.
pub(super) fn build(
    app: &App,
    id: OutboxMailId,
    at: Timestamp,
    to: &Recipient,
    written: &Written,
) -> Result<Message> {
    let from: Mailbox = app
        .config
        .mail_from
        .parse()
        .context("The sender is no address")?;
    let code: String = app
        .secret
        .sign("message-id", &id.to_string())
        .chars()
        .take(26)
        .collect();
    let message_id = format!("<{code}@{}>", from.email.domain());
    let name = one_header_line(&to.name);
    let to = Mailbox::new(
        (!name.is_empty()).then_some(name),
        to.address.parse().context("The recipient is no address")?,
    );
    let millis = u64::try_from(at.0).unwrap_or_default();
    let message = Message::builder()
        .from(from)
        .to(to)
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .message_id(Some(message_id))
        .subject(written.subject.clone())
        .raw_header(fixed("Auto-Submitted", "auto-generated")?)
        .raw_header(fixed("X-Auto-Response-Suppress", "All")?);
    let plain = written.text.clone();
    let whole = match &written.html {
        None => message.singlepart(SinglePart::plain(plain)),
        Some(html) => message.multipart(MultiPart::alternative_plain_html(plain, html.clone())),
    };
    whole.context("The message could not be put together")
}

fn fixed(name: &'static str, value: &str) -> Result<HeaderValue> {
    let name = HeaderName::new_from_ascii(name.to_owned()).context("no header name")?;
    Ok(HeaderValue::new(name, value.to_owned()))
}
