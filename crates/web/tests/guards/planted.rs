//! Each guard finds what somebody might get wrong: faults are planted one at a time, and the guard named for it must
//! fail (S4). `docs/planted-faults.md` is written from this table, and compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use domain::planted::Fault::{self, *};
use domain::planted::Planted;
use futures_util::FutureExt;
use testkit::{Database, Engine, Score, seed};

use crate::claims::Claims;
use crate::contacts::Contacts;
use crate::cross_site::CrossSite;
use crate::directories::Directories;
use crate::erasing::Erasing;
use crate::keys::Keys;
use crate::mail::Letters;
use crate::money::Money;
use crate::oracle::eyes::Given;
use crate::oracle::people::Person;
use crate::oracle::tour::Opened;
use crate::oracle::worlds::{Dice, draw};
use crate::passkeys::Passkeys;
use crate::people::People;
use crate::personal::Personal;
use crate::providers::Providers;
use crate::races::Races;
use crate::referrals::Referrals;
use crate::second_factor::Factors;
use crate::tickets::Tickets;
use crate::twins::Twins;
use crate::work::Work;

/// Which guard finds what.
const FOUND_BY: [(&str, &[Fault]); 23] = [
    (
        "claims",
        &[
            ClaimScopeForgetsLocation,
            ClaimByForeignNumber,
            ProofByForeignHandle,
            CompetitorNamed,
            TenantToldToClaimant,
            ClaimsOfEverybody,
            EndedClaimShows,
            DraftsForOffice,
        ],
    ),
    (
        "tickets",
        &[
            TicketsOfColleagues,
            TicketByForeignNumber,
            TicketsOfEverybody,
            AttachmentByForeignHandle,
            OfficeNamedInTicket,
            TicketTenantNamed,
            TicketsWaitForEverybody,
            TenantToldByHelp,
        ],
    ),
    (
        "referrals",
        &[
            ReferralByForeignNumber,
            ReferralsOfEverybody,
            ReferralCountsOfEverybody,
            ReferralsWaitForEverybody,
            ReferralPeopleShown,
            ReferralMoneyShown,
            ReferralPeopleStay,
            ReferralFollowsRequest,
            ReferralAnsweredElsewhere,
            ReferralToPaused,
            EndedReferralShows,
            ReferralShowsFigures,
        ],
    ),
    (
        "access oracle",
        &[
            ScopeForgetsLocation,
            ScopeOfNowhereIsEverything,
            ManagerSeesAllPartners,
            AdminSeesTenants,
            AnybodyMayLoad,
            AnybodyMayAudit,
            AnybodyMayChangeTaxonomy,
            OpportunitiesOfEverybody,
            OpportunityCardsOfEverybody,
            RowsOfEverybody,
            NextPageOfEverybody,
            TotalsOfEverybody,
            ExportOfEverybody,
            LicencesOfEverybody,
            LicenceTotalsOfEverybody,
            TenantByForeignId,
            UsageOfOthersClaims,
            ForbiddenInsteadOfNotFound,
            OverviewTotalsOfEverybody,
            OverviewMonthsOfEverybody,
            OverviewBandsOfEverybody,
            OverviewMoversOfEverybody,
            FormulaInExport,
            LocationsOfEverybody,
            AccountCountsEverybody,
            AnswerKeptForOthers,
            TypeMayBeGuessed,
            MakerTold,
            AddressInLog,
            CookieForScripts,
            CookieForOtherSites,
            PolicyMissingOnErrors,
            DownloadsAreKept,
            PathInLog,
            QuestionsOfEverybody,
            ClaimCountsOfEverybody,
            ClaimsWaitForEverybody,
        ],
    ),
    ("access oracle, counters", &[PathInCounters]),
    ("access oracle, several partners", &[SharedTenantsAsTheOffice]),
    (
        "twin worlds",
        &[
            SearchEverywhere,
            ChoicesOfEverybody,
            FreshnessOfEverybody,
            CursorCountsPeople,
            SessionsOfEverybody,
            TokensOfEverybody,
        ],
    ),
    (
        "twin worlds of a claimant",
        &[ClaimsOfEverybody, ClaimCountsOfEverybody, ClaimByForeignNumber, TicketsOfEverybody, TicketByForeignNumber],
    ),
    ("twin worlds of an auditor", &[AuditOfEverybody]),
    (
        "keys",
        &[
            IntentAuthorShown,
            IntentNoteByForeignId,
            WorkListOfEverybody,
            SessionNeverEnds,
            TokenNeverEnds,
            ClosedAccountServed,
            SignInKeepsOldSession,
            SignOutKeepsSession,
            PasswordChangeKeepsSessions,
            EndedSessionStays,
            RevokedTokenStays,
            RoleOfAnotherKindCounts,
            ReadTokenWrites,
            SessionOpensApi,
            CursorOfAnybody,
            ViewsOfEverybody,
            ViewDeletedByAnybody,
            SessionEndedByAnybody,
            TokenRevokedByAnybody,
        ],
    ),
    (
        "cross-site requests",
        &[
            FormTokenNotChecked,
            OriginNotChecked,
            UploadTokenNotChecked,
            LeadsElsewhere,
            TlsNotDemanded,
            CookieWithoutTls,
        ],
    ),
    (
        "people's work",
        &[
            WorkByForeignId,
            WorkOfOtherPartners,
            MarksOfOtherPartners,
            OverdueOfEverybody,
            PeopleOfNotesShown,
            SplitByForeignId,
            SplitAgainstOldTotal,
            SplitAuthorShown,
            BlockersOfEverybody,
            StatusFilterOfEverybody,
            QuestionsOfLostTenants,
            RequestKeysOfEverybody,
            IfMatchIgnored,
        ],
    ),
    ("people's contacts", &[ContactByForeignHandle, PeopleOfContactsShown, ContactsFoundByWithheld]),
    (
        "people's money",
        &[
            AnybodyMayChangeOffers,
            OfferMoneyShown,
            PotentialShown,
            CalculationShown,
            ListedByWithheld,
            SeasonStandsStill,
        ],
    ),
    ("directories", &[TenantsOfForeignDirectory, DetailsOfForeignDirectory]),
    ("personal data", &[CopyOfStranger, CopyOfContact, CopyHasOthersWords, CopyNamesHiddenTenants, CopyShowsWork]),
    (
        "erasing",
        &[
            ErasureLeavesOwner,
            ErasureLeavesAudit,
            ErasureNotRepeated,
            ErasureWithoutWord,
            RetentionDayEarly,
            ErasureBeyondOrganisation,
        ],
    ),
    ("people", &[PeopleOfEverybody, RoleBeyondOwn, RoleAtOthersLocation, LastAdminMayGo, InvitationStays]),
    (
        "providers",
        &[NonceNotCompared, StateOfAnotherBrowser, AccountByEmail, AnswerTakenTwice, PasswordBesideSingleSignOn],
    ),
    (
        "letters",
        &[
            MailNotCheckedAgain,
            MailNamesPeople,
            MailBesideTransaction,
            MailToClosedAccount,
            MailUnwanted,
            UnsubscribedByAnybody,
            ResetTellsAccounts,
            ResetStays,
            ResetNeverEnds,
            ResetKeepsSessions,
        ],
    ),
    (
        "second factor",
        &[
            CodeCountsTwice,
            RecoveryCodeStays,
            SecondStepSkipped,
            SecondStepNeverEnds,
            ResetSkipsCode,
            CodesGuessedFreely,
            SecondFactorTakenWithoutCode,
            WayAddedWithoutCode,
            SecondFactorStaysWhenClosed,
            AuthenticatorShownAgain,
            SecondFactorNotDemanded,
            WeakSessionsStay,
            SecondFactorTakenByAnybody,
        ],
    ),
    (
        "passkeys",
        &[
            PasskeyUnchecked,
            PasskeyOfAnother,
            PasskeyAnsweredTwice,
            PasskeyQuestionNeverEnds,
            PasskeyCountForgotten,
            PasskeyBesideSingleSignOn,
            PasskeyOfClosedAccount,
            PasskeyAddedWithoutProof,
            PasskeyStaysWhenTaken,
            PasskeyOvertakenBySetUp,
            SessionsStayBesideSingleSignOn,
        ],
    ),
    ("races", &[RoleTakenStays, StandingNotHeld, ExportAsksOnce]),
];

