//! Claims: the list, the form, and one with all that there is of it (S4).

use app::{ClaimDesk, ClaimDetail, ClaimItem, ClaimList, ClaimQuery, Competitor, ProofItem, TenantCheck};
use askama::Template;
use domain::claim::{Due, FilingField, Move, NewFiling, Party, StateCode};
use locale::Words;

use super::Shell;
use super::form::FormFaults;
use super::shell::Entry;
use super::tenant_list::workload_name;
use crate::words::{say, tell};

/// The list of claims.
#[derive(Debug, Clone, Template)]
#[template(path = "claim/list.html")]
pub struct ClaimsPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What was asked for.
    pub query: ClaimQuery,
    /// What was wrong with that, in the reader's words.
    pub error: Option<String>,
    /// The claims.
    pub list: ClaimList,
}

/// The form for a claim.
#[derive(Debug, Clone, Template)]
#[template(path = "claim/form.html")]
pub struct ClaimFormPage {
    /// What surrounds it.
    pub shell: Shell,
    /// What there is to file with, and the claim that is edited.
    pub desk: ClaimDesk,
    /// What is in the fields.
    pub typed: NewFiling,
    /// What the form says stands there.
    pub version: String,
    /// Whether somebody else changed the claim since the form was opened.
    pub is_overtaken: bool,
    /// What is wrong with it.
    pub faults: FormFaults,
}

/// A claim.
#[derive(Debug, Clone, Template)]
#[template(path = "claim/show.html")]
pub struct ClaimPage {
    /// What surrounds it.
    pub shell: Shell,
    /// The claim.
    pub claim: ClaimDetail,
    /// The move that was refused, with what was typed for it and why not, in the reader's words.
    pub refused: Option<Refused>,
    /// Why a proof was not taken, in the reader's words.
    pub proof_error: Option<String>,
}

/// A move that was refused.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Which.
    pub by: Move,
    /// Why not.
    pub why: String,
    /// What was typed as the reason.
    pub reason: String,
    /// The codes of the workloads that were chosen.
    pub workloads: Vec<String>,
}

impl ClaimsPage {
    /// Whether something is filtered.
    pub fn is_filtered(&self) -> bool {
        !self.query.search.is_empty() || !self.query.tenant_id.is_empty() || !self.query.states.is_empty()
    }

    /// Whether the list is narrowed to that state alone.
    pub fn is_at(&self, state: &StateCode) -> bool {
        self.query.states.iter().any(|one| one == state.code())
    }

    /// The address of the list in a state, or in all.
    pub fn at(&self, state: Option<&StateCode>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.narrowed(&mut query);
        if let Some(state) = state {
            query.append_pair("state", state.code());
        }
        format!("/claims?{}", query.finish())
    }

    /// The address of the next page.
    pub fn next(&self) -> Option<String> {
        let cursor = self.list.next_cursor.as_deref()?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.narrowed(&mut query);
        for state in &self.query.states {
            query.append_pair("state", state);
        }
        query.append_pair("cursor", cursor);
        Some(format!("/claims?{}", query.finish()))
    }

    fn narrowed(&self, query: &mut form_urlencoded::Serializer<'_, String>) {
        for (name, value) in
            [("q", &self.query.search), ("tenant_id", &self.query.tenant_id), ("source", &self.query.source)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
    }

    /// What it is called to this reader.
    pub fn title(&self) -> &'static str {
        if self.list.may_file || !self.shell.leads_to(Entry::ClaimReview) {
            tell!(self.shell.words, "claims")
        } else {
            tell!(self.shell.words, "claim-review")
        }
    }
}

impl ClaimFormPage {
    /// Where the form goes.
    pub fn action(&self) -> String {
        self.desk.claim.as_ref().map_or_else(|| "/claims".to_owned(), |claim| format!("/claims/{}", claim.item.number))
    }

    /// Whether that workload is chosen.
    pub fn has_workload(&self, code: &str) -> bool {
        self.typed.workloads.iter().any(|one| one == code)
    }

    /// Whether a field is the first that something is wrong with.
    pub fn is_first_fault(&self, field: &str) -> bool {
        self.faults.0.first().is_some_and(|fault| fault.field == field)
    }

