//! What a workload at a tenant could earn, and why that much (S5.2, S5.3).

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use chrono::{Datelike, NaiveDate};
use domain::TenantId;
use domain::access::{Sensitive, Sensitivity, Shown};
use domain::id::TenantKey;
use domain::incentive::{Calculation, Facts, Reason};
use domain::money::Money;
use domain::month::Month;
use domain::offer::Offer;
use domain::planted::{Fault, planted};
use domain::usage::MonthFigure;
use store::UsageRowStored;

use crate::offer::season_day;
use crate::place::sensitivity_at;
use crate::tenant::{details, month};
use crate::{App, AppError, AuditAction, Ctx, Seen, TenantItem, UsageRow};

/// The name of what is withheld, in JSON and for people who read it.
pub(crate) const POTENTIAL: &str = "potential_earnings";

/// Up to which day a server knows that what is kept of earnings is right.
#[derive(Clone, Default)]
pub(crate) struct Season(Arc<AtomicI32>);

impl Season {
    pub(crate) fn is(&self, day: NaiveDate) -> bool {
        self.0.load(Ordering::Acquire) == day.num_days_from_ce()
    }

    pub(crate) fn reached(&self, day: NaiveDate) {
        self.0.store(day.num_days_from_ce(), Ordering::Release);
    }
}

/// An offer at a workload of a tenant (S5.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incentive {
    /// The offer's name in URLs and JSON.
    pub handle: String,
    /// What people call it.
    pub name: String,
    /// Why it does not apply; nothing where it does. Whether its ceiling is reached is money, and withheld as that is.
    pub reason: Option<Reason>,
}

/// The offers of a row of the usage details, and what it could earn.
pub(crate) fn incentives(row: &UsageRowStored, sensitivity: Sensitivity) -> Result<Vec<Incentive>, AppError> {
    let read = row.incentives()?.into_iter();
    Ok(read
        .map(|(handle, name, reason)| Incentive {
            handle,
            name,
            reason: reason.filter(|reason| *reason != Reason::CeilingReached || sensitivity == Sensitivity::Shown),
        })
        .collect())
}

/// An amount that is kept with its currency, for its reader.
pub(crate) fn potential(
    minor: Option<i64>,
    currency: Option<&str>,
    sensitivity: Sensitivity,
) -> Result<Shown<Option<Money>>, AppError> {
    let sensitivity = if planted(Fault::PotentialShown) { Sensitivity::Shown } else { sensitivity };
    let Some((minor, currency)) = minor.zip(currency) else { return Ok(Sensitive::new(None).for_reader(sensitivity)) };
    Ok(Sensitive::new(Some(money(minor, currency)?)).for_reader(sensitivity))
}

/// An amount with the currency of that code.
pub(crate) fn money(minor: i64, currency: &str) -> Result<Money, AppError> {
    let currency = currency.parse().map_err(|_| AppError::Internal(format!("a currency {currency} is kept")))?;
    Ok(Money { minor, currency })
}

/// Amounts in further currencies, as the portfolio keeps them: `JPY 5,USD 1234`.
pub(crate) fn amounts(text: &str) -> Result<Vec<Money>, AppError> {
    let broken = || AppError::Internal(format!("amounts {text} are kept"));
    let read = |one: &str| {
        let (currency, minor) = one.split_once(' ').ok_or_else(broken)?;
        money(minor.parse().map_err(|_| broken())?, currency)
    };
    text.split(',').filter(|one| !one.is_empty()).map(read).collect()
}

/// Why a workload at a tenant could earn what it could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earnings {
    /// The tenant, as in the list.
    pub tenant: TenantItem,
    /// The row of the usage details.
    pub row: UsageRow,
    /// The day for which it is computed.
    pub day: NaiveDate,
    /// Each offer of the workload with its calculation, those that apply first; nothing where money is withheld.
    pub offers: Shown<Vec<OfferEarnings>>,
}

/// An offer with its calculation, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferEarnings {
    /// The offer's name in URLs and JSON.
    pub handle: String,
    /// Its terms.
    pub offer: Offer,
    /// Whether it is invented.
    pub is_example: bool,
    /// The calculation.
    pub calculation: Calculation,
}

impl App {
    /// Why a workload at a tenant could earn what it could, by the workload's code.
    pub async fn earnings(&self, ctx: &Ctx, tenant_id: TenantId, workload: &str) -> Result<Seen<Earnings>, AppError> {
        self.bring_season().await?;
        let mut tx = self.store.read().await?;
        let who = self.who(&mut tx, ctx).await?;
        let scope = who.open_scope()?;
        let details = details(&mut tx, &who, tenant_id).await?;
        let row = details.rows.into_iter().find(|row| row.workload.code == workload).ok_or(AppError::NotFound)?;
        let tenant = tx.tenant_row(&scope, who.programme, tenant_id.0).await?.ok_or(AppError::NotFound)?;
        let key = TenantKey(tenant.tenant_key);
        let sensitivity = sensitivity_at(&mut tx, &scope, key).await?;
        let months = tx.history(&scope, who.programme, key, row.workload_id).await?;
        let offers = tx.offers().await?;
        tx.end();
        self.audit_look(ctx, &who, AuditAction::EarningsOpened, &format!("{tenant_id} {workload}")).await?;
        let months: Vec<MonthFigure> = months
            .iter()
            .filter_map(|one| {
                let figure = domain::usage::Figure { pau: one.pau, mau: one.mau };
                Some(MonthFigure { month: month(one.month)?, figure })
            })
            .collect();
        let facts = Facts {
            months: &months,
            is_current: row.figure.is_some(),
            approved: row.claim.as_ref().map(|claim| Month::containing(claim.approved_on)),
            segment: &tenant.segment,
        };
        let day = season_day(who.now);
        let mut offers: Vec<OfferEarnings> = offers
            .into_iter()
            .filter(|offer| offer.code == workload)
            .map(|it| OfferEarnings {
                calculation: Calculation::of(&it.offer, &facts, day),
                handle: it.handle,
                offer: it.offer,
                is_example: it.is_example,
            })
            .collect();
        offers.sort_by_key(|one| !one.calculation.applies());
        let sensitivity = if planted(Fault::CalculationShown) { Sensitivity::Shown } else { sensitivity };
        let offers = Sensitive::new(offers).for_reader(sensitivity);
        Ok(Seen { viewer: who.viewer, value: Earnings { tenant: details.tenant, row, day, offers } })
    }
}
