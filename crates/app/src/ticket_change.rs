//! Opening a ticket, changing it, writing in it, and saying who answers it (S11.4).
//!
//! Whether there is such a tenant is not told to whoever asks: what they typed is kept as it is, and the programme office finds
//! out. Whatever is said goes through [`App::say`]: whoever is to hear of it by mail hears of it there.

use domain::access::{Action, Resource, TicketScope};
use domain::id::{OrganisationId, PersonId, WorkloadId};
use domain::mail::MailKind;
use domain::tenant::name_key;
use domain::ticket::{
    NewTicket, Side, TicketDraft, TicketFault, TicketField, TicketMove, TicketState, first_response_due, message,
};
use store::{TicketMover, TicketRow, Tx};

use crate::identity::{Who, moment};
use crate::mail::Notice;
use crate::ticket::detail;
use crate::{App, AppError, AuditAction, Ctx, Expected, Outcome, Problem, RequestKey, Seen, TicketDetail};

/// Most tickets of a person that are not resolved.
const MOST_UNRESOLVED: usize = 200;

/// Most messages of a ticket.
const MOST_MESSAGES: usize = 500;

/// The letters of a number: those that nobody takes for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A ticket that is held by whoever changes it.
pub(crate) struct HeldTicket {
    /// The ticket.
    pub row: TicketRow,
    /// The tickets that exist for the person.
    pub scope: TicketScope,
    /// Where it stands.
    pub state: TicketState,
}

impl HeldTicket {
    /// The ticket of that number, where it exists for the person, held until the transaction ends.
    pub(crate) async fn find(tx: &mut Tx, who: &Who, number: &str) -> Result<Self, AppError> {
        let scope = who.ticket_scope();
        let mut found = tx.ticket(&scope, number).await?;
        if let Some(row) = &found
            && tx.hold_ticket(row.id()).await?
        {
            found = tx.ticket(&scope, number).await?;
        }
        let row = found.ok_or(AppError::NotFound)?;
        let state = row.state()?;
        Ok(Self { row, scope, state })
    }

    /// Whether it is the version that somebody expects.
    fn is(&self, expected: &Expected) -> bool {
        expected.is(&self.row.version.to_string())
    }

    /// On which side the person stands.
    pub(crate) fn side(&self) -> Side {
        self.scope.side(self.row.author_id())
    }

    /// It as it stands by now.
    pub(crate) async fn shown(&self, tx: &mut Tx, who: &Who) -> Result<TicketDetail, AppError> {
        let row = tx.ticket(&self.scope, &self.row.number).await?.ok_or(AppError::NotFound)?;
        detail(tx, who, &self.scope, &row).await
    }
}

impl App {
    /// Opens a ticket. Fields: those of [`TicketField`]. With the key of a request that was made before, the ticket that it
    /// opened.
    pub async fn open_ticket(
        &self,
        ctx: &Ctx,
        new: &NewTicket,
        key: Option<&RequestKey>,
    ) -> Result<Seen<TicketDetail>, AppError> {
        let number = self.new_ticket_number()?;
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let (author, scope) = (who.account()?, who.ticket_scope());
        if let Some(number) = self.made_before(&mut tx, &who, key).await? {
            let row = tx.ticket(&scope, &number).await?.ok_or(AppError::NotFound)?;
            let value = detail(&mut tx, &who, &scope, &row).await?;
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        let draft = checked(&mut tx, new).await?;
        if usize::try_from(tx.unresolved_tickets_of(author).await?).is_ok_and(|count| count >= MOST_UNRESOLVED) {
            return Err(AppError::field(TicketField::Title.code(), Problem::AsManyAsMayBe(MOST_UNRESOLVED)));
        }
        let organisation = who.viewer.principal.organisation_id;
        let countries = tx.countries_of(organisation).await?;
        let due_on = first_response_due(moment(who.now).date_naive(), countries.iter().map(String::as_str));
        let (title_key, search_key) = keys(&draft, &number);
        let keys = (title_key.as_str(), search_key.as_str());
        tx.add_ticket(&number, organisation, author, &draft, keys, &due_on.to_string(), who.now).await?;
        self.note_made(&mut tx, &who, key, &number).await?;
        self.announce_ticket(&mut tx, &who, &number, None).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::TicketAdded, &number, &serde_json::json!({})).await?;
        let row = tx.ticket(&scope, &number).await?.ok_or(AppError::NotFound)?;
        let value = detail(&mut tx, &who, &scope, &row).await?;
        tx.commit().await?;
        Ok(Seen { viewer: who.viewer, value })
    }

