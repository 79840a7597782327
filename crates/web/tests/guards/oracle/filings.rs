//! Claims that people of a world file, and that move at random: who must see which, with what of it, and who holds a
//! workload since, from what was done alone (S4, S2.1).
//!
//! Whoever holds a workload by a decision is written into the books, and whatever is held against them follows.

use std::collections::{BTreeMap, BTreeSet};

use app::{AppError, Ctx, Expected, MoveAsked, Outcome};
use chrono::{NaiveDate, TimeDelta};
use domain::access::Role;
use domain::claim::{Move, NewFiling};
use serde_json::{Value, json};
use testkit::World;

use super::books::{Books, Claim, Decided};
use super::caller::Caller;
use super::compare::{Made, without_request};
use super::people::Person;
use super::worlds::{Dice, Drawn};
use crate::wire::{Ask, query};

/// Claims of a world at most: their words are looked for before they are written.
const MOST: usize = 60;

/// A number that no claim has.
const NOBODYS: &str = "C-99999990000001";

/// What leads from where to where: moves by the state that they begin in.
const WAYS: [(&str, &[(&str, &str)]); 7] = [
    ("draft", &[("submission", "submitted")]),
    (
        "submitted",
        &[
            ("review", "under_review"),
            ("approval", "approved"),
            ("rejection", "rejected"),
            ("information-request", "action_required"),
            ("disassociation", "disassociated"),
        ],
    ),
    (
        "under_review",
        &[
            ("approval", "approved"),
            ("rejection", "rejected"),
            ("information-request", "action_required"),
            ("disassociation", "disassociated"),
        ],
    ),
    ("action_required", &[("submission", "submitted"), ("disassociation", "disassociated")]),
    ("approved", &[("objection", "disputed"), ("disassociation", "disassociated")]),
    ("rejected", &[("dispute", "disputed")]),
    ("disputed", &[("approval", "approved"), ("rejection", "rejected"), ("disassociation", "disassociated")]),
];

/// Somebody who files for a partner, wherever it is; or, without a partner, who decides.
struct Hand {
    partner: Option<String>,
    token: Ctx,
}

/// A claim.
struct Filing {
    number: String,
    partner: String,
    location: String,
    tenant: String,
    domain: String,
    workloads: BTreeSet<String>,
    state: &'static str,
    /// The last day of what it waits for.
    until: Option<NaiveDate>,
    /// Whether it was disputed by its partner, and rejected all the same.
    is_final: bool,
    is_disputed_by_partner: bool,
    held: BTreeSet<String>,
    approved_on: NaiveDate,
    /// How it was called, and which proof it has.
    of: usize,
    proof: String,
}

/// What must become of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Moved(&'static str),
    Forbidden,
    NotFound,
    Refused,
}

/// All claims that were filed in a world.
pub(crate) struct Filings {
    hands: Vec<Hand>,
    filed: Vec<Filing>,
    dice: Dice,
}

/// A word of the claim of that place: nobody else's has it.
fn word(what: &str, of: usize) -> String {
    format!("kxqfiled{what}{of}z")
}

/// A picture, which says inside of whom it is.
fn picture(of: usize) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend_from_slice(format!("tEXtAuthor\0{} {}", word("meta", of), word("content", of)).as_bytes());
    bytes
}

fn all_words(of: usize) -> [String; 7] {
    ["name", "customer", "own", "file", "meta", "content", "reason"].map(|what| word(what, of))
}

impl Filing {
    fn was_too_late(&self, by: &str, still: NaiveDate) -> bool {
        let is_timed = matches!((self.state, by), ("action_required", "submission") | (_, "objection" | "dispute"));
        is_timed && self.until.is_some_and(|until| still > until)
    }
}

