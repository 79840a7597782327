//! Whoever looks on while many write: what they see is right at every moment, on either server.

use std::collections::{BTreeMap, BTreeSet};

use app::{App, ContactQuery, Ctx, SplitDesk, TenantDetails};
use domain::TenantId;
use domain::access::Shown;
use domain::service_status::STATUS_UNKNOWN;

/// What was seen last of everything that has versions.
#[derive(Debug, Default)]
pub(super) struct Observer {
    seen: BTreeMap<String, i64>,
    pub(super) looks: u64,
    pub(super) wrong: Vec<String>,
}

impl Observer {
    /// Looks at a tenant: its page, its service status and its contacts, each a state of the database of its own.
    pub(super) async fn look(&mut self, app: &App, who: &Ctx, tenant: TenantId) {
        self.looks += 1;
        let page = app.tenant(who, tenant).await.unwrap().value;
        self.look_at_page(tenant, &page);
        let desk = app.service_status(who, tenant, "Teams", "").await.unwrap().value;
        self.look_at_split(tenant, &desk);
        let list = app.contacts(who, tenant, &ContactQuery::default()).await.unwrap().value;
        let customers = list.contacts.iter().filter_map(|one| one.survey_eligible);
        self.demand_eligible("contacts", customers.clone().count(), customers.filter(|it| *it).count());
        let emails: BTreeSet<_> = list.contacts.iter().map(|one| format!("{:?}", one.email)).collect();
        if emails.len() != list.contacts.len() && !emails.contains(&format!("{:?}", Shown::<String>::Withheld)) {
            self.wrong.push(format!("an address twice: {:?}", list.contacts));
        }
        for one in &list.contacts {
            self.follow(format!("contact {}", one.id), one.revision.parse().unwrap());
        }
    }

    fn look_at_page(&mut self, tenant: TenantId, page: &TenantDetails) {
        let teams = page.rows.iter().find(|row| row.workload.code == "Teams").unwrap();
        let status = page.statuses.iter().find(|one| one.workload == "Teams").unwrap();
        let seats: i64 = status.statuses.iter().map(|one| one.2).sum();
        let settled = status.statuses.iter().filter(|one| one.0 != STATUS_UNKNOWN).map(|one| one.2).sum();
        self.demand_balance("page", status.balance.total, status.balance.sum, seats, settled);
        if teams.figure.unwrap().pau != status.balance.total {
            self.wrong.push(format!("page: {:?} is not the total of {:?}", teams.figure, status.balance));
        }
        let counts = page.contacts.counts;
        self.demand_eligible("page", counts.customers.try_into().unwrap(), counts.survey_eligible.try_into().unwrap());
        let version = page.intents.iter().find_map(|one| one.note.as_ref()).map_or(0, |note| note.version);
        self.follow(format!("intent {tenant}"), version);
    }

    fn look_at_split(&mut self, tenant: TenantId, desk: &SplitDesk) {
        let balance = desk.balance.unwrap();
        let seats = desk.lines.iter().map(|line| line.seats).sum();
        let settled = desk.lines.iter().filter(|line| line.choice.l1() != STATUS_UNKNOWN).map(|line| line.seats).sum();
        self.demand_balance("split", balance.total, balance.sum, seats, settled);
        self.follow(format!("split {tenant}"), desk.standing.as_ref().map_or(0, |standing| standing.number));
    }

    /// The seats add up, or are too many by exactly those that nobody may take away, and the difference says so.
    fn demand_balance(&mut self, at: &str, total: i64, sum: i64, seats: i64, settled: i64) {
        if sum != seats || sum != total.max(settled) {
            self.wrong.push(format!("{at}: {seats} seats, {settled} of them settled, as {sum} of {total}"));
        }
    }

    fn demand_eligible(&mut self, at: &str, customers: usize, eligible: usize) {
        if customers > 0 && eligible == 0 {
            self.wrong.push(format!("{at}: none of {customers} customer contacts is survey eligible"));
        }
    }

    /// A version never goes back.
    fn follow(&mut self, thing: String, version: i64) {
        let before = self.seen.get(&thing).copied().unwrap_or(version);
        if version < before {
            self.wrong.push(format!("{thing}: went back from {before} to {version}"));
        }
        self.seen.insert(thing, version);
    }
}
