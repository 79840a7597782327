//! The one binary of Uptake: command line, configuration and wiring.
//!
//! Deliberately absent: rules, SQL and pages. A command reads its options, calls a verb of `app`, and says
//! what came of it, to people in English and to machines as JSON. Exit codes: 0 done, 1 refused, 2 usage.

mod command;
mod options;
mod output;
mod sample;

use std::process::ExitCode;

use clap::Parser as _;
use rustix::fs::Mode;

use crate::options::{Command, Options, PersonCommand, TokenCommand, UserCommand};

/// A tenth faster than the system's at what a server does, and it gives back what a load took.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // Whatever it writes has people in it, or leads to them: no other user of the machine reads a database, a copy or a log of changes.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    let options = Options::parse();
    let outcome = match options.command {
        Command::Serve(serve) => command::serve::run(&options.common, serve).await,
        Command::Import(import) => command::import::run(&options.common, import).await,
        Command::User(UserCommand::Add(add)) => command::user::add(&options.common, add).await,
        Command::User(UserCommand::Grant(role)) => command::user::grant(&options.common, role).await,
        Command::User(UserCommand::Revoke(role)) => command::user::revoke(&options.common, role).await,
        Command::User(UserCommand::Close { email }) => command::user::set_active(&options.common, &email, false).await,
        Command::User(UserCommand::Reopen { email }) => command::user::set_active(&options.common, &email, true).await,
        Command::User(UserCommand::Invite { email }) => command::user::invite(&options.common, &email).await,
        Command::User(UserCommand::RemoveSecondFactor { email }) => {
            command::user::remove_second_factor(&options.common, &email).await
        }
        Command::User(UserCommand::SingleSignOn(asked)) => command::user::single_sign_on(&options.common, asked).await,
        Command::User(UserCommand::List { json }) => command::user::list(&options.common, json).await,
        Command::Person(PersonCommand::Export { email, contact, file }) => {
            command::person::export(&options.common, &email, contact, file.as_deref()).await
        }
        Command::Person(PersonCommand::Erase { email, contact, confirm }) => {
            command::person::erase(&options.common, &email, contact, &confirm).await
        }
        Command::Token(TokenCommand::Create(create)) => command::token::create(&options.common, create).await,
        Command::Worker => command::mail::work(&options.common).await,
        Command::Mail(asked) => command::mail::run(&options.common, asked).await,
        Command::Migrate => command::database::migrate(&options.common).await,
        Command::Doctor { json } => command::doctor::run(&options.common, json).await,
        Command::Backup { file } => command::database::back_up(&options.common, &file).await,
        Command::Restore { file, replace } => command::database::restore(&options.common, &file, replace).await,
        Command::Statement(asked) => command::statement::run(&options.common, asked).await,
        Command::Sample(sample) => command::sample::run(&sample),
        Command::Demo(demo) => command::demo::run(&options.common, demo).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uptake: {}", output::words_of(&error));
            ExitCode::from(1)
        }
    }
}
