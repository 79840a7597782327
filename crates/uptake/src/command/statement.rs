//! `statement`: the main SQL behind a page, for measurements.

use anyhow::Context as _;
use app::{Credential, Ctx};

use super::open_app;
use crate::options::{Common, Statement};

/// Prints the statement, on one line.
pub(crate) async fn run(common: &Common, asked: Statement) -> anyhow::Result<()> {
    let app = open_app(common).await?;
    let ctx = Ctx { credential: Credential::Token(asked.token), ..Ctx::of_operator() };
    let sort = asked.sort.parse().map_err(|_| anyhow::anyhow!("the list cannot be sorted by {}", asked.sort))?;
    let tenant = asked.tenant.map(|id| id.parse().context("--tenant is a GUID")).transpose()?;
    let statement =
        app.main_statement(&ctx, sort, tenant).await?.context("nothing is asked: this person sees nothing")?;
    println!("{}", statement.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(())
}