impl Filings {
    /// Lets people of a world file claims and move them, over some days.
    pub(crate) async fn begin(world: &World, books: &mut Books, drawn: &Drawn, dice: Dice) -> Self {
        let mut hands = Vec::new();
        for partner in drawn.partners.iter().map(|one| Some(one.id.clone())).chain([None]) {
            let role = if partner.is_some() { Role::IncentivesAdmin } else { Role::ProgrammeAdmin };
            let name = format!("Kxqhand {}", partner.as_deref().unwrap_or("office"));
            let email = world.add_person(&name, partner.as_deref(), role, &[]).await;
            hands.push(Hand { token: world.with_token(&email).await, partner });
        }
        let mut filings = Self { hands, filed: Vec::new(), dice };
        for _ in 0..9 {
            filings.stir(world, books, drawn, 9).await;
            world.clock.pass(TimeDelta::days(1));
            filings.lapse(world).await;
        }
        filings
    }

    /// So many things happen to claims.
    pub(crate) async fn stir(&mut self, world: &World, books: &mut Books, drawn: &Drawn, times: usize) {
        for _ in 0..times {
            world.clock.pass(TimeDelta::seconds(1));
            if self.filed.is_empty() || (self.filed.len() < MOST && self.dice.happens(25)) {
                self.file(world, books, drawn).await;
            } else {
                self.move_one(world, books).await;
            }
        }
    }

    async fn file(&mut self, world: &World, books: &Books, drawn: &Drawn) {
        let dice = &mut self.dice;
        let partner = dice.pick(&drawn.partners);
        let tenants: Vec<String> = books.tenants().into_iter().map(str::to_owned).collect();
        let tenant = dice.pick(&tenants).clone();
        let known = books.known(&tenant).domain.to_lowercase();
        let domain = if known.is_empty() || dice.happens(8) { "kxqdomain.example".to_owned() } else { known };
        let mut workloads: Vec<String> = books.workloads(&tenant).into_iter().map(str::to_owned).collect();
        // What nobody holds, and now and then what somebody does.
        workloads.retain(|workload| books.reported(&tenant, workload).is_none() || dice.happens(15));
        dice.shuffle(&mut workloads);
        workloads.truncate(usize::try_from(dice.between(1, 3)).unwrap());
        if workloads.is_empty() {
            return;
        }
        let location = dice.pick(&partner.locations).clone();
        let of = self.filed.len();
        let hand = self.hands.iter().find(|hand| hand.partner.as_ref() == Some(&partner.id)).unwrap();
        let new = NewFiling {
            location: location.clone(),
            tenant_id: tenant.clone(),
            domain: domain.clone(),
            workloads: workloads.clone(),
            activity: "Plan".to_owned(),
            name: word("name", of),
            customer_name: word("customer", of),
            customer_email: format!("{}@customer.example", word("customer", of)),
            own_name: word("own", of),
            own_email: format!("{}@partner.example", word("own", of)),
            ..NewFiling::default()
        };
        let number = world.app.file_claim(&hand.token, &new, None).await.unwrap().value.item.number;
        let path = world.database.folder().join("given");
        std::fs::write(&path, picture(of)).unwrap();
        let name = format!("{}.png", word("file", of));
        let claim = world.app.add_proof(&hand.token, &number, &name, &path).await.unwrap().value;
        self.filed.push(Filing {
            number,
            partner: partner.id.clone(),
            location,
            tenant,
            domain,
            workloads: workloads.into_iter().collect(),
            state: "draft",
            until: None,
            is_final: false,
            is_disputed_by_partner: false,
            held: BTreeSet::new(),
            approved_on: NaiveDate::MIN,
            of,
            proof: claim.proofs[0].id.clone(),
        });
    }