/// Faults of people's work and of claims that the access oracle finds too, in whatever was done at random.
const FOUND_BY_ORACLE_TOO: [Fault; 15] = [
    WorkByForeignId,
    WorkOfOtherPartners,
    MarksOfOtherPartners,
    OverdueOfEverybody,
    PeopleOfNotesShown,
    SplitByForeignId,
    SplitAuthorShown,
    StatusFilterOfEverybody,
    IntentAuthorShown,
    IntentNoteByForeignId,
    WorkListOfEverybody,
    ClaimScopeForgetsLocation,
    ClaimByForeignNumber,
    ProofByForeignHandle,
    ClaimsOfEverybody,
];

/// Faults whose guard leads through what is PostgreSQL's own: pages of several locations read by `LATERAL`, one statement
/// that confirms who is asking, rows that are held.
const ON_POSTGRES: [(&str, &[Fault]); 2] = [
    (
        "access oracle",
        &[RowsOfEverybody, NextPageOfEverybody, TotalsOfEverybody, ExportOfEverybody, MarksOfOtherPartners],
    ),
    ("races", &[RoleTakenStays, StandingNotHeld, ExportAsksOnce]),
];

/// The faults that a guard missed, while it finds nothing where there is none.
async fn missed<G>(guard: &mut G, faults: &[Fault], mut look: impl AsyncFnMut(&mut G)) -> Vec<String> {
    look(guard).await;
    let mut missed = Vec::new();
    for &fault in faults {
        missed.extend(missed_one(guard, fault, &mut look).await);
    }
    // What one fault left behind is not what the next was found by. Counters go on counting what they once counted.
    if faults != [PathInCounters] {
        look(guard).await;
    }
    missed
}

