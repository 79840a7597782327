//! `person export` and `person erase`: what is kept of somebody, for whoever asks the operator (S16.2).

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use app::{App, CopyAsked, CopyPlace, Ctx, Whose};
use domain::person::Email;

use super::open_app_there;
use crate::options::Common;

/// Somebody with an account of that address, or else a contact.
async fn whose(app: &App, email: &Email, is_contact: bool) -> anyhow::Result<Whose> {
    let found = app.find_personal_data(&Ctx::of_operator(), email.as_str()).await?.value;
    let account = found.into_iter().find(|one| one.organisation.is_some() && one.email == email.as_str());
    Ok(match account {
        Some(account) if !is_contact => account.whose,
        _ => Whose::Contact(email.to_string()),
    })
}

/// Writes the copy to a file that must not exist yet, or to standard output.
pub(crate) async fn export(
    common: &Common,
    email: &Email,
    is_contact: bool,
    file: Option<&Path>,
) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let ctx = Ctx::of_operator();
    let asked = CopyAsked::Of(whose(&app, email, is_contact).await?);
    let first = app.access_copy(&ctx, &asked, CopyPlace::default()).await;
    let (mut piece, mut next) = match first {
        Err(app::AppError::NotFound) => anyhow::bail!("nothing is kept of {email}"),
        first => first?,
    };
    let mut out: Box<dyn std::io::Write> = match file {
        Some(file) => {
            let made = std::fs::File::create_new(file).with_context(|| format!("{} cannot be made", file.display()))?;
            Box::new(made)
        }
        None => Box::new(std::io::stdout().lock()),
    };
    loop {
        out.write_all(piece.as_bytes())?;
        let Some(place) = next else { break };
        (piece, next) = app.access_copy(&ctx, &asked, place).await?;
    }
    out.flush()?;
    ensure!(next.is_none(), "the copy ended early");
    Ok(())
}

/// Erases somebody whose address is given once more.
pub(crate) async fn erase(common: &Common, email: &Email, is_contact: bool, confirmation: &str) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let whose = whose(&app, email, is_contact).await?;
    let counts = match app.erase_person(&Ctx::of_operator(), &whose, confirmation).await {
        Err(app::AppError::NotFound) => anyhow::bail!("nothing is kept of {email}"),
        done => done?,
    };
    for (kind, count) in counts {
        println!("{kind}: {count}");
    }
    println!("Erased. What they did and wrote stays without their name.");
    Ok(())
}