    /// Somebody moves a claim, as its state allows; now and then in another way, or where it is not theirs.
    async fn move_one(&mut self, world: &World, books: &mut Books) {
        let at = usize::try_from(self.dice.between(0, i64::try_from(self.filed.len()).unwrap() - 1)).unwrap();
        let filing = &self.filed[at];
        let ways = WAYS.iter().find(|(state, _)| *state == filing.state).map_or(&[][..], |(_, ways)| ways);
        let is_odd = ways.is_empty() || self.dice.happens(10);
        let by = if is_odd { self.dice.pick(&Move::ALL[..8]).code() } else { self.dice.pick(ways).0 };
        let of_partner = matches!(by, "submission" | "dispute") || (by == "disassociation" && self.dice.happens(50));
        let is_right = |hand: &&Hand| match &hand.partner {
            Some(partner) => of_partner && *partner == filing.partner,
            None => !of_partner,
        };
        let right = self.hands.iter().position(|hand| is_right(&hand)).unwrap();
        let anybody = usize::try_from(self.dice.between(0, i64::try_from(self.hands.len()).unwrap() - 1)).unwrap();
        let who = if self.dice.happens(10) { anybody } else { right };
        let mut chosen = filing.workloads.clone();
        if self.dice.happens(25) {
            chosen = chosen.into_iter().take(1).collect();
        }
        let taken: BTreeSet<String> = chosen.iter().filter(|one| self.is_taken(at, one, books)).cloned().collect();
        // Who has it by a report keeps it: what was written about it belongs to them.
        let is_reported = |one: &String| !self.is_held(&filing.tenant, one);
        let takes_over = !taken.iter().any(is_reported) && self.dice.happens(60);
        let still = (world.app.now() - TimeDelta::hours(12)).date_naive();
        let fate = self.fate(at, by, who, books, (taken.is_empty() || takes_over, still));
        let asked = MoveAsked {
            reason: word("reason", filing.of),
            workloads: if by == "approval" { chosen.iter().cloned().collect() } else { Vec::new() },
            takes_over,
        };
        let code = Move::from_code(by).unwrap();
        let moved = world.app.move_claim(&self.hands[who].token, &filing.number, code, &asked, &Expected::Any).await;
        let what = format!("{by} of {} in {} by {:?}", filing.number, filing.state, self.hands[who].partner);
        let told = match moved.map(|seen| seen.value) {
            Ok(Outcome::Saved(claim)) => {
                let found = self.filed[at].state;
                self.go_on(at, found, by, (&chosen, &taken), claim.state.due().map(|due| due.1), world);
                Fate::Moved(claim.state.code().code())
            }
            Err(AppError::Forbidden) => Fate::Forbidden,
            Err(AppError::NotFound) => Fate::NotFound,
            Err(AppError::ClaimMove(_) | AppError::ClaimTaken(_) | AppError::ClaimTenant(_)) => Fate::Refused,
            other => panic!("{what}: {other:?}"),
        };
        assert_eq!(told, fate, "{what}");
        books.decided = self.decided(books);
    }

    /// Whether a claim holds that workload of the tenant by a decision.
    fn is_held(&self, tenant: &str, workload: &str) -> bool {
        self.filed.iter().any(|one| one.tenant == tenant && one.held.contains(workload))
    }

    /// Whether another claim holds that workload, or a report says that another partner does.
    fn is_taken(&self, at: usize, workload: &str, books: &Books) -> bool {
        let filing = &self.filed[at];
        let others = self.filed.iter().enumerate().filter(|(place, _)| *place != at);
        let mut others = others.map(|(_, one)| one);
        if others.any(|one| one.tenant == filing.tenant && one.held.contains(workload)) {
            return true;
        }
        let reported = books.reported(&filing.tenant, workload);
        !self.is_held(&filing.tenant, workload) && reported.is_some_and(|claim| claim.partner != filing.partner)
    }

