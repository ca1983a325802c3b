//! Patterns for LIKE in which people's own `%` and `_` are only characters.

use sea_orm::sea_query::LikeExpr;

/// Matches columns that contain `text`. Fold both sides first: the two databases disagree on case.
pub fn contains(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", literal(text))).escape('\\')
}

fn literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