    /// Gives a ticket another content: whoever asks it, while nobody has answered.
    pub async fn edit_ticket(
        &self,
        ctx: &Ctx,
        number: &str,
        new: &NewTicket,
        expected: &Expected,
    ) -> Result<Seen<Outcome<TicketDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let held = HeldTicket::find(&mut tx, &who, number).await?;
        if who.person() != Some(held.row.author_id()) {
            return Err(AppError::Forbidden);
        }
        if !held.is(expected) {
            return overtaken(tx, who, &held).await;
        }
        if !held.state.can_be_edited() {
            return Err(AppError::TicketAnswered);
        }
        let draft = checked(&mut tx, new).await?;
        let (title_key, search_key) = keys(&draft, number);
        tx.change_ticket(held.row.id(), &draft, (&title_key, &search_key), who.now).await?;
        self.audit(&mut tx, ctx, &who, AuditAction::TicketChanged, number, &serde_json::json!({})).await?;
        saved(tx, who, &held).await
    }

    /// Moves a ticket on, with what there is to say. Field: `text`. With the key of a request that was made before, the ticket as
    /// it stands.
    pub async fn move_ticket(
        &self,
        ctx: &Ctx,
        number: &str,
        by: TicketMove,
        text: &str,
        expected: &Expected,
        key: Option<&RequestKey>,
    ) -> Result<Seen<Outcome<TicketDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::Tickets, Action::Write)?;
        let held = HeldTicket::find(&mut tx, &who, number).await?;
        if self.made_before(&mut tx, &who, key).await?.is_some() {
            let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
            tx.end();
            return Ok(Seen { viewer: who.viewer, value });
        }
        if !held.is(expected) {
            return overtaken(tx, who, &held).await;
        }
        let side = held.side();
        let to = held.state.after(by, side, held.row.answered_at.is_some()).map_err(AppError::TicketMove)?;
        let text = message(text).map_err(|fault| AppError::field("text", fault.into()))?;
        if text.is_none() && by.wants_text(side) {
            return Err(AppError::field("text", Problem::Missing));
        }
        if tx.ticket_messages(held.row.id()).await?.len() >= MOST_MESSAGES {
            return Err(AppError::field("text", Problem::AsManyAsMayBe(MOST_MESSAGES)));
        }
        self.say(&mut tx, ctx, &who, &held, by, to, text.as_deref()).await?;
        self.note_made(&mut tx, &who, key, number).await?;
        saved(tx, who, &held).await
    }

    /// Keeps what was said in a ticket, and where it led: the one place through which every answer goes, in the transaction in
    /// which whoever is to hear of it is told.
    #[expect(clippy::too_many_arguments, reason = "what was said, by whom, and where")]
    async fn say(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        who: &Who,
        held: &HeldTicket,
        by: TicketMove,
        to: TicketState,
        text: Option<&str>,
    ) -> Result<(), AppError> {
        let mover = TicketMover { side: held.side(), person: who.person(), at: who.now };
        tx.move_ticket(held.row.id(), by, to, text, mover).await?;
        let (number, author) = (held.row.number.as_str(), held.row.author_id());
        if who.person() != Some(author) {
            self.announce_ticket(tx, who, number, Some(author)).await?;
        }
        if held.side() == Side::Asker {
            // Whoever answers it no more is not told, and then it waits for everybody again.
            let answerers = tx.answerers(OrganisationId(held.row.organisation_id)).await?;
            let assignee = held.row.assignee_id.filter(|id| answerers.iter().any(|one| one.person_id == *id));
            self.announce_ticket(tx, who, number, assignee.map(PersonId)).await?;
        }
        let detail = serde_json::json!({ "move": by.code(), "from": held.state.code(), "to": to.code() });
        self.audit(tx, ctx, who, AuditAction::TicketMoved, &held.row.number, &detail).await
    }

    /// Tells somebody of a ticket; without anybody, those of the programme office who answer its partner's.
    async fn announce_ticket(
        &self,
        tx: &mut Tx,
        who: &Who,
        number: &str,
        person: Option<PersonId>,
    ) -> Result<(), AppError> {
        let organisation = if person.is_none() { Some(tx.programme().await?.id()) } else { None };
        let notice = Notice { kind: MailKind::Ticket, person, organisation, by: who.person(), subject: number };
        self.announce(tx, notice).await
    }

    /// Says who of the programme office answers a ticket; an empty handle is nobody. Field: `person`.
    pub async fn assign_ticket(
        &self,
        ctx: &Ctx,
        number: &str,
        handle: &str,
        expected: &Expected,
    ) -> Result<Seen<Outcome<TicketDetail>>, AppError> {
        let mut tx = self.store.write().await?;
        let who = self.who_changes(&mut tx, ctx).await?;
        who.may(Resource::TicketAssignment, Action::Write)?;
        let held = HeldTicket::find(&mut tx, &who, number).await?;
        if held.side() != Side::Office {
            return Err(AppError::Forbidden);
        }
        if !held.is(expected) {
            return overtaken(tx, who, &held).await;
        }
        let person = match handle.trim() {
            "" => None,
            handle => {
                let rows = tx.answerers(OrganisationId(held.row.organisation_id)).await?;
                let found = rows.into_iter().find(|one| one.handle == handle && one.person_id != held.row.person_id);
                Some(found.ok_or_else(|| AppError::field("person", Problem::NotInTheList))?)
            }
        };
        if held.row.assignee_id != person.as_ref().map(|one| one.person_id) {
            tx.assign_ticket(held.row.id(), person.as_ref().map(|one| PersonId(one.person_id))).await?;
            let detail = serde_json::json!({ "to": person.map(|one| one.name) });
            self.audit(&mut tx, ctx, &who, AuditAction::TicketAssigned, number, &detail).await?;
        }
        saved(tx, who, &held).await
    }

    /// A number that tells nothing, and that somebody can say on the telephone.
    fn new_ticket_number(&self) -> Result<String, AppError> {
        let bytes = self.chance().bytes::<8>()?;
        let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map_or('0', char::from);
        Ok(format!("T-{}", bytes.iter().map(letter).collect::<String>()))
    }
}