/// The same where a fault may write what stays: each is looked for in what was opened for it alone.
async fn missed_apart<G>(
    open: impl AsyncFn() -> G,
    faults: &[Fault],
    mut look: impl AsyncFnMut(&mut G),
) -> Vec<String> {
    let mut missed = Vec::new();
    for &fault in faults {
        let mut guard = open().await;
        look(&mut guard).await;
        missed.extend(missed_one(&mut guard, fault, &mut look).await);
    }
    missed
}

/// Plants a fault while the guard looks; its name where the guard finds nothing.
async fn missed_one<G>(guard: &mut G, fault: Fault, look: &mut impl AsyncFnMut(&mut G)) -> Option<String> {
    let began = Instant::now();
    let planted = Planted::plant(fault).unwrap();
    let told = AssertUnwindSafe(look(guard)).catch_unwind().await;
    drop(planted);
    let told = told.err().map(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(_) => "a panic without words".to_owned(),
    });
    let shown: String = told.iter().flat_map(|text| text.chars()).take(150).collect();
    println!("{fault:?} ({:.1} s): {}", began.elapsed().as_secs_f32(), shown.replace('\n', " "));
    told.is_none().then(|| format!("{fault:?}"))
}

fn person(partner: Option<&str>, role: &'static str, at: &[&String]) -> Person {
    let at = at.iter().map(|&place| place.clone()).collect();
    Person { partner: partner.map(str::to_owned), roles: vec![Given { role, at }] }
}

/// Who manages two of several partners.
async fn look_at_two_partners(opened: &mut Opened) {
    let [one, other] = opened.drawn.partners.first_chunk::<2>().unwrap();
    let manager = person(None, "partner_manager", &[&one.id, &other.id]);
    opened.visit(vec![vec![manager]], &mut Dice::of(11)).await;
}

