//! `statement`: the main SQL behind a page, for measurements.

use anyhow::Context as _;
use app::{Credential, Ctx, OpportunityQuery};

use super::open_app_there;
use crate::options::{Common, Statement};

/// Prints the statement, on one line.
pub(crate) async fn run(common: &Common, asked: Statement) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let ctx = Ctx { credential: Credential::Token(asked.token), ..Ctx::of_operator() };
    if let Some(filter) = asked.opportunities {
        println!("{}", one_line(&app.opportunities_statement(&ctx, &narrowed(&filter)?).await?));
        return Ok(());
    }
    let sort = asked.sort.parse().map_err(|_| anyhow::anyhow!("the list cannot be sorted by {}", asked.sort))?;
    let tenant = asked.tenant.map(|id| id.parse().context("--tenant is a GUID")).transpose()?;
    let statement =
        app.main_statement(&ctx, sort, tenant).await?.context("nothing is asked: this person sees nothing")?;
    println!("{}", one_line(&statement));
    Ok(())
}

fn one_line(statement: &str) -> String {
    statement.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The opportunities as one filter leaves them, by its name in the address.
fn narrowed(filter: &str) -> anyhow::Result<OpportunityQuery> {
    let mut query = OpportunityQuery::default();
    let (name, value) = filter.split_once('=').unwrap_or((filter, ""));
    let values = vec![value.to_owned()];
    match name {
        "" => {}
        "q" => query.search = Some(value.to_owned()),
        "location" => query.locations = values,
        "country" => query.countries = values,
        "segment" => query.segments = values,
        "workload" => query.workloads = values,
        "sku_bucket" => query.buckets = values,
        "claimed" => query.is_claimed = Some(value == "true"),
        _ => anyhow::bail!("opportunities cannot be narrowed by {name}"),
    }
    Ok(query)
}
