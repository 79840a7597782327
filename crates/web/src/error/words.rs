//! What is said about an error, in the reader's language.

use app::{AppError, Problem, TenantCheck};
use domain::claim::MoveFault;
use domain::file::{FileFault, MOST_FILES};
use domain::person::Language;
use domain::referral::MoveFault as ReferralFault;
use domain::service_status::{SplitProblem, TaxonomyProblem};
use domain::tenant::TenantColumn;
use domain::ticket::TicketMoveFault;
use i18n_embed_fl::fl;
use locale::Words;

use super::split::{split_field, split_words};
use super::taxonomy::{taxonomy_field, taxonomy_words};
use super::{FieldError, FieldProblem, WebError};
use crate::pages::claim::{move_label, state_label};
use crate::pages::profile::weak_label;
use crate::pages::tenant_list::workload_name;
use crate::pages::{referral, referral_list};
use crate::words::file_refusal;

/// The kind of problem in a few words.
pub(crate) fn title(error: &WebError, words: &Words) -> String {
    match error.status().as_u16() {
        401 => fl!(words.loader(), "problem-signed-out"),
        _ => error.heading().title(words),
    }
}

/// What to do about a kind of problem, whichever request had it.
pub(crate) fn advice(error: &WebError, words: &Words) -> String {
    match error {
        // What these say depends on the request.
        WebError::App(AppError::Invalid(_) | AppError::Split(_) | AppError::Taxonomy(_) | AppError::TooMany(_))
        | WebError::Fields(_)
        | WebError::Refused(_)
        | WebError::TooLarge(_) => error.heading().advice(words),
        error => detail(error, words),
    }
}

/// What exactly happened, or else what to do about it.
pub(crate) fn detail(error: &WebError, words: &Words) -> String {
    specific(error, words).unwrap_or_else(|| match error.status().as_u16() {
        401 => fl!(words.loader(), "problem-signed-out-advice"),
        _ => error.heading().advice(words),
    })
}

/// What exactly happened, where more can be said than the heading does.
pub(super) fn specific(error: &WebError, words: &Words) -> Option<String> {
    let w = words.loader();
    Some(match error {
        WebError::App(error) => return of_app(error, words),
        WebError::Fields(fields) | WebError::Refused(fields) => {
            in_one(fields.iter().map(|(name, problem)| (name.as_str(), problem.clone())), words)
        }
        WebError::Json { text, .. } => text.clone(),
        WebError::TooLarge(most) => fl!(w, "problem-too-large", most = words.bytes(*most)),
        WebError::NoVersion => fl!(w, "problem-no-version"),
        WebError::Overtaken { .. } => fl!(w, "problem-overtaken"),
        WebError::UriTooLong => fl!(w, "problem-uri-too-long"),
        WebError::TooSlow => fl!(w, "problem-too-slow"),
        WebError::BrokenUpload => fl!(w, "problem-broken-upload"),
        WebError::DiskFull => fl!(w, "problem-disk-full"),
        WebError::NotFound
        | WebError::MethodNotAllowed
        | WebError::Malformed
        | WebError::StaleForm
        | WebError::UnsupportedMedia
        | WebError::Overloaded
        | WebError::Panicked => return None,
    })
}