/// Few people, who stand where the faults are.
async fn look_by_oracle(opened: &mut Opened) {
    let partners = &opened.drawn.partners;
    let own = partners.iter().max_by_key(|partner| partner.locations.len()).unwrap();
    let mut claimant = person(Some(&own.id), "report_viewer", &[&own.locations[0]]);
    claimant.roles.extend(person(None, "incentives_admin", &[&own.locations[0]]).roles);
    let groups = vec![
        vec![
            claimant,
            person(Some(&own.id), "executive_report_viewer", &[]),
            person(Some(&own.id), "account_admin", &[]),
        ],
        vec![person(None, "partner_manager", &[&partners[0].id])],
    ];
    // The same questions each time.
    opened.visit(groups, &mut Dice::of(11)).await;
}

fn find(guard: &'static str, faults: &[Fault], engine: Engine) -> Vec<String> {
    let mut found = Vec::new();
    testkit::tell(engine, Database::itself, async |database| {
        found = match guard {
            "access oracle" | "access oracle, counters" => {
                missed(&mut Opened::open(database, 5).await, faults, look_by_oracle).await
            }
            "access oracle, several partners" => {
                let seed = (5..50).find(|seed| draw(*seed).partners.len() > 2).unwrap();
                missed(&mut Opened::open(database, seed).await, faults, look_at_two_partners).await
            }
            "twin worlds" => {
                let mut twins = Twins::of_location(engine, 5).await;
                missed(&mut twins, faults, async |twins: &mut Twins| twins.run(320, 3).await).await
            }
            "twin worlds of a claimant" => {
                let look = async |twins: &mut Twins| twins.run(960, 3).await;
                missed_apart(async || Twins::of_claimant(engine, 5).await, faults, look).await
            }
            "twin worlds of an auditor" => {
                let mut twins = Twins::of_auditor(engine, 5).await;
                missed(&mut twins, faults, async |twins: &mut Twins| twins.run(320, 3).await).await
            }
            "keys" => {
                let mut keys = Keys::open(database).await;
                missed(&mut keys, faults, async |keys: &mut Keys| assert!(keys.go().await > 0)).await
            }
            "referrals" => {
                let mut referrals = Referrals::open(database).await;
                missed(&mut referrals, faults, async |one: &mut Referrals| assert!(one.go().await > 150)).await
            }
            "cross-site requests" => {
                let mut site = CrossSite::by_tls(database).await;
                missed(&mut site, faults, async |site: &mut CrossSite| assert!(site.go().await > 0)).await
            }
            "people's work" => {
                let mut work = Work::open(database).await;
                missed(&mut work, faults, async |work: &mut Work| assert!(work.go().await > 0)).await
            }
            "people's contacts" => {
                let mut contacts = Contacts::open(database).await;
                missed(&mut contacts, faults, async |it: &mut Contacts| assert!(it.go().await > 0)).await
            }
            "claims" => {
                let mut claims = Claims::open(database).await;
                missed(&mut claims, faults, async |it: &mut Claims| assert!(it.go().await > 0)).await
            }
            "tickets" => {
                let mut tickets = Tickets::open(database).await;
                missed(&mut tickets, faults, async |it: &mut Tickets| assert!(it.go().await > 0)).await
            }
            "people" => {
                let mut people = People::open(database).await;
                missed(&mut people, faults, async |it: &mut People| assert!(it.go().await > 0)).await
            }
            "directories" => {
                let mut directories = Directories::open(database).await;
                missed(&mut directories, faults, async |it: &mut Directories| assert!(it.go().await > 0)).await
            }
            "personal data" => {
                let mut personal = Personal::open(database).await;
                missed(&mut personal, faults, async |it: &mut Personal| assert!(it.go().await > 0)).await
            }
            "erasing" => {
                let mut erasing = Erasing::open(database).await;
                missed(&mut erasing, faults, async |it: &mut Erasing| assert!(it.go().await > 0)).await
            }
            "providers" => {
                let mut providers = Providers::open(database).await;
                missed(&mut providers, faults, async |it: &mut Providers| assert!(it.go().await > 0)).await
            }
            "second factor" => {
                let mut factors = Factors::open(database).await;
                missed(&mut factors, faults, async |it: &mut Factors| assert!(it.go().await > 0)).await
            }
            "passkeys" => {
                let mut passkeys = Passkeys::open(database).await;
                missed(&mut passkeys, faults, async |it: &mut Passkeys| assert!(it.go().await > 0)).await
            }
            "letters" => {
                let mut letters = Letters::open(database).await;
                missed(&mut letters, faults, async |it: &mut Letters| assert!(it.go().await > 0)).await
            }
            "people's money" => {
                let mut money = Money::open(database).await;
                missed(&mut money, faults, async |it: &mut Money| assert!(it.go().await > 0)).await
            }
            _ => {
                let mut races = Races::open(database).await;
                missed(&mut races, faults, async |races: &mut Races| races.one_of_each(1).await).await
            }
        };
    });
    found
}

