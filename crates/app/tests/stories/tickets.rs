//! Tickets: who sees and writes them, how they move, their clock and their files (S11.4).

use app::{App, AppError, Ctx, Expected, Outcome, Problem, RequestKey, Settings, TicketDetail, TicketQuery, WorkItem};
use chrono::TimeDelta;
use domain::access::Role;
use domain::file::FileFault;
use domain::ticket::{NewTicket, Side, TicketMove, TicketMoveFault, TicketState};
use domain::work::{Urgency, WorkKind};
use futures_util::future::join_all;
use testkit::{Database, Noorderlicht, TENANTS, World, both_engines, operator};

const ANSWER: TicketMove = TicketMove::Answer { goes_on: false };
const GOES_ON: TicketMove = TicketMove::Answer { goes_on: true };

/// Two partners with people of several kinds, and the programme office.
pub(crate) struct Desk {
    world: World,
    pub(crate) viewer: Ctx,
    pub(crate) colleague: Ctx,
    pub(crate) admin: Ctx,
    other: Ctx,
    pub(crate) office: Ctx,
    pub(crate) manager: Ctx,
}

impl Desk {
    pub(crate) async fn open(database: Database) -> Self {
        let world = Noorderlicht::open(database).await.world;
        let (own, other) = (Some(Noorderlicht::PARTNER), Some(Noorderlicht::OTHER_PARTNER));
        let person = async |name: &str, partner, role, at: &[&str]| {
            let email = world.add_person(name, partner, role, at).await;
            world.with_token(&email).await
        };
        Self {
            viewer: person("Vera Viewer", own, Role::ReportViewer, &[Noorderlicht::GENT]).await,
            colleague: person("Els Executive", own, Role::ExecutiveReportViewer, &[]).await,
            admin: person("Ada Admin", own, Role::AccountAdmin, &[]).await,
            other: person("Otto Other", other, Role::GlobalAdmin, &[]).await,
            office: person("Olga Office", None, Role::ProgrammeAdmin, &[]).await,
            manager: person("Mara Manager", None, Role::PartnerManager, &[Noorderlicht::OTHER_PARTNER]).await,
            world,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.world.app
    }

    pub(crate) async fn asked(&self, who: &Ctx, new: &NewTicket) -> Result<TicketDetail, AppError> {
        Ok(self.app().open_ticket(who, new, None).await?.value)
    }

    async fn said(&self, who: &Ctx, number: &str, by: TicketMove, text: &str) -> Result<TicketDetail, AppError> {
        match self.app().move_ticket(who, number, by, text, &Expected::Any, None).await?.value {
            Outcome::Saved(ticket) => Ok(ticket),
            Outcome::Overtaken(_) => Err(AppError::Conflict),
        }
    }

    async fn attached(&self, who: &Ctx, number: &str, name: &str, bytes: &[u8]) -> Result<TicketDetail, AppError> {
        let path = self.world.database.folder().join("given");
        std::fs::write(&path, bytes).unwrap();
        Ok(self.app().add_attachment(who, number, name, &path).await?.value)
    }

    /// The numbers of the tickets that somebody sees.
    async fn listed(&self, who: &Ctx, query: &TicketQuery) -> Vec<String> {
        let list = self.app().tickets(who, query).await.unwrap().value;
        list.items.into_iter().map(|one| one.number).collect()
    }

    /// The tickets that wait for somebody.
    async fn waiting(&self, who: &Ctx) -> Vec<WorkItem> {
        let work = self.app().work(who, Some("ticket"), None).await.unwrap().value;
        let count = work.counts.iter().find(|one| one.kind == WorkKind::Ticket).unwrap().count;
        assert_eq!(usize::try_from(count).unwrap(), work.items.len());
        work.items
    }
}

pub(crate) fn question(title: &str) -> NewTicket {
    NewTicket {
        title: title.to_owned(),
        kind: "question".to_owned(),
        subject: "access".to_owned(),
        description: "It was there yesterday.".to_owned(),
        ..NewTicket::default()
    }
}

fn wrong(refused: Result<TicketDetail, AppError>) -> Vec<(&'static str, Problem)> {
    match refused {
        Err(AppError::Invalid(fields)) => fields,
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn a_ticket_goes_from_new_to_resolved_and_back(desk in Desk) {
        let ticket = desk.asked(&desk.viewer, &question("Where is the bakery?")).await.unwrap();
        let number = ticket.item.number.clone();
        assert_eq!((ticket.item.state, ticket.side, ticket.can_edit()), (TicketState::New, Side::Asker, true));
        assert!(number.len() == 10 && number.starts_with("T-"), "{number}");
        // Two business days later at the latest.
        let due_on = ticket.item.due_on.unwrap();
        assert!((due_on - desk.app().now().date_naive()).num_days() >= 2);
        assert_eq!(desk.waiting(&desk.office).await[0].due_on, Some(due_on));
        assert_eq!(desk.waiting(&desk.viewer).await, []);
        let answered = desk.said(&desk.office, &number, ANSWER, "Which bakery?").await.unwrap();
        assert_eq!((answered.item.state, answered.item.due_on), (TicketState::Waiting, None));
        assert_eq!(answered.messages[0].person.as_deref(), Some("Olga Office"));
        assert_eq!(desk.waiting(&desk.office).await, []);
        let waiting = desk.waiting(&desk.viewer).await;
        assert_eq!((waiting[0].ticket.as_deref(), waiting[0].urgency), (Some(number.as_str()), Urgency::Open));
        let more = desk.said(&desk.viewer, &number, ANSWER, "Zonneschijn.").await.unwrap();
        assert_eq!(more.item.state, TicketState::Open);
        // Who in the programme office answered is not told to partners.
        assert_eq!(more.messages.iter().map(|one| one.person.as_deref()).collect::<Vec<_>>(), [None, Some("Vera Viewer")]);
        assert!(!more.can_edit());
        let working = desk.said(&desk.office, &number, GOES_ON, "We look into it.").await.unwrap();
        assert_eq!(working.item.state, TicketState::Open);
        desk.said(&desk.office, &number, TicketMove::Resolution, "Your role is for Gent.").await.unwrap();
        assert!(desk.waiting(&desk.viewer).await.is_empty() && desk.waiting(&desk.office).await.is_empty());
        let refused = desk.said(&desk.viewer, &number, ANSWER, "But").await;
        assert!(matches!(refused, Err(AppError::TicketMove(TicketMoveFault::Resolved))), "{refused:?}");
        assert_eq!(wrong(desk.said(&desk.viewer, &number, TicketMove::Reopening, " ").await), [("text", Problem::Missing)]);
        let reopened = desk.said(&desk.viewer, &number, TicketMove::Reopening, "Not so.").await.unwrap();
        assert_eq!(reopened.item.state, TicketState::Reopened);
        assert_eq!(desk.waiting(&desk.office).await.len(), 1);
        // Whoever asked resolves it without a word.
        let resolved = desk.said(&desk.viewer, &number, TicketMove::Resolution, "").await.unwrap();
        assert_eq!((resolved.item.state, resolved.messages.len()), (TicketState::Resolved, 6));
        let again = desk.said(&desk.office, &number, TicketMove::Resolution, "So.").await;
        assert!(matches!(again, Err(AppError::TicketMove(TicketMoveFault::Resolved))));
    }

    async fn what_one_person_of_a_partner_brings_has_an_end(desk in Desk) {
        let number = desk.asked(&desk.viewer, &question("Q")).await.unwrap().item.number;
        desk.attached(&desk.viewer, &number, "a.pdf", b"%PDF-1.7\na").await.unwrap();
        let as_much_as_may_be = "UPDATE ticket_attachment SET file_bytes = 1073741824 - 10";
        desk.world.database.run(as_much_as_may_be).await.unwrap();
        desk.attached(&desk.viewer, &number, "b.pdf", b"%PDF-1.7\nb").await.unwrap();
        let refused = desk.attached(&desk.viewer, &number, "c.pdf", b"%PDF-1.7\nc").await;
        assert!(matches!(refused, Err(AppError::Attachment(FileFault::Together))), "{refused:?}");
        let elsewhere = desk.asked(&desk.viewer, &question("R")).await.unwrap().item.number;
        let refused = desk.attached(&desk.viewer, &elsewhere, "c.pdf", b"%PDF-1.7\nc").await;
        assert!(matches!(refused, Err(AppError::Attachment(FileFault::Together))), "over all tickets: {refused:?}");
        // It is theirs alone, and what they take away is free again.
        desk.attached(&desk.admin, &number, "c.pdf", b"%PDF-1.7\nc").await.unwrap();
        desk.attached(&desk.office, &number, "d.pdf", b"%PDF-1.7\nd").await.unwrap();
        let ticket = desk.app().ticket(&desk.viewer, &number).await.unwrap().value;
        let large = ticket.attachments.iter().find(|one| one.file_name == "a.pdf").unwrap();
        desk.app().remove_attachment(&desk.viewer, &number, &large.id).await.unwrap();
        desk.attached(&desk.viewer, &elsewhere, "c.pdf", b"%PDF-1.7\nc").await.unwrap();
    }

    async fn what_whoever_asked_closed_alone_is_opened_again_by_either_side(desk in Desk) {
        for (who, state) in [
            (&desk.viewer, TicketState::New),
            (&desk.admin, TicketState::New),
            (&desk.office, TicketState::Reopened),
        ] {
            let number = desk.asked(&desk.viewer, &question("Q")).await.unwrap().item.number;
            desk.said(&desk.viewer, &number, TicketMove::Resolution, "").await.unwrap();
            assert!(desk.waiting(&desk.office).await.is_empty());
            let reopened = desk.said(who, &number, TicketMove::Reopening, "Is it?").await.unwrap();
            assert_eq!(reopened.item.state, state);
            assert_eq!(desk.waiting(&desk.office).await.len(), 1, "it is for the programme office to go on");
            // Nothing more can be changed of what somebody has answered.
            let edited = desk.app().edit_ticket(&desk.viewer, &number, &question("R"), &Expected::Any).await;
            match state {
                TicketState::New => assert!(edited.is_ok(), "{edited:?}"),
                _ => assert!(matches!(edited, Err(AppError::TicketAnswered)), "{edited:?}"),
            }
            desk.said(&desk.office, &number, ANSWER, "It is.").await.unwrap();
        }
    }

    async fn a_ticket_is_there_for_its_author_the_admins_and_the_programme_office(desk in Desk) {
        let number = desk.asked(&desk.viewer, &question("Mine")).await.unwrap().item.number;
        let others = desk.asked(&desk.other, &question("Of another")).await.unwrap().item.number;
        for (who, sees) in [
            (&desk.viewer, true),
            (&desk.admin, true),
            (&desk.office, true),
            (&desk.colleague, false),
            (&desk.other, false),
            (&desk.manager, false),
        ] {
            let found = desk.app().ticket(who, &number).await;
            assert_eq!(found.is_ok(), sees, "{found:?}");
            assert!(sees || matches!(found, Err(AppError::NotFound)));
            assert_eq!(desk.listed(who, &TicketQuery::default()).await.contains(&number), sees);
            if !sees {
                assert!(matches!(desk.said(who, &number, ANSWER, "x").await, Err(AppError::NotFound)));
                assert!(matches!(desk.attached(who, &number, "x.pdf", b"%PDF-1.7").await, Err(AppError::NotFound)));
                assert!(matches!(desk.app().edit_ticket(who, &number, &question("x"), &Expected::Any).await, Err(AppError::NotFound)));
            }
        }
        assert!(desk.app().ticket(&desk.manager, &others).await.is_ok());
        assert_eq!(desk.listed(&desk.office, &TicketQuery::default()).await.len(), 2);
        let counts = desk.app().tickets(&desk.viewer, &TicketQuery::default()).await.unwrap().value.counts;
        assert_eq!(counts, [(TicketState::New, 1)]);
        // An admin writes in it, and does not change what somebody else asks.
        let written = desk.said(&desk.admin, &number, ANSWER, "So it is.").await.unwrap();
        assert_eq!((written.item.author.as_deref(), written.can_edit()), (Some("Vera Viewer"), false));
        let refused = desk.app().edit_ticket(&desk.admin, &number, &question("x"), &Expected::Any).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
        // The author is not told which colleague that was.
        let seen = desk.app().ticket(&desk.viewer, &number).await.unwrap().value;
        assert_eq!((seen.messages[0].person.as_deref(), seen.messages[0].side), (None, Side::Asker));
        assert!(matches!(desk.asked(&operator(), &question("x")).await, Err(AppError::Forbidden)));
    }

    async fn somebody_without_any_role_asks_too(desk in Desk) {
        let email = desk.world.add_person("Nora Norole", Some(Noorderlicht::PARTNER), Role::ReportViewer, &[]).await;
        let nora = desk.world.with_token(&email).await;
        desk.app().revoke_role(&operator(), &email.parse().unwrap(), Role::ReportViewer, &[]).await.unwrap();
        let number = desk.asked(&nora, &question("Why do I see nothing?")).await.unwrap().item.number;
        desk.said(&desk.office, &number, ANSWER, "Ask your admin.").await.unwrap();
        assert_eq!(desk.waiting(&nora).await.len(), 1);
        assert_eq!(desk.app().urgent_work(&nora, 99).await.unwrap().value, 1);
    }

    async fn a_tenant_is_kept_as_it_is_named_and_told_to_whoever_sees_it(desk in Desk) {
        let nobodys = "0b8e1c64-6c1f-4b3e-9a55-0a1f2b3c4d99";
        // The museum is in Gent, the bakery in Utrecht, and the shipyard another partner's.
        for (tenant, sees, is_known) in
            [(TENANTS[2].id, true, true), (TENANTS[0].id, false, true), (TENANTS[3].id, false, true), (nobodys, false, false)]
        {
            let ticket = desk.asked(&desk.viewer, &NewTicket { tenant: tenant.to_uppercase(), ..question("Q") }).await.unwrap();
            assert_eq!(ticket.item.tenant.as_deref(), Some(tenant));
            assert_eq!((ticket.tenant.is_some(), ticket.is_tenant_unknown), (sees, false), "{tenant}");
            let office = desk.app().ticket(&desk.office, &ticket.item.number).await.unwrap().value;
            assert_eq!((office.tenant.is_some(), office.is_tenant_unknown), (is_known, !is_known), "{tenant}");
            // An admin role alone shows no tenant (S1.3).
            let admin = desk.app().ticket(&desk.admin, &ticket.item.number).await.unwrap().value;
            assert_eq!((admin.tenant, admin.is_tenant_unknown), (None, false));
        }
    }

    async fn what_cannot_be_kept_is_said_at_its_field(desk in Desk) {
        let long = "a".repeat(100_000);
        let new = NewTicket {
            title: "a\nb".to_owned(),
            kind: "complaint".to_owned(),
            description: long.clone(),
            tenant: "the bakery".to_owned(),
            workload: "Nothing".to_owned(),
            reference: long.clone(),
            ..NewTicket::default()
        };
        let fields: Vec<_> = wrong(desk.asked(&desk.viewer, &new).await);
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["title", "type", "subject", "description", "tenant", "workload", "reference"]);
        assert_eq!(fields[0].1, Problem::LineBreak);
        assert_eq!(fields[3].1, Problem::TooLong(10_000));
        assert_eq!(fields[4].1, Problem::NotATenant);
        assert_eq!(wrong(desk.asked(&desk.viewer, &question(" ")).await), [("title", Problem::Missing)]);
        let number = desk.asked(&desk.viewer, &question("Q")).await.unwrap().item.number;
        assert_eq!(wrong(desk.said(&desk.office, &number, ANSWER, &long).await), [("text", Problem::TooLong(10_000))]);
        assert_eq!(wrong(desk.said(&desk.office, &number, TicketMove::Resolution, "").await), [("text", Problem::Missing)]);
        let reopened = desk.said(&desk.viewer, &number, TicketMove::Reopening, "Again").await;
        assert!(matches!(reopened, Err(AppError::TicketMove(TicketMoveFault::NotResolved))));
        assert_eq!(desk.app().ticket(&desk.viewer, &number).await.unwrap().value.messages, []);
        // The reference of somebody else's error is a text like any other.
        let reference = NewTicket { reference: "visit".to_owned(), ..question("R") };
        assert_eq!(desk.asked(&desk.viewer, &reference).await.unwrap().reference.as_deref(), Some("visit"));
    }

    async fn of_two_who_answer_at_once_the_second_reads_the_first(desk in Desk) {
        let ticket = desk.asked(&desk.viewer, &question("Q")).await.unwrap();
        let (number, seen) = (ticket.item.number.as_str(), Expected::one(ticket.revision.as_str()));
        let answers = join_all((0..8).map(|place| {
            let (desk, seen) = (&desk, &seen);
            async move {
                let text = format!("Answer {place}");
                let said = desk.app().move_ticket(&desk.office, number, ANSWER, &text, seen, None).await.unwrap();
                match said.value {
                    Outcome::Saved(_) => None,
                    Outcome::Overtaken(ticket) => Some(ticket.messages.len()),
                }
            }
        }))
        .await;
        assert_eq!(answers.iter().filter(|one| one.is_none()).count(), 1, "{answers:?}");
        assert!(answers.iter().flatten().all(|&messages| messages == 1), "{answers:?}");
        assert_eq!(desk.app().ticket(&desk.viewer, number).await.unwrap().value.messages.len(), 1);
    }

    async fn an_answer_that_comes_again_under_its_key_is_one(desk in Desk) {
        let key = |body: &str| RequestKey::new("once", "POST /x", body.as_bytes()).unwrap();
        let first = desk.app().open_ticket(&desk.viewer, &question("Q"), Some(&key("a"))).await.unwrap().value;
        let again = desk.app().open_ticket(&desk.viewer, &question("Q"), Some(&key("a"))).await.unwrap().value;
        assert_eq!(first.item.number, again.item.number);
        let number = first.item.number.as_str();
        for _ in 0..2 {
            let said = desk.app().move_ticket(&desk.office, number, ANSWER, "So.", &Expected::Any, Some(&key("b"))).await;
            assert!(matches!(said.unwrap().value, Outcome::Saved(_)));
        }
        assert_eq!(desk.app().ticket(&desk.office, number).await.unwrap().value.messages.len(), 1);
        let other = desk.app().move_ticket(&desk.office, number, ANSWER, "No.", &Expected::Any, Some(&key("c"))).await;
        assert!(matches!(other, Err(AppError::Invalid(fields)) if fields[0].1 == Problem::KeyOfAnother));
    }

    async fn what_is_asked_changes_until_it_is_answered(desk in Desk) {
        let ticket = desk.asked(&desk.viewer, &question("Q")).await.unwrap();
        let (number, app) = (ticket.item.number.as_str(), desk.app());
        let first = Expected::one(ticket.revision);
        let changed = app.edit_ticket(&desk.viewer, number, &question("Another"), &first).await.unwrap().value;
        let Outcome::Saved(changed) = changed else { panic!("{changed:?}") };
        assert_eq!(changed.item.title, "Another");
        let late = app.edit_ticket(&desk.viewer, number, &question("Late"), &first).await.unwrap().value;
        assert!(matches!(late, Outcome::Overtaken(ticket) if ticket.item.title == "Another"));
        desk.said(&desk.office, number, ANSWER, "So.").await.unwrap();
        let refused = app.edit_ticket(&desk.viewer, number, &question("Late"), &Expected::Any).await;
        assert!(matches!(refused, Err(AppError::TicketAnswered)), "{refused:?}");
    }

    async fn a_ticket_is_assigned_to_somebody_who_answers_it(desk in Desk) {
        let number = desk.asked(&desk.viewer, &question("Q")).await.unwrap().item.number;
        let ticket = desk.app().ticket(&desk.office, &number).await.unwrap().value;
        let email = desk.world.add_person("Bo Bureau", None, Role::ProgrammeAdmin, &[]).await;
        let bo = desk.world.with_token(&email).await;
        // The manager is another partner's.
        assert_eq!(ticket.answerers.iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), ["Olga Office"]);
        let ticket = desk.app().ticket(&bo, &number).await.unwrap().value;
        let handle = ticket.answerers.iter().find(|one| one.1 == "Bo Bureau").unwrap().0.clone();
        let assigned = desk.app().assign_ticket(&desk.office, &number, &handle, &Expected::one(ticket.revision)).await.unwrap();
        let Outcome::Saved(assigned) = assigned.value else { panic!("overtaken") };
        assert_eq!(assigned.item.assignee.unwrap().1, "Bo Bureau");
        assert_eq!((desk.waiting(&bo).await.len(), desk.waiting(&desk.office).await.len()), (1, 0));
        let to = |assigned: &str| TicketQuery { assigned: assigned.to_owned(), ..TicketQuery::default() };
        assert_eq!(desk.listed(&bo, &to("me")).await.len(), 1);
        assert_eq!(desk.listed(&bo, &to("nobody")).await, Vec::<String>::new());
        // A partner is told neither who it is nor that there is one.
        assert_eq!(desk.app().ticket(&desk.admin, &number).await.unwrap().value.item.assignee, None);
        assert!(desk.app().tickets(&desk.admin, &to("nobody")).await.is_err());
        for handle in ["nobody", "AAAAAAAAAAAAAAAA"] {
            let refused = desk.app().assign_ticket(&desk.office, &number, handle, &Expected::Any).await;
            assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields == [("person", Problem::NotInTheList)]));
        }
        assert!(matches!(desk.app().assign_ticket(&desk.admin, &number, "", &Expected::Any).await, Err(AppError::Forbidden)));
        // Of whoever answers no more it waits for everybody again.
        desk.app().revoke_role(&operator(), &email.parse().unwrap(), Role::ProgrammeAdmin, &[]).await.unwrap();
        assert_eq!(desk.waiting(&desk.office).await.len(), 1);
        desk.app().assign_ticket(&desk.office, &number, "", &Expected::Any).await.unwrap();
        assert_eq!(desk.app().ticket(&desk.office, &number).await.unwrap().value.item.assignee, None);
    }

    async fn what_is_not_answered_in_time_is_overdue(desk in Desk) {
        desk.asked(&desk.viewer, &question("Q")).await.unwrap();
        let overdue = TicketQuery { overdue: "true".to_owned(), ..TicketQuery::default() };
        assert_eq!(desk.listed(&desk.office, &overdue).await.len(), 0);
        desk.world.clock.pass(TimeDelta::days(7));
        assert_eq!(desk.listed(&desk.office, &overdue).await.len(), 1);
        let late = desk.waiting(&desk.office).await;
        assert!(matches!(late[0].urgency, Urgency::Overdue(_)), "{late:?}");
    }

    async fn the_list_is_searched_narrowed_ordered_and_paged(desk in Desk) {
        let mut numbers = Vec::new();
        for place in 0..7 {
            desk.world.clock.pass(TimeDelta::minutes(1));
            let kind = if place % 2 == 0 { "problem" } else { "question" };
            let new = NewTicket { kind: kind.to_owned(), tenant: format!("t{place}.example"), ..question(&format!("Títle {place}")) };
            numbers.push(desk.asked(&desk.viewer, &new).await.unwrap().item.number);
        }
        desk.world.clock.pass(TimeDelta::minutes(1));
        desk.said(&desk.office, &numbers[3], ANSWER, "So.").await.unwrap();
        let with = |change: &dyn Fn(&mut TicketQuery)| {
            let mut query = TicketQuery { sort: "opened_at".to_owned(), ..TicketQuery::default() };
            change(&mut query);
            query
        };
        for (query, expected) in [
            (with(&|_| ()), vec![0, 1, 2, 3, 4, 5, 6]),
            (with(&|query| query.sort = "-title".to_owned()), vec![6, 5, 4, 3, 2, 1, 0]),
            (with(&|query| query.search = "TITLE T4.EX".to_owned()), vec![4]),
            (with(&|query| query.search = "t5.example".to_owned()), vec![5]),
            (with(&|query| query.search = numbers[2].to_lowercase()), vec![2]),
            (with(&|query| query.search = "%".to_owned()), vec![]),
            (with(&|query| query.states = vec!["waiting".to_owned()]), vec![3]),
            (with(&|query| query.kinds = vec!["problem".to_owned()]), vec![0, 2, 4, 6]),
            (with(&|query| query.subjects = vec!["claims".to_owned()]), vec![]),
        ] {
            let expected: Vec<&String> = expected.into_iter().map(|place: usize| &numbers[place]).collect();
            assert_eq!(desk.listed(&desk.viewer, &query).await.iter().collect::<Vec<_>>(), expected, "{query:?}");
        }
        assert_eq!(desk.listed(&desk.viewer, &TicketQuery::default()).await[0], numbers[3], "what moved last");
        for sort in ["title", "-title", "number", "-number", "state", "-state", "due_on", "-due_on", "opened_at", "-changed_at"] {
            let all = with(&|query| query.sort = sort.to_owned());
            let whole = desk.listed(&desk.viewer, &all).await;
            let (mut read, mut query, mut back) = (Vec::new(), TicketQuery { limit: Some(3), ..all }, None);
            loop {
                let page = desk.app().tickets(&desk.viewer, &query).await.unwrap().value;
                read.extend(page.items.into_iter().map(|one| one.number));
                let Some(next) = page.next_cursor else { break };
                query.cursor = next;
                back = page.previous_cursor.or(back);
            }
            assert_eq!(read, whole, "{sort}");
            let first = TicketQuery { cursor: back.unwrap(), ..query };
            assert_eq!(desk.listed(&desk.viewer, &first).await, whole[..3], "{sort}, back");
            let foreign = desk.app().tickets(&desk.admin, &first).await;
            assert!(matches!(foreign, Err(AppError::Invalid(fields)) if fields[0].0 == "cursor"));
        }
        for (field, query) in [
            ("state", with(&|query| query.states = vec!["gone".to_owned()])),
            ("sort", with(&|query| query.sort = "description".to_owned())),
            ("limit", with(&|query| query.limit = Some(0))),
            ("q", with(&|query| query.search = "a".repeat(201))),
            ("cursor", with(&|query| query.cursor = "x".to_owned())),
        ] {
            let refused = desk.app().tickets(&desk.viewer, &query).await;
            assert!(matches!(refused, Err(AppError::Invalid(fields)) if fields[0].0 == field), "{field}");
        }
    }

    async fn files_are_kept_by_their_content_and_for_whom_the_ticket_is(desk in Desk) {
        let number = desk.asked(&desk.viewer, &question("Q")).await.unwrap().item.number;
        for (name, bytes, fault) in [
            ("empty.pdf", b"".to_vec(), FileFault::Empty),
            ("script.pdf", b"#!/bin/sh\nrm -rf /\n".to_vec(), FileFault::Kind),
            ("page.pdf", b"<script>alert(1)</script>".to_vec(), FileFault::Kind),
            ("picture.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".to_vec(), FileFault::Kind),
            ("large.pdf", [b"%PDF-1.7\n".to_vec(), vec![b' '; 25 * 1024 * 1024]].concat(), FileFault::TooLarge),
        ] {
            let refused = desk.attached(&desk.viewer, &number, name, &bytes).await;
            assert!(matches!(refused, Err(AppError::Attachment(found)) if found == fault), "{name}: {refused:?}");
        }
        let ticket = desk.attached(&desk.viewer, &number, "../../etc/pass wd.exe", b"%PDF-1.7\nown").await.unwrap();
        let file = &ticket.attachments[0];
        assert_eq!((file.file_name.as_str(), file.can_remove), ("pass wd.pdf", true));
        let twice = desk.attached(&desk.office, &number, "again.pdf", b"%PDF-1.7\nown").await;
        assert!(matches!(twice, Err(AppError::Attachment(FileFault::Twice))));
        let other = desk.asked(&desk.other, &question("Q")).await.unwrap().item.number;
        let theirs = desk.attached(&desk.other, &other, "theirs.pdf", b"%PDF-1.7\ntheirs").await.unwrap();
        for (number, id) in [(&other, &file.id), (&number, &theirs.attachments[0].id)] {
            assert!(matches!(desk.app().attachment(&desk.viewer, number, id).await, Err(AppError::NotFound)));
        }
        let kept = desk.app().attachment(&desk.office, &number, &file.id).await.unwrap();
        let app::FileContent::Disk(content) = kept.content else { panic!("{kept:?}") };
        assert_eq!(std::io::read_to_string(content).unwrap(), "%PDF-1.7\nown");
        // Whoever added it takes it away, and nobody else.
        let refused = desk.app().remove_attachment(&desk.office, &number, &file.id).await;
        assert!(matches!(refused, Err(AppError::Forbidden)), "{refused:?}");
        desk.app().remove_attachment(&desk.viewer, &number, &file.id).await.unwrap();
        let folder = desk.world.database.folder().join("attachments");
        let files = walk(&folder);
        assert_eq!(files, 1, "the other ticket's alone is left");
        desk.attached(&desk.viewer, &number, "b.pdf", b"%PDF-1.7\nsecond").await.unwrap();
        desk.said(&desk.viewer, &number, TicketMove::Resolution, "").await.unwrap();
        let late = desk.attached(&desk.viewer, &number, "c.pdf", b"%PDF-1.7\nlate").await;
        assert!(matches!(late, Err(AppError::TicketMove(TicketMoveFault::Resolved))));
    }

    async fn a_content_of_two_tickets_stays_until_neither_has_it(desk in Desk) {
        let mut tickets = Vec::new();
        for who in [&desk.viewer, &desk.colleague] {
            let number = desk.asked(who, &question("Q")).await.unwrap().item.number;
            let ticket = desk.attached(who, &number, "a.pdf", b"%PDF-1.7\nthe same").await.unwrap();
            tickets.push((who, number, ticket.attachments[0].id.clone()));
        }
        let settings = Settings::usual(desk.world.database.folder());
        assert_eq!(walk(&settings.data_dir.join("attachments")), 1);
        for (left, (who, number, id)) in [(1, &tickets[0]), (0, &tickets[1])] {
            desk.app().remove_attachment(who, number, id).await.unwrap();
            assert_eq!(walk(&settings.data_dir.join("attachments")), left);
        }
    }
}

/// How many files there are in a folder and those in it.
fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