fn of_app(error: &AppError, words: &Words) -> Option<String> {
    let w = words.loader();
    Some(match error {
        AppError::WrongCredentials => fl!(w, "problem-wrong-credentials"),
        AppError::TooMany(seconds) => {
            fl!(w, "problem-too-many", seconds = i64::try_from(*seconds).unwrap_or(i64::MAX))
        }
        AppError::NoViewerRole => fl!(w, "problem-no-viewer-role"),
        AppError::ForeignDirectory => fl!(w, "problem-foreign-directory"),
        AppError::DetailsClosed => fl!(w, "problem-details-closed"),
        AppError::Invalid(fields) => {
            in_one(fields.iter().map(|(name, problem)| (*name, FieldProblem::App(problem.clone()))), words)
        }
        AppError::Split(problems) => {
            let sentences =
                problems.iter().map(|one| format!("{}: {}", split_field(one), split_words(&one.fault, words)));
            sentences.collect::<Vec<_>>().join(" ")
        }
        AppError::Taxonomy(problems) => {
            let sentences =
                problems.iter().map(|one| format!("{}: {}", taxonomy_field(one), taxonomy_words(&one.fault, words)));
            sentences.collect::<Vec<_>>().join(" ")
        }
        AppError::TaxonomyInForce => fl!(w, "taxonomy-in-force"),
        // The refusal's own sentence has the columns and lines in it, in English; its code is known in both languages.
        AppError::File(refusal) if words.language() == Language::English => refusal.to_string(),
        AppError::File(refusal) => file_refusal(refusal.code(), words),
        AppError::LoadAtWork => fl!(w, "problem-load-at-work"),
        AppError::WrongLoadState => fl!(w, "problem-wrong-load-state"),
        AppError::LoadLost => fl!(w, "problem-load-lost"),
        AppError::PlanChanged => fl!(w, "problem-plan-changed"),
        AppError::TooManyRefused => fl!(w, "problem-too-many-refused"),
        AppError::InUse => fl!(w, "problem-in-use"),
        AppError::QuestionOpen => fl!(w, "problem-question-open"),
        AppError::QuestionAnswered => fl!(w, "problem-question-answered"),
        AppError::ClaimMove(fault) => move_words(*fault, words),
        AppError::ClaimNotEditable(state) => fl!(w, "claim-not-editable", state = state_label(*state, words)),
        AppError::ClaimReadOnly => fl!(w, "claim-read-only"),
        AppError::ClaimTaken(taken) if taken.is_empty() => fl!(w, "claim-taken-any"),
        AppError::ClaimTaken(taken) => {
            let names: Vec<_> = taken.iter().map(|one| workload_name(one, words)).collect();
            fl!(w, "claim-taken", workloads = names.join(", "))
        }
        AppError::ClaimTenant(TenantCheck::OtherDomain { domain, .. }) => {
            fl!(w, "claim-tenant-other-domain", domain = domain.as_str())
        }
        AppError::ClaimTenant(_) => fl!(w, "claim-tenant-unknown"),
        AppError::Attachment(FileFault::TooMany) => {
            fl!(w, "attachment-too-many", most = i64::try_from(MOST_FILES).unwrap_or(i64::MAX))
        }
        AppError::Proof(fault) | AppError::Attachment(fault) => file_words(*fault, words),
        AppError::TicketMove(TicketMoveFault::Resolved) => fl!(w, "ticket-is-resolved"),
        AppError::TicketMove(TicketMoveFault::NotResolved) => fl!(w, "ticket-is-not-resolved"),
        AppError::TicketAnswered => fl!(w, "ticket-is-answered"),
        AppError::ReferralMove(fault) => referral_words(*fault, words),
        AppError::RequestAssigned => fl!(w, "request-nothing-left"),
        AppError::SignedOut
        | AppError::Provider(_)
        | AppError::Forbidden
        | AppError::NotFound
        | AppError::Conflict
        | AppError::Busy
        | AppError::Internal(_) => return None,
    })
}

fn in_one<'a>(fields: impl Iterator<Item = (&'a str, FieldProblem)>, words: &Words) -> String {
    let sentences = fields.map(|(name, problem)| format!("{name}: {}", field_words(name, &problem, words)));
    sentences.collect::<Vec<_>>().join(" ")
}

/// What is wrong with which field, for programs.
pub(super) fn fields(error: &WebError, words: &Words) -> Vec<FieldError> {
    let one = |field: &str, problem: &FieldProblem| FieldError {
        field: field.to_owned(),
        message: field_words(field, problem, words),
    };
    match error {
        WebError::Fields(fields) | WebError::Refused(fields) => {
            fields.iter().map(|(field, problem)| one(field, problem)).collect()
        }
        WebError::App(AppError::Invalid(fields)) => {
            fields.iter().map(|(field, problem)| one(field, &FieldProblem::App(problem.clone()))).collect()
        }
        WebError::App(AppError::Split(problems)) => {
            let one =
                |one: &SplitProblem| FieldError { field: split_field(one), message: split_words(&one.fault, words) };
            problems.iter().map(one).collect()
        }
        WebError::App(AppError::Taxonomy(problems)) => {
            let one = |one: &TaxonomyProblem| FieldError {
                field: taxonomy_field(one),
                message: taxonomy_words(&one.fault, words),
            };
            problems.iter().map(one).collect()
        }
        _ => Vec::new(),
    }
}

