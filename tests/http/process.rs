//! The program itself, running in a folder of its own, and the bytes it answers with.

use std::{
    fs,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// How long anything may take before a test fails.
pub(super) const PATIENCE: Duration = Duration::from_mins(1);

/// `indaba` with these arguments and variables, in a folder, with no settings from outside.
pub(super) fn indaba(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_indaba"));
    let strangers = std::env::vars_os().map(|(name, _)| name);
    for name in strangers.filter(|name| name.to_string_lossy().starts_with("INDABA_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(super) fn outcome(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    indaba(folder, arguments, variables).output().unwrap()
}

/// Waits until `is_so`, or fails.
pub(super) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "not in time: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A server of our own, ended by its process id when dropped.
pub(super) struct Server {
    process: Process,
    /// Such as `127.0.0.1:40123`.
    pub(super) address: String,
    /// Everything it has printed.
    pub(super) said: Arc<Mutex<String>>,
    folder: Folder,
}

enum Folder {
    Own(TempDir),
    Lent(PathBuf),
}

impl Server {
    /// Serves a site that is set up, without limits.
    pub(super) fn start() -> Self {
        Self::start_set_up(&[("INDABA_LIMITS_SCALE", "0")])
    }

    /// Serves a site that is set up.
    pub(super) fn start_set_up(variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let migrated = outcome(folder.path(), &["migrate"], &[]);
        assert!(migrated.status.success(), "{migrated:?}");
        set_up(&folder.path().join("data/indaba.db"));
        let path = folder.path().to_owned();
        Self::start_in(Folder::Own(folder), &path, variables)
    }

    /// Serves an empty folder.
    pub(super) fn start_empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        Self::start_in(Folder::Own(folder), &path, &[("INDABA_LIMITS_SCALE", "0")])
    }

    /// Serves a folder that stays.
    pub(super) fn start_on(folder: &Path, variables: &[(&str, &str)]) -> Self {
        Self::start_in(Folder::Lent(folder.to_owned()), folder, variables)
    }

    fn start_in(folder: Folder, path: &Path, variables: &[(&str, &str)]) -> Self {
        let mut all = variables.to_vec();
        all.push(("INDABA_LISTEN", "127.0.0.1:0"));
        let server = Self::spawn(path, &all, |_| {});
        Self { folder, ..server }
    }

    /// Serves a folder that stays; `before` does something to the process as soon as it is there.
    pub(super) fn spawn(
        folder: &Path,
        variables: &[(&str, &str)],
        before: impl FnOnce(&mut Child),
    ) -> Self {
        let mut command = indaba(folder, &[], variables);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        before(&mut child);
        let said = Arc::new(Mutex::new(String::new()));
        if let Some(stdout) = child.stdout.take() {
            listen(stdout, Arc::clone(&said));
        }
        listen(child.stderr.take().unwrap(), Arc::clone(&said));
        let mut process = Process(child);
        let mut address = None;
        eventually("a server that says where it is", || {
            let ended = process.0.try_wait().unwrap();
            let said = said.lock().unwrap();
            assert!(ended.is_none(), "the server ended: {said}");
            let line = said
                .lines()
                .find_map(|line| line.strip_prefix("Indaba is at http://"));
            address = line.map(str::to_owned);
            address.is_some()
        });
        let address = address.unwrap();
        Self {
            process,
            address,
            said,
            folder: Folder::Lent(folder.to_owned()),
        }
    }

    /// Where it runs.
    pub(super) fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Own(folder) => folder.path(),
            Folder::Lent(folder) => folder,
        }
    }

    /// Everything printed so far.
    pub(super) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// A connection to it.
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes as they are and gives everything that comes until the server closes.
    pub(super) fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that has refused may have closed before all was sent.
        let _ = stream.write_all(bytes);
        read_all(&mut stream)
    }

    /// A plain GET.
    pub(super) fn get(&self, path: &str) -> String {
        let address = &self.address;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        self.send(head.as_bytes())
    }

    /// Sends it a signal.
    pub(super) fn signal(&self, name: &str) {
        let pid = self.process.0.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end; gives the exit code.
    pub(super) fn ends(&mut self) -> Option<i32> {
        let mut status = None;
        eventually("the server's end", || {
            status = self.process.0.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().code()
    }
}

/// A process that ends when its test does, also when that fails.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn listen(pipe: impl Read + Send + 'static, said: Arc<Mutex<String>>) {
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}

/// Everything that comes until the other side closes.
pub(super) fn read_all(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    match stream.read_to_end(&mut all) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&all)),
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The status of an answer.
pub(super) fn status(answer: &str) -> u16 {
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("no status in {answer:?}"))
}

/// Marks a site as set up.
fn set_up(file: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite://{}", file.display());
        let db = sea_orm::Database::connect(url).await.unwrap();
        let mark = "INSERT INTO site_setting (key, value, updated_at) VALUES ('set_up', 'true', 0)";
        db.execute_unprepared(mark).await.unwrap();
        db.close().await.unwrap();
    });
}

/// A file's permissions.
pub(super) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}