async fn overtaken(mut tx: Tx, who: Who, held: &HeldTicket) -> Result<Seen<Outcome<TicketDetail>>, AppError> {
    let value = Outcome::Overtaken(held.shown(&mut tx, &who).await?);
    tx.end();
    Ok(Seen { viewer: who.viewer, value })
}

async fn saved(mut tx: Tx, who: Who, held: &HeldTicket) -> Result<Seen<Outcome<TicketDetail>>, AppError> {
    let value = Outcome::Saved(held.shown(&mut tx, &who).await?);
    tx.commit().await?;
    Ok(Seen { viewer: who.viewer, value })
}

/// What is asked, if it can be kept.
async fn checked(tx: &mut Tx, new: &NewTicket) -> Result<TicketDraft, AppError> {
    let workloads = tx.workloads().await?;
    let known = |code: &str| {
        let spelling = domain::workload::spelling(code);
        workloads.iter().find(|row| row.code == code || row.spelling == spelling).map(|row| WorkloadId(row.workload_id))
    };
    new.check(known).map_err(|faults| {
        AppError::Invalid(faults.into_iter().map(|(field, fault)| (field.code(), Problem::from(fault))).collect())
    })
}

/// Title as it is sorted, and what is searched.
fn keys(draft: &TicketDraft, number: &str) -> (String, String) {
    let tenant = draft.tenant.as_ref().map(ToString::to_string).unwrap_or_default();
    let reference = draft.reference.as_deref().unwrap_or_default();
    (name_key(&draft.title), name_key(&format!("{} {number} {tenant} {reference}", draft.title)))
}

impl From<TicketFault> for Problem {
    fn from(fault: TicketFault) -> Self {
        match fault {
            TicketFault::Missing => Self::Missing,
            TicketFault::NotInTheList => Self::NotInTheList,
            TicketFault::NotATenant => Self::NotATenant,
            TicketFault::UnknownWorkload(code) => Self::UnknownWorkload(code),
            TicketFault::Text(fault) => fault.into(),
        }
    }
}
