//! Pages filled with a small invented world, for the tests that render every one of them.

#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    reason = "places in lists of a dozen, turned into figures"
)]

use std::sync::Arc;

use app::{
    AuditAction, AuditListed, AuditPage, AuditQuery, BandCount, ClaimHeld, FeedFreshness, FilterChoices, History,
    HistoryMonth, Incentive, IntentAnswer, IntentDesk, IntentNoteItem, IntentOfWorkload, IntentQuestion,
    IntentQuestions, LicenceCard, LicenceChoices, LicenceItem, LicenceList, LicenceTotals, LoadListed, LoadPlan, Loads,
    LocationChoice, Mover, Overview, RefusedRow, SavedView, StatusSeats, TenantDetails, TenantItem, TenantList, Totals,
    UsageRow, WorkCount, WorkloadName, WorkloadTotal,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::Shown;
use domain::incentive::Reason;
use domain::load::{FeedKind, LoadCounts, LoadState};
use domain::money::Money;
use domain::person::{Language, Theme};
use domain::signal::Signal;
use domain::status_note::OverallStatus;
use domain::usage::{Figure, MonthFigure, UsageBand};
use domain::work::WorkKind;
use domain::workload::PRESET;
use domain::{Month, TenantId};
use locale::Words;
use uuid::Uuid;

use super::Shell;
use super::assets::Assets;
use super::audit::AuditListPage;
use super::intent_note::{GuidanceShown, IntentNotePage, IntentQuestionsPage};
use super::licence_list::LicenceListPage;
use super::licence_query::LicenceQuery;
use super::shell::{Entry, Flash, FlashKind, ShellPerson};
use super::tenant_list::TenantListPage;
use super::tenant_query::TenantQuery;

const NAMES: [&str; 14] = [
    "Adventure Works Cycles",
    "Bakkerij De Gouden Korenaar & Zonen, Groothandel in Brood- en Banketwaren B.V.",
    "City Power & Light",
    "Contoso Ltd.",
    "Fabrikam Electronics",
    "Gemeente Waterland",
    "Hogeschool Noord",
    "Litware Insurance",
    "Margie's Travel",
    "Northwind Traders",
    "Proseware Health",
    "Škoda Parts Ærø <script>alert(1)</script>",
    "Tailspin Toys",
    "Wide World Importers",
];

pub(super) fn month() -> Month {
    Month::new(2026, 10).unwrap()
}

pub(super) fn at(days_ago: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_356_301, 0).unwrap() - TimeDelta::hours(days_ago * 23)
}

pub(super) fn shell(language: Language, theme: Theme, active: Option<Entry>) -> Shell {
    Shell {
        words: Words::of(language),
        theme,
        assets: Assets::of_this_build(),
        person: Some(ShellPerson {
            name: "Anna de Vries".into(),
            email: "anna.devries@example.com".into(),
            organisation: "Delta Adoption Partners".into(),
        }),
        entries: vec![Entry::Overview, Entry::FastTrack, Entry::Loads, Entry::Profile, Entry::Api],
        active,
        csrf: "c3JmLXRva2Vu".into(),
        path: "/tenants".into(),
        flash: None,
        search: String::new(),
    }
}

pub(super) fn signed_out(language: Language, theme: Theme) -> Shell {
    Shell { person: None, entries: Vec::new(), ..shell(language, theme, None) }
}

pub(super) fn flash(shell: Shell, kind: FlashKind, text: &str) -> Shell {
    Shell { flash: Some(Flash { kind, text: text.into() }), ..shell }
}

fn figure(pau: i64, percent: i64) -> Figure {
    Figure { pau, mau: pau * percent / 100 }
}