    fn fate(&self, at: usize, by: &str, who: usize, books: &Books, (is_free, still): (bool, NaiveDate)) -> Fate {
        let filing = &self.filed[at];
        let partner = self.hands[who].partner.as_ref();
        let may = match by {
            "submission" | "dispute" => partner.is_some(),
            "disassociation" => true,
            _ => partner.is_none(),
        };
        if !may {
            return Fate::Forbidden;
        }
        // The office knows of no draft, and a partner of no other's.
        if partner.map_or(filing.state == "draft", |one| *one != filing.partner) {
            return Fate::NotFound;
        }
        let ways = WAYS.iter().find(|(state, _)| *state == filing.state).map_or(&[][..], |(_, ways)| ways);
        let Some((_, to)) = ways.iter().find(|(one, _)| *one == by) else { return Fate::Refused };
        let known = books.known(&filing.tenant).domain.to_lowercase();
        let fits = known.is_empty() || known == filing.domain;
        let is_refused = filing.was_too_late(by, still)
            || (by == "dispute" && filing.is_final)
            || (by == "approval" && !(fits && is_free));
        if is_refused { Fate::Refused } else { Fate::Moved(to) }
    }

    /// Writes down what came of a move.
    fn go_on(
        &mut self,
        at: usize,
        from: &str,
        by: &str,
        (chosen, taken): (&BTreeSet<String>, &BTreeSet<String>),
        until: Option<NaiveDate>,
        world: &World,
    ) {
        let tenant = self.filed[at].tenant.clone();
        if by == "approval" {
            for other in self.filed.iter_mut().filter(|one| one.tenant == tenant && one.state == "approved") {
                other.held.retain(|one| !taken.contains(one));
                if other.held.is_empty() {
                    other.state = "disassociated";
                }
            }
        }
        let filing = &mut self.filed[at];
        let ways = WAYS.iter().find(|(state, _)| *state == from).unwrap().1;
        filing.state = ways.iter().find(|(one, _)| *one == by).unwrap().1;
        filing.until = until;
        filing.held = if by == "approval" { chosen.clone() } else { BTreeSet::new() };
        filing.approved_on = world.app.now().date_naive();
        match by {
            "dispute" => filing.is_disputed_by_partner = true,
            "objection" => filing.is_disputed_by_partner = false,
            "rejection" => filing.is_final = from == "disputed" && filing.is_disputed_by_partner,
            _ => {}
        }
    }

    /// Whose time to answer is over is rejected, and nobody else.
    async fn lapse(&mut self, world: &World) {
        let still = (world.app.now() - TimeDelta::hours(12)).date_naive();
        let is_over = |one: &&mut Filing| one.state == "action_required" && one.until.is_some_and(|day| day < still);
        let mut count = 0;
        for filing in self.filed.iter_mut().filter(is_over) {
            (filing.state, filing.is_final, count) = ("rejected", false, count + 1);
            filing.until = Some(world.app.now().date_naive() + TimeDelta::days(30));
        }
        assert_eq!(world.app.lapse_claims().await.unwrap(), count, "claims whose time was over on {still}");
    }

    /// Who holds what by a decision. Where a report has it of the same partner, its locations count too.
    fn decided(&self, books: &Books) -> Decided {
        let mut decided = Decided::new();
        for filing in &self.filed {
            for workload in &filing.held {
                let reported = books.reported(&filing.tenant, workload).filter(|it| it.partner == filing.partner);
                let mut locations = reported.map(|claim| claim.locations).unwrap_or_default();
                locations.insert(filing.location.clone());
                let by = Some((filing.number.clone(), filing.approved_on));
                let claim = Claim { partner: filing.partner.clone(), locations, since: 0, by };
                decided.insert((filing.tenant.clone(), workload.clone()), claim);
            }
        }
        decided
    }

    /// Every word that gives a claim away, also of those that are filed later.
    pub(crate) fn words() -> impl Iterator<Item = String> {
        (0..MOST).flat_map(all_words)
    }

    /// The claims that exist for somebody; nothing for whom there are none at all (S1.2, S4).
    fn seen(&self, person: &Person) -> Option<Vec<&Filing>> {
        let places = |name: &str| {
            let given: Vec<_> = person.roles.iter().filter(|given| given.role == name).collect();
            (!given.is_empty()).then(|| given.iter().map(|given| &given.at).collect::<Vec<_>>())
        };
        let submitted = self.filed.iter().filter(|one| one.state != "draft");
        let Some(partner) = &person.partner else {
            if places("programme_admin").is_some() {
                return Some(submitted.collect());
            }
            let partners = places("partner_manager")?;
            return Some(submitted.filter(|one| partners.iter().any(|at| at.contains(&one.partner))).collect());
        };
        let at = places("incentives_admin")?;
        let covers = |one: &&Filing| at.iter().any(|places| places.is_empty() || places.contains(&one.location));
        Some(self.filed.iter().filter(|one| one.partner == *partner).filter(covers).collect())
    }

