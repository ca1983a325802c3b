//! The SQLite file: its place, who may read it, whether it is ours, and that one process has it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// How every SQLite database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Only this process has the database, until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Makes the folder and the file, if they are missing, for their owner alone (security.md C11).
/// Refuses what is no database of ours or cannot be written; such a file is left untouched.
pub fn prepare(path: &Path) -> Result<()> {
    let shown = path.display();
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        folder_of_our_own(folder)?;
    }
    match OpenOptions::new().read(true).open(path) {
        Ok(mut file) => {
            let about = file
                .metadata()
                .with_context(|| format!("{shown} cannot be read"))?;
            if !about.is_file() {
                bail!("{shown} is not a file");
            }
            if about.permissions().readonly() {
                bail!("{shown} is read-only; Indaba needs to write to its database");
            }
            if about.len() > 0 && !begins_as_sqlite(&mut file).unwrap_or(false) {
                bail!("{shown} is not an SQLite database; it has been left as it is");
            }
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut new = OpenOptions::new();
            new.write(true).create_new(true).mode(0o600);
            new.open(path)
                .with_context(|| format!("{shown} cannot be made"))?;
            Ok(())
        }
        Err(error) => Err(error).with_context(|| format!("{shown} cannot be opened")),
    }
}

/// Makes a folder that only its owner can look into. One that is there already is left as it is.
pub fn folder_of_our_own(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut new = DirBuilder::new();
    new.recursive(true).mode(0o700);
    new.create(folder)
        .with_context(|| format!("The folder {} cannot be made", folder.display()))
}

/// Takes the database for this process, or says that another one has it.
pub fn lock(path: &Path) -> Result<Lock> {
    let lock_path = lock_path(path);
    let shown = lock_path.display();
    let mut open = OpenOptions::new();
    open.read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600);
    let file = open
        .open(&lock_path)
        .with_context(|| format!("{shown} cannot be written"))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "Another Indaba is running on {}; stop it first",
                path.display()
            )
        }
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{shown} cannot be locked"))
        }
    }
}

/// Beside the database, under a name that SQLite does not use.
fn lock_path(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = whole.into_os_string();
    name.push(".lock");
    name.into()
}

fn begins_as_sqlite(file: &mut File) -> io::Result<bool> {
    let mut start = [0_u8; MAGIC.len()];
    file.read_exact(&mut start)?;
    Ok(start == MAGIC)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_new_database_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/deeper/indaba.db");
        prepare(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        prepare(&path).unwrap();
    }

    #[test]
    fn one_process_has_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("indaba.db");
        prepare(&path).unwrap();
        let first = lock(&path).unwrap();
        let told = lock(&path).unwrap_err().to_string();
        assert!(told.starts_with("Another Indaba is running on"), "{told}");
        drop(first);
        assert!(lock(&path).is_ok());
    }

    #[test]
    fn what_is_no_database_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("indaba.db");
        for strange in ["Dear diary", "x"] {
            fs::write(&path, strange).unwrap();
            assert!(
                prepare(&path)
                    .unwrap_err()
                    .to_string()
                    .contains("not an SQLite database")
            );
            assert_eq!(fs::read_to_string(&path).unwrap(), strange);
        }
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(
            prepare(&path)
                .unwrap_err()
                .to_string()
                .contains("is read-only")
        );
        assert!(
            prepare(folder.path())
                .unwrap_err()
                .to_string()
                .contains("is not a file")
        );
    }
}
