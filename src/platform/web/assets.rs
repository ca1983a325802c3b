//! Style sheet, scripts and pictures: in the program, compressed, named by content, kept for ever.

use axum::{
    extract::Path,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
};

use super::{
    error::Error,
    routes::{Door, Routes},
};

/// One file, made by `build.rs`.
struct Asset {
    name: &'static str,
    url: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets/table.rs"));

/// The routes of files that pages and browsers ask for.
pub fn routes() -> Routes {
    Routes::default()
        .get("/assets/{file}", Door::Anyone, by_url)
        .get("/robots.txt", Door::Anyone, robots)
        .get("/favicon.svg", Door::Anyone, icon)
        .get("/favicon.ico", Door::Anyone, icon)
}

/// The address of an asset by its name in `assets/`; the style sheet is `indaba.css`.
///
/// An unknown name gives an address that does not exist.
pub fn url(name: &str) -> String {
    find(name).map_or_else(|| format!("/assets/{name}"), |asset| asset.url.to_owned())
}

/// The address of the one style sheet.
pub fn stylesheet() -> String {
    url("indaba.css")
}

/// The addresses of all scripts: small modules that no page needs.
pub fn scripts() -> Vec<String> {
    let scripts = ASSETS
        .iter()
        .filter(|asset| asset.kind.starts_with("text/javascript"));
    scripts.map(|asset| asset.url.to_owned()).collect()
}

async fn by_url(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Error> {
    let wanted = |asset: &&Asset| asset.url.strip_prefix("/assets/") == Some(file.as_str());
    let asset = ASSETS.iter().find(wanted).ok_or(Error::NotFound)?;
    Ok(serve(
        asset,
        &headers,
        "public, max-age=31536000, immutable",
    ))
}

async fn robots(headers: HeaderMap) -> Result<Response, Error> {
    Ok(serve(
        find("robots.txt").ok_or(Error::NotFound)?,
        &headers,
        "public, max-age=86400",
    ))
}

/// Under an address that does not change, so it is kept for a day only.
async fn icon(headers: HeaderMap) -> Result<Response, Error> {
    Ok(serve(
        find("logo.svg").ok_or(Error::NotFound)?,
        &headers,
        "public, max-age=86400",
    ))
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

fn serve(asset: &'static Asset, asked: &HeaderMap, cache: &'static str) -> Response {
    let zipped = takes_gzip(asked) && asset.gzip.len() < asset.plain.len();
    let body = if zipped { asset.gzip } else { asset.plain };
    let mut response = (StatusCode::OK, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if zipped {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    asked
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            value.split(',').any(|one| {
                let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
                let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
                coding.trim().eq_ignore_ascii_case("gzip") && !refused
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_a_name_that_changes_with_its_content() {
        assert!(stylesheet().starts_with("/assets/indaba-"));
        assert!(
            ASSETS
                .iter()
                .all(|asset| url(asset.name) == asset.url && !asset.plain.is_empty())
        );
        assert!(
            scripts()
                .iter()
                .all(|script| script.starts_with("/assets/"))
        );
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(
                ACCEPT_ENCODING,
                HeaderValue::from_static(value),
            )]))
        };
        assert!(takes("br, gzip;q=0.8") && takes("GZIP"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes_gzip(&HeaderMap::new()));
    }
}
