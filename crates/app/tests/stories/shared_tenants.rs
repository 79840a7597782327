//! What a partner manager of several partners sees of tenants that these partners share with each other, and with others
//! (S2.3, S3.2): what is seen, and what it comes to, are worked out here once more from what the files say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use app::{Ctx, OpportunityQuery, TenantItem, TenantQuery};
use domain::access::{Role, Shown};
use domain::money::Money;
use domain::tenant::TenantColumn;
use testkit::report::{OFFICE_HEADER, REFERRALS_HEADER, Report, Usage};
use testkit::{Database, Dice, World, both_engines, operator};

/// Partners, each with its location.
const PARTNERS: [(&str, &str); 3] = [("4000001", "4100001"), ("4000002", "4200001"), ("4000003", "4300001")];

/// Partners without any tenant: with so many a page is read from all tenants at once, and not partner by partner.
const CROWD: usize = 40;

const WORKLOADS: [&str; 4] = ["Teams", "Exchange", "SharePoint", "Yammer"];

const MONTHS: [&str; 3] = ["2026-06-01", "2026-07-01", "2026-08-01"];

const TENANTS: usize = 40;

/// What a workload of a tenant is at: who holds it, and its figures.
#[derive(Clone, Copy)]
struct Row {
    holder: Option<usize>,
    pau: i64,
    mau: i64,
}

/// Tenants whose claims move from month to month, some that were given by a referral, and managers of some of the partners.
struct Field {
    world: World,
    dice: Dice,
    rows: Vec<[Row; WORKLOADS.len()]>,
    referred: BTreeSet<(usize, usize)>,
    managers: Vec<(Vec<usize>, Ctx)>,
    office: Ctx,
}

fn tenant_id(number: usize) -> String {
    format!("0b8e1c64-6c1f-4b3e-9a55-{number:012}")
}

impl Field {
    async fn open(database: Database) -> Self {
        let world = World::open(database).await;
        let locations = PARTNERS.map(|(id, place)| (id, [(place, "Noorderlicht", "Utrecht")]));
        let mut partners: Vec<_> = locations.iter().map(|(id, at)| (*id, "Noorderlicht", &at[..])).collect();
        let crowd: Vec<_> =
            (0..CROWD).map(|number| (format!("{}", 4_100_100 + number), format!("{}", 4_900_000 + number))).collect();
        let at: Vec<_> = crowd.iter().map(|(_, place)| [(place.as_str(), "Zuiderkruis", "Haarlem")]).collect();
        partners.extend(crowd.iter().zip(&at).map(|((id, _), at)| (id.as_str(), "Zuiderkruis", &at[..])));
        world.load("Profile.csv", Report::profile(&partners).text()).await;
        for (workload, currency) in [("Teams", "EUR"), ("Exchange", "USD"), ("Yammer", "USD")] {
            world.app.add_offer(&operator(), &crate::opportunities::offer(workload, currency), None).await.unwrap();
        }
        let mut managers = Vec::new();
        for (of, others) in [(vec![0, 1], 0), (vec![1, 2], 0), (vec![0, 2], CROWD), (vec![0, 1, 2], 0)] {
            let own = of.iter().map(|one| PARTNERS[*one].0);
            let at: Vec<&str> = own.chain(crowd.iter().take(others).map(|(id, _)| id.as_str())).collect();
            let email = world.add_person(&format!("Mia {}", managers.len()), None, Role::PartnerManager, &at).await;
            managers.push((of, world.with_token(&email).await));
        }
        let email = world.add_person("Olga Office", None, Role::ProgrammeAdmin, &[]).await;
        let office = world.with_token(&email).await;
        let nobodys = [Row { holder: None, pau: 0, mau: 0 }; WORKLOADS.len()];
        let (rows, referred) = (vec![nobodys; TENANTS], BTreeSet::new());
        Self { world, dice: Dice::of(29), rows, referred, managers, office }
    }