/// What is wrong with a field.
pub(crate) fn field_words(field: &str, problem: &FieldProblem, words: &Words) -> String {
    let w = words.loader();
    match problem {
        FieldProblem::NoSuchParameter => fl!(w, "field-no-such-parameter"),
        FieldProblem::GivenTwice => fl!(w, "field-given-twice"),
        // A column that is withheld and one that does not exist are one answer (S1.4).
        FieldProblem::NotSortable => fl!(w, "field-not-sortable", columns = sortable()),
        FieldProblem::App(Problem::Unknown) if field == "sort" => fl!(w, "field-not-sortable", columns = sortable()),
        FieldProblem::NotOneOf(values) => fl!(w, "field-not-one-of", values = values.join(", ")),
        FieldProblem::App(problem) => of_problem(problem, words),
    }
}

fn sortable() -> String {
    let columns = TenantColumn::ALL.into_iter().filter(|column| !column.is_sensitive());
    columns.map(TenantColumn::code).collect::<Vec<_>>().join(", ")
}

pub(super) fn of_problem(problem: &Problem, words: &Words) -> String {
    let w = words.loader();
    match *problem {
        Problem::Missing => fl!(w, "field-missing"),
        Problem::TooLong(most) => fl!(w, "field-too-long", most = most),
        Problem::Malformed => fl!(w, "field-malformed"),
        Problem::OutOfRange(least, most) => fl!(w, "field-out-of-range", least = least, most = most),
        Problem::Unknown => fl!(w, "field-unknown"),
        Problem::ForeignCursor => fl!(w, "field-foreign-cursor"),
        Problem::WrongPassword => fl!(w, "field-wrong-password"),
        Problem::Differs => fl!(w, "field-differs"),
        Problem::NotTheAddress => fl!(w, "field-not-the-address"),
        Problem::Weak(weak) => weak_label(weak, words),
        Problem::Taken => fl!(w, "field-taken"),
        Problem::RoleNotHere => fl!(w, "field-role-not-here"),
        Problem::KeyOfAnother => fl!(w, "field-key-of-another"),
        Problem::LineBreak => fl!(w, "field-line-break"),
        Problem::Unseen(code) => fl!(w, "field-unseen", code = format!("U+{code:04X}")),
        Problem::NotADay => fl!(w, "field-not-a-day"),
        Problem::Past => fl!(w, "field-past"),
        Problem::TooFar => fl!(w, "field-too-far"),
        Problem::Future => fl!(w, "field-future"),
        Problem::NotInTheList => fl!(w, "field-not-in-the-list"),
        Problem::Withheld => fl!(w, "field-withheld"),
        Problem::NoneSurveyEligible(customers) => fl!(w, "field-none-survey-eligible", customers = customers),
        Problem::EmailTwice => fl!(w, "field-email-twice"),
        Problem::NotOfThisType => fl!(w, "field-not-of-this-type"),
        Problem::NotAnEmail => fl!(w, "field-not-an-email"),
        Problem::NotAPhone => fl!(w, "field-not-a-phone"),
        Problem::UnknownWorkload(ref code) => fl!(w, "field-unknown-workload", code = code.as_str()),
        Problem::EndsBeforeItBegins => fl!(w, "field-ends-before-it-begins"),
        Problem::AnotherCurrency(ref offer, currency) => {
            fl!(w, "field-another-currency", offer = offer.as_str(), currency = currency)
        }
        Problem::AsManyAsMayBe(most) => fl!(w, "field-as-many-as-may-be", most = most),
        Problem::NotOfThisTenant => fl!(w, "field-not-of-this-tenant"),
        Problem::NotEnrolled => fl!(w, "field-not-enrolled"),
        Problem::WorkloadsLeft(ref left) => {
            let names: Vec<_> = left.iter().map(|one| workload_name(one, words)).collect();
            fl!(w, "field-workloads-left", workloads = names.join(", "))
        }
        Problem::Paused(ref partner, until) => {
            fl!(w, "field-paused", partner = partner.as_str(), day = words.date(until))
        }
        Problem::PartnerTwice(ref partner) => fl!(w, "field-partner-twice", partner = partner.as_str()),
        Problem::WorkloadTwice(ref code) => fl!(w, "field-workload-twice", code = code.as_str()),
        Problem::NotYoursToGive => fl!(w, "field-not-yours-to-give"),
        Problem::NotToYourself => fl!(w, "field-not-to-yourself"),
        Problem::PlaceMissing => fl!(w, "field-place-missing"),
        Problem::PlaceUnknown => fl!(w, "field-place-unknown"),
        Problem::LastAdmin => fl!(w, "field-last-admin"),
        Problem::ColumnUnknown(ref name) => fl!(w, "field-column-unknown", name = name.as_str()),
        Problem::NotThisProvider => fl!(w, "field-not-this-provider"),
        Problem::LastWayIn => fl!(w, "field-last-way-in"),
        Problem::AccountClosed => fl!(w, "field-account-closed"),
        Problem::WrongCode => fl!(w, "field-wrong-code"),
        Problem::SecondFactorIsOn => fl!(w, "field-second-factor-is-on"),
        Problem::SecondFactorIsOff => fl!(w, "field-second-factor-is-off"),
        Problem::SetupEnded => fl!(w, "field-setup-ended"),
        Problem::NotByTheDevice => fl!(w, "field-not-by-the-device"),
        Problem::NoPassword => fl!(w, "field-no-password"),
        Problem::NotOfYourself => fl!(w, "field-not-of-yourself"),
        Problem::SignInAgain => fl!(w, "field-sign-in-again"),
        Problem::NoAdminByProvider => fl!(w, "field-no-admin-by-provider"),
        Problem::SingleSignOnOnly => fl!(w, "field-single-sign-on-only"),
        Problem::NotInvited => fl!(w, "field-not-invited"),
        Problem::NotATenant => fl!(w, "field-not-a-tenant"),
        Problem::CopyOf(ref workload) => fl!(w, "field-copy-of", workload = workload_name(workload, words)),
    }
}

