//! Claims, referrals and tickets, moved at random by everybody there is, while days go by: what somebody is offered they can do,
//! what they are not offered is refused, and nothing ends in a fault (S4.3, S10.4, S11.4).

use app::{AppError, Ctx, Expected, MoveAsked, Outcome};
use chrono::TimeDelta;
use domain::claim;
use domain::referral::{self, NewEdit};
use domain::ticket::{Side, TicketMove};
use testkit::{Database, Dice, Noorderlicht, World, both_engines, seed};

use crate::{claims, referrals, tickets};

/// Steps of a walk.
const STEPS: usize = 120;

/// Days that go by in it, as long as everybody's token lasts.
const DAYS: i64 = 29;

/// The workloads of a claim.
const CLAIMED: [&[&str]; 2] = [&["Exchange"], &["Teams", "Exchange"]];

/// What is given of a request for both.
const GIVEN: [&[&str]; 3] = [&["Teams"], &["Exchange"], &["Teams", "Exchange"]];

/// How something that was tried came out.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// Done.
    Done,
    /// Refused to that person, or in that state.
    Refused,
    /// Offered, but for something that is missing or stands in the way, which is said.
    Hindered,
}

fn came<T>(answer: Result<Outcome<T>, AppError>, what: &str) -> Came {
    match answer {
        Ok(Outcome::Saved(_)) => Came::Done,
        Err(
            AppError::Forbidden
            | AppError::NotFound
            | AppError::ClaimMove(_)
            | AppError::ReferralMove(_)
            | AppError::TicketMove(_)
            | AppError::TicketAnswered
            | AppError::ClaimNotEditable(_),
        ) => Came::Refused,
        Err(AppError::Invalid(_) | AppError::ClaimTaken(_) | AppError::ClaimTenant(_) | AppError::RequestAssigned) => {
            Came::Hindered
        }
        Ok(Outcome::Overtaken(_)) => panic!("{what}: overtaken by nobody"),
        Err(error) => panic!("{what}: {error:?}"),
    }
}

/// One of several.
fn one<T: Clone>(dice: &mut Dice, of: &[T]) -> T {
    of[usize::try_from(dice.below(of.len() as u64)).unwrap()].clone()
}

/// Something that somebody tries: mostly what they are offered.
fn tried<M: Copy>(dice: &mut Dice, offered: &[M], all: &[M]) -> M {
    if offered.is_empty() || dice.below(4) == 0 { one(dice, all) } else { one(dice, offered) }
}

/// Days that are left.
struct Days(i64);

impl Days {
    /// Lets up to five of them go by.
    fn pass(&mut self, dice: &mut Dice, world: &World) {
        let some = i64::try_from(dice.below(6)).unwrap().min(self.0);
        self.0 -= some;
        world.clock.pass(TimeDelta::days(some));
    }
}

/// The three that were made last.
fn newest<T>(all: &[T]) -> &[T] {
    &all[all.len().saturating_sub(3)..]
}

fn agree(is_offered: bool, came: &Came, what: &str) {
    match came {
        Came::Done => assert!(is_offered, "{what}: done, and was not offered"),
        Came::Refused => assert!(!is_offered, "{what}: offered, and refused"),
        Came::Hindered => {}
    }
}

struct Claims(claims::Desk);
struct Referrals(referrals::Desk);
struct Tickets(tickets::Desk);

impl Claims {
    async fn open(database: Database) -> Self {
        Self(claims::Desk::open(database).await)
    }

    fn people(&self) -> [(&'static str, &Ctx); 6] {
        let Self(desk) = self;
        [
            ("own", &desk.own),
            ("gent", &desk.gent),
            ("viewer", &desk.own_viewer),
            ("other", &desk.other),
            ("office", &desk.office),
            ("manager", &desk.manager),
        ]
    }
}

impl Referrals {
    async fn open(database: Database) -> Self {
        Self(referrals::Desk::open(database).await)
    }

    fn people(&self) -> [(&'static str, &Ctx); 5] {
        let Self(desk) = self;
        [
            ("own", &desk.own),
            ("gent", &desk.gent),
            ("other", &desk.other),
            ("office", &desk.office),
            ("manager", &desk.manager),
        ]
    }
}

impl Tickets {
    async fn open(database: Database) -> Self {
        Self(tickets::Desk::open(database).await)
    }