    /// The fields of one line, in order: the name, what is in it, whether it can be left out, and its kind.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let it = &self.typed;
        let line = |field: FilingField, value, is_optional, kind| Line {
            name: field.code(),
            label: field_label(field.code(), self.shell.words),
            hint: hint(field, self.shell.words),
            value,
            is_optional,
            kind,
        };
        vec![
            line(FilingField::TenantId, &it.tenant_id, false, "text"),
            line(FilingField::Domain, &it.domain, false, "text"),
            line(FilingField::Name, &it.name, false, "text"),
            line(FilingField::Activity, &it.activity, false, "text"),
            line(FilingField::CustomerName, &it.customer_name, false, "text"),
            line(FilingField::CustomerTitle, &it.customer_title, true, "text"),
            line(FilingField::CustomerEmail, &it.customer_email, false, "email"),
            line(FilingField::OwnName, &it.own_name, false, "text"),
            line(FilingField::OwnEmail, &it.own_email, false, "email"),
        ]
    }
}

/// A field of one line.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Its name.
    pub name: &'static str,
    /// How the form calls it.
    pub label: &'static str,
    /// What helps to fill it in.
    pub hint: Option<&'static str>,
    /// What is in it.
    pub value: &'a str,
    /// Whether it can be left out.
    pub is_optional: bool,
    /// The kind of its input.
    pub kind: &'static str,
}

fn hint(field: FilingField, words: &Words) -> Option<&'static str> {
    match field {
        FilingField::TenantId => Some(tell!(words, "claim-tenant-id-hint")),
        FilingField::Domain => Some(tell!(words, "claim-domain-hint")),
        FilingField::Activity => Some(tell!(words, "claim-activity-hint")),
        FilingField::Name => Some(tell!(words, "claim-name-hint")),
        _ => None,
    }
}

impl ClaimPage {
    /// Where a move goes.
    pub fn url(&self, by: &Move) -> String {
        format!("/claims/{}/{}", self.claim.item.number, by.code())
    }

    /// What was typed for a move that was refused.
    pub fn refused_of(&self, by: &Move) -> Option<&Refused> {
        self.refused.as_ref().filter(|one| one.by == *by)
    }

    /// Moves that need no more than a button.
    pub fn plain_moves(&self) -> Vec<Move> {
        self.claim.moves.iter().copied().filter(|by| !by.wants_reason() && *by != Move::Approval).collect()
    }

    /// Moves that say why, and the approval, which can choose.
    pub fn open_moves(&self) -> Vec<Move> {
        let mut moves: Vec<_> =
            self.claim.moves.iter().copied().filter(|by| by.wants_reason() || *by == Move::Approval).collect();
        moves.sort_by_key(|by| (*by != Move::Approval, *by == Move::Disassociation));
        moves
    }

    /// Whether a workload is chosen for the approval.
    pub fn is_chosen(&self, code: &str) -> bool {
        self.refused_of(&Move::Approval)
            .is_none_or(|one| one.workloads.is_empty() || one.workloads.iter().any(|chosen| chosen == code))
    }

    /// Who else holds or claims a workload.
    pub fn competitors_of(&self, code: &str) -> Vec<&Competitor> {
        self.claim.competitors.iter().filter(|one| one.workload == code).collect()
    }

    /// The proofs of those who compete, each claim once.
    pub fn other_proofs(&self) -> Vec<(&str, &ProofItem)> {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        for one in &self.claim.competitors {
            let Some(number) = one.number.as_deref() else { continue };
            if !seen.contains(&number) {
                seen.push(number);
                found.extend(one.proofs.iter().map(|proof| (number, proof)));
            }
        }
        found
    }

    /// Whether the reader is of the programme office.
    pub fn is_office(&self) -> bool {
        self.shell.leads_to(Entry::ClaimReview)
    }
}

/// The name of a state.
pub fn state_label(state: StateCode, words: &Words) -> &'static str {
    match state {
        StateCode::Draft => tell!(words, "claim-state-draft"),
        StateCode::Submitted => tell!(words, "claim-state-submitted"),
        StateCode::UnderReview => tell!(words, "claim-state-under-review"),
        StateCode::ActionRequired => tell!(words, "claim-state-action-required"),
        StateCode::Approved => tell!(words, "claim-state-approved"),
        StateCode::Rejected => tell!(words, "claim-state-rejected"),
        StateCode::Disputed => tell!(words, "claim-state-disputed"),
        StateCode::Disassociated => tell!(words, "claim-state-disassociated"),
    }
}

/// The style of its badge.
pub fn state_style(state: StateCode) -> &'static str {
    match state {
        StateCode::Approved => "success",
        StateCode::ActionRequired | StateCode::Disputed => "warning",
        StateCode::Rejected => "error",
        StateCode::Submitted | StateCode::UnderReview => "info",
        StateCode::Draft | StateCode::Disassociated => "neutral",
    }
}

