//! `user add`, `grant`, `revoke`, `close`, `reopen`, `invite`, `remove-second-factor`, `single-sign-on` and `list`.

use std::io::BufRead as _;

use anyhow::{Context as _, ensure};
use app::{Ctx, NewPerson};
use domain::person::Email;
use serde_json::json;

use super::{open_app, open_app_there};
use crate::options::{AddUser, Common, RoleAt, Setting, SingleSignOn};

/// Adds a person.
pub(crate) async fn add(common: &Common, add: AddUser) -> anyhow::Result<()> {
    debug_assert!(add.password_stdin, "there is no other way yet");
    let password = first_line_of_input()?;
    let app = open_app(common).await?;
    let email = add.email.clone();
    let person = NewPerson {
        email: add.email,
        name: add.name,
        partner_id: add.partner.filter(|_| !add.programme),
        role: add.role,
        at: if add.assigned_partners.is_empty() { add.locations } else { add.assigned_partners },
        directory: add.directory,
        password,
    };
    app.add_person(&Ctx::of_operator(), person).await?;
    println!("{email} can sign in.");
    Ok(())
}

fn first_line_of_input() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("no password on standard input")?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(!password.is_empty(), "no password on standard input");
    Ok(password)
}

/// Prints a link by which a person gets in.
pub(crate) async fn invite(common: &Common, email: &Email) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let invitation = app.invite_by_operator(&Ctx::of_operator(), email).await?;
    let path = format!("/invitations/{}", invitation.secret);
    match &common.public_url {
        Some(url) => println!("{url}{path}"),
        None => println!("{path}"),
    }
    eprintln!("For {email} alone, once, until {}.", invitation.expires_at.format("%Y-%m-%d %H:%M UTC"));
    Ok(())
}

/// Gives a further role.
pub(crate) async fn grant(common: &Common, role: RoleAt) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    app.grant_role(&Ctx::of_operator(), &role.email, role.role, &role.at).await?;
    println!("{} has the role {}.", role.email, role.role.code());
    Ok(())
}

/// Takes a role away.
pub(crate) async fn revoke(common: &Common, role: RoleAt) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    app.revoke_role(&Ctx::of_operator(), &role.email, role.role, &role.at).await?;
    println!(
        "{} no longer has the role {}{}.",
        role.email,
        role.role.code(),
        if role.at.is_empty() { "" } else { " there" }
    );
    Ok(())
}

/// Closes or reopens an account.
pub(crate) async fn set_active(common: &Common, email: &Email, active: bool) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    app.set_active(&Ctx::of_operator(), email, active).await?;
    println!("{email} {}.", if active { "can sign in again" } else { "can no longer sign in" });
    Ok(())
}

/// Takes second factor and passkeys away from a person who lost them.
pub(crate) async fn remove_second_factor(common: &Common, email: &Email) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    app.take_second_factor_by_operator(&Ctx::of_operator(), email).await?;
    println!("{email} signs in with the password alone, or sets up a second factor where one is demanded.");
    Ok(())
}

/// Sets whether the people of an organisation sign in with a provider only.
pub(crate) async fn single_sign_on(common: &Common, asked: SingleSignOn) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let partner = asked.partner.filter(|_| !asked.programme);
    let is_on = asked.setting == Setting::On;
    app.set_single_sign_on(&Ctx::of_operator(), partner.as_deref(), is_on).await?;
    let whose = partner.map_or_else(|| "the programme office".to_owned(), |id| format!("partner {id}"));
    println!(
        "Passwords of {whose} {}.",
        if is_on { "count no more: people sign in with a provider only" } else { "count" }
    );
    Ok(())
}

/// Lists everybody.
pub(crate) async fn list(common: &Common, as_json: bool) -> anyhow::Result<()> {
    let app = open_app_there(common).await?;
    let people = app.people(&Ctx::of_operator()).await?;
    if as_json {
        let people: Vec<_> = people
            .iter()
            .map(|person| {
                let roles: Vec<_> = person
                    .roles
                    .iter()
                    .map(|held| json!({ "role": held.role.code(), "at": held.at.as_ref().map(|at| &at.0) }))
                    .collect();
                json!({
                    "email": person.email, "name": person.name, "organisation": person.organisation,
                    "active": person.is_active, "roles": roles,
                })
            })
            .collect();
        println!("{}", json!({ "people": people }));
        return Ok(());
    }
    for person in people {
        println!(
            "{}  {}, {}{}",
            person.email,
            person.name,
            person.organisation,
            if person.is_active { "" } else { " (closed)" }
        );
        for held in person.roles {
            match held.at {
                Some((id, name)) => println!("    {} at {name} ({id})", held.role.code()),
                None => println!("    {}", held.role.code()),
            }
        }
    }
    Ok(())
}
