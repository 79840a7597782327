//! What came of a command, in words.

use app::{AppError, Problem};
use domain::person::Language;
use locale::Words;

/// The words for an error: those of the application where it is one of its own.
pub(crate) fn words_of(error: &anyhow::Error) -> String {
    match error.downcast_ref::<AppError>() {
        Some(error) => words_of_app(error),
        None => format!("{error:#}"),
    }
}

/// The words for an error of the application.
pub(crate) fn words_of_app(error: &AppError) -> String {
    match error {
        AppError::Invalid(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(field, problem)| format!("{field}: {}", words_of_problem(field, problem)))
                .collect();
            fields.join("; ")
        }
        AppError::LoadAtWork => "another load of this kind is at work right now; try again when it is done".to_owned(),
        AppError::TooManyRefused => {
            "too many rows were refused, so nothing was loaded; correct the file, or allow more with --refused-percent"
                .to_owned()
        }
        AppError::PlanChanged => "other data was loaded meanwhile; try again".to_owned(),
        AppError::Busy => "the database does not answer in time; try again".to_owned(),
        other => other.to_string(),
    }
}

fn words_of_problem(field: &str, problem: &Problem) -> String {
    match (field, problem) {
        ("partner", Problem::Unknown) => "no such partner here; load its profile first".to_owned(),
        ("location", Problem::Unknown) => "no such location of this organisation".to_owned(),
        ("email", Problem::Unknown) => "nobody has an account with this address".to_owned(),
        ("email", Problem::Taken) => "somebody has an account with this address already".to_owned(),
        ("email", Problem::SecondFactorIsOff) => "this person has no second factor, and no passkey".to_owned(),
        ("directory", Problem::Taken) => "the directory belongs to another organisation".to_owned(),
        ("role", Problem::Unknown) => "the person does not have this role there".to_owned(),
        (_, Problem::NotTheAddress) => "this is not the address of whoever would be erased".to_owned(),
        ("roles", Problem::LastAdmin) => "nobody would be left who manages the people of this organisation".to_owned(),
        (_, Problem::Missing) => "something is needed here".to_owned(),
        (_, Problem::TooLong(most)) => format!("at most {most} characters, none of them a control character"),
        (_, Problem::OutOfRange(least, most)) => format!("from {least} to {most}"),
        (_, Problem::Weak(weak)) => weak.to_string(),
        (_, Problem::AccountClosed) => "the account is closed; reopen it first".to_owned(),
        (_, Problem::RoleNotHere) => "this role cannot be given there".to_owned(),
        (_, other) => format!("{other:?}"),
    }
}

/// Why a row was refused, in English.
pub(crate) fn words_of_refusal(reason: &str) -> String {
    Words::of(Language::English).loader().get(&format!("row-{}", reason.replace('_', "-")))
}