    /// A month goes by: figures come, and of one in three workloads somebody else holds the claim, or nobody.
    async fn pass(&mut self, month: &str) {
        let mut report = Report::new(OFFICE_HEADER);
        for (number, workloads) in self.rows.iter_mut().enumerate() {
            for (row, workload) in workloads.iter_mut().zip(WORKLOADS) {
                if month == MONTHS[0] || self.dice.below(3) == 0 {
                    // Some tenants have no claim at all, and some are one partner's.
                    row.holder = match number % 5 {
                        0 => None,
                        1 => (self.dice.below(2) == 0).then_some(number % 3),
                        _ => usize::try_from(self.dice.below(4)).ok().filter(|one| *one < PARTNERS.len()),
                    };
                }
                row.pau = i64::try_from(self.dice.below(400)).unwrap();
                row.mau = i64::try_from(self.dice.below(300)).unwrap();
                let (_, location) = PARTNERS[row.holder.unwrap_or(number % PARTNERS.len())];
                report = report.usage(&Usage {
                    tenant: &tenant_id(number),
                    name: &format!("Klant {:02}", number * 17 % TENANTS),
                    workload,
                    month,
                    pau: &row.pau.to_string(),
                    mau: &row.mau.to_string(),
                    location,
                    attribution: if row.holder.is_some() { "CPOR" } else { "CSPTier1" },
                    ..Usage::default()
                });
            }
        }
        self.world.load(&format!("Usage-{month}.csv"), report.text()).await;
    }

    /// Some tenants are given to one partner or to two.
    async fn refer(&mut self) {
        let mut file = format!("{REFERRALS_HEADER},partner_id,status\n");
        for number in (0..TENANTS).step_by(4) {
            for partner in [number % 3, (number + number / 4 % 2) % 3] {
                if self.referred.insert((number, partner)) {
                    let (id, (_, location)) = (tenant_id(number), PARTNERS[partner]);
                    writeln!(file, "RFA-{number}-{partner},{id},Klant,Teams,,,{location},active").unwrap();
                }
            }
        }
        let load = self.world.load("referrals.csv", &file).await;
        assert_eq!(load.load.counts.refused, 0, "{:?}", load.refused);
    }

    /// PAU, MAU and claims of each tenant that these partners see; without figures where they have no claim.
    fn expected(&self, of: &[usize]) -> BTreeMap<String, (i64, i64, i64)> {
        let mut seen = BTreeMap::new();
        for (number, rows) in self.rows.iter().enumerate() {
            let is_own = |row: &&Row| row.holder.is_some_and(|one| of.contains(&one));
            let claims = rows.iter().filter(is_own).count();
            if claims > 0 {
                let visible = rows.iter().filter(|row| row.holder.is_none() || is_own(row));
                let (pau, mau) = visible.fold((0, 0), |(pau, mau), row| (pau + row.pau, mau + row.mau));
                seen.insert(tenant_id(number), (pau, mau, i64::try_from(claims).unwrap()));
            } else if of.iter().any(|partner| self.referred.contains(&(number, *partner))) {
                seen.insert(tenant_id(number), (0, 0, 0));
            }
        }
        seen
    }