    /// The claims that wait for somebody: for a partner those of which more was asked, for whoever decides those that are not
    /// decided (S12.1). Nothing for whom none can wait: a partner manager reads claims, and does nothing about them.
    pub(crate) fn waiting(&self, person: &Person) -> Option<Vec<Value>> {
        let states: &[&str] = match &person.partner {
            Some(_) => &["action_required"],
            None if person.roles.iter().any(|given| given.role == "programme_admin") => {
                &["submitted", "under_review", "disputed"]
            }
            None => return None,
        };
        let waits = self.seen(person)?.into_iter().filter(|one| states.contains(&one.state));
        Some(waits.map(|one| json!([one.tenant, null, one.until])).collect())
    }

    /// The words that somebody may see.
    pub(crate) fn allowed(&self, person: &Person) -> BTreeSet<String> {
        let mut allowed = BTreeSet::new();
        for one in self.seen(person).unwrap_or_default() {
            allowed.extend(all_words(one.of));
            allowed.extend([one.tenant.clone(), one.domain.clone()]);
        }
        allowed
    }

    /// A claim that does not exist for somebody, where there is one.
    pub(crate) fn foreign(&self, person: &Person) -> String {
        let seen = self.seen(person).unwrap_or_default();
        let hidden = self.filed.iter().find(|one| !seen.iter().any(|other| other.number == one.number));
        hidden.map_or(NOBODYS, |one| one.number.as_str()).to_owned()
    }

    /// The list of claims, some of them with their proofs, and some that are not for this person.
    pub(crate) async fn look(&self, caller: &Caller, person: &Person, made: &mut Made) {
        let Some(mut seen) = self.seen(person) else {
            assert_eq!(caller.ask("/api/v1/claims").await.0, 403, "{person:?}");
            return;
        };
        // Dice of its own: what is asked of the lists does not change with the number of claims.
        let mut dice = Dice::of(seen.len().try_into().unwrap());
        let state = dice.pick(&WAYS).0;
        let some: Vec<_> = seen.iter().filter(|one| one.state == state).copied().collect();
        for (fields, expected) in [(vec![], &seen), (vec![("state", state.to_owned())], &some)] {
            let answer = list(caller, &fields).await;
            let expected: BTreeMap<&str, Value> = expected.iter().map(|one| (one.number.as_str(), line(one))).collect();
            let told: BTreeMap<&str, Value> =
                answer.0.iter().map(|one| (one["number"].as_str().unwrap(), told(one))).collect();
            assert_eq!(told, expected, "claims of {person:?}");
            assert_eq!(answer.0.len(), expected.len(), "a claim is there twice");
            let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
            for one in &seen {
                *counts.entry(one.state).or_default() += 1;
            }
            let counted = answer.1.as_array().unwrap().iter();
            let counted =
                counted.map(|one| (one["state"].as_str().unwrap(), one["claims"].as_i64().unwrap())).collect();
            assert_eq!(counts, counted, "counts of claims of {person:?}");
            made.one("filed claims");
        }
        let waiting = self.waiting(person);
        let (status, answer) = caller.ask("/api/v1/work?kind=claim").await;
        assert_eq!(status, if waiting.is_some() { 200 } else { 400 }, "what waits for {person:?}: {answer}");
        if let Some(waiting) = waiting {
            let rows = answer["items"].as_array().unwrap();
            let number = |row: &Value| row["claim"].as_str().unwrap().to_owned();
            assert!(rows.iter().map(number).all(|one| seen.iter().any(|other| other.number == one)), "{answer}");
            assert_eq!(rows.len(), waiting.len(), "{answer}");
            made.one("claims that wait");
        }
        dice.shuffle(&mut seen);
        for one in seen.iter().take(3) {
            one.look(caller, made).await;
        }
        self.strangers(caller, &seen, made).await;
    }