/// Why a claim was not moved (S4.3).
pub(crate) fn move_words(fault: MoveFault, words: &Words) -> String {
    let w = words.loader();
    match fault {
        MoveFault::NotFrom { from, by } => {
            fl!(w, "claim-not-from", state = state_label(from, words), action = move_label(by, words))
        }
        MoveFault::TooLate { until } => fl!(w, "claim-too-late", day = words.date(until)),
        MoveFault::Final => fl!(w, "claim-final"),
        MoveFault::NotDue { until } => fl!(w, "claim-not-due", day = words.date(until)),
        MoveFault::Reason(fault) => of_problem(&fault.into(), words),
    }
}

/// Why a referral was not moved (S10.4).
fn referral_words(fault: ReferralFault, words: &Words) -> String {
    let w = words.loader();
    match fault {
        ReferralFault::NotFrom { from, by } => {
            let status = referral_list::status_label(from, words);
            fl!(w, "referral-not-from", state = status, action = referral::move_label(by, words))
        }
        ReferralFault::TooLate { until } => fl!(w, "referral-too-late", day = words.date(until)),
        ReferralFault::NotDue { until } => fl!(w, "claim-not-due", day = words.date(until)),
        ReferralFault::NotAReason => fl!(w, "field-not-in-the-list"),
        ReferralFault::Remark(fault) => of_problem(&fault.into(), words),
    }
}

/// Why a file is not kept (S4.2).
pub(crate) fn file_words(fault: FileFault, words: &Words) -> String {
    let w = words.loader();
    match fault {
        FileFault::Empty => fl!(w, "proof-empty"),
        FileFault::TooLarge => fl!(w, "proof-too-large"),
        FileFault::Kind => fl!(w, "proof-kind"),
        FileFault::TooMany => fl!(w, "proof-too-many", most = i64::try_from(MOST_FILES).unwrap_or(i64::MAX)),
        FileFault::Twice => fl!(w, "proof-twice"),
        FileFault::Together => fl!(w, "attachment-together"),
    }
}