pub(super) fn tenant(index: usize) -> TenantItem {
    let spread = i64::try_from(index).unwrap();
    let has_figures = index != 8;
    TenantItem {
        tenant_id: TenantId(Uuid::from_u128(
            0x0b8e_1c64_6c1f_4b3e_9a55_0a1f_2b3c_4d5e + (index as u128) * 0x1111_2222_3333,
        )),
        name: NAMES[index % NAMES.len()].into(),
        domain: if index == 5 {
            String::new()
        } else {
            format!("{}.example", ["adventure-works", "degoudenkorenaar", "contoso"][index % 3])
        },
        country: ["Netherlands", "Belgium", "Germany"][index % 3].into(),
        segment: ["Enterprise", "Small, Medium & Corporate", "Education"][index % 3].into(),
        workloads_claimed: spread % 6,
        month: has_figures.then(|| if index == 3 { month().plus(-1) } else { month() }),
        figure: match index {
            6 => Figure { pau: 1200, mau: 4390 },
            8 => Figure::default(),
            10 => Figure { pau: 0, mau: 41 },
            _ => figure(180 + spread * spread * 977, 12 + (spread * 37) % 80),
        },
        change_tenths: has_figures.then_some((spread * 53) % 160 - 70),
        overall_status: [Some(OverallStatus::Active), Some(OverallStatus::Blocked), None, Some(OverallStatus::Paused)]
            [index % 4],
        last_note_at: (index % 4 != 2).then(|| at(index as i64 * 30)),
        next_action_on: (index % 4 != 2).then(|| NaiveDate::from_ymd_opt(2026, 11, 2 + index as u32 % 27).unwrap()),
        is_overdue: index % 5 == 1,
        has_survey_contact: index.is_multiple_of(2),
        signals: match index {
            0 => vec![
                Signal::FellBelowMinimum { pau: 120, minimum: 150 },
                Signal::UsageFell { tenths: 124 },
                Signal::SeatsBought { seats: 40 },
            ],
            1 => vec![Signal::BlockedSeatsGrew { from: 0, to: 1_200 }],
            4 => vec![Signal::UsageRose { tenths: 183 }, Signal::ReachedMinimum { pau: 210, minimum: 150 }],
            _ => Vec::new(),
        },
        potential: if index == 3 { Shown::Withheld } else { Shown::Value(amounts(index)) },
        withheld: Vec::new(),
    }
}

/// What something could earn, in one currency or two.
pub(super) fn amounts(index: usize) -> Vec<Money> {
    let amount = |minor, code: &str| Money { minor, currency: code.parse().unwrap() };
    [amount(1_234_550, "EUR"), amount(98_765, "JPY")].into_iter().take(index % 3).collect()
}

pub(super) fn workload(index: usize) -> WorkloadName {
    let preset = PRESET[index];
    WorkloadName { code: preset.code.into(), name_en: preset.name_en.into(), name_nl: preset.name_nl.into() }
}

fn location(id: &str, name: &str) -> LocationChoice {
    LocationChoice { mpn_id: id.into(), name: name.into() }
}

pub(super) fn licences(shell: Shell, query: LicenceQuery, rows: usize) -> LicenceListPage {
    let items: Vec<LicenceItem> = (0..rows)
        .map(|row| {
            let number = i64::try_from(row).unwrap();
            let tenant = tenant(row);
            LicenceItem {
                tenant_id: tenant.tenant_id,
                name: tenant.name,
                domain: tenant.domain,
                country: tenant.country,
                sku: ["Microsoft 365 E3", "Microsoft 365 Copilot", "Kiosk pack"][row % 3].into(),
                family: "Microsoft 365".into(),
                bucket: ["Microsoft 365", "Copilot", app::OTHER_BUCKET][row % 3].into(),
                month: tenant.month,
                sold: 1_000 + number,
                assigned: 400 + 300 * number,
                unused: 600 - 299 * number,
                figure: (row % 3 < 2).then_some(tenant.figure),
                workloads: if row % 4 == 3 { Vec::new() } else { vec!["Exchange".into(), "Teams".into()] },
                term_end: "2026-10-31".parse().ok().filter(|_| row % 5 < 4),
                auto_renew: row.is_multiple_of(2),
                file_name: "SeatsSubscriptionsAndRevenue.csv".into(),
                loaded_at: "2026-09-03T08:00:00Z".parse().ok(),
            }
        })
        .collect();
    let card = |bucket: &str| LicenceCard { bucket: bucket.into(), licences: 3, sold: 3_100, assigned: 2_400 };
    let cards = if rows == 0 { Vec::new() } else { ["Microsoft 365", "Copilot", app::OTHER_BUCKET].map(card).to_vec() };
    LicenceListPage {
        list: LicenceList {
            totals: LicenceTotals { licences: i64::try_from(rows).unwrap(), sold: 9_300, assigned: 7_200 },
            next_cursor: (rows > 0).then(|| "bmV4dA".into()),
            previous_cursor: (!query.cursor.is_empty()).then(|| "cHJldg".into()),
            items,
            cards,
        },
        choices: LicenceChoices {
            locations: vec![location("5100101", "Amsterdam"), location("5100102", "Utrecht")],
            countries: vec!["Belgium".into(), "Netherlands".into()],
            skus: vec!["Microsoft 365 E3".into(), "Microsoft 365 Copilot".into()],
        },
        query_error: None,
        shell,
        query,
    }
}