#[test]
fn every_planted_fault_is_found() {
    let _alone = crate::nobody_looks();
    let score = Score::begin("S4", "planted faults", "sqlite", seed());
    let mut missed = Vec::new();
    // Whoever works at one guard looks at that alone.
    let only = std::env::var("UPTAKE_GUARD").ok();
    for (guard, faults) in FOUND_BY.into_iter().filter(|(guard, _)| only.as_ref().is_none_or(|only| only == guard)) {
        let mut faults = faults.to_vec();
        if guard == "access oracle" {
            faults.extend(FOUND_BY_ORACLE_TOO);
        }
        missed.extend(find(guard, &faults, Engine::Sqlite));
    }
    println!("{} faults planted, {} missed", Fault::ALL.len(), missed.len());
    score.end(Fault::ALL.len() as u64, missed.len() as u64);
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn faults_by_the_way_of_postgres_are_found_there_too() {
    let _alone = crate::nobody_looks();
    let score = Score::begin("S4", "planted faults", "postgres", seed());
    let (mut missed, mut count) = (Vec::new(), 0);
    for (guard, faults) in ON_POSTGRES {
        missed.extend(find(guard, faults, Engine::Postgres));
        count += faults.len() as u64;
    }
    score.end(count, missed.len() as u64);
    assert_eq!(missed, Vec::<String>::new());
}

/// The document, from the table.
fn document() -> String {
    let mut text = String::from(
        "# Planted faults\n\n\
         What somebody might get wrong, and the guard that must find it (S4). Written from `crates/domain/src/planted.rs` and\n\
         `crates/web/tests/guards/planted.rs` by a test; do not edit. No release has them: they are behind the feature\n\
         `planted`, which only `crates/testkit` turns on.\n\n",
    );
    let mut guards: BTreeMap<usize, String> = BTreeMap::new();
    let too: (&str, &[Fault]) = ("access oracle", &FOUND_BY_ORACLE_TOO);
    for (guard, faults) in FOUND_BY.into_iter().chain([too]) {
        for &fault in faults {
            let named = guards.entry(fault as usize).or_default();
            *named = if named.is_empty() { guard.to_owned() } else { format!("{named}; {guard}") };
        }
    }
    let _ = writeln!(text, "There are {}.\n\n| fault | what is wrong | found by |\n|---|---|---|", Fault::ALL.len());
    for &fault in Fault::ALL {
        let guard = guards.get(&(fault as usize)).unwrap_or_else(|| panic!("no guard is named for {fault:?}"));
        let _ = writeln!(text, "| `{fault:?}` | {} | {guard} |", fault.about());
    }
    text
}

#[test]
fn the_list_of_planted_faults_is_up_to_date() {
    assert!(Fault::ALL.len() >= 30, "only {} faults", Fault::ALL.len());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/planted-faults.md");
    let document = document();
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(path, &document).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == document,
        "docs/planted-faults.md is out of date: UPDATE_GENERATED=1 cargo test -p web --test guards -- the_list"
    );
}
