//! Pages and API over HTTP.
//!
//! [`routes`] has every address on one page. A request passes [`gate`], becomes an [`extract::Caller`] and
//! whatever else its handler takes, calls one verb of `app`, and leaves as a page or as JSON made from
//! the same result. Deliberately absent: SQL, and any decision on who may see what.

mod api;
mod assets;
mod csv;
mod error;
mod extract;
mod gate;
mod handlers;
mod headers;
mod metrics;
pub mod pages;
mod routes;
mod server;
mod state;
mod words;

#[cfg(any(test, fuzzing))]
pub use extract::hostile;
pub use routes::{Access, Kind, Route, Verb, routes};
pub use server::serve;
pub use state::{Config, Network, NotANetwork, NotAPublicUrl, PublicUrl};

use app::App;
use axum::Router;

/// The router over an application: what [`serve`] serves, for tests to call without a listener.
pub fn router(app: App, config: Config) -> Router {
    routes::build(state::Web::new(app, config))
}

/// The OpenAPI document, as `docs/openapi.json` has it.
pub fn openapi_json() -> String {
    api::openapi::written()
}
