//! Puts the assets into the program: one style sheet, one script, compressed, named by content.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// The style sheet is these files in this order: what comes later wins.
const STYLES: [&str; 7] = [
    "tokens", "base", "layout", "forms", "thread", "result", "print",
];

fn main() -> Result<(), Box<dyn Error>> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("assets");
    for watched in ["css", "js", "logo.svg", "icons.svg", "robots.txt"] {
        println!("cargo::rerun-if-changed=assets/{watched}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let mut table = String::from("&[\n");
    table += &put(&out, "indaba.css", &style_sheet(&assets.join("css"))?)?;
    table += &put(&out, "indaba.js", &script(&assets.join("js"))?)?;
    for picture in files(&assets, "svg")? {
        table += &put(&out, &name_of(&picture), &fs::read(&picture)?)?;
    }
    table += &put(&out, "robots.txt", &fs::read(assets.join("robots.txt"))?)?;
    table += "]\n";
    fs::write(out.join("table.rs"), table)?;
    Ok(())
}

fn style_sheet(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut whole = Vec::new();
    for name in STYLES {
        let file = folder.join(format!("{name}.css"));
        if file.exists() {
            whole.extend(fs::read(file)?);
        }
    }
    for file in files(folder, "css")? {
        let name = name_of(&file);
        if !STYLES.iter().any(|style| name == format!("{style}.css")) {
            return Err(format!("{name} has no place in the order: add it to STYLES").into());
        }
    }
    Ok(whole)
}

/// All scripts in one, so that a page asks for few files (performance.md P10). Each defines custom
/// elements of its own and imports nothing, so their order does not matter.
fn script(folder: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut whole = Vec::new();
    for file in files(folder, "js")? {
        whole.extend(fs::read(file)?);
    }
    Ok(whole)
}

/// The files of a folder, in the order of their names, so that every build is the same.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Writes one asset and its compressed twin; gives its line in the table.
fn put(out: &Path, name: &str, content: &[u8]) -> Result<String, Box<dyn Error>> {
    let digest = Sha256::digest(content);
    let mut hash = String::new();
    for byte in digest.iter().take(6) {
        write!(hash, "{byte:02x}")?;
    }
    let (stem, ending) = name.rsplit_once('.').ok_or("an asset needs an ending")?;
    let file = format!("{stem}-{hash}.{ending}");
    let kind = match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    fs::write(out.join(&file), content)?;
    fs::write(out.join(format!("{file}.gz")), encoder.finish()?)?;
    Ok(format!(
        "Asset {{ name: {name:?}, url: \"/assets/{file}\", kind: {kind:?}, \
         plain: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{file}\")), \
         gzip: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{file}.gz\")) }},\n"
    ))
}