    /// A claim that is not for this person answers as one that nobody has; and no proof opens by way of another claim.
    async fn strangers(&self, caller: &Caller, seen: &[&Filing], made: &mut Made) {
        let hidden = self.filed.iter().filter(|one| !seen.iter().any(|other| other.number == one.number));
        for one in hidden.take(3) {
            let mut answers = Vec::new();
            for number in [one.number.as_str(), NOBODYS] {
                let (status, body) = caller.ask(&format!("/api/v1/claims/{number}")).await;
                answers.push((status, without_request(body).replace(number, "")));
            }
            assert_eq!(answers[0], answers[1], "{}", one.number);
            assert_eq!(answers[0].0, 404, "{}", one.number);
            for number in [Some(one), seen.first().copied()].into_iter().flatten().map(|it| &it.number) {
                let path = format!("/claims/{number}/proofs/{}", one.proof);
                let page = caller.send(&Ask::get(&path).with_key(&caller.session)).await;
                assert_eq!((page.status, caller.ask(&format!("/api/v1{path}")).await.0), (404, 404), "{path}");
            }
            made.one("foreign claims");
        }
    }
}

impl Filing {
    /// The claim with its contacts, its page, and its proof as it was given.
    async fn look(&self, caller: &Caller, made: &mut Made) {
        let answer = caller.get(&format!("/api/v1/claims/{}", self.number)).await;
        assert_eq!(told(&answer), line(self), "{answer}");
        assert_eq!(answer["customer_contact"]["name"], word("customer", self.of), "{answer}");
        assert_eq!(answer["own_contact"]["name"], word("own", self.of), "{answer}");
        assert_eq!(answer["proofs"][0]["file_name"], format!("{}.png", word("file", self.of)), "{answer}");
        let page = caller.download(&format!("/claims/{}", self.number)).await;
        assert!(page.contains(&word("name", self.of)) && page.contains(&word("customer", self.of)), "{page}");
        let path = format!("/claims/{}/proofs/{}", self.number, self.proof);
        let asks = [(path.clone(), &caller.session), (format!("/api/v1{path}"), &caller.token)];
        for (path, key) in asks {
            let reply = caller.send(&Ask::get(path).with_key(key)).await;
            assert_eq!((reply.status, &reply.plain), (200, &picture(self.of)), "{path}: a proof", path = self.number);
            made.one("proofs");
        }
        made.one("filed claim details");
    }
}

/// All claims of a list that were filed, and how many there are of each state.
async fn list(caller: &Caller, fields: &[(&str, String)]) -> (Vec<Value>, Value) {
    let (mut items, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let mut asked = fields.to_vec();
        asked.push(("source", "filed".to_owned()));
        asked.extend(cursor.take().map(|cursor| ("cursor", cursor)));
        let answer = caller.get(&format!("/api/v1/claims?{}", query(&asked))).await;
        items.extend(answer["items"].as_array().unwrap().iter().cloned());
        match answer["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return (items, answer["counts"].clone()),
        }
    }
}

fn line(one: &Filing) -> Value {
    json!([one.name(), one.state, one.tenant, one.workloads, one.held])
}

impl Filing {
    fn name(&self) -> String {
        word("name", self.of)
    }
}

/// The same of what is answered.
fn told(item: &Value) -> Value {
    let codes = |is_wanted: fn(&Value) -> bool| -> BTreeSet<&str> {
        let workloads = item["workloads"].as_array().unwrap().iter().filter(|one| is_wanted(one));
        workloads.map(|one| one["code"].as_str().unwrap()).collect()
    };
    let held = codes(|one| one["held"] == true);
    json!([item["name"], item["state"], item["tenant_id"], codes(|_| true), held])
}
