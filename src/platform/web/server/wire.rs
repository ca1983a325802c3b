//! The bytes of a connection as they came, where hyper is kinder than we want to be.
//!
//! hyper drops `Content-Length` when `Transfer-Encoding` comes with it, takes a bare line feed for
//! the end of a line and equal lengths for one; a proxy in front may read any of these differently
//! (security.md C12, HD-05). So the head of each request is looked at before it is believed. hyper
//! also waits for ever for somebody who does not read: writing gives up when nothing moves.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// How long nothing may move while there is something to write.
const STALLED: Duration = Duration::from_secs(15);

/// A head is never longer than hyper's buffer; beyond, hyper has refused it.
const MOST_BYTES: usize = 128 * 1024;

/// A connection whose heads are looked at.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    heads: Heads,
    /// Runs while a write waits.
    stall: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            heads: Heads::default(),
            stall: None,
        }
    }

    /// What the service asks about each request.
    pub(super) fn heads(&self) -> Heads {
        self.heads.clone()
    }

    fn moved(
        &mut self,
        context: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if wrote.is_ready() {
            self.stall = None;
            return wrote;
        }
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(STALLED)));
        match stall.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled().get(before..).filter(|new| !new.is_empty()) {
            self.heads.push(new);
        }
        read
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(context, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.moved(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A request whose head can be read in more than one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ambiguous(pub(super) &'static str);

/// The heads of one connection, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    /// Everything since the last request ended.
    raw: Vec<u8>,
    /// Bytes of the present request's body that are still to come.
    body_left: u64,
    /// Where the next head begins is not known any more.
    lost: bool,
}

impl Heads {
    /// Whether the request that hyper has just read is plain. `length` is that of its body, or
    /// `None` when it comes in chunks: then no further request may follow on this connection.
    pub(super) fn next(&self, length: Option<u64>) -> Result<(), Ambiguous> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next(length)
    }

    fn push(&self, bytes: &[u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(bytes);
    }
}

impl Seen {
    fn push(&mut self, bytes: &[u8]) {
        if self.lost {
            return;
        }
        let of_body = usize::try_from(self.body_left)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        self.body_left -= of_body as u64;
        self.raw
            .extend_from_slice(bytes.get(of_body..).unwrap_or_default());
        if self.raw.len() > MOST_BYTES {
            self.lose();
        }
    }

    fn next(&mut self, length: Option<u64>) -> Result<(), Ambiguous> {
        let Some(end) = end_of_head(&self.raw).filter(|_| !self.lost) else {
            self.lose();
            return Err(Ambiguous("a head that cannot be found"));
        };
        let plain = self.raw.get(..end).map_or(Ok(()), look_at);
        let Some(length) = length.filter(|_| plain.is_ok()) else {
            self.lose();
            return plain;
        };
        let here = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .min(self.raw.len() - end);
        self.raw.drain(..end + here);
        self.body_left = length - here as u64;
        Ok(())
    }

    /// Keeps nothing more of a connection that is about to be closed.
    fn lose(&mut self) {
        self.lost = true;
        self.raw = Vec::new();
    }
}

/// Just behind the empty line that ends a head. Empty lines before it are skipped, as hyper does.
fn end_of_head(raw: &[u8]) -> Option<usize> {
    let start = raw.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let mut at = start;
    loop {
        at += raw.get(at..)?.iter().position(|byte| *byte == b'\n')? + 1;
        match raw.get(at..)? {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
}

fn look_at(head: &[u8]) -> Result<(), Ambiguous> {
    let (mut lengths, mut encodings) = (0, 0);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let Some(line) = line.strip_suffix(b"\r\n") else {
            return Err(Ambiguous("a bare line feed"));
        };
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        lengths += usize::from(name.eq_ignore_ascii_case(b"content-length"));
        encodings += usize::from(name.eq_ignore_ascii_case(b"transfer-encoding"));
    }
    match (lengths, encodings) {
        (0 | 1, 0) | (0, 1) => Ok(()),
        (_, 0) => Err(Ambiguous("more than one Content-Length")),
        (0, _) => Err(Ambiguous("more than one Transfer-Encoding")),
        _ => Err(Ambiguous("Transfer-Encoding with Content-Length")),
    }
}

/// The length of a body that is not sent in chunks.
pub(super) fn length_of(headers: &axum::http::HeaderMap) -> Option<u64> {
    use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
    if headers.contains_key(TRANSFER_ENCODING) {
        return None;
    }
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok());
    Some(length.and_then(|length| length.parse().ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(bytes: &[u8]) -> Heads {
        let heads = Heads::default();
        heads.push(bytes);
        heads
    }

    #[test]
    fn plain_requests_follow_each_other_however_they_arrive() {
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";
        let two = format!("{head}ab\r\n\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
        for cut in head.len()..=two.len() {
            let heads = Heads::default();
            heads.push(&two.as_bytes()[..cut]);
            assert_eq!(heads.next(Some(5)), Ok(()), "cut at {cut}");
            heads.push(&two.as_bytes()[cut..]);
            assert_eq!(heads.next(Some(0)), Ok(()), "cut at {cut}");
        }
    }

    #[test]
    fn a_length_and_chunks_together_are_refused_in_either_order() {
        for pair in [
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "transfer-encoding: chunked\r\ncontent-length: 5",
        ] {
            let head = format!("POST / HTTP/1.1\r\nHost: x\r\n{pair}\r\n\r\n");
            let told = heads(head.as_bytes()).next(None).unwrap_err();
            assert_eq!(told, Ambiguous("Transfer-Encoding with Content-Length"));
        }
    }

    #[test]
    fn lengths_are_said_once_and_lines_end_in_both_characters() {
        let twice = b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n";
        assert_eq!(
            heads(twice).next(Some(5)),
            Err(Ambiguous("more than one Content-Length"))
        );
        let bare = b"GET / HTTP/1.1\r\nHost: x\n\r\n";
        assert_eq!(
            heads(bare).next(Some(0)),
            Err(Ambiguous("a bare line feed"))
        );
    }

    #[test]
    fn after_chunks_nothing_more_is_believed() {
        let chunked = heads(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assert_eq!(chunked.next(None), Ok(()));
        chunked.push(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(chunked.next(Some(0)).is_err());
    }
}