pub(super) fn tenant_list(shell: Shell, query: TenantQuery, rows: usize) -> TenantListPage {
    let items: Vec<TenantItem> = (0..rows).map(tenant).collect();
    let figure = items.iter().map(|item| item.figure).sum();
    TenantListPage {
        list: TenantList {
            totals: Totals {
                tenants: if rows == 0 { 0 } else { 1204 },
                figure,
                overdue: 17,
                potential: Shown::Value(amounts(2)),
            },
            next_cursor: (rows > 0).then(|| "bmV4dA".into()),
            previous_cursor: (!query.cursor.is_empty()).then(|| "cHJldg".into()),
            items,
        },
        choices: Arc::new(FilterChoices {
            statuses: domain::service_status::preset::nodes(),
            retired: Vec::new(),
            locations: vec![
                location("5100101", "Amsterdam"),
                location("5100102", "Utrecht"),
                location("5100103", "Antwerpen"),
            ],
            countries: vec!["Belgium".into(), "Germany".into(), "Netherlands".into()],
            segments: vec!["Education".into(), "Enterprise".into(), "Small, Medium & Corporate".into()],
            workloads: (0..12).map(workload).collect(),
        }),
        views: vec![
            SavedView { id: "four".into(), name: "Below 25%, Benelux".into(), query: "band=low".into() },
            SavedView { id: "nine".into(), name: "Largest".into(), query: "sort=-pau".into() },
        ],
        query_error: None,
        query,
        shell,
    }
}

/// The months up to the newest, with one that is missing.
fn months() -> Vec<MonthFigure> {
    (0..13)
        .filter(|index| *index != 5)
        .map(|index| MonthFigure {
            month: month().plus(i32::try_from(index).unwrap() - 12),
            figure: figure(118_000 + index * 2_300, 46 + (index * index) % 11 + index),
        })
        .collect()
}

pub(super) fn freshness() -> Vec<FeedFreshness> {
    FeedKind::ALL
        .into_iter()
        .enumerate()
        .map(|(index, kind)| FeedFreshness {
            kind,
            loaded_at: (index != 3).then(|| at(index as i64 * 9 + 3)),
            up_to: (index != 3).then(|| month().plus(-(index as i32 / 2))),
            due_on: (index != 3).then(|| NaiveDate::from_ymd_opt(2026, 12, 5).unwrap()),
            is_overdue: index == 1,
        })
        .collect()
}

pub(super) fn overview() -> Overview {
    let mover = |index: usize, change_tenths| {
        let item = tenant(index);
        Mover { tenant_id: item.tenant_id, name: item.name, figure: item.figure, change_tenths }
    };
    let months = months();
    Overview {
        totals: Totals {
            tenants: 1204,
            figure: months.last().unwrap().figure,
            overdue: 17,
            potential: Shown::Value(amounts(2)),
        },
        workloads: (0..9)
            .map(|index| WorkloadTotal {
                workload: workload(index),
                tenants: 1204 - index as i64 * 113,
                figure: if index == 7 {
                    Figure { pau: 900, mau: 1_040 }
                } else {
                    figure(88_000 / (index as i64 + 1), 91 - index as i64 * 9)
                },
                months: months.clone(),
            })
            .collect(),
        bands: [187, 301, 388, 264, 41, 23]
            .into_iter()
            .zip(UsageBand::ALL)
            .map(|(tenants, band)| BandCount { band, tenants })
            .collect(),
        statuses: domain::service_status::preset::nodes()
            .into_iter()
            .filter(|node| node.choice.level() == 1)
            .zip([48_211, 12_030, 3_400, 902, 0])
            .map(|(node, seats)| StatusSeats { code: node.choice.l1().to_owned(), name: node.labels, seats })
            .collect(),
        waiting: vec![
            WorkCount { kind: WorkKind::NextAction, count: 17, has_more: false },
            WorkCount { kind: WorkKind::NoSurveyContact, count: 1_000, has_more: true },
        ],
        risen: vec![mover(0, 183), mover(1, 121), mover(4, 96), mover(6, 88), mover(9, 52)],
        fallen: vec![mover(2, -214), mover(3, -95), mover(11, -61)],
        freshness: freshness(),
        months,
    }
}

/// One offer that applies, and one a reason.
pub(super) fn incentives(index: usize) -> Vec<Incentive> {
    let reasons = [None].into_iter().chain(Reason::ALL.map(Some)).take(index % 6);
    let one = |(at, reason): (usize, Option<Reason>)| Incentive {
        handle: format!("offer{at}"),
        name: format!("Growth <b>{at}</b>"),
        reason,
    };
    reasons.enumerate().map(one).collect()
}

