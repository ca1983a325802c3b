//! `indaba routes`: print the route table.

use clap::Args;

use super::print;
use crate::{features, platform::web::server};

/// What `routes` can be told.
#[derive(Debug, Args)]
pub(super) struct RoutesArgs {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints method, path, door and action of every route, in the order of their paths.
pub(super) fn run(args: &RoutesArgs) {
    let routes = server::with_own(features::routes());
    let mut table = routes.table().to_vec();
    table.sort_by_key(|route| (route.path, route.method));
    if args.json {
        match serde_json::to_string_pretty(&table) {
            Ok(json) => print::line(&json),
            Err(error) => print::error(&error.to_string()),
        }
        return;
    }
    let width = table
        .iter()
        .map(|route| route.path.len())
        .max()
        .unwrap_or_default();
    for route in table {
        let action = route.action.unwrap_or("-");
        print::line(&format!(
            "{:4}  {:width$}  {:10}  {action}",
            route.method, route.path, route.door
        ));
    }
}
