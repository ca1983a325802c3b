//! How mail leaves: to a mail server, into a folder where there is none, into memory in tests.

use std::{
    fmt, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use axum::http::Uri;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{
        Error as SmtpError,
        response::{Category, Severity},
    },
};

use super::message::Written;
use crate::platform::config::Config;

/// How long a mail server may take over one command.
const PATIENCE: Duration = Duration::from_secs(15);

/// The way out.
#[derive(Clone)]
pub enum Transport {
    /// A mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Files that the site's admin reads.
    Folder(PathBuf),
    /// Tests read these.
    Memory(Outgoing),
}

/// Mails that were sent in a test, in their order.
pub type Outgoing = Arc<Mutex<Vec<Sent>>>;

/// A mail as its reader gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The address it went to.
    pub to: String,
    /// The subject, decoded.
    pub subject: String,
    /// The plain text, decoded.
    pub text: String,
    /// The HTML, decoded, if it has any.
    pub html: Option<String>,
    /// The whole message as it travels.
    pub raw: String,
}

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// Later it may.
    Temporary(String),
    /// It never will.
    Refused(String),
}

/// A mail server that keeps what it is given in memory. Only tests can set it: the settings of a
/// process refuse it as no mail server.
const MEMORY: &str = "memory:";

impl Transport {
    /// The way out that the settings name.
    pub fn of(config: &Config) -> Result<Self> {
        match config.smtp_url.as_deref() {
            None => Ok(Self::Folder(config.data_dir.join("mail"))),
            Some(MEMORY) => Ok(Self::Memory(Outgoing::default())),
            Some(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&encrypted(url)?)
                    .context("The mail server cannot be used")?;
                Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).build()))
            }
        }
    }

    /// What was sent, in a test.
    pub fn sent(&self) -> Vec<Sent> {
        match self {
            Self::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Self::Smtp(_) | Self::Folder(_) => Vec::new(),
        }
    }

    /// Sends a message; `name` is what a file of it would be called.
    pub(super) async fn send(
        &self,
        message: Message,
        written: Written,
        name: String,
    ) -> Result<(), Failure> {
        match self {
            Self::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if is_final(&error) => Err(Failure::Refused(error.to_string())),
                Err(error) => Err(Failure::Temporary(error.to_string())),
            },
            Self::Folder(folder) => {
                let (folder, bytes) = (folder.clone(), message.formatted());
                let put = tokio::task::spawn_blocking(move || put(&folder, &name, &bytes));
                match put.await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(Failure::Temporary(error.to_string())),
                    Err(error) => Err(Failure::Temporary(error.to_string())),
                }
            }
            Self::Memory(sent) => {
                let to = message.envelope().to().first().map(ToString::to_string);
                let mail = Sent {
                    to: to.unwrap_or_default(),
                    subject: written.subject,
                    text: written.text,
                    html: written.html,
                    raw: String::from_utf8_lossy(&message.formatted()).into_owned(),
                };
                sent.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(mail);
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Smtp(_) => "Smtp(…)",
            Self::Folder(_) => "Folder(…)",
            Self::Memory(_) => "Memory(…)",
        })
    }
}

/// Off this machine a password and a token travel encrypted or not at all: `smtp:` without a word
/// about TLS means STARTTLS, required.
fn encrypted(url: &str) -> Result<String> {
    let uri: Uri = url
        .parse()
        .context("The mail server's address cannot be read")?;
    let host = uri.host().unwrap_or_default();
    let is_near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let says_how = uri.query().is_some_and(|query| query.contains("tls="));
    if uri.scheme_str() != Some("smtp") || is_near || says_how {
        return Ok(url.to_owned());
    }
    let joiner = if uri.query().is_some() { '&' } else { '?' };
    Ok(format!("{url}{joiner}tls=required"))
}

/// A refusal of this mail, as opposed to one of this site (a wrong password, a blocked server),
/// which somebody can put right.
fn is_final(error: &SmtpError) -> bool {
    error.status().is_some_and(|code| {
        code.severity == Severity::PermanentNegativeCompletion
            && code.category == Category::MailSystem
    })
}

/// Readable by this account alone: it may hold a link that sets a password. A retry writes the
/// same file.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let half = folder.join(format!(".{name}.half"));
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(half, folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_elsewhere_is_spoken_to_in_secret() {
        assert_eq!(
            encrypted("smtp://mail.example.org:587").unwrap(),
            "smtp://mail.example.org:587?tls=required"
        );
        for as_it_is in [
            "smtps://ana:secret@mail.example.org",
            "smtp://mail.example.org?tls=opportunistic",
            "smtp://localhost:1025",
            "smtp://127.0.0.1:1025",
        ] {
            assert_eq!(encrypted(as_it_is).unwrap(), as_it_is);
        }
    }
}