pub(super) fn tenant_details() -> TenantDetails {
    let trend = |index: usize| -> Vec<(Month, Option<Figure>)> {
        month()
            .since(month().plus(-12))
            .into_iter()
            .enumerate()
            .map(|(at, month)| {
                let is_gap = (at == 4 && index.is_multiple_of(2)) || (index == 4 && at > 8);
                (month, (!is_gap).then(|| figure(2_000, 30 + (at as i64 * (index as i64 + 2)) % 60)))
            })
            .collect()
    };
    let row = |index: usize| UsageRow {
        workload: workload(index),
        workload_id: domain::id::WorkloadId(1),
        claim: (index < 3).then(|| ClaimHeld {
            number: format!("F-00481516234{index}"),
            approved_on: NaiveDate::from_ymd_opt(2025, 3, 1).unwrap(),
            locations: vec![location("5100101", "Amsterdam")],
            partner: (index == 0).then(|| "Delta Adoption Partners".into()),
        }),
        claimable: index >= 3,
        figure: match index {
            2 => Some(Figure { pau: 1_500, mau: 1_911 }),
            4 => None,
            5 => Some(Figure { pau: 0, mau: 12 }),
            _ => trend(index).last().unwrap().1,
        },
        month: Some(if index == 4 { month().plus(-4) } else { month() }),
        trend: trend(index),
        incentives: incentives(index),
        opportunity_units: 210,
        potential: if index == 1 { Shown::Withheld } else { Shown::Value(amounts(index).into_iter().next()) },
    };
    TenantDetails {
        tenant: TenantItem { change_tenths: Some(32), ..tenant(0) },
        tpid: "640113".into(),
        locations: vec![location("5100101", "Amsterdam"), location("5100103", "Antwerpen")],
        rows: (0..8).map(row).collect(),
        notes: super::work_samples::notes(),
        contacts: super::contact_samples::of_tenant(),
        intents: (0..3)
            .map(|index| IntentOfWorkload {
                workload: workload(index).code,
                note: (index != 1).then(|| intent_note_item(1, index == 0)),
            })
            .collect(),
        may_write_intents: true,
        statuses: super::status_samples::statuses(&(0..4).map(|index| workload(index).code).collect::<Vec<_>>()),
        may_write_statuses: true,
    }
}

fn intent_note_item(version: i64, is_shown: bool) -> IntentNoteItem {
    IntentNoteItem {
        version,
        text: "No intent to use it, because the works council objects to <b>profiles</b> & records until 2028.".into(),
        author: if is_shown { Shown::Value("Bo Žižek".into()) } else { Shown::Withheld },
        written_at: at(version),
    }
}

fn intent_question(answer: Option<&str>) -> IntentQuestion {
    IntentQuestion {
        handle: "q1".into(),
        partner: "Delta Adoption Partners".into(),
        tenant_id: tenant(0).tenant_id,
        tenant: tenant(0).name,
        workload: workload(0),
        note: "Not yet.".into(),
        question: "How do we word this?".into(),
        asker: Shown::Withheld,
        asked_at: at(2),
        answer: answer.map(|text| IntentAnswer {
            text: text.into(),
            answerer: Shown::Value("Otto Office".into()),
            answered_at: at(1),
        }),
    }
}

/// The page of a note: written by several, asked about, guided; or without anything yet.
pub(super) fn intent_note(shell: Shell, is_full: bool, may_write: bool) -> IntentNotePage {
    let text = "They will not use it for now; see anna@example.com. Blocked by the proxy.";
    let surroundings = domain::intent::Surroundings::default();
    let guidance = GuidanceShown::of(&domain::intent::check(text, &surroundings), shell.words);
    IntentNotePage {
        desk: IntentDesk {
            tenant: tenant(0),
            workload: workload(0),
            partner: is_full.then(|| "Delta Adoption Partners".into()),
            current: is_full.then(|| intent_note_item(3, true)),
            older: if is_full { vec![intent_note_item(2, false), intent_note_item(1, true)] } else { Vec::new() },
            questions: if is_full { vec![intent_question(Some("Name the works council."))] } else { Vec::new() },
            revision: "3".into(),
            may_write,
        },
        typed: text.into(),
        version: "3".into(),
        text_error: is_full.then(|| "?".into()),
        is_overtaken: is_full,
        guidance: is_full.then_some(guidance),
        question: "How else?".into(),
        question_error: is_full.then(|| "?".into()),
        shell,
    }
}

