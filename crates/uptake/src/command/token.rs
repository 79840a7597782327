//! `token create`.

use app::Ctx;

use super::open_app_there;
use crate::options::{Common, CreateToken};

/// Makes a token and prints it alone.
pub(crate) async fn create(common: &Common, create: CreateToken) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let token = app.create_token_for(&Ctx::of_operator(), &create.email, create.expires_days).await?;
    println!("{}", token.secret);
    Ok(())
}