    async fn list(&self, who: &Ctx, query: TenantQuery) -> Vec<TenantItem> {
        let (mut query, mut items) = (TenantQuery { limit: Some(7), ..query }, Vec::new());
        loop {
            let page = self.world.app.tenants(who, &query).await.unwrap_or_else(|_| panic!("{query:?}")).value;
            items.extend(page.items);
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                return items;
            }
        }
    }

    /// Holds all that the managers are told against what they should be.
    async fn assert_right(&self) {
        for (of, who) in &self.managers {
            let expected = self.expected(of);
            let every = self.list(who, TenantQuery::default()).await;
            let told = every
                .iter()
                .map(|item| (item.tenant_id.to_string(), (item.figure.pau, item.figure.mau, item.workloads_claimed)));
            assert_eq!(every.len(), expected.len(), "{of:?}");
            assert_eq!(told.collect::<BTreeMap<_, _>>(), expected, "{of:?}");
            self.assert_adds_up(who, &every).await;
            for column in TenantColumn::ALL {
                for descending in [false, true] {
                    let sort = domain::tenant::TenantSort { column, descending };
                    let mut sorted = self.list(who, TenantQuery { sort, ..TenantQuery::default() }).await;
                    let all = TenantQuery { sort, limit: Some(100), ..TenantQuery::default() };
                    let at_once = self.world.app.tenants(who, &all).await.unwrap().value.items;
                    assert_eq!(sorted, at_once, "{of:?} by {column:?}, page by page and at once");
                    sorted.sort_by(|one, other| (&one.name, one.tenant_id).cmp(&(&other.name, other.tenant_id)));
                    assert_eq!(sorted, every, "{of:?} by {column:?}");
                }
            }
        }
        // Whoever has all partners sees what the office does, as far as somebody has a claim there or was given the tenant.
        let (_, everybody) = self.managers.last().unwrap();
        let mut office = self.list(&self.office, TenantQuery::default()).await;
        let theirs = self.list(everybody, TenantQuery::default()).await;
        office.retain(|item| item.workloads_claimed > 0);
        let claimed: Vec<_> = theirs.iter().filter(|item| item.workloads_claimed > 0).collect();
        assert_eq!(claimed, office.iter().collect::<Vec<_>>());
    }

    /// Whether the figures above the list, on the page of a tenant, of the overview and of the account are those of the rows.
    async fn assert_adds_up(&self, who: &Ctx, every: &[TenantItem]) {
        let app = &self.world.app;
        let totals = app.tenants(who, &TenantQuery::default()).await.unwrap().value.totals;
        assert_eq!(usize::try_from(totals.tenants).unwrap(), every.len());
        assert_eq!(totals.figure.pau, every.iter().map(|item| item.figure.pau).sum::<i64>());
        assert_eq!(totals.figure.mau, every.iter().map(|item| item.figure.mau).sum::<i64>());
        assert_eq!(amounts([&totals.potential]), amounts(every.iter().map(|item| &item.potential)));
        // Narrowed to what all of them are, they are added up and not kept.
        let all = TenantQuery { countries: vec!["Netherlands".to_owned()], ..TenantQuery::default() };
        assert_eq!(app.tenants(who, &all).await.unwrap().value.totals, totals);
        assert_eq!(app.profile(who).await.unwrap().value.tenants, Some(totals.tenants));
        let overview = app.overview(who).await.unwrap().value;
        assert_eq!(overview.totals, totals);
        assert_eq!(overview.workloads.iter().map(|one| one.figure.pau).sum::<i64>(), totals.figure.pau);
        for item in every {
            let page = app.tenant(who, item.tenant_id).await.unwrap().value;
            assert_eq!(page.tenant, *item);
            let pau: i64 = page.rows.iter().filter_map(|row| row.figure).map(|figure| figure.pau).sum();
            assert_eq!(pau, item.figure.pau, "{}", item.name);
        }
        let (rows, cards) = crate::opportunities::read(app, who, &OpportunityQuery::default()).await;
        assert_eq!(cards.iter().map(|card| card.units).sum::<i64>(), rows.iter().map(|row| row.units).sum::<i64>());
        let (mut of_cards, mut of_totals) =
            (amounts(cards.iter().map(|card| &card.potential)), amounts([&totals.potential]));
        // Where there is no room to grow, there is no opportunity, and nothing to earn.
        of_cards.retain(|_, minor| *minor != 0);
        of_totals.retain(|_, minor| *minor != 0);
        assert_eq!(of_cards, of_totals);
    }
}

/// Amounts added up by currency.
fn amounts<'a>(of: impl IntoIterator<Item = &'a Shown<Vec<Money>>>) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for shown in of {
        let Shown::Value(amounts) = shown else { panic!("a manager is told of money") };
        for one in amounts {
            *sums.entry(one.currency.code().to_owned()).or_default() += one.minor;
        }
    }
    sums
}

both_engines! {
    async fn a_manager_of_several_partners_sees_what_any_of_them_sees_and_nothing_else(field in Field) {
        let mut field = field;
        for month in MONTHS {
            field.pass(month).await;
            field.assert_right().await;
        }
        field.refer().await;
        field.assert_right().await;
    }
}