/// The questions that wait, with an answer that was refused; or none.
pub(super) fn intent_questions(shell: Shell, is_empty: bool) -> IntentQuestionsPage {
    let questions = if is_empty { Vec::new() } else { vec![intent_question(None)] };
    let refused = Some(("q1".into(), "too long".into(), "?".into()));
    let late = (!is_empty).then(|| (intent_question(Some("Name the works council.")), "<b>Another</b> answer".into()));
    IntentQuestionsPage { shell, open: IntentQuestions { questions, may_answer: true }, refused, late }
}

pub(super) fn history() -> History {
    let details = tenant_details();
    let row = details.rows[0].clone();
    let months = row.trend.iter().filter_map(|(month, figure)| {
        figure.map(|figure| HistoryMonth {
            month: *month,
            figure,
            kind: FeedKind::OfficeUsage,
            file_name: format!("OfficeUsage_{month}_5100101.csv.gz"),
            loaded_at: at(3),
        })
    });
    History { months: months.collect(), tenant: details.tenant, row }
}

pub(super) fn load(id: i64, state: LoadState) -> LoadListed {
    LoadListed {
        id,
        kind: FeedKind::ALL[usize::try_from(id).unwrap() % FeedKind::ALL.len()],
        file_name: format!("OfficeUsage_2026-10_export_{id}.csv.gz"),
        file_bytes: 48_293_551,
        state,
        by: (id % 3 != 0).then(|| "Anna de Vries".into()),
        staged_at: at(id),
        applied_at: matches!(state, LoadState::Applied | LoadState::Undone).then(|| at(id) + TimeDelta::minutes(4)),
        undone_at: (state == LoadState::Undone).then(|| at(id) + TimeDelta::hours(2)),
        counts: LoadCounts {
            claims_contradicted: 1,
            rows: 1_000_000,
            refused: 1_204,
            added: 88_213,
            changed: 12_004,
            left: 888_000,
            repeated: 10_579,
            tenants_new: 14,
            claims_begun: 31,
            claims_ended: 2,
        },
        months: Some((month().plus(-2), month())),
        can_be_undone: state == LoadState::Applied,
        failure: (state == LoadState::Failed).then(|| "missing_column".into()),
    }
}

pub(super) fn plan(state: LoadState, stops: bool) -> LoadPlan {
    let refused = |line, column: &str, value: &str, reason: &str| RefusedRow {
        line,
        column: column.into(),
        value: value.into(),
        reason: reason.into(),
        other_line: (line > 1_000).then_some(17),
    };
    LoadPlan {
        load: load(7, state),
        stops,
        refused_percent: 50,
        ignored_columns: vec!["PartnerAttributionDate".into(), "Remarks".into()],
        new_workloads: vec!["Kaizala".into()],
        refused: vec![
            refused(12, "CustomerTenantId", "contoso", "not_a_tenant_id"),
            refused(13, "MonthlyActiveUsers", "-4", "negative"),
            refused(841, "", "", "wrong_field_count"),
            refused(12_044, "PaidAvailableUnits", "99999999999999999", "absurd"),
        ],
    }
}

pub(super) fn loads() -> Loads {
    let states = [
        LoadState::Planned,
        LoadState::Applied,
        LoadState::Failed,
        LoadState::Undone,
        LoadState::Discarded,
        LoadState::Staging,
    ];
    Loads { loads: (1..).zip(states).map(|(id, state)| load(id, state)).collect(), freshness: freshness() }
}

/// As many entries of the audit as there are actions, or fewer; with one that nobody signed in for.
pub(super) fn audit(shell: Shell, most: usize) -> AuditListPage {
    let entries = AuditAction::ALL
        .into_iter()
        .zip(0_i64..)
        .take(most * 6)
        .map(|(action, days)| AuditListed {
            happened_at: at(days),
            person: (days != 1).then(|| "Programme admin".to_owned()),
            organisation: (days != 1).then(|| "Programme office".to_owned()),
            door: if days == 2 { "command_line" } else { "page" }.to_owned(),
            action,
            subject: "OfficeUsage-2026-10.csv".to_owned(),
            detail: if days == 3 { r#"{"load":12}"# } else { "{}" }.to_owned(),
            address: "2001:db8::7".to_owned(),
        })
        .collect();
    AuditListPage {
        shell,
        page: AuditPage { entries, next_cursor: (most > 0).then(|| "1-100".to_owned()) },
        query: AuditQuery::of("<script>alert(1)</script>"),
        error: (most == 0).then(|| ("until".to_owned(), "No day".to_owned())),
    }
}