    fn people(&self) -> [(&'static str, &Ctx); 5] {
        let Self(desk) = self;
        [
            ("viewer", &desk.viewer),
            ("admin", &desk.admin),
            ("colleague", &desk.colleague),
            ("office", &desk.office),
            ("manager", &desk.manager),
        ]
    }
}

both_engines! {
    async fn a_claim_goes_where_it_is_offered_to_go(walk in Claims) {
        let Claims(desk) = &walk;
        let mut dice = Dice::of(seed());
        let mut numbers = Vec::new();
        let (mut done, mut days) = (0, Days(DAYS));
        for _ in 0..STEPS {
            if numbers.len() < 2 || dice.below(4) == 0 {
                let (who, location) = if dice.below(2) == 0 {
                    (&desk.own, Noorderlicht::GENT)
                } else {
                    (&desk.other, Noorderlicht::HAARLEM)
                };
                let filing = claims::bakery(location, one(&mut dice, &CLAIMED));
                let number = desk.file(who, &filing).await.unwrap().item.number;
                if dice.below(4) > 0 {
                    desk.prove(who, &number, "plan.pdf", b"%PDF-1.7\n").await.unwrap();
                }
                numbers.push(number);
            }
            if dice.below(12) == 0 {
                days.pass(&mut dice, &desk.world);
                desk.app().lapse_claims().await.unwrap();
            }
            let (number, (name, who)) = (one(&mut dice, newest(&numbers)), one(&mut dice, &walk.people()));
            let seen = desk.app().claim(who, &number).await;
            let offered = seen.as_ref().map_or_else(|_| Vec::new(), |seen| seen.value.moves.clone());
            let by = tried(&mut dice, &offered, &claim::Move::ALL);
            let is_offered = offered.contains(&by);
            let takes_over = dice.below(2) == 0;
            let asked = MoveAsked { reason: "So it is.".to_owned(), takes_over, ..MoveAsked::default() };
            let state = seen.ok().map(|seen| seen.value.item.state);
            let what = format!("{name} makes {by:?} of {number}, {state:?}");
            let moved = desk.app().move_claim(who, &number, by, &asked, &Expected::Any).await;
            let came = came(moved.map(|seen| seen.value), &what);
            agree(is_offered, &came, &what);
            done += usize::from(came == Came::Done);
        }
        assert!(done > STEPS / 20, "{done} moves");
    }

    async fn a_referral_goes_where_it_is_offered_to_go(walk in Referrals) {
        let Referrals(desk) = &walk;
        let mut dice = Dice::of(seed());
        let (mut requests, mut done, mut days) = (Vec::new(), 0, Days(DAYS));
        for step in 0..STEPS {
            if requests.is_empty() || dice.below(8) == 0 {
                requests.push(desk.asked(&format!("RFA-{step}")).await);
            }
            if dice.below(12) == 0 {
                days.pass(&mut dice, &desk.world);
                desk.app().remind_referrals().await.unwrap();
                desk.app().return_referrals().await.unwrap();
            }
            if dice.below(2) == 0 {
                let (location, workloads) = (
                    one(&mut dice, &[Noorderlicht::GENT, Noorderlicht::HAARLEM]),
                    one(&mut dice, &GIVEN),
                );
                let assigned = desk.assign(one(&mut dice, newest(&requests)), &[(location, workloads)]).await;
                came(assigned.map(Outcome::Saved), "an assignment");
            }
            let numbers = desk.listed(&desk.office).await;
            let numbers = &numbers[..numbers.len().min(4)];
            if numbers.is_empty() {
                continue;
            }
            let (number, (name, who)) = (one(&mut dice, numbers), one(&mut dice, &walk.people()));
            let seen = desk.app().referral(who, &number).await;
            let offered = seen.as_ref().map_or_else(|_| Vec::new(), |seen| seen.value.moves.clone());
            let by = tried(&mut dice, &offered, &referral::Move::ALL);
            let is_offered = offered.contains(&by);
            let state = seen.ok().map(|seen| seen.value.state);
            let what = format!("{name} makes {by:?} of {number}, {state:?}");
            let (app, any) = (desk.app(), Expected::Any);
            let status = one(&mut dice, &["active", "won", "lost", "closed"]);
            let edit = NewEdit { status: status.to_owned(), note: "So it is.".to_owned(), ..NewEdit::default() };
            let moved = match by {
                referral::Move::Acceptance => app.accept_referral(who, &number, &any).await,
                referral::Move::Decline => app.decline_referral(who, &number, ("other", "So it is."), &any).await,
                referral::Move::Edit => app.edit_referral(who, &number, &edit, &any).await,
                referral::Move::Withdrawal => app.withdraw_referral(who, &number, "So it is.", &any).await,
                referral::Move::Assignment | referral::Move::Return => {
                    assert!(!is_offered, "{what}: of a request, and by the clock");
                    continue;
                }
            };
            let came = came(moved.map(|seen| seen.value), &what);
            agree(is_offered, &came, &what);
            done += usize::from(came == Came::Done);
        }
        assert!(done > STEPS / 20, "{done} moves");
    }

    async fn a_ticket_goes_where_it_is_offered_to_go(walk in Tickets) {
        let Tickets(desk) = &walk;
        let mut dice = Dice::of(seed());
        let (mut numbers, mut done) = (Vec::new(), 0);
        for _ in 0..STEPS {
            if numbers.is_empty() || dice.below(20) == 0 {
                numbers.push(desk.asked(&desk.viewer, &tickets::question("Why?")).await.unwrap().item.number);
            }
            let goes_on = dice.below(2) == 0;
            let moves = [TicketMove::Answer { goes_on }, TicketMove::Resolution, TicketMove::Reopening];
            let (number, by) = (one(&mut dice, newest(&numbers)), one(&mut dice, &moves));
            let (name, who) = one(&mut dice, &walk.people());
            let seen = desk.app().ticket(who, &number).await.ok().map(|seen| seen.value);
            // The page has a form for each move that leads on, for whoever writes in it.
            let is_offered = seen.as_ref().is_some_and(|seen| {
                let is_answered = seen.messages.iter().any(|one| one.side == Side::Office);
                seen.may_write && seen.item.state.after(by, seen.side, is_answered).is_ok()
            });
            let what = format!("{name} makes {by:?} of {number}, {:?}", seen.map(|seen| seen.item.state));
            let moved = desk.app().move_ticket(who, &number, by, "So it is.", &Expected::Any, None).await;
            let came = came(moved.map(|seen| seen.value), &what);
            agree(is_offered, &came, &what);
            done += usize::from(came == Came::Done);
        }
        assert!(done > STEPS / 20, "{done} moves");
    }
}