/// What a move is called on its button.
pub fn move_label(by: Move, words: &Words) -> &'static str {
    match by {
        Move::Submission => tell!(words, "claim-move-submission"),
        Move::Review => tell!(words, "claim-move-review"),
        Move::Approval => tell!(words, "claim-move-approval"),
        Move::Rejection => tell!(words, "claim-move-rejection"),
        Move::InformationRequest => tell!(words, "claim-move-information-request"),
        Move::Objection => tell!(words, "claim-move-objection"),
        Move::Dispute => tell!(words, "claim-move-dispute"),
        Move::Disassociation => tell!(words, "claim-move-disassociation"),
        Move::Lapse => tell!(words, "claim-move-lapse"),
    }
}

/// What happened, in the history.
pub fn moved_label(by: Move, words: &Words) -> &'static str {
    match by {
        Move::Submission => tell!(words, "claim-moved-submission"),
        Move::Review => tell!(words, "claim-moved-review"),
        Move::Approval => tell!(words, "claim-moved-approval"),
        Move::Rejection => tell!(words, "claim-moved-rejection"),
        Move::InformationRequest => tell!(words, "claim-moved-information-request"),
        Move::Objection => tell!(words, "claim-moved-objection"),
        Move::Dispute => tell!(words, "claim-moved-dispute"),
        Move::Disassociation => tell!(words, "claim-moved-disassociation"),
        Move::Lapse => tell!(words, "claim-moved-lapse"),
    }
}

/// What a move asks to be said.
pub fn reason_label(by: Move, words: &Words) -> &'static str {
    match by {
        Move::InformationRequest => tell!(words, "claim-question"),
        Move::Approval => tell!(words, "claim-reason-of-take-over"),
        _ => tell!(words, "claim-reason"),
    }
}

/// On which side something happened.
pub fn party_label(party: Party, words: &Words) -> &'static str {
    match party {
        Party::Partner => tell!(words, "claim-party-partner"),
        Party::Office => tell!(words, "claim-party-office"),
        Party::Clock => tell!(words, "claim-party-clock"),
    }
}

/// What a claim waits for.
pub fn due_label(due: Due, words: &Words) -> &'static str {
    match due {
        Due::Review => tell!(words, "claim-due-review"),
        Due::Answer => tell!(words, "claim-due-answer"),
        Due::Objection => tell!(words, "claim-due-objection"),
        Due::Dispute => tell!(words, "claim-due-dispute"),
    }
}

/// The label of a field of a claim.
pub fn field_label(field: &str, words: &Words) -> &'static str {
    let fields = [
        (FilingField::Location.code(), tell!(words, "claim-location")),
        (FilingField::TenantId.code(), tell!(words, "claim-tenant-id")),
        (FilingField::Domain.code(), tell!(words, "claim-domain")),
        (FilingField::Workloads.code(), tell!(words, "claim-workloads")),
        (FilingField::Activity.code(), tell!(words, "claim-activity")),
        (FilingField::Name.code(), tell!(words, "claim-name")),
        (FilingField::CustomerName.code(), tell!(words, "claim-customer-name")),
        (FilingField::CustomerTitle.code(), tell!(words, "claim-customer-title")),
        (FilingField::CustomerEmail.code(), tell!(words, "claim-customer-email")),
        (FilingField::OwnName.code(), tell!(words, "claim-own-name")),
        (FilingField::OwnEmail.code(), tell!(words, "claim-own-email")),
        (FilingField::Comment.code(), tell!(words, "claim-comment")),
        ("reason", tell!(words, "claim-reason")),
        ("proofs", tell!(words, "claim-proofs")),
    ];
    fields.into_iter().find(|(one, _)| *one == field).map_or("", |(_, label)| label)
}

/// What a form for a claim begins with: what stands there.
pub fn typed_of(claim: &ClaimDetail) -> NewFiling {
    let Some(filed) = &claim.filed else { return NewFiling::default() };
    NewFiling {
        location: claim.location_id.clone().unwrap_or_default(),
        tenant_id: claim.item.tenant_id.to_string(),
        domain: claim.item.domain.clone(),
        workloads: claim.item.workloads.iter().map(|one| one.workload.code.clone()).collect(),
        activity: filed.activity.clone(),
        name: claim.item.name.clone(),
        customer_name: filed.customer_name.clone(),
        customer_title: filed.customer_title.clone().unwrap_or_default(),
        customer_email: filed.customer_email.clone(),
        own_name: filed.own_name.clone(),
        own_email: filed.own_email.clone(),
        comment: filed.comment.clone().unwrap_or_default(),
    }
}

/// The names of a claim's workloads, in one line.
pub fn workloads_of(item: &ClaimItem, words: &Words) -> String {
    item.workloads.iter().map(|one| workload_name(&one.workload, words)).collect::<Vec<_>>().join(", ")
}
